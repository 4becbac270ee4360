// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Weighing

/// A seeded generator: the same seed gives the same passages on every machine.
///
/// SplitMix64, after Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators".
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
}

/// Passages for tests.
enum Samples {
    /// 2026-03-01T00:15:30.25Z.
    static let instant = Instant(microseconds: 1_772_324_130_250_000)

    /// One plain passage of three axles.
    static var passage: Passage {
        var passage = Passage()
        passage.passageID = "p-1"
        passage.site = "S1"
        passage.lane = 2
        passage.passedAt = instant
        passage.plate = "湘A12345"
        passage.plateColor = .yellow
        passage.speed = 6_250
        passage.axleLoads = [6_000, 9_000, 8_500]
        passage.spacings = [3_600, 1_350]
        return passage
    }

    /// Any passage that has no fault.
    static func passage(_ generator: inout SeededGenerator) -> Passage {
        var passage = Passage()
        let axles = generator.number(2...16)
        passage.passageID = text(&generator, most: Passage.textByteCountMax)
        passage.site = "S" + text(&generator, most: Passage.siteByteCountMax - 1)
        passage.plate = text(&generator, most: Plate.byteCountMax)
        passage.vendorFlags = text(&generator, most: Passage.textByteCountMax)
        passage.lane = generator.number(0...Passage.laneMax)
        passage.passedAt = instant(&generator)
        passage.plateColor = PlateColor.allCases.randomElement(using: &generator) ?? .unknown
        passage.speed = Int32.random(in: .min ... .max, using: &generator)
        passage.axleLoads = (0..<axles).map { _ in generator.number(0...Passage.valueMax) }
        passage.spacings = (1..<axles).map { _ in generator.number(0...Passage.valueMax) }
        if generator.chance(50) {
            passage.leftLoads = passage.axleLoads.map { generator.number(0...$0) }
            passage.rightLoads = zip(passage.axleLoads, passage.leftLoads).map { $0 - $1 }
        }
        passage.length = generator.chance(30) ? 0 : generator.number(0...Passage.dimensionMax)
        passage.width = generator.number(0...Passage.dimensionMax)
        passage.height = generator.number(0...Passage.dimensionMax)
        passage.vehicleType =
            VehicleType.allCases.randomElement(using: &generator) ?? .unspecified
        return passage
    }

    /// Any instant of the years 0000 to 9999 in some offset, mostly near today.
    private static func instant(_ generator: inout SeededGenerator) -> Instant {
        let microseconds =
            generator.chance(20)
            ? Int64.random(
                in: -62_167_219_200_000_000 - 86_340_000_000...253_402_300_799_999_999
                    + 86_340_000_000,
                using: &generator
            )
            : Int64.random(in: 1_700_000_000_000_000...1_800_000_000_000_000, using: &generator)
        let unit: Int64 = generator.chance(50) ? 1_000_000 : 1
        return Instant(microseconds: microseconds / unit * unit)
    }

    private static let pieces = [
        "a", "Z9", " ", ",", "\"", "\"\"", "\n", "\r\n", "\r", "湘", "渝B", "🚛", "\\", "/", "\t",
        "{", "\u{1}", "é", "\u{7F}", "'", "=1+1", "null",
    ]

    private static func text(_ generator: inout SeededGenerator, most: Int) -> String {
        var text = ""
        for _ in 0..<generator.number(0...12) {
            let piece = pieces.randomElement(using: &generator) ?? ""
            guard text.utf8.count + piece.utf8.count <= most else { break }
            text += piece
        }
        return text
    }

    /// A passage file.
    static func file(_ passages: [Passage], format: RecordFormat = .csv) -> [UInt8] {
        var output: [UInt8] = []
        var writer = PassageWriter(format: format)
        writer.appendHeader(to: &output)
        for passage in passages { writer.append(passage, to: &output) }
        return output
    }
}

/// Reads whole files, in each way that a reader offers.
enum Reading {
    /// Row by row.
    static func rows(
        _ bytes: [UInt8],
        format: RecordFormat = .csv,
        chunk: Int = 65_536,
        ignoring: Bool = false
    ) throws -> [PassageRow] {
        let source = ByteSource(bytes: bytes, chunkByteCount: chunk)
        let reader = try PassageReader(source, format: format, ignoreUnknownColumns: ignoring)
        var rows: [PassageRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    /// Through blocks, put back into input order.
    static func blockRows(
        _ bytes: [UInt8],
        format: RecordFormat = .csv,
        chunk: Int = 65_536,
        ignoring: Bool = false
    ) throws -> [PassageRow] {
        let source = ByteSource(bytes: bytes, chunkByteCount: chunk)
        let reader = try PassageReader(source, format: format, ignoreUnknownColumns: ignoring)
        var rows: [(row: Int, PassageRow)] = []
        let block = PassageBlock()
        var outcome = FillOutcome.more
        while outcome == .more {
            var faults: [RowFault] = []
            outcome = try reader.read(into: block, faults: &faults)
            for index in 0..<block.count {
                let number = Int(block.sequences[index])
                rows.append((number, .passage(block.passage(at: index), row: number)))
            }
            rows += faults.map { ($0.row, .fault($0)) }
            block.reset()
        }
        return rows.sorted { $0.row < $1.row }.map(\.1)
    }

    /// The passages of a text, and the reasons of its faults.
    static func split(_ rows: [PassageRow]) -> (passages: [Passage], faults: [RowFault]) {
        var passages: [Passage] = []
        var faults: [RowFault] = []
        for row in rows {
            switch row {
            case .passage(let passage, _): passages.append(passage)
            case .fault(let fault): faults.append(fault)
            }
        }
        return (passages, faults)
    }

    /// The header row of a full passage file.
    static let header = PassageColumn.allCases.map(\.name).joined(separator: ",")
    /// The shortest header row.
    static let shortHeader = "site,lane,passed_at,speed_kmh,axle_kg,spacing_mm"
    /// A good row under the shortest header.
    static let shortRow = "S1,1,2026-03-01T08:15:30+08:00,60,7000 11000,3600"

    /// What one row under the shortest header comes to.
    static func short(_ row: String) throws -> PassageRow? {
        try rows(Array("\(shortHeader)\n\(row)\n".utf8)).first
    }

    /// The reason for which a row under the shortest header is refused.
    static func reason(_ row: String) throws -> String? {
        guard case .fault(let fault)? = try short(row) else { return nil }
        return fault.reason
    }
}

/// gzip data without compression, so that tests need no packer.
///
/// Source: RFC 1951, section 3.2.4 (stored blocks); RFC 1952 (member).
enum StoredGzip {
    static func member(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var rest = content[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            bytes.append(rest.isEmpty ? 1 : 0)
            bytes += little(UInt32(block.count)).prefix(2)
            bytes += little(~UInt32(block.count)).prefix(2)
            bytes += block
        } while !rest.isEmpty
        return bytes + little(checksum(content)) + little(UInt32(content.count))
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
