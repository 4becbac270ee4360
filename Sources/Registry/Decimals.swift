// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Reads numbers in plain decimal notation; no exponents, no signs but a minus.
enum Decimals {
    /// The number of a text such as `28.2282`; nil where it is none.
    static func double(_ text: String) -> Double? {
        parts(text) == nil ? nil : Double(text)
    }

    /// The number of a text with at most two decimal places, in hundredths; nil where it is none or
    /// does not fit.
    static func hundredths(_ text: String) -> Int32? {
        guard let (whole, fraction) = parts(text), fraction.utf8.count <= 2 else { return nil }
        let digits = whole + fraction + String(repeating: "0", count: 2 - fraction.utf8.count)
        return Int32(digits)
    }

    private static func parts(_ text: String) -> (whole: String, fraction: String)? {
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = halves[0].hasPrefix("-") ? halves[0].dropFirst() : halves[0]
        guard isDigits(whole), halves.count == 1 || isDigits(halves[1]) else { return nil }
        return (String(halves[0]), halves.count == 1 ? "" : String(halves[1]))
    }

    /// Whether a text is one or more decimal digits.
    static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
    }
}

extension CivilTime {
    /// The midnight of a day as text, `2016-09-21`; nil where it is no day of the calendar.
    init?(day text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard
            parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy(Decimals.isDigits),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard isValid else { return nil }
    }

    /// The day as text, `2016-09-21`.
    var dayText: String {
        let pad = { (value: Int, width: Int) in
            String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    }
}
