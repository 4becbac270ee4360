// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc
import RoadTraffic
import Testing
import Weighing

@Suite("Sensors of a class")
struct ErrorRateTests {
    /// The chance that a passage's measured mass is over the limit after the deduction.
    ///
    /// A case needs ⌊measured × (1,000 − deduction) ÷ 1,000⌋ > limit. Measured ÷ true is normal: the
    /// lane's lasting error, the vehicle's, and the axles' own, which average out by the square of each
    /// axle's share of the load (see the head of SiteSensor).
    private func chanceOfCase(
        _ trip: Trip,
        speed: Int32,
        classPercent: Double,
        deduction: Double,
        systematicShare: Double
    ) -> Double {
        let total = classPercent / 100 / 2
        let lane = total * systematicShare.squareRoot()
        let varying = total * (1 - systematicShare).squareRoot()
        let roughness = 0.9 + 0.2 * Double(speed) / 8_000
        let gross = Double(trip.gross)
        let squares = trip.axleLoads.reduce(0.0) { $0 + pow(Double($1) / gross, 2) }
        let own = varying * varying * roughness * roughness * (0.75 + squares)
        let spread = (lane * lane + own).squareRoot()
        let threshold = Double(trip.limit + 1) / (1 - deduction / 1_000)
        return 0.5 * erfc((threshold / gross - 1) / spread / 2.0.squareRoot())
    }

    @Test(
        "Missed overloads and false cases are as many as theory says",
        arguments: [(5.0, 50), (10.0, 100), (10.0, 50)] as [(Double, UInt16)]
    )
    func rates(classPercent: Double, deduction: UInt16) throws {
        var scenario = Scenario()
        scenario.sensors = .exact
        scenario.sensors.accuracyClass = classPercent
        // No lane has an error of its own: those of a few lanes do not average out.
        scenario.sensors.systematicShare = 0
        scenario.plates = .exact
        scenario.frauds = .none
        scenario.loading.overloadShare = 0.2
        scenario.loading.throughOverloadShare = 0.1
        scenario.traffic.lightPerLane = 0
        var missed = 0.0
        var falseCases = 0.0
        let stream = try SampleCity.stream(scenario, seed: 99, days: 2)
        let found = try Reckoning.of(stream, deducting: deduction) { trip, passage in
            let chance = chanceOfCase(
                trip,
                speed: passage.speed,
                classPercent: classPercent,
                deduction: Double(deduction),
                systematicShare: scenario.sensors.systematicShare
            )
            if trip.gross * (1_000 - Int32(deduction)) / 1_000 > trip.limit {
                missed += 1 - chance
            } else if trip.gross <= trip.limit {
                falseCases += chance
            }
        }
        let shares = { (count: Double) in count / Double(found.passages) * 1e6 }
        print(
            "class \(classPercent) %, \(deduction) ‰ deducted, \(found.passages) passages: missed "
                + "\(found.missed) of \(found.mustBeCases), theory \(Int(missed.rounded())); false "
                + "\(found.falseCases), theory \(Int(falseCases.rounded())) "
                + "(\(Int(shares(Double(found.falseCases)).rounded())) of a million)"
        )
        // A trip passes two sites or so with the same load: twice the variance of independent ones.
        func agrees(_ count: Int, _ theory: Double) -> Bool {
            abs(Double(count) - theory) <= 4 * (2 * theory).squareRoot() + 1
        }
        #expect(missed > 50)
        #expect(agrees(found.missed, missed), "missed \(found.missed), theory \(missed)")
        #expect(
            agrees(found.falseCases, falseCases),
            "false \(found.falseCases), theory \(falseCases)"
        )
    }
}
