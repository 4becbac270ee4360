// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Frauds of whole enterprises and of uploads")
struct UploadFraudTests {
    /// A day of an enterprise.
    private struct Shift: Hashable {
        let enterprise: Int
        let day: Int
    }

    private func shift(_ trip: Trip, in world: CollectedWorld) throws -> Shift {
        Shift(enterprise: try #require(trip.enterprise), day: world.day(of: trip.departedAt))
    }

    @Test("A tampered scale weighs less from its day on, and as much as asked")
    func tampered() throws {
        let world = try ExitWorld.collect(seed: 41, days: 30, exits: 1_000) {
            $0.tamperedBridge = 0.5
            $0.tamperedShare = 0.08
        }
        let byID = world.recordsByID
        var lightest: [Int: Int] = [:]
        var honestUpTo: [Int: Int] = [:]
        for trip in world.exits {
            let shift = try shift(trip, in: world)
            let record = try #require(byID[trip.recordIDs.first ?? ""]?.first)
            let isTampered = trip.frauds.contains(.tamperedBridge)
            let factor = isTampered ? 0.92 : 1
            #expect(abs(Double(record.gross) - Double(trip.gross) * factor) <= 300)
            #expect(abs(Double(record.tare) - Double(trip.tare) * factor) <= 400)
            if isTampered {
                lightest[shift.enterprise] = min(lightest[shift.enterprise] ?? .max, shift.day)
            } else {
                honestUpTo[shift.enterprise] = max(honestUpTo[shift.enterprise] ?? -1, shift.day)
            }
        }
        for (enterprise, day) in lightest {
            #expect((honestUpTo[enterprise] ?? -1) < day, "once tampered with, always")
        }
        var rate = Rate()
        var days: [Double] = []
        for gate in world.stream.city.gates {
            rate.add(gate.tamperedFromDay != nil)
            if let day = gate.tamperedFromDay { days.append(Double(day)) }
        }
        #expect(rate.agrees(with: 0.5), "\(rate)")
        #expect(days.allSatisfy { (0..<30).contains($0) })
        #expect(Moments(days).hasMean(14.5, variance: 899 / 12))
    }

    @Test("Of a missing day no record is ever uploaded, of the others all are")
    func missingDay() throws {
        let world = try ExitWorld.collect(seed: 42, days: 4) { $0.missingDay = 0.3 }
        var missing: Set<Shift> = []
        var all: Set<Shift> = []
        for trip in world.exits {
            let shift = try shift(trip, in: world)
            all.insert(shift)
            let isMissing = trip.frauds.contains(.missingDay)
            if isMissing { missing.insert(shift) }
            #expect(trip.recordIDs.count == (isMissing ? 0 : 1))
        }
        for trip in world.exits where !trip.frauds.contains(.missingDay) {
            #expect(!missing.contains(try shift(trip, in: world)), "all of a day or none")
        }
        for record in world.records {
            let shift = Shift(
                enterprise: record.enterprise,
                day: world.day(of: record.weighedAt)
            )
            #expect(!missing.contains(shift))
        }
        let rate = Rate(count: missing.count, trials: all.count)
        #expect(rate.agrees(with: 0.3), "\(rate)")
    }

    @Test("On a missing day not even split or invented records of the night before are uploaded")
    func missingDayAfterMidnight() throws {
        let world = try ExitWorld.collect(seed: 43, days: 4, exits: 20_000) {
            $0.missingDay = 0.3
            $0.splitExit = 0.5
            $0.inventedRecord = 0.3
        }
        var missing: Set<Shift> = []
        for trip in world.exits where trip.frauds.contains(.missingDay) {
            missing.insert(try shift(trip, in: world))
        }
        let uploaded = world.records.count {
            missing.contains(
                Shift(enterprise: $0.enterprise, day: world.day(of: $0.weighedAt))
            )
        }
        #expect(uploaded == 0, "of \(world.records.count)")
    }

    @Test("Late uploads come one to three days after their weighing")
    func lateUpload() throws {
        let world = try ExitWorld.collect(seed: 44) { $0.lateUpload = 0.3 }
        let byID = world.recordsByID
        var rate = Rate()
        var waits: [Double] = []
        for trip in world.exits {
            let isLate = trip.frauds.contains(.lateUpload)
            rate.add(isLate)
            let records = byID[trip.recordIDs.first ?? ""] ?? []
            try #require(records.count == 1)
            #expect(ExitWorld.isHonest(records[0], of: trip))
            let wait = records[0].uploadedAt.microseconds - trip.departedAt.microseconds
            let seconds = Double(wait) / 1e6
            if isLate { waits.append(seconds) }
            #expect((isLate ? 86_420...259_600 : 20...400).contains(seconds))
        }
        #expect(rate.agrees(with: 0.3), "\(rate)")
        #expect(Moments(waits).hasMean(173_010, variance: 172_800 * 172_800 / 12))
    }

    @Test("A record that is uploaded twice is the same but for the time of its upload")
    func duplicateUpload() throws {
        let world = try ExitWorld.collect(seed: 45) { $0.duplicateUpload = 0.3 }
        let byID = world.recordsByID
        var rate = Rate()
        for trip in world.exits {
            let isTwice = trip.frauds.contains(.duplicateUpload)
            rate.add(isTwice)
            #expect(trip.recordIDs.count == 1)
            let records = byID[trip.recordIDs.first ?? ""] ?? []
            try #require(records.count == (isTwice ? 2 : 1))
            #expect(ExitWorld.isHonest(records[0], of: trip))
            guard isTwice else { continue }
            var second = records[1]
            let later = second.uploadedAt.microseconds - records[0].uploadedAt.microseconds
            #expect((60_000_000...7_200_000_000).contains(later))
            second.uploadedAt = records[0].uploadedAt
            #expect(second == records[0])
        }
        #expect(rate.agrees(with: 0.3), "\(rate)")
    }

    @Test("With every fraud at once each record still belongs to exactly one truth")
    func everything() throws {
        let world = try ExitWorld.collect(seed: 46) {
            $0.deletedRecord = 0.1
            $0.falsifiedGross = 0.2
            $0.swappedPlate = 0.1
            $0.inflatedTare = 0.1
            $0.splitExit = 0.2
            $0.loadingAfterGate = 0.2
            $0.tamperedBridge = 0.3
            $0.missingDay = 0.1
            $0.lateUpload = 0.2
            $0.duplicateUpload = 0.2
            $0.inventedRecord = 0.2
        }
        let named = world.trips.flatMap(\.recordIDs)
        #expect(Set(named).count == named.count)
        #expect(Set(named) == Set(world.records.map(\.id)))
        var frauds: [Fraud: Int] = [:]
        for fraud in world.trips.flatMap(\.frauds) { frauds[fraud, default: 0] += 1 }
        #expect(frauds == world.stream.totals.frauds)
        let expected = Set(Fraud.allCases).subtracting([.clonedPlate])
        #expect(Set(frauds.keys) == expected)
        // At most one of those that falsify a record falls on an exit.
        let falsifying: Set<Fraud> = [
            .deletedRecord, .falsifiedGross, .swappedPlate, .inflatedTare, .splitExit,
        ]
        for trip in world.exits { #expect(trip.frauds.count(where: falsifying.contains) <= 1) }
        #expect(world.records.count == world.stream.totals.records)
    }
}
