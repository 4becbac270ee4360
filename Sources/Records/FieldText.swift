// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Values from the bytes of a field, without a String in between. Each gives nil where the text is
// not exactly what the format says; the caller knows the column and words the fault.

/// Reads single values.
enum FieldText {
    /// A whole number 0…most of decimal digits; nil for anything else, also a sign.
    static func wholeNumber(_ bytes: Span<UInt8>, _ range: Range<Int>, most: Int) -> Int? {
        guard !range.isEmpty else { return nil }
        var value = 0
        for index in range {
            let digit = Int(bytes[index]) - Int(ASCII.zero)
            guard (0...9).contains(digit) else { return nil }
            value = value * 10 + digit
            // Checked at every digit, so that no length of digits can overflow.
            guard value <= most else { return nil }
        }
        return value
    }

    /// A decimal of at most two places as hundredths; nil where it is none or leaves Int32.
    static func hundredths(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32? {
        let isNegative = range.first.map { bytes[$0] == ASCII.minus } ?? false
        var value = 0
        var index = range.lowerBound + (isNegative ? 1 : 0)
        var places = -1
        var digits = 0
        while index < range.upperBound {
            let byte = bytes[index]
            index += 1
            if byte == ASCII.point, places < 0, digits > 0 {
                places = 0
                continue
            }
            guard (ASCII.zero...ASCII.nine).contains(byte), places < 2 else { return nil }
            digits += 1
            if places >= 0 { places += 1 }
            value = value * 10 + Int(byte - ASCII.zero)
            guard value <= 1 << 31 else { return nil }
        }
        guard digits > 0, places != 0 else { return nil }
        if places < 1 { value *= 10 }
        if places < 2 { value *= 10 }
        return Int32(exactly: isNegative ? -value : value)
    }

    /// Whether a range is valid UTF-8.
    static func isUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var high: UInt8 = 0
        for index in range { high |= bytes[index] }
        if high < 0x80 { return true }
        return (try? UTF8Span(validating: bytes.extracting(range))) != nil
    }

    /// The text of a range that is valid UTF-8.
    static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        guard let text = try? UTF8Span(validating: bytes.extracting(range)) else {
            return String(decoding: range.map { bytes[$0] }, as: UTF8.self)
        }
        return String(copying: text)
    }

    /// The numbers of a list, each 0…65,535 with exactly one space between.
    ///
    /// - Parameters:
    ///   - bytes: Where the list stands.
    ///   - range: The list; empty for none.
    ///   - column: For the message.
    ///   - values: Where the first 16 go.
    /// - Returns: How many there are, also beyond 16.
    /// - Throws: ``FieldFault`` naming the column and the value that is no such number.
    static func list(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ column: PassageColumn,
        into values: inout InlineArray<16, UInt16>
    ) throws(FieldFault) -> Int {
        guard !range.isEmpty else { return 0 }
        var count = 0
        var start = range.lowerBound
        while true {
            var value = 0
            var index = start
            while index < range.upperBound, bytes[index] != ASCII.space {
                let digit = bytes[index] &- ASCII.zero
                value = value * 10 + Int(digit)
                guard digit < 10, value <= Int(UInt16.max) else {
                    throw listFault(bytes, start..<range.upperBound, column)
                }
                index += 1
            }
            guard index > start else { throw listFault(bytes, start..<range.upperBound, column) }
            if count < values.count { values[count] = UInt16(value) }
            count += 1
            guard index < range.upperBound else { return count }
            start = index + 1
        }
    }

    private static func listFault(
        _ bytes: Span<UInt8>,
        _ rest: Range<Int>,
        _ column: PassageColumn
    ) -> FieldFault {
        let end = rest.first { bytes[$0] == ASCII.space } ?? rest.upperBound
        guard end > rest.lowerBound else {
            return FieldFault("\(column.name): there must be exactly one space between numbers")
        }
        return FieldFault(
            column.name,
            Excerpt.text(bytes, rest.lowerBound..<end),
            isNot: "a whole number from 0 to \(UInt16.max)"
        )
    }
}
