// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing
import Weighing

@testable import RoadTraffic

@Suite("Texts of a world")
struct TrafficTextTests {
    private static let world = try? CollectedWorld(
        SampleCity.small {
            $0.traffic.lightPerLane = 20
            $0.traffic.throughTrips = 2_000
            $0.loading.overloadShare = 0.3
            $0.frauds.inventedRecord = 0.05
            $0.frauds.splitExit = 0.2
        },
        seed: 81,
        days: 1
    )

    private func fields(_ line: String) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }

    /// The fields of a text's one line by the names of its header.
    private func row(_ bytes: [UInt8], _ header: String) throws -> [String: String] {
        let text = try #require(String(bytes: bytes, encoding: .utf8))
        #expect(text.hasSuffix("\n") && text.count { $0 == "\n" } == 1)
        let names = fields(String(header.dropLast()))
        let values = fields(String(text.dropLast()))
        try #require(names.count == values.count)
        return Dictionary(uniqueKeysWithValues: zip(names, values))
    }

    /// Milliseconds since the epoch of a time such as `2026-05-18T07:08:09.123+08:00`.
    private func milliseconds(_ text: String?) throws -> Int64 {
        let written = try #require(text)
        try #require(written.hasSuffix("+08:00") && written.utf8.count == 29)
        let parts = written.dropLast(6).split { !$0.isNumber }.compactMap { Int($0) }
        try #require(parts.count == 7)
        let time = CivilTime(
            year: parts[0],
            month: parts[1],
            day: parts[2],
            hour: parts[3],
            minute: parts[4],
            second: parts[5],
            microsecond: parts[6] * 1_000
        )
        try #require(time.isValid)
        return time.instant(offsetSeconds: 28_800).microseconds / 1_000
    }

    @Test("A line of the exit record file has every field of its record under its name")
    func exitRecords() throws {
        let world = try #require(TrafficTextTests.world)
        let writer = TrafficText(world.stream)
        for record in world.records.prefix(1_000) {
            var bytes: [UInt8] = []
            writer.append(record, to: &bytes)
            let row = try row(bytes, TrafficText.exitHeader)
            let enterprise = SampleCity.enterprises[record.enterprise]
            #expect(row["record_id"] == record.id && row["enterprise"] == enterprise.code)
            #expect(row["plate"] == record.plate && row["plate_color"] == record.color.name)
            #expect(row["gross_kg"] == "\(record.gross)" && row["tare_kg"] == "\(record.tare)")
            #expect(row["net_kg"] == "\(record.gross - record.tare)")
            #expect(
                row["axle_count"] == "\(record.axleCount)" && row["bridge"] == "\(record.bridge)"
            )
            #expect(row["goods"] == enterprise.goods)
            let time = try milliseconds(row["weighed_at"])
            #expect(time == record.weighedAt.microseconds / 1_000)
        }
    }

    @Test("A line of the static weighing file has the axles, their sum and the passage")
    func weighings() throws {
        let world = try #require(TrafficTextTests.world)
        let writer = TrafficText(world.stream)
        #expect(!world.weighings.isEmpty)
        for weighing in world.weighings {
            var bytes: [UInt8] = []
            writer.append(weighing, to: &bytes)
            let row = try row(bytes, TrafficText.weighingHeader)
            let axles = (row["axle_kg"] ?? "").split(separator: " ").compactMap { Int32($0) }
            #expect(axles == weighing.axleLoads && row["gross_kg"] == "\(axles.reduce(0, +))")
            #expect(row["weighing_id"] == weighing.id && row["plate"] == weighing.plate)
            #expect(row["site"] == SampleCity.sites[weighing.site].code)
            #expect(row["passage_id"] == Trip.passageID(weighing.passage))
            let time = try milliseconds(row["weighed_at"])
            #expect(time == weighing.weighedAt.microseconds / 1_000)
        }
    }

    @Test("A line of the truth is one JSON object with everything about its trip")
    func truth() throws {
        let world = try #require(TrafficTextTests.world)
        let writer = TrafficText(world.stream)
        var kinds: Set<String> = []
        for trip in world.trips {
            var bytes: [UInt8] = []
            writer.append(trip, to: &bytes)
            #expect(bytes.last == 0x0A && bytes.count { $0 == 0x0A } == 1)
            let object = try JSONSerialization.jsonObject(with: Data(bytes))
            let line = try #require(object as? [String: Any])
            #expect(line["trip"] as? Int == Int(trip.number))
            #expect(line["kind"] as? String == trip.kind.rawValue)
            kinds.insert(trip.kind.rawValue)
            let code = trip.enterprise.map { SampleCity.enterprises[$0].code }
            #expect(line["enterprise"] as? String == code)
            #expect(line["plate"] as? String == trip.plate)
            #expect(line["plate_color"] as? String == trip.color.name)
            #expect(line["axle_groups"] as? String == trip.pattern.groupsText)
            #expect(line["axle_kg"] as? [Int] == trip.axleLoads.map { Int($0) })
            #expect(line["gross_kg"] as? Int == Int(trip.axleLoads.reduce(0, +)))
            #expect(line["tare_kg"] as? Int == Int(trip.tare))
            #expect(line["limit_kg"] as? Int == Int(trip.limit))
            #expect(line["excess_kg"] as? Int == Int(trip.gross - trip.limit))
            #expect(line["frauds"] as? [String] == trip.frauds.map(\.rawValue))
            #expect(line["avoided"] as? [String] == trip.avoided.map { SampleCity.sites[$0].code })
            #expect(line["record_ids"] as? [String] == trip.recordIDs)
            #expect(line["weighing_ids"] as? [String] == trip.weighingIDs)
            let departed = try milliseconds(line["departed_at"] as? String)
            #expect(departed == trip.departedAt.microseconds / 1_000)
            let passages = try #require(line["passages"] as? [[String: Any]])
            #expect(passages.count == trip.passages.count)
            for (written, passage) in zip(passages, trip.passages) {
                #expect(written["passage_id"] as? String == Trip.passageID(passage.key))
                #expect(written["site"] as? String == SampleCity.sites[passage.site].code)
                #expect(written["effects"] as? [String] == passage.effects.names)
            }
        }
        #expect(kinds == ["light", "through", "exit", "back", "none"])
    }

    @Test("A passage id has 16 digits, small numbers too")
    func passageIDs() {
        #expect(Trip.passageID(0) == "0000000000000000")
        #expect(Trip.passageID(0xAB) == "00000000000000ab")
        #expect(Trip.passageID(.max) == "ffffffffffffffff")
    }

    @Test("A block has the ids, plates and masses of what the sites sent")
    func blocks() throws {
        var stream = try SampleCity.stream(SampleCity.small(), seed: 82, days: 1)
        let block = PassageBlock()
        var rows = 0
        while stream.advance() {
            for index in stream.order {
                let sighting = stream.current[Int(index)]
                block.reset()
                _ = stream.fill(block, rows: 1)
                try #require(block.count == 1)
                let passage = block.passage(at: 0)
                #expect(passage.passageID == Trip.passageID(sighting.key))
                #expect(passage.site == SampleCity.sites[Int(sighting.site)].code)
                #expect(passage.lane == Int(sighting.lane) && passage.speed == sighting.speed)
                #expect(passage.passedAt.microseconds == sighting.instant)
                #expect(passage.axleLoads == sighting.loadList)
                #expect(passage.spacings == sighting.gapList)
                #expect(passage.leftLoads == sighting.leftList)
                #expect(passage.plate == sighting.plate.text && passage.fault() == nil)
                #expect(passage.plateColor == (sighting.plate.isEmpty ? .unknown : sighting.color))
                rows += 1
            }
            guard rows < 3_000 else { break }
        }
        #expect(rows >= 3_000)
    }
}
