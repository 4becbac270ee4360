// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import RoadTraffic

@Suite("Chance")
struct ChanceTests {
    private static let count = 200_000

    private func sample(
        _ seed: UInt64,
        _ draw: (inout TrafficRandom) -> Double
    ) -> [Double] {
        var random = TrafficRandom(seed: seed, .city)
        return (0..<ChanceTests.count).map { _ in draw(&random) }
    }

    // MARK: - The normal quantile

    /// Quantiles to 16 digits, on both sides of the border between middle and tail at 0.02425.
    private static let known: [(p: Double, quantile: Double)] = [
        (0.5, 0), (0.975, 1.959_963_984_540_054), (0.025, -1.959_963_984_540_054),
        (0.99, 2.326_347_874_040_841), (0.01, -2.326_347_874_040_841),
        (0.75, 0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813),
        (1e-6, -4.753_424_308_822_899), (1e-9, -5.997_807_015_007_687),
    ]

    @Test("The normal quantile has the values of the tables", arguments: known)
    func knownQuantiles(p: Double, quantile: Double) {
        let found = TrafficRandom.normalQuantile(p)
        #expect(abs(found - quantile) <= 1.2e-9 * abs(quantile))
    }

    @Test("The normal quantile turns the distribution function back, out to six sigma")
    func inverse() {
        for step in -600...0 {
            let x = Double(step) / 100
            let found = TrafficRandom.normalQuantile(0.5 * erfc(-x / 2.0.squareRoot()))
            #expect(abs(found - x) <= 1.2e-9 * max(abs(x), 1e-3), "at \(x)")
        }
    }

    @Test("The normal quantile is symmetric and rises")
    func symmetry() {
        var last = -Double.infinity
        for step in 1..<4_096 {
            // Multiples of a power of two: 1 − p is exact.
            let p = Double(step) / 4_096
            let low = TrafficRandom.normalQuantile(p)
            #expect(abs(low + TrafficRandom.normalQuantile(1 - p)) <= 1e-12)
            #expect(low > last)
            last = low
        }
    }

    // MARK: - Distributions

    @Test("Units fill 0 ..< 1 evenly")
    func units() {
        let values = sample(1) { $0.unit() }
        #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
        let moments = Moments(values)
        #expect(moments.hasMean(0.5, variance: 1 / 12))
        #expect(moments.hasVariance(1 / 12, fourthMoment: 1 / 80))
    }

    @Test("Normal deviates have mean 0, variance 1 and the tails that they should")
    func normals() {
        let values = sample(2) { $0.normal() }
        let moments = Moments(values)
        #expect(moments.hasMean(0, variance: 1))
        #expect(moments.hasVariance(1, fourthMoment: 3))
        var beyond = Rate()
        for value in values { beyond.add(abs(value) > 1.959_964) }
        #expect(beyond.agrees(with: 0.05), "\(beyond) beyond 1.96")
        var far = Rate()
        for value in values { far.add(value > 3.090_232) }
        #expect(far.agrees(with: 0.001), "\(far) beyond 3.09")
    }

    @Test("Exponential deviates have mean and variance 1")
    func exponentials() {
        let values = sample(3) { $0.exponential() }
        #expect(values.allSatisfy { $0 >= 0 && $0.isFinite })
        let moments = Moments(values)
        #expect(moments.hasMean(1, variance: 1))
        #expect(moments.hasVariance(1, fourthMoment: 9))
    }

    @Test(
        "Counts have the mean and variance of a Poisson distribution",
        arguments: [0.1, 5, 29.9, 30.1, 100]
    )
    func poisson(mean: Double) {
        let moments = Moments(sample(4) { Double($0.poisson(mean)) })
        #expect(moments.hasMean(mean, variance: mean))
        #expect(moments.hasVariance(mean, fourthMoment: mean + 3 * mean * mean))
    }

    @Test("Nothing happens as often as a Poisson distribution says", arguments: [0.1, 1, 5])
    func poissonZeros(mean: Double) {
        var zeros = Rate()
        for value in sample(5, { Double($0.poisson(mean)) }) { zeros.add(value == 0) }
        #expect(zeros.agrees(with: exp(-mean)), "\(zeros)")
    }

    @Test("No mean, no events")
    func poissonOfNothing() {
        var random = TrafficRandom(seed: 6, .city)
        let counts = [random.poisson(0), random.poisson(-1)]
        #expect(counts == [0, 0])
    }

    @Test("Whole numbers below a count are equally frequent")
    func wholeNumbers() {
        var rates = [Rate](repeating: Rate(), count: 7)
        for value in sample(7, { Double($0.number(below: 7)) }) {
            for place in rates.indices { rates[place].add(value == Double(place)) }
        }
        #expect(rates.allSatisfy { $0.agrees(with: 1.0 / 7) }, "\(rates)")
        #expect(rates.map(\.count).reduce(0, +) == ChanceTests.count)
    }

    @Test("Numbers of a range stay in it and fill it")
    func ranges() {
        let values = sample(8) { $0.number(in: -3...5) }
        #expect(values.allSatisfy { (-3...5).contains($0) })
        #expect(Moments(values).hasMean(1, variance: 64.0 / 12))
    }

    @Test("What has no chance never happens, what is certain always does")
    func certainties() {
        var random = TrafficRandom(seed: 9, .city)
        for _ in 0..<10_000 {
            let (never, always) = (random.happens(0), random.happens(1))
            #expect(!never && always)
        }
        var rate = Rate()
        for _ in 0..<100_000 { rate.add(random.happens(0.03)) }
        #expect(rate.agrees(with: 0.03), "\(rate)")
    }
}
