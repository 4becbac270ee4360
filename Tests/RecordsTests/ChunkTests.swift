// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Testing
import Weighing

/// What a file comes to: its rows in order, and the fault that ended it.
private struct Outcome: Equatable {
    var rows: [PassageRow] = []
    var fault: FileFault?
}

/// Reads whole files in one go and in chunks.
private enum Ways {
    static func inOneGo(
        _ bytes: [UInt8],
        format: RecordFormat,
        chunk: Int = 65_536,
        limit: Int,
        ignoring: Bool = false
    ) throws -> Outcome {
        let reader = try PassageReader(
            ByteSource(bytes: bytes, name: "x", chunkByteCount: chunk),
            format: format,
            ignoreUnknownColumns: ignoring,
            rowByteCountMax: limit
        )
        var outcome = Outcome()
        do throws(FileFault) {
            while let row = try reader.next() { outcome.rows.append(row) }
        } catch {
            outcome.fault = error
        }
        return outcome
    }

    /// The chunks, each read by a reader that has read others before it.
    static func inChunks(
        _ bytes: [UInt8],
        format: RecordFormat,
        chunk: Int,
        limit: Int,
        ignoring: Bool = false
    ) throws -> (outcome: Outcome, chunks: Int) {
        var chunks = try PassageChunks(
            ByteSource(bytes: bytes, name: "x", chunkByteCount: chunk),
            format: format,
            ignoreUnknownColumns: ignoring,
            rowByteCountMax: limit
        )
        var reader = ChunkReader(chunks.shape)
        var tally = ChunkTally(chunks.shape)
        var outcome = Outcome()
        var count = 0
        let piece = PassageChunk()
        do throws(FileFault) {
            while try chunks.next(into: piece) {
                count += 1
                outcome.rows += rows(of: piece, &reader, &tally)
            }
        } catch {
            outcome.fault = error
        }
        return (outcome, count)
    }

    private static func rows(
        of piece: PassageChunk,
        _ reader: inout ChunkReader,
        _ tally: inout ChunkTally
    ) -> [PassageRow] {
        let before = tally.rowCount
        let block = PassageBlock()
        var rows: [(row: Int, PassageRow)] = []
        var faults: [RowFault] = []
        reader.begin(piece)
        var fill = FillOutcome.more
        while fill == .more {
            block.reset()
            fill = reader.read(into: block, faults: &faults)
            for index in 0..<block.count {
                let row = before + Int(block.sequences[index])
                rows.append((row, .passage(block.passage(at: index), row: row)))
            }
        }
        tally.add(rows: reader.rowCount, lines: reader.lineCount, faults: &faults)
        rows += faults.map { ($0.row, .fault($0)) }
        return rows.sorted { $0.row < $1.row }.map(\.1)
    }
}

/// Lines of passage files, good and bad.
private struct HostileFile {
    var generator: SeededGenerator
    let format: RecordFormat

    mutating func bytes() -> [UInt8] {
        var bytes: [UInt8] = format == .csv ? header() : []
        if generator.chance(10) { bytes = [0xEF, 0xBB, 0xBF] + bytes }
        for _ in 0..<generator.number(0...60) {
            bytes += line()
            bytes += Array((generator.chance(30) ? "\r\n" : "\n").utf8)
        }
        if generator.chance(30) { bytes += line() }
        for _ in 0..<(generator.chance(30) ? generator.number(1...20) : 0) { mutate(&bytes) }
        return bytes
    }

    private mutating func header() -> [UInt8] {
        let header = generator.chance(20) ? Reading.header.replacing(",", with: "\",\"") : ""
        return Array((header.isEmpty ? Reading.header : "\"\(header)\"").utf8) + [10]
    }

    private mutating func line() -> [UInt8] {
        switch generator.number(1...20) {
        case 1: return []
        case 2: return Array("\r".utf8)
        case 3: return Array("\"".utf8)
        case 4: return Array("p,\"S1,1,,\"".utf8)
        case 5: return Array("\",\"".utf8)
        case 6: return [0] + Array("rubbish,\"\"".utf8)
        case 7: return Array(String(repeating: "x", count: generator.number(90...700)).utf8)
        case 8: return Array(String(repeating: "\"a\"\"\n", count: 30).utf8)
        case 9: return Array("\(String(repeating: ",", count: generator.number(10...20)))".utf8)
        default: return good()
        }
    }

