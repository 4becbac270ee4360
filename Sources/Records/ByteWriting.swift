// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Appends text to bytes, without a formatter.
extension Array where Element == UInt8 {
    /// A whole number in decimal digits.
    mutating func append(decimal value: Int) {
        if value < 0 { append(ASCII.minus) }
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = digits.count
        var rest = value.magnitude
        repeat {
            first -= 1
            digits[first] = ASCII.zero + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for index in first..<digits.count { append(digits[index]) }
    }

    /// A number 0 or more with leading zeros.
    mutating func appendPadded(_ value: Int, width: Int) {
        var unit = 1
        for _ in 1..<width { unit *= 10 }
        var rest = value
        while unit > 0 {
            append(ASCII.zero + UInt8(rest / unit % 10))
            rest %= unit
            unit /= 10
        }
    }

    /// Hundredths as a decimal, with as many places as needed.
    mutating func append(hundredths value: Int32) {
        if value < 0 { append(ASCII.minus) }
        append(decimal: Int(value.magnitude / 100))
        let fraction = Int(value.magnitude % 100)
        guard fraction != 0 else { return }
        append(ASCII.point)
        appendPadded(fraction, width: 2)
        if last == ASCII.zero { removeLast() }
    }

    /// Whole numbers with one space between.
    mutating func append(list values: [Int]) {
        for (index, value) in values.enumerated() {
            if index > 0 { append(ASCII.space) }
            append(decimal: value)
        }
    }

    /// Quotes what was appended from `first` on, where RFC 4180 asks for it.
    mutating func quoteCSV(from first: Int) {
        var quotes = 0
        var isSpecial = false
        for index in first..<count {
            let byte = self[index]
            if byte == ASCII.quote { quotes += 1 }
            if byte == ASCII.comma || byte == ASCII.lf || byte == ASCII.cr { isSpecial = true }
        }
        guard isSpecial || quotes > 0 else { return }
        let field = Array(self[first...])
        removeSubrange(first...)
        append(ASCII.quote)
        for byte in field {
            if byte == ASCII.quote { append(byte) }
            append(byte)
        }
        append(ASCII.quote)
    }

    /// Escapes what was appended from `first` on, valid UTF-8, for the inside of a JSON string.
    mutating func escapeJSON(from first: Int) {
        let needs = self[first...].contains {
            $0 < 0x20 || $0 == ASCII.quote || $0 == ASCII.backslash
        }
        guard needs else { return }
        let field = Array(self[first...])
        removeSubrange(first...)
        for byte in field { appendEscaped(byte) }
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case ASCII.quote, ASCII.backslash:
            append(ASCII.backslash)
            append(byte)
        case 0..<0x20:
            let low = byte & 15
            append(contentsOf: "\\u00".utf8)
            append(byte < 0x10 ? ASCII.zero : ASCII.zero + 1)
            append(low < 10 ? ASCII.zero + low : UInt8(ascii: "a") + low - 10)
        default: append(byte)
        }
    }
}
