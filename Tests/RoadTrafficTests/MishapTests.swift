// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Mishaps of sensors")
struct MishapTests {
    /// Every vehicle of the catalogue in turn, over a sensor that is exact but for one habit.
    private func each(
        _ change: (inout SensorHabits) -> Void,
        rounds: Int = 4_500,
        _ check: (SensorBench.Load, Sighting, Sighting?) -> Void
    ) {
        var habits = SensorHabits.exact
        change(&habits)
        let sensor = SensorBench.sensor(habits)
        var random = TrafficRandom(seed: 9, .through)
        for round in 0..<rounds {
            let load = SensorBench.load(round % 9 - 1, &random)
            let (sighting, rear) = SensorBench.measure(load, by: sensor, &random)
            check(load, sighting, rear)
        }
    }

    @Test("A vehicle beside the sensor weighs less, and the missing part is on the left")
    func straddle() {
        each({ $0.straddling = 1 }) { load, sighting, rear in
            #expect(sighting.effects == .straddle && rear == nil)
            #expect(sighting.gapList == load.gapList)
            for (axle, truth) in load.loadList.enumerated() {
                let left = Int(sighting.lefts[axle])
                let right = Int(sighting.loads[axle]) - left
                // The camber leaves a little less than half on the left; at most 0.6 of it is seen.
                #expect((0.5 * Double(truth)...0.7 * Double(truth)).contains(Double(right)))
                #expect(Double(left) <= 0.6 * Double(truth - right) + 1)
            }
            #expect(Double(sighting.gross) < 0.85 * Double(load.gross))
        }
    }

    @Test("Of a missed axle the load is gone, and the length stays unless it was the last one")
    func missedAxle() {
        var missedPlaces: Set<Int> = []
        each({ $0.missedAxle = 1 }) { load, sighting, rear in
            #expect(rear == nil)
            guard load.axles > 2 else {
                #expect(sighting.effects.isEmpty && sighting.loadList == load.loadList)
                return
            }
            #expect(sighting.effects == .missedAxle)
            #expect(Int(sighting.axleCount) == load.axles - 1)
            #expect(Int(sighting.gross) == sighting.loadList.reduce(0, +))
            let places = (1..<load.axles).filter { place in
                var left = load.loadList
                left.remove(at: place)
                return left == sighting.loadList
            }
            #expect(!places.isEmpty, "the others are in their order")
            // An exact lane leans alike on all axles: left wheels moved up with their axles.
            let first = Double(sighting.lefts[0]) / Double(sighting.loads[0])
            for (left, whole) in zip(sighting.leftList, sighting.loadList) {
                #expect(abs(Double(left) - first * Double(whole)) < 0.01 * Double(whole))
            }
            var expected: [[Int]] = []
            for place in places {
                missedPlaces.insert(place)
                var gaps = load.gapList
                let gap = gaps.remove(at: place - 1)
                if place <= gaps.count { gaps[place - 1] += gap }
                expected.append(gaps)
            }
            #expect(expected.contains(sighting.gapList))
            if !places.contains(load.axles - 1) {
                #expect(sighting.gapList.reduce(0, +) == load.gapList.reduce(0, +))
            }
        }
        #expect(missedPlaces == [1, 2, 3, 4, 5])
    }

    @Test("A ghost axle comes after all others and is light")
    func ghostAxle() {
        each({ $0.ghostAxle = 1 }) { load, sighting, rear in
            #expect(sighting.effects == .ghostAxle && rear == nil)
            #expect(Int(sighting.axleCount) == load.axles + 1)
            #expect(sighting.loadList.dropLast() == load.loadList[...])
            #expect(sighting.gapList.dropLast() == load.gapList[...])
            #expect((200...1_500).contains(sighting.loads[load.axles]))
            #expect((900...4_000).contains(sighting.spacings[load.axles - 1]))
        }
    }

    @Test("A split vehicle becomes two of two and more axles with the loads of the whole")
    func split() {
        var cuts: Set<[Int]> = []
        each({ $0.split = 1 }) { load, front, rear in
            guard load.axles >= 4 else {
                #expect(rear == nil && front.effects.isEmpty)
                return
            }
            guard let rear else {
                Issue.record("\(load.axles) axles are not split")
                return
            }
            #expect(front.effects == .split && rear.effects == .split)
            #expect(front.axleCount >= 2 && rear.axleCount >= 2)
            #expect(front.loadList + rear.loadList == load.loadList)
            #expect(front.gross + rear.gross == load.gross)
            #expect(front.leftList.reduce(0, +) < Int(front.gross))
            #expect(rear.leftList.reduce(0, +) < Int(rear.gross))
            let cut = front.gapList.count
            let gap = load.gapList[cut]
            #expect(front.gapList + [gap] + rear.gapList == load.gapList)
            #expect(load.gapList[1..<load.axles - 2].max() == gap, "the widest gap")
            // 5,000 hundredths of km/h are 13.9 mm a millisecond.
            let delay = Double(rear.instant - front.instant)
            #expect(abs(delay - Double(gap) / 13.888_9 * 1_000) < 20)
            #expect(rear.arrival - front.arrival == rear.instant - front.instant)
            cuts.insert([Int(front.axleCount), Int(rear.axleCount)])
        }
        #expect(cuts.contains([2, 2]) && cuts.contains([3, 3]))
    }

