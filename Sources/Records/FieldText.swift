// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Values from the bytes of a field, without a String in between. Each gives nil where the text is
// not exactly what the format says; the caller knows the column and words the fault.

import CLanes

/// Reads single values.
enum FieldText {
    /// A whole number 0…most of decimal digits; nil for anything else, also a sign.
    @inline(__always)
    static func wholeNumber(_ bytes: Span<UInt8>, _ range: Range<Int>, most: Int) -> Int? {
        let word = bytes.word(at: range.lowerBound)
        guard range.count < 8, !range.isEmpty, ByteWord.digitCount(word) >= range.count else {
            return longNumber(bytes, range, most: most)
        }
        let value = ByteWord.number(word, digits: range.count)
        return value <= most ? value : nil
    }

    /// A number of any length, which leading zeros may give it.
    @inline(never)
    private static func longNumber(_ bytes: Span<UInt8>, _ range: Range<Int>, most: Int) -> Int? {
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
    @inline(__always)
    static func hundredths(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32? {
        // The common case: up to four digits, and perhaps a point and one or two more.
        let word = bytes.word(at: range.lowerBound)
        let digits = min(ByteWord.digitCount(word), range.count)
        let rest = range.count &- digits
        guard 1...4 ~= digits, rest <= 3 else { return anyHundredths(bytes, range) }
        let whole = ByteWord.number(word, digits: digits) &* 100
        if rest == 0 { return Int32(truncatingIfNeeded: whole) }
        let places = rest &- 1
        let fraction = word >> UInt64(8 * (digits + 1))
        guard bytes[range.lowerBound &+ digits] == ASCII.point, places > 0,
            ByteWord.digitCount(fraction) >= places
        else { return anyHundredths(bytes, range) }
        let value = ByteWord.number(fraction, digits: places) &* (places == 1 ? 10 : 1)
        return Int32(truncatingIfNeeded: whole &+ value)
    }

    @inline(never)
    private static func anyHundredths(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int32? {
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
        let scan = scan(bytes, range)
        return scan.isASCII || isLongUTF8(bytes, range)
    }

    /// What a text is made of.
    @inline(__always)
    static func scan(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>
    ) -> (hasZero: Bool, isASCII: Bool) {
        var zeros: UInt64 = 0
        var all: UInt64 = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let count = min(range.upperBound &- index, 8)
            let word = ByteWord.head(bytes.word(at: index), count)
            // The bytes behind the text are zeros now; they must not count as its own.
            zeros |= ByteWord.head(ByteWord.marks(of: 0, in: word), count)
            all |= word
            index &+= 8
        }
        return (zeros != 0, !ByteWord.hasHighBit(all))
    }

    /// Whether a range is well-formed UTF-8; the Unicode Standard, table 3-7.
    static func isLongUTF8(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            let first = bytes[index]
            index += 1
            if first < 0x80 { continue }
            // Of the second byte only a part is allowed after some first ones: no overlong forms,
            // no surrogates, nothing above U+10FFFF.
            let (more, second): (Int, ClosedRange<UInt8>) =
                switch first {
                case 0xC2...0xDF: (1, 0x80...0xBF)
                case 0xE0: (2, 0xA0...0xBF)
                case 0xED: (2, 0x80...0x9F)
                case 0xE1...0xEF: (2, 0x80...0xBF)
                case 0xF0: (3, 0x90...0xBF)
                case 0xF1...0xF3: (3, 0x80...0xBF)
                case 0xF4: (3, 0x80...0x8F)
                default: (0, 0...0)
                }
            guard more > 0, index + more <= range.upperBound, second.contains(bytes[index]) else {
                return false
            }
            for offset in 1..<more where bytes[index + offset] & 0xC0 != 0x80 { return false }
            index += more
        }
        return true
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
    @inline(__always)
    static func list(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ column: PassageColumn,
        into values: inout InlineArray<16, UInt16>
    ) throws(FieldFault) -> Int {
        if let count = plainList(bytes, range, ASCII.space, &values) { return count }
        return try anyList(bytes, range, column, into: &values)
    }

    /// The numbers of a list of no more than 16, up to 63 bytes long, with just the separator between.
    ///
    /// - Returns: How many there are; nil where the list must be looked at more closely.
    @inline(__always)
    private static func plainList(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ separator: UInt8,
        _ values: inout InlineArray<16, UInt16>
    ) -> Int? {
        guard !range.isEmpty else { return 0 }
        let start = range.lowerBound
        guard range.count < 64, start &+ 64 <= bytes.count else { return nil }
        // Sound: the load checks its bounds, and every pattern of bits is a vector of bytes.
        let block = unsafe bytes.bytes.unsafeLoadUnaligned(
            fromByteOffset: start,
            as: SIMD64<UInt8>.self
        )
        let inside = (1 &<< UInt64(range.count)) &- 1 as UInt64
        let separators = steelyard_places_of(block, separator) & inside
        guard steelyard_places_of_no_digit(block) & inside == separators else { return nil }
        // Where numbers end, all found at once: none waits for the one before.
        var ends = separators | (inside &+ 1)
        var count = 0
        var first = 0
        while ends != 0 {
            let end = ends.trailingZeroBitCount
            let digits = end &- first
            guard UInt(bitPattern: digits &- 1) < 5, count < values.count else { return nil }
            let word = bytes.word(at: start &+ first)
            let value = ByteWord.number(word, digits: digits)
            guard value <= Int(UInt16.max) else { return nil }
            if separator == ASCII.comma, digits > 1,
                UInt8(truncatingIfNeeded: word) == ASCII.zero
            {
                return nil
            }
            values[count] = UInt16(truncatingIfNeeded: value)
            count &+= 1
            first = end &+ 1
            ends &= ends &- 1
        }
        return count
    }

    @inline(never)
    private static func anyList(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ column: PassageColumn,
        into values: inout InlineArray<16, UInt16>
    ) throws(FieldFault) -> Int {
        guard !range.isEmpty else { return 0 }
        var count = 0
        var start = range.lowerBound
        while true {
            let word = bytes.word(at: start)
            let digits = min(ByteWord.digitCount(word), range.upperBound &- start)
            var value = 0
            var end = start &+ digits
            if digits &- 1 < 7, digits > 0 {
                value = ByteWord.number(word, digits: digits)
            } else {
                end = number(bytes, start..<range.upperBound, &value)
            }
            guard end > start, value <= Int(UInt16.max),
                end == range.upperBound || bytes[end] == ASCII.space
            else { throw listFault(bytes, start..<range.upperBound, column) }
            if count < values.count { values[count] = UInt16(truncatingIfNeeded: value) }
            count &+= 1
            guard end < range.upperBound else { return count }
            start = end &+ 1
        }
    }

    /// The numbers inside a JSON array, with a comma between and at most one space behind it.
    ///
    /// - Throws: A fault for anything else, also what JSON allows; ``JSONLine`` then says what it is.
    @inline(__always)
    static func array(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ column: PassageColumn,
        into values: inout InlineArray<16, UInt16>
    ) throws(FieldFault) -> Int {
        if let count = plainList(bytes, range, ASCII.comma, &values) { return count }
        return try spacedArray(bytes, range, column, into: &values)
    }

    @inline(never)
    private static func spacedArray(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ column: PassageColumn,
        into values: inout InlineArray<16, UInt16>
    ) throws(FieldFault) -> Int {
        guard !range.isEmpty else { return 0 }
        var count = 0
        var start = range.lowerBound
        while true {
            let word = bytes.word(at: start)
            let digits = min(ByteWord.digitCount(word), range.upperBound &- start)
            let end = start &+ digits
            let isPadded = digits > 1 && UInt8(truncatingIfNeeded: word) == ASCII.zero
            guard 1...5 ~= digits, !isPadded, count < values.count else {
                throw FieldFault(column.name)
            }
            let value = ByteWord.number(word, digits: digits)
            guard value <= Int(UInt16.max) else { throw FieldFault(column.name) }
            values[count] = UInt16(truncatingIfNeeded: value)
            count &+= 1
            guard end < range.upperBound else { return count }
            guard bytes[end] == ASCII.comma else { throw FieldFault(column.name) }
            start = end &+ 1
            if start < range.upperBound, bytes[start] == ASCII.space { start &+= 1 }
        }
    }

    /// Reads digits of any number up to what is none or too much, and says where that is.
    @inline(never)
    private static func number(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ value: inout Int
    ) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, bytes[index] &- ASCII.zero < 10 {
            value = value * 10 + Int(bytes[index] &- ASCII.zero)
            index += 1
            if value > Int(UInt16.max) { break }
        }
        return index
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
