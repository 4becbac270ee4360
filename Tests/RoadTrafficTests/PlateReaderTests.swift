// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Readings of plates")
struct PlateReaderTests {
    /// What was on the vehicle, what was read, and what happened.
    private struct Reading {
        let truth: [UInt8]
        let read: [UInt8]
        let effects: SightingEffects
    }

    private static let plates: [PlateText] = {
        let fleet = VehicleFleet(seed: 5, VehicleCatalogue(), PlateReading())
        return (0..<5_000).map { fleet.vehicle($0, of: .through).plate }
    }()

    private func readings(_ rates: PlateReading, count: Int = 100_000) -> [Reading] {
        let reader = PlateReader(rates)
        var random = TrafficRandom(seed: 6, .through)
        return (0..<count).map { index in
            let plate = PlateReaderTests.plates[index % PlateReaderTests.plates.count]
            let (read, effects) = reader.read(plate, &random)
            return Reading(
                truth: Array(plate.text.utf8),
                read: Array(read.text.utf8),
                effects: effects
            )
        }
    }

    private var frequent: PlateReading {
        var rates = PlateReading()
        rates.none = 0.05
        rates.unread = 0.1
        rates.misread = 0.2
        rates.partial = 0.15
        return rates
    }

    @Test("Each mishap is as frequent as asked, and one plate has one at most")
    func rates() {
        let readings = readings(frequent)
        let asked: [(SightingEffects, Double)] = [
            (.plateNone, 0.05), (.plateUnread, 0.1), (.plateMisread, 0.2), (.platePartial, 0.15),
            ([], 0.5),
        ]
        var counted = 0
        for (effect, share) in asked {
            var rate = Rate()
            for reading in readings { rate.add(reading.effects == effect) }
            #expect(rate.agrees(with: share), "\(effect.names): \(rate)")
            counted += rate.count
        }
        #expect(counted == readings.count)
    }

    @Test("What is read wrong is wrong in the way that the effect says")
    func ways() {
        let province = PlateText.provinceByteCount
        let mark = UInt8(ascii: "?")
        for reading in readings(frequent) {
            let (truth, read) = (reading.truth, reading.read)
            let changed = zip(truth, read).filter { $0 != $1 }.map(\.1)
            switch reading.effects {
            case .plateNone: #expect(read.isEmpty)
            case .plateUnread:
                #expect(read.count == truth.count && !changed.isEmpty)
                #expect(changed.allSatisfy { $0 == mark })
                #expect(read[..<province] == truth[..<province])
            case .plateMisread:
                #expect(read.count == truth.count && !changed.isEmpty)
                #expect(!read.contains(mark))
                #expect(read[..<province] == truth[..<province])
            case .platePartial:
                #expect(!read.isEmpty && read.count < truth.count)
                #expect(truth.starts(with: read) || truth.reversed().starts(with: read.reversed()))
                // A character of the province is whole or gone.
                #expect(truth.count - read.count <= province)
            default: #expect(reading.effects.isEmpty && read == truth)
            }
        }
    }

    @Test("Both ends of a plate get lost")
    func ends() {
        var rates = PlateReading.exact
        rates.partial = 1
        var front = Rate()
        for reading in readings(rates, count: 10_000) {
            front.add(!reading.truth.starts(with: reading.read))
        }
        #expect(front.agrees(with: 0.5), "\(front)")
    }

    @Test(
        "Characters are taken for one that looks alike as often as asked",
        arguments: [0, 0.3, 0.7, 1]
    )
    func lookAlikes(share: Double) {
        var rates = PlateReading.exact
        rates.misread = 1
        rates.lookAlike = share
        var rate = Rate()
        for reading in readings(rates, count: 30_000) {
            // A few plates have no character that looks like another.
            let hasAlike = reading.truth.contains { byte in
                PlateReader.lookAlikes.contains { $0.contains(byte) }
            }
            for (truth, read) in zip(reading.truth, reading.read) where hasAlike && truth != read {
                rate.add(
                    PlateReader.lookAlikes.contains { $0.contains(truth) && $0.contains(read) }
                )
            }
        }
        #expect(rate.agrees(with: share), "\(rate)")
    }

    @Test("A misread character becomes one that a plate can have")
    func characters() {
        var rates = PlateReading.exact
        rates.misread = 1
        for reading in readings(rates, count: 20_000) {
            for byte in reading.read[PlateText.provinceByteCount...] {
                let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                let isLetter = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                #expect(isDigit || isLetter)
                #expect(byte != UInt8(ascii: "I") && byte != UInt8(ascii: "O"))
            }
        }
    }

    @Test("Mostly one character is wrong, never more than four")
    func errorCounts() {
        var rates = PlateReading.exact
        rates.misread = 1
        var counts = [Int](repeating: 0, count: 5)
        for reading in readings(rates, count: 20_000) {
            let wrong = zip(reading.truth, reading.read).count { $0 != $1 }
            #expect((1...4).contains(wrong))
            counts[min(wrong, 4)] += 1
        }
        #expect(counts[1] > 10_000 && counts[2] > 1_000 && counts[3] > 500 && counts[4] > 200)
    }

    @Test("An exact camera reads everything as it is")
    func exact() {
        for reading in readings(.exact, count: 20_000) {
            #expect(reading.read == reading.truth && reading.effects.isEmpty)
        }
    }
}
