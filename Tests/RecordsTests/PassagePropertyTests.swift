// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Testing
import Weighing

@Suite("Passage files, any passage")
struct PassagePropertyTests {
    @Test("What is written is read back equal, at any chunk size", arguments: RecordFormat.allCases)
    func roundTrip(format: RecordFormat) throws {
        for seed in UInt64(1)...20 {
            var generator = SeededGenerator(seed: seed)
            let passages = (0..<100).map { _ in Samples.passage(&generator) }
            let wanted = passages.enumerated().map {
                PassageRow.passage($0.element, row: $0.offset + 1)
            }
            let file = Samples.file(passages, format: format)
            for chunk in [1, 2, 3, 7, 65_536] {
                let rows = try Reading.rows(file, format: format, chunk: chunk)
                #expect(rows == wanted, "seed \(seed), chunk \(chunk)")
                let packed = StoredGzip.member(file)
                #expect(try Reading.blockRows(packed, format: format, chunk: chunk) == wanted)
            }
        }
    }

    @Test("The printed offset does not change the instant")
    func offsets() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            let passage = Samples.passage(&generator)
            let offset = generator.number(-1_439...1_439) * 60
            let text = TimestampText.text(passage.passedAt, offsetSeconds: offset)
            #expect(TimestampText.instant(text) == passage.passedAt, "\(text)")
        }
    }

    @Test("A reader and a block agree, and so do chunk sizes, on any rubbish")
    func mutations() throws {
        for seed in UInt64(1)...200 {
            var generator = SeededGenerator(seed: seed)
            let format: RecordFormat = seed % 2 == 0 ? .csv : .ndjson
            let passages = (0..<20).map { _ in Samples.passage(&generator) }
            var file = Samples.file(passages, format: format)
            let first = format == .csv ? Reading.header.utf8.count + 1 : 0
            for _ in 0..<generator.number(1...40) { mutate(&file, after: first, &generator) }
            let rows = try Reading.rows(file, format: format)
            for chunk in [1, 7, 64] {
                #expect(try Reading.rows(file, format: format, chunk: chunk) == rows)
            }
            #expect(try Reading.blockRows(file, format: format) == rows, "seed \(seed)")
            for case .passage(let passage, _) in rows { #expect(passage.fault() == nil) }
        }
    }

    private func mutate(
        _ file: inout [UInt8],
        after first: Int,
        _ generator: inout SeededGenerator
    ) {
        let index = generator.number(first...file.count - 1)
        let hostile: [UInt8] = [0, 10, 13, 34, 44, 0x20, 0x2D, 0x30, 0x39, 0x5C, 0x7B, 0x80, 0xFF]
        let byte =
            generator.chance(50)
            ? UInt8(generator.number(0...255)) : hostile.randomElement(using: &generator) ?? 0
        switch generator.number(1...3) {
        case 1: file[index] = byte
        case 2: file.insert(byte, at: index)
        default: file.remove(at: index)
        }
    }

    @Test("A broken header is refused or read, and never crashes")
    func headerMutations() {
        let source = Samples.file([Samples.passage])
        for seed in UInt64(1)...300 {
            var generator = SeededGenerator(seed: seed)
            var file = source
            for _ in 0..<generator.number(1...3) {
                file[generator.number(0...Reading.header.utf8.count)] = UInt8(
                    generator.number(0...255)
                )
            }
            do {
                _ = try Reading.rows(file)
            } catch {
                #expect(error is HeaderFault)
                #expect(!"\(error)".isEmpty)
            }
        }
    }

    @Test("Good rows beside a bad one survive, whatever byte of it is wrong")
    func neighbours() throws {
        let row = #"p-1,S1,2,2026-03-01T08:15:30Z,湘A12345,"yellow",62.5,6000 9000,3600,,,,,,,"a,b""#
        let before = "\(Reading.header)\n\(row)\n\(row)\n"
        let after = "\n\(row)\n\(row)\n"
        let good = try Reading.split(Reading.rows(Array((before + row + after).utf8))).passages
        #expect(good.count == 5)
        let bytes = Array(row.utf8)
        for index in bytes.indices {
            for byte: UInt8 in [0, 0x22, 0x2C, 0x2D, 0x39, 0x80, 0xFF] {
                var changed = bytes
                changed[index] = byte
                let file = Array(before.utf8) + changed + Array(after.utf8)
                let (passages, faults) = Reading.split(try Reading.rows(file))
                #expect(passages.count + faults.count == 5, "byte \(byte) at \(index)")
                #expect(passages.prefix(2) == good.prefix(2))
                #expect(passages.suffix(2) == good.suffix(2))
            }
        }
    }
}