    @Test("Mishaps are as frequent as asked, and a vehicle has one at most")
    func rates() {
        var counts: [SightingEffects.RawValue: Rate] = [:]
        let asked: [(SightingEffects, Double)] = [
            (.straddle, 0.1), (.missedAxle, 0.2), (.ghostAxle, 0.15), (.split, 0.05), ([], 0.5),
        ]
        each(
            {
                $0.straddling = 0.1
                $0.missedAxle = 0.2
                $0.ghostAxle = 0.15
                $0.split = 0.05
            },
            rounds: 45_000
        ) { load, sighting, _ in
            guard load.axles >= 4 else { return }
            for (effect, _) in asked {
                counts[effect.rawValue, default: Rate()].add(sighting.effects == effect)
            }
        }
        for (effect, share) in asked {
            let rate = counts[effect.rawValue] ?? Rate()
            #expect(rate.agrees(with: share), "\(effect.names): \(rate)")
        }
        #expect(counts.values.map(\.count).reduce(0, +) == counts[0]?.trials)
    }

    @Test("A dying lane stops within 30 days and stays silent")
    func dyingLanes() {
        var habits = SensorHabits.exact
        habits.dyingLanes = 1
        var random = TrafficRandom(seed: 10, .through)
        let load = SensorBench.load(4, &random)
        var lifetimes: [Double] = []
        for lane in 1...400 {
            let sensor = SensorBench.sensor(habits, lane: lane)
            func isDead(_ hour: Int) -> Bool {
                let at = SensorBench.start + Int64(hour) * 3_600_000_000
                var own = random
                return SensorBench.measure(load, by: sensor, at: at, &own).0.effects
                    .contains(.deadSensor)
            }
            let dead = (0...800).filter(isDead)
            let first = dead.first ?? .max
            #expect(first <= 720 && dead == Array(first...800), "lane \(lane)")
            lifetimes.append(Double(first))
        }
        // Evenly over 720 hours.
        #expect(Moments(lifetimes).hasMean(360.5, variance: 720 * 720 / 12))
    }

    @Test("As many lanes die as asked")
    func dyingShare() {
        var habits = SensorHabits.exact
        habits.dyingLanes = 0.3
        var random = TrafficRandom(seed: 11, .through)
        let load = SensorBench.load(4, &random)
        var rate = Rate()
        for lane in 1...2_000 {
            let sensor = SensorBench.sensor(habits, lane: lane)
            let late = SensorBench.start + 100 * SensorBench.day
            let (sighting, _) = SensorBench.measure(load, by: sensor, at: late, &random)
            rate.add(sighting.effects.contains(.deadSensor))
        }
        #expect(rate.agrees(with: 0.3), "\(rate)")
    }

    @Test("A site's clock runs off by the asked seconds a day, in all its lanes alike")
    func driftingClocks() {
        var habits = SensorHabits.exact
        habits.driftingClocks = 0.5
        habits.clockSecondsPerDay = 30
        var random = TrafficRandom(seed: 12, .through)
        let load = SensorBench.load(4, &random)
        var drifting = Rate()
        var ahead = Rate()
        for site in 0..<400 {
            var offsets: Set<Int64> = []
            for lane in 1...3 {
                let sensor = SensorBench.sensor(habits, site: site, lane: lane)
                let at = SensorBench.start + 10 * SensorBench.day
                let (sighting, _) = SensorBench.measure(load, by: sensor, at: at, &random)
                let offset = sighting.instant - at
                #expect(sighting.arrival == at)
                #expect(sighting.effects.contains(.clockDrift) == (offset != 0))
                #expect(offset == 0 || abs(abs(offset) - 300_000_000) <= 1)
                offsets.insert(offset)
            }
            #expect(offsets.count == 1, "site \(site)")
            let offset = offsets.first ?? 0
            drifting.add(offset != 0)
            if offset != 0 { ahead.add(offset > 0) }
        }
        #expect(drifting.agrees(with: 0.5), "\(drifting)")
        #expect(ahead.agrees(with: 0.5), "\(ahead)")
    }
}
