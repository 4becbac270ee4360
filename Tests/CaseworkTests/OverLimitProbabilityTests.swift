// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Testing

@Suite("How likely a vehicle really was over its limit")
struct OverLimitProbabilityTests {
    /// Values of Python's `statistics.NormalDist().cdf((1000 × (g − L) ÷ L − b) ÷ s)`.
    @Test(
        "The probability is that of an independent normal distribution",
        arguments: [
            (49_000, 49_000, 0, 25, 0.5), (50_225, 49_000, 0, 25, 0.841_344_746_068_542_9),
            (51_450, 49_000, 0, 25, 0.977_249_868_051_820_8),
            (47_775, 49_000, 0, 25, 0.158_655_253_931_457_07),
            (52_000, 49_000, 0, 25, 0.992_836_921_746_042_2),
            (18_100, 18_000, 0, 10, 0.710_742_639_246_028),
            (18_100, 18_000, 5, 10, 0.522_152_064_341_782_2),
            (31_000, 31_000, -12.5, 20, 0.734_014_470_951_299_5),
            (60_000, 49_000, 0, 50, 0.999_996_435_427_797),
            (40_000, 49_000, 0, 50, 0.000_119_639_677_458_149_85),
            (44_000, 43_000, 3, 7.5, 0.996_541_095_992_112_4),
        ] as [(Int32, Int32, Double, Double, Double)]
    )
    func independent(gross: Int32, limit: Int32, bias: Double, deviation: Double, value: Double) {
        let error = ScaleErrorModel(biasPermille: bias, deviationPermille: deviation)
        let found = OverLimitProbability.value(gross: gross, limit: limit, error: error)
        #expect(abs(found - value) <= 1e-12 * max(value, 1e-4))
    }

    @Test("Adding up the errors that make the true mass too heavy gives the same")
    func addedUp() {
        let error = ScaleErrorModel(biasPermille: 8, deviationPermille: 30)
        let gross: Int32 = 50_500
        let limit: Int32 = 49_000
        var over = 0.0
        var all = 0.0
        for step in -8_000...8_000 {
            let z = Double(step) / 1_000
            let share = exponential(-z * z / 2)
            let relativeError = (error.biasPermille + error.deviationPermille * z) / 1_000
            if Double(gross) / (1 + relativeError) > Double(limit) { over += share }
            all += share
        }
        let found = OverLimitProbability.value(gross: gross, limit: limit, error: error)
        #expect(abs(found - over / all) < 5e-4)
    }

    /// e^x by squaring (1 + x ÷ 2²⁰) twenty times.
    private func exponential(_ x: Double) -> Double {
        (0..<20).reduce(1 + x / 1_048_576) { value, _ in value * value }
    }

    @Test("It rises with the reading and falls with the limit and the bias")
    func monotone() {
        func value(_ gross: Int32, _ limit: Int32, _ bias: Double) -> Double {
            OverLimitProbability.value(
                gross: gross,
                limit: limit,
                error: ScaleErrorModel(biasPermille: bias, deviationPermille: 25)
            )
        }
        for gross in stride(from: Int32(44_000), to: 54_000, by: 100) {
            #expect(value(gross, 49_000, 0) < value(gross + 100, 49_000, 0))
            #expect(value(gross, 49_000, 0) > value(gross, 49_100, 0))
            #expect(value(gross, 49_000, 0) > value(gross, 49_000, 1))
        }
    }

    @Test("A scale without error leaves no doubt")
    func withoutError() {
        let exact = ScaleErrorModel(permissibleErrorPermille: 0)
        #expect(OverLimitProbability.value(gross: 49_000, limit: 49_000, error: exact) == 0)
        #expect(OverLimitProbability.value(gross: 49_001, limit: 49_000, error: exact) == 1)
        let biased = ScaleErrorModel(biasPermille: 10, deviationPermille: 0)
        #expect(OverLimitProbability.value(gross: 49_490, limit: 49_000, error: biased) == 0)
        #expect(OverLimitProbability.value(gross: 49_491, limit: 49_000, error: biased) == 1)
    }

    @Test("Of a good scale 95 in 100 readings lie inside the permissible error")
    func assumption() {
        let error = ScaleErrorModel(permissibleErrorPermille: 50)
        #expect(error == ScaleErrorModel(biasPermille: 0, deviationPermille: 25))
        // A reading at the permissible error above the limit: 1 − 0.0455 ÷ 2.
        let found = OverLimitProbability.value(gross: 51_450, limit: 49_000, error: error)
        #expect(abs(2 * (1 - found) - 0.045_500_263_896) < 1e-9)
    }

    @Test("The ends stay between 0 and 1")
    func ends() {
        let error = ScaleErrorModel(permissibleErrorPermille: 20)
        #expect(OverLimitProbability.value(gross: 0, limit: 49_000, error: error) == 0)
        #expect(OverLimitProbability.value(gross: .max, limit: 1, error: error) == 1)
    }
}
