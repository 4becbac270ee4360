// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Testing
import Weighing

/// Values of fields against the plainest way to read them, at the end of a file and inside it.
@Suite("Numbers and texts of fields")
struct NumberTests {
    private static let pieces = [
        "0", "1", "7", "9", "00", "65535", "65536", "99999999", "000000000007", ".", "-", "+", " ",
        "  ", "/", ":", "a", "０", "\u{0}", "1234567", "12345678", "123456789", "5.25", "100.1",
    ]

    private func text(_ generator: inout SeededGenerator) -> String {
        (0..<generator.number(0...4)).map { _ in
            Self.pieces.randomElement(using: &generator) ?? ""
        }.joined()
    }

    private func passage(
        lane: String,
        speed: String,
        loads: String,
        tail: String
    ) throws -> Passage? {
        // The field in question is the last one of the file, or has others behind it.
        let header =
            "site,passed_at,spacing_mm,lane,speed_kmh,axle_kg\(tail.isEmpty ? "" : ",flags")"
        let row = "S1,2026-03-01T08:15:30Z,3600,\(lane),\(speed),\(loads)"
        let file = Array("\(header)\n\(row)\(tail)".utf8)
        let reader = try PassageReader(ByteSource(bytes: file, chunkByteCount: 256), format: .csv)
        guard case .passage(let passage, _)? = try reader.next() else { return nil }
        return passage
    }

    private func whole(_ text: Substring, most: Int) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        guard let value = Int(text), value <= most else { return nil }
        return value
    }

    private func hundredths(_ text: String) -> Int32? {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(
            separator: ".",
            omittingEmptySubsequences: false
        )
        guard (1...2).contains(parts.count), let units = whole(parts[0], most: 1 << 40) else {
            return nil
        }
        var value = units * 100
        if parts.count == 2 {
            guard parts[1].utf8.count <= 2, let part = whole(parts[1], most: 99) else { return nil }
            value += parts[1].utf8.count == 1 ? part * 10 : part
        }
        return Int32(exactly: isNegative ? -value : value)
    }

    @Test(
        "Lanes, speeds and loads are read like the plainest reader does",
        arguments: ["", ",x\n"]
    )
    func plainest(tail: String) throws {
        for seed in UInt64(1)...4_000 {
            var generator = SeededGenerator(seed: seed)
            let lane = text(&generator)
            let laneFound = try passage(lane: lane, speed: "6", loads: "700 900", tail: tail)?.lane
            #expect(laneFound == whole(lane[...], most: Passage.laneMax), "lane '\(lane)'")
            let speed = text(&generator)
            let speedFound = try passage(lane: "1", speed: speed, loads: "700 900", tail: tail)
            #expect(speedFound?.speed == hundredths(speed), "speed '\(speed)'")
            let loads = text(&generator)
            let parts = loads.split(separator: " ", omittingEmptySubsequences: false)
            let values = parts.compactMap { whole($0, most: Passage.valueMax) }
            let wanted = parts.count == 2 && values.count == 2 ? values : nil
            let found = try passage(lane: "1", speed: "6", loads: loads, tail: tail)
            #expect(found?.axleLoads == wanted, "loads '\(loads)'")
        }
    }

    @Test("Bytes are UTF-8 exactly where the standard library says so")
    func utf8() throws {
        let edges: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
            0xE1,
            0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        for seed in UInt64(1)...6_000 {
            var generator = SeededGenerator(seed: seed)
            let plate = (0..<generator.number(1...5)).map { _ in
                edges.dropFirst().randomElement(using: &generator) ?? 0x41
            }
            var file = Array("\(Reading.shortHeader),plate\n\(Reading.shortRow),".utf8)
            file += plate
            let reader = try PassageReader(
                ByteSource(bytes: file, chunkByteCount: 256),
                format: .csv
            )
            let isRead = if case .passage? = try reader.next() { true } else { false }
            #expect(isRead == (String(validating: plate, as: UTF8.self) != nil), "\(plate)")
        }
    }
}
