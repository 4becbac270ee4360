// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Mean and variance of a sample.
struct Moments {
    /// How many values there are.
    let count: Int
    /// Their mean.
    let mean: Double
    /// Their variance.
    let variance: Double

    /// The moments of values; two passes, so that nothing cancels out.
    init(_ values: [Double]) {
        let count = Double(max(values.count, 1))
        let mean = values.reduce(0, +) / count
        self.count = values.count
        self.mean = mean
        variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    }

    /// Their standard deviation.
    var deviation: Double { variance.squareRoot() }

    /// Whether the mean is what a distribution of this mean and variance gives: four sigma.
    func hasMean(_ expected: Double, variance: Double) -> Bool {
        abs(mean - expected) <= 4 * (variance / Double(count)).squareRoot()
    }

    /// Whether the variance is that of a distribution with this fourth central moment: four sigma.
    func hasVariance(_ expected: Double, fourthMoment: Double) -> Bool {
        let spread = ((fourthMoment - expected * expected) / Double(count)).squareRoot()
        return abs(variance - expected) <= 4 * spread
    }
}

/// How often something happened.
struct Rate: CustomStringConvertible {
    /// How often.
    var count = 0
    /// Out of how many.
    var trials = 0

    /// Counts one more trial.
    mutating func add(_ happened: Bool) {
        trials += 1
        if happened { count += 1 }
    }

    /// Whether the count is within four standard deviations of what a share gives.
    func agrees(with share: Double) -> Bool {
        let mean = Double(trials) * share
        return abs(Double(count) - mean) <= 4 * (mean * (1 - share)).squareRoot()
    }

    var description: String { "\(count) of \(trials)" }
}

/// The correlation of two samples of one length.
func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (x, y) = (Moments(a), Moments(b))
    let sum = zip(a, b).reduce(0) { $0 + ($1.0 - x.mean) * ($1.1 - y.mean) }
    return sum / Double(a.count) / (x.deviation * y.deviation)
}

/// Whether no value is smaller than the one before.
///
/// Unlike a comparison with the sorted values, a failure of this prints no long list.
func neverFalls<Value: Comparable>(_ values: [Value]) -> Bool {
    zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }
}
