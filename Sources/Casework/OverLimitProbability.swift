// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// How likely it is that a vehicle really was over its limit, given what a scale with a known error
// read. A reading is g = t × (1 + e): the true mass t, and a relative error e that is normal with mean
// b (the bias) and standard deviation σ. The vehicle was over the limit L where
//
//   t > L   ⇔   g ÷ (1 + e) > L   ⇔   e < g ÷ L − 1
//
//   P = Φ((g ÷ L − 1 − b) ÷ σ)        Φ(z) = erfc(−z ÷ √2) ÷ 2
//
// which is exact, unlike a normal with standard deviation σ × g around g ÷ (1 + b), from which it
// differs by terms of the order of σ². No prior is used: P is also the chance that a vehicle of just L
// would have read less than g, whatever masses are common on that road. Where most vehicles are well
// under the limit the truth is somewhat lower than P.
//
// P puts a queue of passages in the order in which officers look at them. It is never a verdict: the
// verdict is the law's comparison of whole kilograms after the deduction.

import Glibc

/// How a scale errs: relative to the mass, normal.
public struct ScaleErrorModel: Sendable, Equatable {
    /// How much too heavy it reads on average, permille.
    public var biasPermille: Double
    /// Standard deviation, permille, 0 or more.
    public var deviationPermille: Double

    /// Takes a site's own estimate.
    ///
    /// - Parameters:
    ///   - biasPermille: How much too heavy it reads on average, permille, above −1,000.
    ///   - deviationPermille: Standard deviation, permille; 0 is a scale without error.
    public init(biasPermille: Double, deviationPermille: Double) {
        precondition(deviationPermille >= 0, "A standard deviation is 0 or more.")
        self.biasPermille = biasPermille
        self.deviationPermille = deviationPermille
    }

    /// Assumes a good scale of a permissible error: no bias, and a standard deviation of half of it.
    ///
    /// An assumption and no measurement: 95 % of the readings of a scale that is as good as its
    /// certificate asks lie inside the permissible error. A running estimate of the site replaces it.
    ///
    /// - Parameter permissibleErrorPermille: Permille, 0…999.
    public init(permissibleErrorPermille: UInt16) {
        self.init(biasPermille: 0, deviationPermille: Double(permissibleErrorPermille) / 2)
    }
}

/// How likely it is that the true gross mass was over the limit.
public enum OverLimitProbability {
    /// The probability for a reading; see the top of the file for the formula and what it means.
    ///
    /// - Parameters:
    ///   - gross: Measured gross mass, kg, 0 or more.
    ///   - limit: The gross limit, kg, above 0.
    ///   - error: How the scale errs.
    /// - Returns: 0…1; with a standard deviation of 0 one of both.
    public static func value(gross: Int32, limit: Int32, error: ScaleErrorModel) -> Double {
        precondition(limit > 0, "A limit is above 0 kg.")
        let excess = 1_000 * Double(gross - limit) / Double(limit) - error.biasPermille
        guard error.deviationPermille > 0 else { return excess > 0 ? 1 : 0 }
        return erfc(-excess / error.deviationPermille / 2.0.squareRoot()) / 2
    }
}
