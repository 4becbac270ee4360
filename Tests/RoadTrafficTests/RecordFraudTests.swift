// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Frauds with a record")
struct RecordFraudTests {
    /// The records of a trip, in the order of the truth.
    private func records(_ trip: Trip, _ byID: [String: [ExitRecord]]) -> [ExitRecord] {
        trip.recordIDs.flatMap { byID[$0] ?? [] }
    }

    /// Checks that a fraud is as frequent as asked, alone, and leaves all other exits honest.
    ///
    /// - Returns: The trips on which it was played, with their records.
    private func played(
        _ fraud: Fraud,
        in world: CollectedWorld,
        share: Double,
        onlyOverloaded: Bool
    ) -> [(trip: Trip, records: [ExitRecord])] {
        let byID = world.recordsByID
        var rate = Rate()
        var found: [(Trip, [ExitRecord])] = []
        for trip in world.exits {
            let isPlayed = trip.frauds.contains(fraud)
            #expect(trip.frauds.allSatisfy { $0 == fraud || $0 == .evasion })
            if !onlyOverloaded || trip.excess > 0 { rate.add(isPlayed) }
            let records = records(trip, byID)
            guard !isPlayed else {
                #expect(!onlyOverloaded || trip.excess > 0)
                found.append((trip, records))
                continue
            }
            #expect(records.count == 1 && ExitWorld.isHonest(records[0], of: trip))
        }
        #expect(rate.agrees(with: share), "\(fraud): \(rate)")
        #expect(world.stream.totals.frauds[fraud] == found.count)
        return found
    }

