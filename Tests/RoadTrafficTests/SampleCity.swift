// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import RoadTraffic
import Rulebook
import TestKit
import Weighing

/// A made-up city of the size of the first user's: 11 stations, 33 non-stop systems, 263 enterprises.
enum SampleCity {
    static let sites: [Site] = (0..<44).map { number in
        let isStation = number < 11
        let code = isStation ? "CS-S-\(two(number + 1))" : "CS-N-\(two(number - 10))"
        return Site(
            code: code,
            nameZH: "样例",
            nameEN: "Sample",
            kind: isStation ? .station : .nonstop,
            road: "G107",
            direction: "northbound",
            latitude: 27.9 + Double(number * 37 % 44) / 60,
            longitude: 112.4 + Double(number * 17 % 44) / 35,
            lanes: 1 + number % 4,
            certificates: [
                Certificate(
                    accuracyClass: isStation ? "2" : "5",
                    permissibleErrorPermille: nil,
                    validFrom: Instant(seconds: 1_700_000_000),
                    validUntil: Instant(seconds: 2_000_000_000),
                    document: "SAMPLE"
                )
            ]
        )
    }

    static let enterprises: [Enterprise] = (0..<263).map { number in
        let north = Double(number * 31 % 263) / 380
        let east = Double(number * 57 % 263) / 220
        return Enterprise(
            code: "CS-E-\(number + 1)",
            name: "样例",
            district: "长沙县",
            road: "X001",
            latitude: 27.9 + north,
            longitude: 112.4 + east,
            goods: "sand",
            scaleClass: "III"
        )
    }

    /// The law, compiled once.
    static let law: CompiledRulebook? = try? CompiledRulebook(SampleLaw.cn)

    /// A world of this city.
    static func stream(
        _ scenario: Scenario,
        seed: UInt64,
        days: Int,
        withTruth: Bool = true
    ) throws -> TrafficStream {
        TrafficStream(
            scenario,
            sites: sites,
            enterprises: enterprises,
            law: try CompiledRulebook(SampleLaw.cn),
            seed: seed,
            days: days,
            withTruth: withTruth
        )
    }

    /// Traffic of a tenth of the city's.
    static func small(_ change: (inout Scenario) -> Void = { _ in }) -> Scenario {
        var scenario = Scenario()
        scenario.traffic.lightPerLane /= 10
        scenario.traffic.throughTrips /= 10
        scenario.traffic.exits /= 10
        change(&scenario)
        return scenario
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
