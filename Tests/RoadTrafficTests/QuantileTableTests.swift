// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RoadTraffic

@Suite("Tables of quantiles")
struct QuantileTableTests {
    private static let fitted: [[Double]] =
        FittedTraffic.gross.values + FittedTraffic.spacings.values.flatMap { $0 } + [
            FittedTraffic.grossLight2, FittedTraffic.grossHeavy2, FittedTraffic.grossTipper,
            FittedTraffic.speedLight, FittedTraffic.speedHeavy, NetworkFaults().lateness,
        ]

    @Test("Between its values a table goes along straight lines")
    func interpolation() {
        let table = QuantileTable([0, 10, 20, 40])
        let expected: [(Double, Double)] = [
            (0, 0), (1.0 / 6, 5), (1.0 / 3, 10), (0.5, 15), (5.0 / 6, 30), (1, 40),
        ]
        for (share, value) in expected {
            #expect(abs(table[share] - value) < 1e-12)
        }
    }

    @Test("The share below a value turns the quantile back")
    func inverse() {
        let table = QuantileTable([-4, 1, 2, 9, 10])
        for step in 0...1_000 {
            let share = Double(step) / 1_000
            #expect(abs(table.share(below: table[share]) - share) < 1e-12)
        }
    }

    @Test("Below the least value lies nothing, below more than the largest everything")
    func ends() {
        let table = QuantileTable([5, 6, 8])
        #expect(table.share(below: 5) == 0 && table.share(below: -1) == 0)
        #expect(table.share(below: 8) == 1 && table.share(below: 100) == 1)
    }

    @Test("Of a value that is frequent, the share below is that of the smaller ones")
    func plateaus() {
        let table = QuantileTable([0, 3, 3, 3, 4])
        #expect(table.share(below: 3) == 0.25)
        #expect(table.share(below: 3.5) == 0.875)
        #expect(QuantileTable([7, 7]).share(below: 7) == 0)
    }

    @Test("No measured table falls, and each turns back")
    func fittedTables() {
        for values in QuantileTableTests.fitted {
            #expect(values == values.sorted())
            let table = QuantileTable(values)
            for step in 0...100 {
                let value = table[Double(step) / 100]
                #expect(abs(table[table.share(below: value)] - value) < 1e-6)
            }
        }
    }

    @Test("Draws by a table have its mean")
    func draws() {
        let values = [1.0, 2, 4, 8]
        let table = QuantileTable(values)
        var random = TrafficRandom(seed: 1, .city)
        let moments = Moments((0..<100_000).map { _ in table[random.unit()] })
        // Of each third the mean of its ends.
        let mean = (1.5 + 3 + 6) / 3
        #expect(moments.hasMean(mean, variance: moments.variance))
    }
}
