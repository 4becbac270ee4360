// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Records of honest enterprises")
struct HonestRecordTests {
    private static let world = try? ExitWorld.collect(seed: 21)

    @Test("Every exit has exactly one record that names it")
    func oneEach() throws {
        let world = try #require(HonestRecordTests.world)
        let records = world.recordsByID
        let exits = world.exits
        #expect(exits.count > 8_000)
        #expect(world.records.count == exits.count)
        for trip in exits {
            #expect(trip.recordIDs.count == 1)
            #expect(trip.frauds.allSatisfy { $0 == .evasion })
            let found = records[trip.recordIDs.first ?? ""] ?? []
            try #require(found.count == 1)
            #expect(ExitWorld.isHonest(found[0], of: trip))
            #expect(found[0].enterprise == trip.enterprise)
            #expect(found[0].net == found[0].gross - found[0].tare)
        }
        for trip in world.trips where trip.kind != .exit {
            #expect(trip.kind == .back && trip.recordIDs.isEmpty)
        }
        #expect(world.stream.totals.frauds.keys.allSatisfy { $0 == .evasion })
    }

    @Test("No record is further from the truth than three steps and the scale's spread")
    func tolerance() throws {
        let world = try #require(HonestRecordTests.world)
        let records = world.recordsByID
        var errors: [Double] = []
        var beyond = 0
        for trip in world.exits {
            let record = try #require(records[trip.recordIDs.first ?? ""]?.first)
            let error = Int(record.gross - trip.gross)
            errors.append(Double(error))
            if abs(error) > ExitWorld.tolerance { beyond += 1 }
        }
        #expect(beyond == 0, "of \(errors.count); spread \(Moments(errors).deviation) kg")
        #expect(errors.contains { $0 != 0 })
    }

    @Test("Masses are in steps of 20 kg, and uploads follow within minutes")
    func form() throws {
        let world = try #require(HonestRecordTests.world)
        for record in world.records {
            #expect(record.gross % 20 == 0 && record.tare % 20 == 0 && record.net > 0)
            let wait = record.uploadedAt.microseconds - record.weighedAt.microseconds
            #expect((20_000_000...400_000_000).contains(wait))
            #expect((1...2).contains(record.bridge))
        }
        let isInOrder = neverFalls(world.records.map(\.uploadedAt))
        #expect(isInOrder)
    }

    @Test("Tickets run without a hole, in the order of weighing")
    func tickets() throws {
        let world = try #require(HonestRecordTests.world)
        for (enterprise, records) in Dictionary(grouping: world.records, by: \.enterprise) {
            let code = SampleCity.enterprises[enterprise].code
            let ordered = records.sorted { $0.weighedAt < $1.weighedAt }
            #expect(ordered.allSatisfy { $0.id.hasPrefix(code + "-") })
            #expect(ordered.compactMap { ExitWorld.number($0.id) } == Array(1...records.count))
        }
    }

    @Test("As many loads are over the limit as asked, by the mean excess")
    func overloads() throws {
        let world = try #require(HonestRecordTests.world)
        var over = Rate()
        var excesses: [Double] = []
        for trip in world.exits {
            over.add(trip.excess > 0)
            if trip.excess > 0 { excesses.append(Double(trip.excess) / Double(trip.limit)) }
            #expect(trip.gross > trip.tare && trip.gross < trip.limit * 23 / 10)
        }
        #expect(over.agrees(with: 0.5), "\(over)")
        #expect(Moments(excesses).hasMean(0.18, variance: 0.18 * 0.18))
    }
}
