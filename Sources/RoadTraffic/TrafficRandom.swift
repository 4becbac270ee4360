// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Chance that gives the same world for the same seed.
///
/// xoshiro256++ after David Blackman and Sebastiano Vigna, "Scrambled Linear Pseudorandom Number
/// Generators" (2021). Every source of chance (an enterprise in a slice of time, a vehicle, a lane) has
/// a generator of its own, seeded from the world's seed and what it is for: so no draw depends on how
/// many draws others made before it.
struct TrafficRandom: RandomNumberGenerator {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    /// What a generator is for.
    enum Purpose: UInt64 {
        case city = 1
        case vehicle, plate, clone, lane, light, through, exits, day, enterprise, network, waveform
    }

    /// The generator of one source.
    init(seed: UInt64, _ purpose: Purpose, _ a: UInt64 = 0, _ b: UInt64 = 0) {
        var state = seed
        state = TrafficRandom.mixed(state &+ purpose.rawValue &* 0xD1B5_4A32_D192_ED03)
        state = TrafficRandom.mixed(state ^ TrafficRandom.mixed(a &+ 0x8CB9_2BA7_2F3D_8DD7))
        state = TrafficRandom.mixed(state ^ TrafficRandom.mixed(b &+ 0x5851_F42D_4C95_7F2D))
        s0 = TrafficRandom.mixed(state &+ 0x9E37_79B9_7F4A_7C15)
        s1 = TrafficRandom.mixed(s0 &+ 0x9E37_79B9_7F4A_7C15)
        s2 = TrafficRandom.mixed(s1 &+ 0x9E37_79B9_7F4A_7C15)
        s3 = TrafficRandom.mixed(s2 &+ 0x9E37_79B9_7F4A_7C15)
    }

    /// 64 bits in which every bit depends on every bit of `x` (the finaliser of SplitMix64).
    @inline(__always)
    static func mixed(_ x: UInt64) -> UInt64 {
        var z = x
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    @inline(__always)
    mutating func next() -> UInt64 {
        let sum = s0 &+ s3
        let result = (sum << 23 | sum >> 41) &+ s0
        let t = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = s3 << 45 | s3 >> 19
        return result
    }

    /// A number 0 ..< 1.
    @inline(__always)
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Whether something of this probability happens.
    @inline(__always)
    mutating func happens(_ share: Double) -> Bool { share > 0 && unit() < share }

    /// A whole number 0 ..< `count`, which is at least 1.
    @inline(__always)
    mutating func number(below count: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// A number of a range.
    @inline(__always)
    mutating func number(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * unit()
    }

    /// A normal deviate of mean 0 and standard deviation 1.
    mutating func normal() -> Double {
        TrafficRandom.normalQuantile((Double(next() >> 12) + 0.5) * 0x1p-52)
    }

    /// A deviate of mean 1 of the exponential distribution.
    mutating func exponential() -> Double { -log1p(-unit()) }

    /// How often something happened that happens `mean` times on average.
    ///
    /// Counts exponential gaps up to a mean of 30, and rounds a normal deviate beyond.
    mutating func poisson(_ mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        if mean > 30 { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        var count = 0
        var product = unit()
        let floor = exp(-mean)
        while product > floor {
            count += 1
            product *= unit()
        }
        return count
    }

    /// The quantile of the standard normal distribution, to a relative error of 1.2 × 10⁻⁹.
    ///
    /// Rational approximations by Peter J. Acklam (2003): cheap in the middle, where 95 % of all calls
    /// end, and with a logarithm in the tails.
    static func normalQuantile(_ p: Double) -> Double {
        let low = 0.02425
        if p < low { return tail((-2 * log(p)).squareRoot()) }
        if p > 1 - low { return -tail((-2 * log(1 - p)).squareRoot()) }
        let q = p - 0.5
        let r = q * q
        var top = -3.969683028665376e+01
        top = top * r + 2.209460984245205e+02
        top = top * r - 2.759285104469687e+02
        top = top * r + 1.383577518672690e+02
        top = top * r - 3.066479806614716e+01
        top = top * r + 2.506628277459239e+00
        var bottom = -5.447609879822406e+01
        bottom = bottom * r + 1.615858368580409e+02
        bottom = bottom * r - 1.556989798598866e+02
        bottom = bottom * r + 6.680131188771972e+01
        bottom = bottom * r - 1.328068155288572e+01
        bottom = bottom * r + 1
        return top * q / bottom
    }

    private static func tail(_ q: Double) -> Double {
        var top = -7.784894002430293e-03
        top = top * q - 3.223964580411365e-01
        top = top * q - 2.400758277161838e+00
        top = top * q - 2.549732539343734e+00
        top = top * q + 4.374664141464968e+00
        top = top * q + 2.938163982698783e+00
        var bottom = 7.784695709041462e-03
        bottom = bottom * q + 3.224671290700398e-01
        bottom = bottom * q + 2.445134137142996e+00
        bottom = bottom * q + 3.754408661907416e+00
        bottom = bottom * q + 1
        return top / bottom
    }
}

/// A distribution given by its quantiles at equal steps from 0 to 1.
struct QuantileTable: Sendable {
    private let values: [Double]

    /// Makes a table of at least two values that do not fall.
    init(_ values: [Double]) {
        precondition(values.count >= 2, "A distribution has at least two quantiles.")
        self.values = values
    }

    /// The quantile of `share`, 0…1, between the table's values along a straight line.
    @inline(__always)
    subscript(share: Double) -> Double {
        let place = share * Double(values.count - 1)
        let index = min(max(0, Int(place)), values.count - 2)
        let low = values[index]
        return low + (values[index + 1] - low) * (place - Double(index))
    }

    /// The share of the distribution below a value.
    func share(below value: Double) -> Double {
        guard value > values[0] else { return 0 }
        guard let index = values.firstIndex(where: { $0 >= value }) else { return 1 }
        let low = values[index - 1]
        let part = values[index] > low ? (value - low) / (values[index] - low) : 0
        return (Double(index - 1) + part) / Double(values.count - 1)
    }
}
