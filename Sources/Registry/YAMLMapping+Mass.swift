// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// A mass limit of a law that counts in pounds is written in pounds, so that it can be held against the
// law's text. Inside, masses are whole kilograms. As a limit, the largest number of kilograms that is
// not more: 80,000 lb are 36,287.39 kg, of which 36,287 are lawful and 36,288 are not.

import Rulebook

extension YAMLMapping {
    /// A mass that must be there, in kilograms (`limit_kg`) or in pounds (`limit_lb`).
    ///
    /// - Parameters:
    ///   - name: The key without its unit, `limit`.
    ///   - range: What it may be, kg.
    /// - Returns: Kilograms; of pounds the largest whole number that is not more.
    func mass(_ name: String, in range: ClosedRange<Int32>) -> Int32 {
        required(name + "_kg", or: name + "_lb").mass(in: range)
    }

    /// The same for a mass that may be absent.
    func optionalMass(_ name: String, in range: ClosedRange<Int32>) -> Int32? {
        optional(name + "_kg", or: name + "_lb")?.mass(in: range)
    }
}

extension YAMLValue {
    /// Whether the value is given in pounds, as its key says.
    var isPounds: Bool { name.hasSuffix("_lb") }

    /// A mass in the unit that the key ends in.
    ///
    /// - Parameter range: What it may be, kg.
    /// - Returns: Kilograms; of pounds the largest whole number that is not more.
    func mass(in range: ClosedRange<Int32>) -> Int32 {
        guard isPounds else { return integer(in: range, unit: "kg") }
        return Int32(BridgeRule.kilograms(integer(in: Pounds.range(range), unit: "lb")))
    }
}

/// Pounds as kilograms; a pound is 0.45359237 kg by definition.
enum Pounds {
    private static let pound = 45_359_237
    private static let kilogram = 100_000_000

    /// The pounds whose largest whole number of kilograms lies in a range.
    static func range(_ kilograms: ClosedRange<Int32>) -> ClosedRange<Int> {
        let least = (Int(kilograms.lowerBound) * kilogram + pound - 1) / pound
        let most = ((Int(kilograms.upperBound) + 1) * kilogram - 1) / pound
        return least...most
    }

    /// The kilograms that are so many whole pounds or more, once rounded to the nearest pound.
    static func leastKilograms(_ pounds: Int) -> Int32 {
        // ⌈(pounds − ½) × pound⌉
        Int32(max(0, ((2 * pounds - 1) * pound + 2 * kilogram - 1) / (2 * kilogram)))
    }

    /// The kilograms that are so many whole pounds or fewer, once rounded to the nearest pound.
    static func mostKilograms(_ pounds: Int) -> Int32 { leastKilograms(pounds + 1) - 1 }
}

/// Hundredths of a foot as millimetres; a foot is 304.8 mm by definition.
enum Feet {
    /// The millimetres that are so many hundredths of a foot or more, once rounded to the nearest.
    static func leastMillimetres(_ hundredths: Int32) -> Int32 {
        // ⌈(hundredths − ½) × 3.048⌉; below zero the quotient rounds up already.
        max(0, ((2 * hundredths - 1) * 3_048 + 1_999) / 2_000)
    }

    /// The millimetres that are so many hundredths of a foot or fewer, once rounded to the nearest.
    static func mostMillimetres(_ hundredths: Int32) -> Int32 {
        leastMillimetres(hundredths + 1) - 1
    }
}
