// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// TestKit holds what the tests of several targets share: chance that can be repeated from a seed,
// passages made with it, and the default law as a value. It knows nothing of the code under test
// but the vocabulary, so that no test can lean on the answer it is meant to check.

/// A source of chance that gives the same numbers for the same seed on every machine.
///
/// SplitMix64, after Sebastiano Vigna's public domain version of the generator by Guy Steele, Doug
/// Lea and Christine Flood, "Fast Splittable Pseudorandom Number Generators" (2014). A test prints
/// the seed, so that a failure can be run again.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    /// The seed it was made from, for the message of a failing test.
    public let seed: UInt64
    private var state: UInt64

    /// Starts the sequence of a seed.
    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        // Wrapping is the design: the state walks through all 2⁶⁴ values.
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number of a range, every one as likely.
    public mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    /// One of several, every one as likely.
    ///
    /// - Precondition: `choices` is not empty.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        choices[number(0...choices.count - 1)]
    }

    /// Whether something happens that happens in so many of a hundred cases.
    public mutating func happens(percent: Int) -> Bool {
        number(1...100) <= percent
    }
}