@Suite("Passage files into blocks")
struct PassageBlockTests {
    @Test("A block holds what append makes of the same passage")
    func sameAsAppend() throws {
        var generator = SeededGenerator(seed: 3)
        let passages = (0..<200).map { _ in Samples.passage(&generator) }
        let wanted = PassageBlock()
        for (index, passage) in passages.enumerated() {
            guard wanted.append(passage, sequence: UInt64(index + 1)) else { break }
        }
        let block = PassageBlock()
        var faults: [RowFault] = []
        let reader = try PassageReader(ByteSource(bytes: Samples.file(passages)), format: .csv)
        _ = try reader.read(into: block, faults: &faults)
        #expect(faults.isEmpty)
        #expect(block.count == wanted.count)
        #expect(block.sites == wanted.sites)
        #expect(block.instantMin == wanted.instantMin)
        #expect(block.instantMax == wanted.instantMax)
        #expect(block.hasWheelLoads == wanted.hasWheelLoads)
        #expect(block.textByteCount == wanted.textByteCount)
        for group in 0..<PassageBlock.rowCapacity / PassageBlock.laneCount {
            #expect(block.axleCountMaxima[group] == wanted.axleCountMaxima[group])
        }
        for row in 0..<block.count {
            #expect(block.passage(at: row) == wanted.passage(at: row))
            #expect(block.sequences[row] == wanted.sequences[row])
            #expect(block.reasons[row] == 0)
            #expect(block.permissibleErrors[row] == 0)
            #expect(block.textOffsets[row] == wanted.textOffsets[row])
        }
    }

    /// The counts of rows per fill, and of all rows.
    private func fills(_ file: [UInt8]) throws -> (counts: [Int], rows: [UInt64]) {
        let reader = try PassageReader(ByteSource(bytes: file), format: .csv)
        let block = PassageBlock()
        var counts: [Int] = []
        var rows: [UInt64] = []
        var outcome = FillOutcome.more
        while outcome == .more {
            block.reset()
            var faults: [RowFault] = []
            outcome = try reader.read(into: block, faults: &faults)
            counts.append(block.count)
            rows += (0..<block.count).map { block.sequences[$0] }
        }
        return (counts, rows)
    }

    @Test("A block that is full by rows, by text or by sites leaves the next row to the next block")
    func full() throws {
        var passages = [Passage](repeating: Samples.passage, count: 600)
        #expect(try fills(Samples.file(passages)).counts == [256, 256, 88])
        #expect(try fills(Samples.file(passages)).rows == Array(1...600))

        for index in passages.indices {
            passages[index].passageID = String(repeating: "i", count: 128)
            passages[index].vendorFlags = String(repeating: "f", count: 128)
        }
        let byText = try fills(Samples.file(passages))
        // 32,768 bytes of text at 266 a row.
        #expect(byText.counts == [123, 123, 123, 123, 108])
        #expect(byText.rows == Array(1...600))

        for index in passages.indices { passages[index] = Samples.passage }
        for index in passages.indices { passages[index].site = "S\(index)" }
        let bySites = try fills(Samples.file(passages))
        #expect(bySites.counts == [255, 255, 90])
        #expect(bySites.rows == Array(1...600))
    }

    @Test("A file of nothing but faults comes in portions")
    func manyFaults() throws {
        let file = Reading.shortHeader + "\n" + String(repeating: "x\n", count: 700)
        let reader = try PassageReader(ByteSource(bytes: Array(file.utf8)), format: .csv)
        let block = PassageBlock()
        var portions: [Int] = []
        var outcome = FillOutcome.more
        while outcome == .more {
            var faults: [RowFault] = []
            outcome = try reader.read(into: block, faults: &faults)
            portions.append(faults.count)
        }
        #expect(portions == [256, 256, 188])
        #expect(reader.rowCount == 700)
    }
}
