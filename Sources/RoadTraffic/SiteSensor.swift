// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc
import Weighing

/// One lane's scale and the habits of its site: what it makes of a vehicle.
///
/// The relative error of a passage's gross mass has two parts:
///
///     measured ÷ true = 1 + lane + vehicle
///     lane:    lasting error + aging × years + compensation × (temperature − 20 °C)
///     vehicle: changes from passage to passage, and an own part for each axle
///
/// The standard deviation of both together is half the accuracy class, since a class allows 5 of 100
/// measurements to lie outside; `systematicShare` of the variance is the lane's. An axle's own error
/// is as large as the vehicle's, so that single axles err more than the whole, as in trials.
struct SiteSensor: Sendable {
    private let habits: SensorHabits
    private let lasting: Double
    private let agingPerMicrosecond: Double
    private let perDegree: Double
    private let vehicleSD: Double
    private let axleSD: Double
    private let sideBias: Double
    private let isMirrored: Bool
    /// From this instant on nothing is sent.
    private let deadFrom: Int64
    private let clockPerMicrosecond: Double
    private let start: Int64

    /// The sensor of a lane.
    ///
    /// - Parameters:
    ///   - habits: What sensors do in this world.
    ///   - site: The lane's site.
    ///   - classPercent: The accuracy class, percent of gross mass.
    ///   - isFirstLane: The lane that writes halves at a site that does so.
    ///   - start: When the world begins.
    ///   - siteRandom: The site's chance, the same for all its lanes.
    ///   - random: The lane's chance.
    init(
        _ habits: SensorHabits,
        site: Site,
        classPercent: Double,
        isFirstLane: Bool,
        start: Int64,
        siteRandom: TrafficRandom,
        _ random: inout TrafficRandom
    ) {
        self.habits = habits
        self.start = start
        let total = classPercent / 100 / 2
        lasting = total * habits.systematicShare.squareRoot() * random.normal()
        let varying = total * (1 - habits.systematicShare).squareRoot()
        // The axles' own errors average out over a vehicle of four axles to a quarter of the variance.
        vehicleSD = varying * 0.75.squareRoot()
        axleSD = varying
        agingPerMicrosecond = habits.agingPerYear / 100 * random.normal() / (365.25 * 86_400e6)
        perDegree = habits.temperaturePerDegree / 100 * random.normal()
        sideBias = 0.8 * habits.sideSpread * random.normal()
        isMirrored = isFirstLane && habits.mirroredSites.contains(site.code)
        let dies = random.happens(habits.dyingLanes)
        let day = Double(random.number(below: 30)) + random.unit()
        deadFrom = dies ? start + Int64(day * 86_400e6) : .max
        // A clock is the site's: all its lanes draw the same.
        var clock = siteRandom
        let drifts = clock.happens(habits.driftingClocks)
        let sign = clock.happens(0.5) ? 1.0 : -1.0
        clockPerMicrosecond = drifts ? sign * habits.clockSecondsPerDay / 86_400 : 0
    }

    /// What is made of a vehicle.
    ///
    /// - Parameters:
    ///   - loads: True axle loads, kg.
    ///   - spacings: True gaps, mm.
    ///   - temperature: Of the road, °C.
    ///   - sighting: Has instant, speed and place; receives the rest.
    ///   - random: The trip's chance.
    /// - Returns: A second sighting where the vehicle was taken for two.
    func measure(
        loads: AxleCells,
        spacings: AxleCells,
        temperature: Double,
        into sighting: inout Sighting,
        _ random: inout TrafficRandom
    ) -> Sighting? {
        let instant = sighting.instant
        if instant >= deadFrom { sighting.effects.insert(.deadSensor) }
        let elapsed = Double(instant - start)
        if clockPerMicrosecond != 0 {
            sighting.instant = instant + Int64(elapsed * clockPerMicrosecond)
            sighting.effects.insert(.clockDrift)
        }
        let axles = Int(sighting.axleCount)
        let lane = lasting + agingPerMicrosecond * elapsed + perDegree * (temperature - 20)
        // Faster is rougher: the spread grows by a fifth from standstill to 80 km/h.
        let roughness = 0.9 + 0.2 * Double(sighting.speed) / 8_000
        let isExact = vehicleSD == 0
        let vehicle = isExact ? lane : lane + vehicleSD * roughness * random.normal()
        for axle in 0..<axles {
            let own = isExact ? 0 : axleSD * roughness * random.normal()
            let factor = max(0.2, 1 + vehicle + own)
            sighting.loads[axle] = UInt16(
                min((Double(loads[axle]) * factor).rounded(), 60_000)
            )
            sighting.spacings[axle] = spacings[axle]
        }
        if isMirrored && axles >= 3 {
            mirror(&sighting)
        } else {
            share(&sighting, &random)
        }
        return happen(to: &sighting, &random)
    }

