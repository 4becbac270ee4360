// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RoadTraffic

@Suite("Generators of different sources")
struct GeneratorTests {
    private static let purposes: [TrafficRandom.Purpose] = [
        .city, .vehicle, .plate, .lane, .light, .through, .exits, .day, .enterprise, .network,
        .waveform,
    ]

    @Test("No two sources begin with the same number, not even with their indices exchanged")
    func distinct() {
        var seen: Set<UInt64> = []
        var count = 0
        for seed in [UInt64(0), 1, 2, .max] {
            for purpose in GeneratorTests.purposes {
                for a in UInt64(0)..<30 {
                    for b in UInt64(0)..<30 {
                        var random = TrafficRandom(seed: seed, purpose, a, b)
                        seen.insert(random.next())
                        count += 1
                    }
                }
            }
        }
        #expect(seen.count == count)
    }

    @Test("The same source gives the same numbers")
    func same() {
        var a = TrafficRandom(seed: 4, .exits, 5, 6)
        var b = TrafficRandom(seed: 4, .exits, 5, 6)
        for _ in 0..<100 { #expect(a.next() == b.next()) }
    }

    @Test("Neighbouring sources do not go together")
    func uncorrelated() {
        let count = 50_000
        func draws(
            _ seed: UInt64,
            _ purpose: TrafficRandom.Purpose,
            _ a: UInt64,
            _ b: UInt64
        )
            -> [Double]
        {
            var random = TrafficRandom(seed: seed, purpose, a, b)
            return (0..<count).map { _ in random.unit() }
        }
        let first = draws(1, .vehicle, 0, 0)
        for other in [
            draws(2, .vehicle, 0, 0), draws(1, .plate, 0, 0), draws(1, .vehicle, 1, 0),
            draws(1, .vehicle, 0, 1),
        ] {
            #expect(abs(correlation(first, other)) < 4.5 / Double(count).squareRoot())
        }
    }

    @Test("The first draws of numbered sources look like draws of one")
    func firstDraws() {
        let count = 100_000
        for purpose in GeneratorTests.purposes {
            let values = (0..<UInt64(count)).map { index -> Double in
                var random = TrafficRandom(seed: 7, purpose, 3, index)
                return random.unit()
            }
            #expect(Moments(values).hasMean(0.5, variance: 1 / 12), "\(purpose)")
            let lag = correlation(Array(values.dropLast()), Array(values.dropFirst()))
            #expect(abs(lag) < 4.5 / Double(count).squareRoot(), "\(purpose)")
        }
    }
}