    private mutating func good() -> [UInt8] {
        var bytes = Samples.file([Samples.passage(&generator)], format: format)
        if format == .csv { bytes = Array(bytes.drop { $0 != 10 }.dropFirst()) }
        bytes.removeLast()
        guard format == .ndjson, generator.chance(50) else { return bytes }
        // Lists as arrays, with and without spaces.
        let separator = generator.chance(50) ? ", " : ","
        var text = String(decoding: bytes, as: UTF8.self)
        for name in ["axle_kg", "spacing_mm", "left_kg", "right_kg"] {
            guard let start = text.range(of: "\"\(name)\":\"")?.upperBound else { continue }
            let list = text[start...].prefix { $0 != "\"" }
            let array = list.replacing(" ", with: separator)
            text.replaceSubrange(
                text.index(before: start)..<text.index(after: list.endIndex),
                with: "[\(array)]"
            )
        }
        return Array(text.utf8)
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let first = format == .csv ? (bytes.firstIndex(of: 10) ?? 0) + 1 : 0
        guard first < bytes.count else { return }
        let hostile: [UInt8] = [0, 10, 13, 34, 34, 34, 44, 0x20, 0x30, 0x5C, 0x7B, 0x80, 0xFF]
        let byte = hostile.randomElement(using: &generator) ?? 0
        let index = generator.number(first...bytes.count - 1)
        if generator.chance(50) { bytes[index] = byte } else { bytes.insert(byte, at: index) }
    }
}

extension String {
    /// Where a text stands first.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        firstRange(of: text)
    }
}

@Suite("Passage files in chunks")
struct ChunkTests {
    @Test(
        "Chunks of any size hold the rows and faults of one go",
        arguments: [
            (RecordFormat.csv, 1_048_576), (.csv, 300), (.ndjson, 1_048_576), (.ndjson, 300),
        ]
    )
    func equalToOneGo(format: RecordFormat, limit: Int) throws {
        for seed in UInt64(1)...80 {
            var file = HostileFile(generator: SeededGenerator(seed: seed), format: format)
            let bytes = file.bytes()
            let wanted = try Ways.inOneGo(bytes, format: format, limit: limit)
            for chunk in [1, 2, 3, 7, 16, 61, 64, 128, 500, 4_096, 65_536] {
                let (found, _) = try Ways.inChunks(
                    bytes,
                    format: format,
                    chunk: chunk,
                    limit: limit
                )
                #expect(found == wanted, "seed \(seed), chunks of \(chunk) bytes")
            }
        }
    }

    @Test("A file that breaks off gives its whole rows and then the fault", arguments: [1, 7, 300])
    func brokenFile(chunk: Int) throws {
        for seed in UInt64(1)...60 {
            var file = HostileFile(generator: SeededGenerator(seed: seed), format: .csv)
            let packed = StoredGzip.member(file.bytes())
            let cut = Array(packed.prefix(packed.count - 1 - Int(seed) * 7 % (packed.count / 2)))
            guard
                let wanted = try? Ways.inOneGo(cut, format: .csv, chunk: chunk, limit: 300)
            else { continue }
            let (found, _) = try Ways.inChunks(cut, format: .csv, chunk: chunk, limit: 300)
            #expect(found == wanted, "seed \(seed)")
            #expect(found.fault == .truncated(path: "x"))
        }
    }

    @Test("Rows with quoted line ends are whole, wherever a chunk is cut")
    func quotedLineEnds() throws {
        let row = "\"a\n\"\"\n,b\",\(Reading.shortRow)\r\n"
        let text = "flags,\(Reading.shortHeader)\n" + String(repeating: row, count: 40)
        for chunk in 1...90 {
            let (found, _) = try Ways.inChunks(
                Array(text.utf8),
                format: .csv,
                chunk: chunk,
                limit: 1_000
            )
            #expect(found.rows.count == 40)
            for case .fault(let fault) in found.rows { Issue.record("\(chunk): \(fault)") }
        }
    }

    @Test("A quote that is never closed costs its line, and chunks stay small")
    func unclosedQuote() throws {
        let good = String(repeating: "\(Reading.shortRow)\n", count: 60_000)
        let text = Array("\(Reading.shortHeader)\n\"\(good)".utf8)
        let wanted = try Ways.inOneGo(text, format: .csv, limit: 1 << 20)
        let (found, chunks) = try Ways.inChunks(text, format: .csv, chunk: 65_536, limit: 1 << 20)
        #expect(found == wanted)
        #expect(Reading.split(found.rows).faults.map(\.line) == [2])
        // The first chunk had to look a row's greatest length ahead; the others need not.
        #expect(chunks > text.count / 65_536 / 2)
    }

