// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@testable import RoadTraffic

@Suite("Errors of weighing")
struct SensorErrorTests {
    /// Relative errors of a lane's measurements of gross mass.
    private func errors(
        of sensor: SiteSensor,
        count: Int,
        at instant: Int64 = SensorBench.start,
        temperature: Double = 20,
        seed: UInt64
    ) -> [Double] {
        var random = TrafficRandom(seed: seed, .through)
        return (0..<count).map { place in
            // Vehicles of four to six axles, mostly.
            let load = SensorBench.load([4, 5, 6, 7, 1][place % 5], &random)
            let (sighting, _) = SensorBench.measure(
                load,
                by: sensor,
                at: instant,
                temperature: temperature,
                &random
            )
            return Double(sighting.gross) / Double(load.gross) - 1
        }
    }

    private func habits(_ change: (inout SensorHabits) -> Void) -> SensorHabits {
        var habits = SensorHabits.exact
        change(&habits)
        return habits
    }

    @Test("An exact sensor changes nothing")
    func exact() {
        let sensor = SensorBench.sensor(.exact)
        var random = TrafficRandom(seed: 1, .through)
        for round in 0..<4_000 {
            let load = SensorBench.load(round % 9 - 1, &random)
            let (sighting, rear) = SensorBench.measure(
                load,
                by: sensor,
                at: SensorBench.start + Int64(round) * SensorBench.day / 10,
                temperature: Double(round % 60) - 20,
                &random
            )
            #expect(sighting.loadList == load.loadList && sighting.gapList == load.gapList)
            #expect(sighting.instant == sighting.arrival)
            #expect(sighting.effects.isEmpty && rear == nil)
        }
    }

    @Test("Of a class, 95 of 100 measurements lie within it", arguments: [2.0, 5, 10])
    func withinClass(percent: Double) {
        let habits = habits { $0.accuracyClass = percent }
        var within = Rate()
        for site in 0..<400 {
            let sensor = SensorBench.sensor(habits, classPercent: percent, site: site)
            for error in errors(of: sensor, count: 100, seed: UInt64(site)) {
                within.add(abs(error) <= percent / 100)
            }
        }
        let share = Double(within.count) / Double(within.trials)
        #expect((0.93...0.97).contains(share), "\(within)")
    }

    @Test("Lanes differ by their lasting share of the variance", arguments: [0.1, 0.35, 0.8])
    func lastingErrors(share: Double) {
        let habits = habits { $0.systematicShare = share }
        var means: [Double] = []
        var within: [Double] = []
        for lane in 1...400 {
            let sensor = SensorBench.sensor(habits, classPercent: 5, lane: lane)
            let moments = Moments(errors(of: sensor, count: 400, seed: UInt64(lane)))
            means.append(moments.mean)
            within.append(moments.variance)
        }
        let lanes = Moments(means)
        let own = within.reduce(0, +) / Double(within.count)
        #expect(lanes.hasMean(0, variance: lanes.variance))
        // Without what 400 vehicles leave of their own.
        let lasting = lanes.variance - own / 400
        #expect(abs(lasting / (0.025 * 0.025 * share) - 1) < 0.3)
        #expect(abs(own / (0.025 * 0.025 * (1 - share)) - 1) < 0.15)
    }

    @Test("Single axles err more than the whole vehicle")
    func axles() {
        let sensor = SensorBench.sensor(habits { $0.systematicShare = 0 }, classPercent: 5)
        var random = TrafficRandom(seed: 2, .through)
        var axle: [Double] = []
        var whole: [Double] = []
        for _ in 0..<5_000 {
            let load = SensorBench.load(4, &random)
            let (sighting, _) = SensorBench.measure(load, by: sensor, &random)
            axle.append(Double(sighting.loads[2]) / Double(load.loads[2]) - 1)
            whole.append(Double(sighting.gross) / Double(load.gross) - 1)
        }
        #expect(Moments(axle).deviation > 1.2 * Moments(whole).deviation)
    }

    @Test("Faster is rougher: by a fifth from standstill to 80 km/h")
    func roughness() {
        let sensor = SensorBench.sensor(habits { $0.systematicShare = 0 }, classPercent: 5)
        func deviation(_ speed: Int32) -> Double {
            var random = TrafficRandom(seed: 3, .through)
            return Moments(
                (0..<20_000).map { _ in
                    let load = SensorBench.load(7, &random)
                    let sighting = SensorBench.measure(load, by: sensor, speed: speed, &random).0
                    return Double(sighting.gross) / Double(load.gross) - 1
                }
            ).deviation
        }
        #expect(abs(deviation(8_000) / deviation(0) - 1.1 / 0.9) < 0.03)
    }

    @Test("A lane ages steadily, as far in a year as asked")
    func aging() {
        let habits = habits { $0.agingPerYear = 2 }
        let year = Int64(365.25 * 86_400e6)
        var shifts: [Double] = []
        for lane in 1...800 {
            let sensor = SensorBench.sensor(habits, lane: lane)
            func mean(_ instant: Int64) -> Double {
                Moments(errors(of: sensor, count: 5, at: instant, seed: 1)).mean
            }
            #expect(mean(SensorBench.start) == 0)
            let whole = mean(SensorBench.start + year)
            #expect(abs(mean(SensorBench.start + year / 2) - whole / 2) < 2e-4)
            shifts.append(whole)
        }
        let moments = Moments(shifts)
        #expect(moments.hasMean(0, variance: 0.02 * 0.02))
        #expect(abs(moments.deviation / 0.02 - 1) < 0.1)
    }

    @Test("Temperature moves a lane by its distance from 20 °C")
    func temperature() {
        let habits = habits { $0.temperaturePerDegree = 0.1 }
        var shifts: [Double] = []
        for lane in 1...800 {
            let sensor = SensorBench.sensor(habits, lane: lane)
            func mean(_ temperature: Double) -> Double {
                Moments(errors(of: sensor, count: 5, temperature: temperature, seed: 1)).mean
            }
            let warm = mean(40)
            #expect(mean(20) == 0)
            #expect(abs(warm + mean(0)) < 2e-4 && abs(mean(30) - warm / 2) < 2e-4)
            shifts.append(warm)
        }
        #expect(Moments(shifts).hasMean(0, variance: 0.02 * 0.02))
        #expect(abs(Moments(shifts).deviation / 0.02 - 1) < 0.1)
    }

    @Test("It is warmest at three in the afternoon of late July")
    func weather() {
        let top = Weather.temperature(dayOfYear: 205, hour: 15)
        #expect(top == 32.5)
        #expect(abs(Weather.temperature(dayOfYear: 205, hour: 3) - 24.5) < 1e-9)
        for day in 1...365 where day != 205 {
            #expect(Weather.temperature(dayOfYear: day, hour: 15) < top)
        }
    }
}
