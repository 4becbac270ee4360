// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Left and right wheels")
struct WheelLoadTests {
    /// Left shares of all axles that lanes of class 5 report.
    private func shares(_ habits: SensorHabits, lanes: ClosedRange<Int>, each: Int) -> [Double] {
        lanes.flatMap { lane -> [Double] in
            let sensor = SensorBench.sensor(habits, classPercent: 5, lane: lane)
            var random = TrafficRandom(seed: UInt64(lane), .through)
            return (0..<each).flatMap { _ -> [Double] in
                let load = SensorBench.load(7, &random)
                let (sighting, _) = SensorBench.measure(load, by: sensor, &random)
                return zip(sighting.leftList, sighting.loadList).map { Double($0) / Double($1) }
            }
        }
    }

    @Test("The right side has more on average, in every lane")
    func lean() {
        for lane in 1...50 {
            let moments = Moments(shares(.exact, lanes: lane...lane, each: 100))
            #expect(moments.mean < 0.5 && moments.mean > 0.4, "lane \(lane)")
        }
    }

    @Test("The left share spreads as far as asked", arguments: [0.01, 0.02, 0.05])
    func spread(asked: Double) {
        var habits = SensorHabits.exact
        habits.sideSpread = asked
        let moments = Moments(shares(habits, lanes: 1...400, each: 20))
        #expect((0.85...1.15).contains(moments.deviation / asked), "\(moments.deviation)")
    }

    @Test("No left wheel has more than its axle")
    func bounds() {
        var habits = SensorHabits()
        habits.sideSpread = 0.25
        habits.straddling = 0.2
        habits.ghostAxle = 0.2
        let sensor = SensorBench.sensor(habits, classPercent: 25)
        var random = TrafficRandom(seed: 1, .through)
        for round in 0..<5_000 {
            let load = SensorBench.load(round % 9 - 1, &random)
            let (sighting, _) = SensorBench.measure(load, by: sensor, &random)
            #expect(zip(sighting.leftList, sighting.loadList).allSatisfy { $0 <= $1 })
        }
    }

    @Test("A mirrored lane writes halves of three and more axles, and gaps in steps")
    func mirrored() {
        var habits = SensorHabits.exact
        habits.mirroredSites = [SampleCity.sites[0].code]
        let sensor = SensorBench.sensor(habits, classPercent: 5)
        var random = TrafficRandom(seed: 2, .through)
        for round in 0..<4_000 {
            let load = SensorBench.load(round % 9 - 1, &random)
            let (sighting, _) = SensorBench.measure(load, by: sensor, &random)
            guard load.axles >= 3 else {
                #expect(!sighting.effects.contains(.mirrored))
                continue
            }
            #expect(sighting.effects == .mirrored)
            for (left, whole) in zip(sighting.leftList, sighting.loadList) {
                #expect(abs(2 * left - whole) <= 1)
            }
            for (written, gap) in zip(sighting.gapList, load.gapList) {
                #expect(written % 50 == (gap >= 1_800 ? 10 : 0))
                #expect(abs(written - gap) < 50)
                #expect((written >= 1_800) == (gap >= 1_800))
            }
            // The steer pair of the law stays one.
            #expect((sighting.spacings[0] < 2_600) == (load.spacings[0] < 2_600))
        }
    }

    @Test("Other lanes of such a site, and other sites, measure both sides")
    func otherLanes() {
        var habits = SensorHabits.exact
        habits.mirroredSites = [SampleCity.sites[0].code]
        var random = TrafficRandom(seed: 3, .through)
        for (site, lane) in [(0, 2), (1, 1)] {
            let sensor = SensorBench.sensor(habits, classPercent: 5, site: site, lane: lane)
            for _ in 0..<200 {
                let load = SensorBench.load(7, &random)
                let (sighting, _) = SensorBench.measure(load, by: sensor, &random)
                #expect(sighting.effects.isEmpty && sighting.gapList == load.gapList)
                #expect(zip(sighting.leftList, sighting.loadList).contains { 2 * $0 + 1 < $1 })
            }
        }
    }
}