    @Test("A deleted record leaves a hole where its ticket was, and nothing else")
    func deleted() throws {
        let world = try ExitWorld.collect(seed: 31) { $0.deletedRecord = 0.4 }
        for (_, records) in played(.deletedRecord, in: world, share: 0.4, onlyOverloaded: true) {
            #expect(records.isEmpty)
        }
        let there = Set(world.records.map(\.id))
        for (enterprise, trips) in Dictionary(grouping: world.exits, by: \.enterprise) {
            let gate = world.stream.city.gates[try #require(enterprise)]
            let ordered = trips.sorted { $0.departedAt < $1.departedAt }
            for (place, trip) in ordered.enumerated() {
                let digits = String(10_000_001 + place).dropFirst()
                let isThere = there.contains("\(gate.enterprise.code)-\(digits)")
                #expect(isThere == !trip.frauds.contains(.deletedRecord))
            }
        }
    }

    @Test("A falsified record is just under the limit while the truck is over it")
    func falsified() throws {
        let world = try ExitWorld.collect(seed: 32) { $0.falsifiedGross = 0.4 }
        for (trip, records) in played(
            .falsifiedGross,
            in: world,
            share: 0.4,
            onlyOverloaded: true
        ) {
            try #require(records.count == 1)
            #expect(trip.gross > trip.limit)
            #expect((trip.limit - 620..<trip.limit).contains(records[0].gross))
            #expect(records[0].plate == trip.plate)
        }
    }

    @Test("A swapped record carries the plate of another vehicle of the fleet")
    func swapped() throws {
        let world = try ExitWorld.collect(seed: 33) { $0.swappedPlate = 0.4 }
        var same = 0
        for (trip, records) in played(.swappedPlate, in: world, share: 0.4, onlyOverloaded: false) {
            try #require(records.count == 1)
            if records[0].plate == trip.plate { same += 1 }
            let fleet = ExitWorld.fleet(of: try #require(trip.enterprise), in: world)
            #expect(fleet.contains(records[0].plate))
            #expect(abs(records[0].gross - trip.gross) <= 300)
        }
        #expect(same == 0, "swapped with itself")
    }

    @Test("An inflated tare is 1.5 to 4 t too high, and the gross mass stays")
    func inflatedTare() throws {
        let world = try ExitWorld.collect(seed: 34) { $0.inflatedTare = 0.4 }
        for (trip, records) in played(.inflatedTare, in: world, share: 0.4, onlyOverloaded: false) {
            try #require(records.count == 1)
            #expect((1_100...4_400).contains(records[0].tare - trip.tare))
            #expect(abs(records[0].gross - trip.gross) <= 300)
        }
    }

    @Test("A split exit stands in two records of one truck whose loads add up to the whole")
    func split() throws {
        let world = try ExitWorld.collect(seed: 35) { $0.splitExit = 0.4 }
        for (trip, records) in played(.splitExit, in: world, share: 0.4, onlyOverloaded: true) {
            try #require(records.count == 2)
            let (first, second) = (records[0], records[1])
            #expect(first.plate == trip.plate && second.plate == trip.plate)
            #expect(first.tare == second.tare && first.gross < trip.gross)
            let net = trip.gross - trip.tare
            #expect(abs(first.net + second.net - net) <= 700)
            #expect(first.net > net / 3 && second.net > net / 3)
            #expect(first.weighedAt == trip.departedAt)
            let later = second.weighedAt.microseconds - first.weighedAt.microseconds
            // Before the gate's next truck, and in the same slice of five minutes.
            #expect((1..<300_000_000).contains(later))
            #expect(first.id != second.id)
        }
    }

    @Test("After loading behind the gate the truck is heavier on the road than in its record")
    func loadingAfterGate() throws {
        let world = try ExitWorld.collect(seed: 36) { $0.loadingAfterGate = 0.4 }
        for (trip, records) in played(
            .loadingAfterGate,
            in: world,
            share: 0.4,
            onlyOverloaded: false
        ) {
            try #require(records.count == 1)
            #expect((2_700...12_300).contains(trip.gross - records[0].gross))
            #expect(records[0].plate == trip.plate)
            // Loading takes ten minutes at least.
            let first = trip.passages.first?.instant.microseconds ?? .max
            #expect(first - trip.departedAt.microseconds > 600_000_000)
        }
    }

    @Test("An invented record has no truck: no passage, and a fleet's plate just under its limit")
    func invented() throws {
        let world = try ExitWorld.collect(seed: 37) { $0.inventedRecord = 0.3 }
        let byID = world.recordsByID
        for trip in world.exits {
            let records = records(trip, byID)
            #expect(records.count == 1 && ExitWorld.isHonest(records[0], of: trip))
        }
        let invented = world.trips.filter { $0.kind == .none }
        let rate = Rate(count: invented.count, trials: world.exits.count)
        #expect(rate.agrees(with: 0.3), "\(rate)")
        #expect(world.records.count == world.exits.count + invented.count)
        for trip in invented {
            #expect(trip.frauds == [.inventedRecord])
            #expect(trip.passages.isEmpty && trip.axleLoads.isEmpty && trip.gross == 0)
            let records = records(trip, byID)
            try #require(records.count == 1)
            #expect(records[0].plate == trip.plate)
            #expect(records[0].axleCount == trip.pattern.axleCount)
            #expect(records[0].enterprise == trip.enterprise)
            #expect((trip.limit * 89 / 100..<trip.limit).contains(records[0].gross))
            let fleet = ExitWorld.fleet(of: try #require(trip.enterprise), in: world)
            #expect(fleet.contains(records[0].plate))
        }
    }

    @Test(
        "Tickets are numbered in the order of weighing, those of frauds too",
        arguments: [\FraudRates.splitExit, \FraudRates.inventedRecord]
            as [any WritableKeyPath<FraudRates, Double> & Sendable]
    )
    func ticketOrder(rate: any WritableKeyPath<FraudRates, Double> & Sendable) throws {
        let world = try ExitWorld.collect(seed: 38, days: 1, exits: 30_000) {
            $0[keyPath: rate] = 0.1
        }
        var turned = 0
        for (_, records) in Dictionary(grouping: world.records, by: \.enterprise) {
            let numbers = records.sorted { $0.weighedAt < $1.weighedAt }
                .compactMap { ExitWorld.number($0.id) }
            #expect(numbers.sorted() == Array(1...records.count))
            turned += zip(numbers, numbers.dropFirst()).count { $0 > $1 }
        }
        #expect(turned == 0, "of \(world.records.count)")
    }
}