    @Test("A line longer than any row is one fault, and is not kept in memory")
    func longLine() throws {
        let long = String(repeating: "x", count: 5 << 20)
        let text =
            "\(Reading.shortHeader)\n\(Reading.shortRow)\n\(long)\n\(Reading.shortRow)\n\(long)"
        let wanted = try Ways.inOneGo(Array(text.utf8), format: .csv, limit: 1 << 20)
        for chunk in [4_096, 262_144] {
            let (found, _) = try Ways.inChunks(
                Array(text.utf8),
                format: .csv,
                chunk: chunk,
                limit: 1 << 20
            )
            #expect(found == wanted)
            #expect(Reading.split(found.rows).faults.map(\.line) == [3, 5])
        }
    }

    @Test("Unknown keys and columns are passed over where asked for, and else named")
    func unknown() throws {
        let row = Samples.file([Samples.passage], format: .ndjson).dropLast(2)
        let text = Array(row) + Array(",\"weather\":{\"rain\":[1,null,\"\\n\"]}}\n".utf8)
        for ignoring in [true, false] {
            let wanted = try Ways.inOneGo(text, format: .ndjson, limit: 1 << 20, ignoring: ignoring)
            let (found, _) = try Ways.inChunks(
                text,
                format: .ndjson,
                chunk: 64,
                limit: 1 << 20,
                ignoring: ignoring
            )
            #expect(found == wanted)
            #expect(Reading.split(found.rows).passages.count == (ignoring ? 1 : 0))
        }
    }

    @Test("An empty file, and one of nothing but a header, have no chunks")
    func empty() throws {
        for (text, format) in [("", RecordFormat.ndjson), ("\(Reading.shortHeader)\n", .csv)] {
            let (found, chunks) = try Ways.inChunks(
                Array(text.utf8),
                format: format,
                chunk: 64,
                limit: 1 << 20
            )
            #expect(found == Outcome())
            #expect(chunks == 0)
        }
        #expect(throws: HeaderFault.empty) {
            _ = try Ways.inChunks([], format: .csv, chunk: 64, limit: 1 << 20)
        }
    }

    @Test("A packed file is read in chunks like a plain one", arguments: [64, 5_000, 65_536])
    func packed(chunk: Int) throws {
        var generator = SeededGenerator(seed: 11)
        let file = Samples.file((0..<1_500).map { _ in Samples.passage(&generator) })
        let wanted = try Ways.inOneGo(file, format: .csv, limit: 1 << 20)
        let (found, chunks) = try Ways.inChunks(
            StoredGzip.member(file),
            format: .csv,
            chunk: chunk,
            limit: 1 << 20
        )
        #expect(found == wanted)
        #expect(chunks >= file.count / (2 * chunk + 4_096))
    }

    @Test("Rows keep their sites, whether a block is emptied, used again or another one")
    func sitesOfBlocks() throws {
        for seed in UInt64(1)...20 {
            var generator = SeededGenerator(seed: seed)
            let sites = (0..<40).map {
                "S\($0)" + (generator.chance(20) ? "-of-a-long-name-\($0)" : "")
            }
            let passages = (0..<3_000).map { _ in
                var passage = Samples.passage
                passage.site = sites.randomElement(using: &generator) ?? ""
                return passage
            }
            let file = Samples.file(passages)
            var chunks = try PassageChunks(
                ByteSource(bytes: file, chunkByteCount: 4_096),
                format: .csv
            )
            var reader = ChunkReader(chunks.shape)
            let piece = PassageChunk()
            var block = PassageBlock()
            var faults: [RowFault] = []
            var found: [String] = []
            while try chunks.next(into: piece) {
                reader.begin(piece)
                var fill = FillOutcome.more
                while fill == .more {
                    switch generator.number(1...4) {
                    case 1: block.reset()
                    case 2: block = PassageBlock()
                    case 3:
                        block.reset()
                        _ = block.slot(ofSite: "other")
                    default: block.count = 0
                    }
                    fill = reader.read(into: block, faults: &faults)
                    found += (0..<block.count).map { block.site(at: $0) }
                    if block.sites.count > 200 { block.reset() }
                }
            }
            #expect(found == passages.map(\.site), "seed \(seed)")
            #expect(faults.isEmpty)
        }
    }
}