    /// Left and right as such a lane writes them: each the half, and gaps in steps of 50 mm.
    private func mirror(_ sighting: inout Sighting) {
        sighting.effects.insert(.mirrored)
        for axle in 0..<Int(sighting.axleCount) {
            sighting.lefts[axle] = sighting.loads[axle] / 2
            // Steps as they were met at such a lane; on their side of the border between groups.
            let gap = sighting.spacings[axle]
            sighting.spacings[axle] = gap / 50 * 50 + (gap >= 1_800 ? 10 : 0)
        }
    }

    private func share(_ sighting: inout Sighting, _ random: inout TrafficRandom) {
        // The camber of the road puts a little more on the right side of every vehicle. The parts of
        // lane, vehicle and axle are such that all together spread as far as asked.
        let lean = -0.008 - abs(sideBias + 0.8 * habits.sideSpread * random.normal())
        for axle in 0..<Int(sighting.axleCount) {
            let own = vehicleSD == 0 ? 0 : 0.73 * habits.sideSpread * random.normal()
            let left = Double(sighting.loads[axle]) * min(max(0.5 + lean + own, 0.3), 0.7)
            sighting.lefts[axle] = UInt16(left.rounded())
        }
    }

    /// The rare mishaps; one draw decides about all of them.
    private func happen(to sighting: inout Sighting, _ random: inout TrafficRandom) -> Sighting? {
        let axles = Int(sighting.axleCount)
        let chance = random.unit()
        var limit = habits.straddling
        if chance < limit {
            straddle(&sighting, &random)
            return nil
        }
        limit += habits.missedAxle
        if chance < limit {
            if axles > 2 { missAxle(of: &sighting, &random) }
            return nil
        }
        limit += habits.ghostAxle
        if chance < limit {
            addGhost(to: &sighting, &random)
            return nil
        }
        limit += habits.split
        guard chance < limit, axles >= 4 else { return nil }
        return split(&sighting)
    }

    /// The left wheels run beside the sensor, wholly or in part.
    private func straddle(_ sighting: inout Sighting, _ random: inout TrafficRandom) {
        sighting.effects.insert(.straddle)
        let seen = random.number(in: 0.1...0.6)
        for axle in 0..<Int(sighting.axleCount) {
            let right = sighting.loads[axle] - sighting.lefts[axle]
            sighting.lefts[axle] = UInt16(Double(sighting.lefts[axle]) * seen)
            sighting.loads[axle] = sighting.lefts[axle] + right
        }
    }

    private func missAxle(of sighting: inout Sighting, _ random: inout TrafficRandom) {
        sighting.effects.insert(.missedAxle)
        let axles = Int(sighting.axleCount)
        let missed = 1 + random.number(below: axles - 1)
        let gapBefore = sighting.spacings[missed - 1]
        for axle in missed..<axles - 1 {
            sighting.loads[axle] = sighting.loads[axle + 1]
            sighting.lefts[axle] = sighting.lefts[axle + 1]
        }
        // The two gaps beside it become one; behind the last axle there is none.
        if missed < axles - 1 {
            sighting.spacings[missed - 1] = gapBefore + sighting.spacings[missed]
            for gap in missed..<axles - 1 { sighting.spacings[gap] = sighting.spacings[gap + 1] }
        }
        sighting.axleCount -= 1
    }

    private func addGhost(to sighting: inout Sighting, _ random: inout TrafficRandom) {
        sighting.effects.insert(.ghostAxle)
        let axles = Int(sighting.axleCount)
        sighting.loads[axles] = UInt16(random.number(in: 200...1_500))
        sighting.lefts[axles] = sighting.loads[axles] / 2
        sighting.spacings[axles - 1] = UInt16(random.number(in: 900...4_000))
        sighting.axleCount += 1
    }

    /// The vehicle becomes two, cut at its widest gap.
    private func split(_ sighting: inout Sighting) -> Sighting? {
        let axles = Int(sighting.axleCount)
        // Two axles on each side are the least that a passage can have.
        var cut = 2
        for gap in 1..<axles - 2 where sighting.spacings[gap] > sighting.spacings[cut - 1] {
            cut = gap + 1
        }
        var rear = sighting
        for axle in cut..<axles {
            rear.loads[axle - cut] = sighting.loads[axle]
            rear.lefts[axle - cut] = sighting.lefts[axle]
            rear.spacings[axle - cut] = sighting.spacings[axle]
        }
        sighting.axleCount = UInt8(cut)
        rear.axleCount = UInt8(axles - cut)
        // As long as the gap takes, at the vehicle's speed.
        let gap = Double(sighting.spacings[cut - 1])
        let delay = Int64(gap / (Double(max(sighting.speed, 100)) / 360) * 1_000)
        rear.instant += delay
        rear.arrival += delay
        sighting.effects.insert(.split)
        rear.effects.insert(.split)
        return rear
    }
}

/// The weather: one temperature for all.
enum Weather {
    /// Degrees Celsius: a yearly wave of 11 around 17.5 with its top in late July and a daily one of 4
    /// with its top at 15 h; rounded climate normals of Changsha, without any weather of its own.
    static func temperature(dayOfYear: Int, hour: Double) -> Double {
        17.5 + 11 * cos(2 * .pi * (Double(dayOfYear) - 205) / 365)
            + 4 * cos(2 * .pi * (hour - 15) / 24)
    }
}
