// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// One line of NDJSON into the cells of a passage. A strict reader of RFC 8259 that leaves values
// where they lie: `scratch` begins as a copy of the row, text with escapes is undone in place and
// arrays are closed up to one space between numbers, both of which only ever shorten.
//
//   row      {"lane":2,"plate":"\u6e58A1","axle_kg":[7000, 11000]}
//   scratch  {"lane":2,"plate":"湘A1…1","axle_kg":[7000 110000]}     cells: 2 · 湘A1 · 7000 11000
//
// From there on a row of JSON is read like a row of CSV.

/// Reads one JSON object with the keys of a passage.
struct JSONLine {
    /// How deep values may be nested, the row itself included.
    static let depthMax = 16

    /// The row, with the values of its columns as plain text.
    private(set) var scratch: [UInt8] = []
    private let ignoresUnknown: Bool
    private let names = PassageColumn.allCases.map { (Array($0.name.utf8), $0) }
    private var seen: UInt32 = 0
    private var others: Set<String> = []
    /// Where reading stands, in the row and in `scratch`.
    private var index = 0

    init(ignoresUnknown: Bool) { self.ignoresUnknown = ignoresUnknown }

    /// Reads the row, which is one object, white space aside.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - cells: Takes where in `scratch` the columns lie.
    /// - Throws: ``FieldFault`` where it is not exactly one object of known keys.
    mutating func read(
        _ row: ArraySlice<UInt8>,
        into cells: inout CellTable
    ) throws(FieldFault) {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: row)
        others.removeAll(keepingCapacity: true)
        cells.clear()
        seen = 0
        index = 0
        try object(row.span, &cells)
    }

    private mutating func object(
        _ bytes: Span<UInt8>,
        _ cells: inout CellTable
    ) throws(FieldFault) {
        guard FieldText.isUTF8(bytes, 0..<bytes.count) else {
            throw FieldFault("the row is not valid UTF-8")
        }
        skipSpace(bytes)
        guard take(bytes, "{") else { throw expected("a JSON object") }
        skipSpace(bytes)
        if !take(bytes, "}") { try members(bytes, &cells) }
        skipSpace(bytes)
        guard index == bytes.count else { throw expected("the end of the row") }
    }

    private mutating func members(
        _ bytes: Span<UInt8>,
        _ cells: inout CellTable
    ) throws(FieldFault) {
        while true {
            skipSpace(bytes)
            let key = try string(bytes)
            skipSpace(bytes)
            guard take(bytes, ":") else { throw expected("':'") }
            skipSpace(bytes)
            if let column = column(named: key) {
                try once(column)
                cells[column] = try value(bytes, of: column)
            } else {
                try pass(over: String(decoding: scratch[key], as: UTF8.self))
                try skipValue(bytes, depth: 2)
            }
            skipSpace(bytes)
            if take(bytes, "}") { return }
            guard take(bytes, ",") else { throw expected("',' or '}'") }
        }
    }

    private func column(named key: Range<Int>) -> PassageColumn? {
        for (name, column) in names where name.count == key.count {
            if scratch[key].elementsEqual(name) { return column }
        }
        return nil
    }

    private mutating func once(_ column: PassageColumn) throws(FieldFault) {
        let bit: UInt32 = 1 << UInt32(column.rawValue)
        guard seen & bit == 0 else { throw FieldFault("the key \(column.name) stands there twice") }
        seen |= bit
    }

    private mutating func pass(over key: String) throws(FieldFault) {
        let shown = Excerpt.text(key)
        guard ignoresUnknown else {
            let names = PassageColumn.allCases.map(\.name)
            let hint = Likeness.closest(to: key, in: names).map { "; did you mean \($0)?" } ?? ""
            throw FieldFault("unknown key \"\(shown)\"\(hint)")
        }
        guard others.insert(key).inserted else {
            throw FieldFault("the key \"\(shown)\" stands there twice")
        }
    }
}

// MARK: - Values

extension JSONLine {
    private mutating func value(
        _ bytes: Span<UInt8>,
        of column: PassageColumn
    ) throws(FieldFault) -> Range<Int> {
        guard index < bytes.count else { throw expected("a value") }
        switch bytes[index] {
        case ASCII.quote: return try string(bytes)
        case ASCII.minus, ASCII.zero...ASCII.nine: return try number(bytes)
        case UInt8(ascii: "n"):
            try word(bytes, "null")
            return index..<index
        case UInt8(ascii: "[") where column.isList: return try numbers(bytes, column)
        default:
            let wanted = column.isList ? "a string or an array of whole numbers" : "one value"
            throw FieldFault("\(column.name): the value is not \(wanted)")
        }
    }

    /// An array of numbers, closed up to one space between them.
    private mutating func numbers(
        _ bytes: Span<UInt8>,
        _ column: PassageColumn
    ) throws(FieldFault) -> Range<Int> {
        index += 1
        skipSpace(bytes)
        let first = index
        var end = first
        if take(bytes, "]") { return first..<first }
        while true {
            skipSpace(bytes)
            guard index < bytes.count, bytes[index] == ASCII.minus || isDigit(bytes) else {
                throw FieldFault("\(column.name): the array holds something else than numbers")
            }
            for position in try number(bytes) {
                scratch[end] = bytes[position]
                end += 1
            }
            skipSpace(bytes)
            if take(bytes, "]") { return first..<end }
            guard take(bytes, ",") else { throw expected("',' or ']'") }
            scratch[end] = ASCII.space
            end += 1
        }
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(FieldFault) -> Range<Int> {
        let first = index
        _ = take(bytes, "-")
        if !take(bytes, "0") { try digits(bytes) }
        if take(bytes, ".") { try digits(bytes) }
        if take(bytes, "e") || take(bytes, "E") {
            _ = take(bytes, "+") || take(bytes, "-")
            try digits(bytes)
        }
        return first..<index
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(FieldFault) {
        guard index < bytes.count, isDigit(bytes) else { throw expected("a digit") }
        while index < bytes.count, isDigit(bytes) { index += 1 }
    }

    private func isDigit(_ bytes: Span<UInt8>) -> Bool {
        (ASCII.zero...ASCII.nine).contains(bytes[index])
    }

    private mutating func word(_ bytes: Span<UInt8>, _ word: String) throws(FieldFault) {
        for byte in word.utf8 {
            guard index < bytes.count, bytes[index] == byte else { throw expected("a value") }
            index += 1
        }
    }

    /// Reads a value of a key that is ignored.
    private mutating func skipValue(_ bytes: Span<UInt8>, depth: Int) throws(FieldFault) {
        guard index < bytes.count else { throw expected("a value") }
        guard depth <= JSONLine.depthMax else {
            throw FieldFault("values are nested deeper than \(JSONLine.depthMax)")
        }
        switch bytes[index] {
        case ASCII.quote: _ = try string(bytes)
        case ASCII.minus, ASCII.zero...ASCII.nine: _ = try number(bytes)
        case UInt8(ascii: "n"): try word(bytes, "null")
        case UInt8(ascii: "t"): try word(bytes, "true")
        case UInt8(ascii: "f"): try word(bytes, "false")
        case UInt8(ascii: "["): try skipItems(bytes, "]", depth: depth)
        case UInt8(ascii: "{"): try skipItems(bytes, "}", depth: depth)
        default: throw expected("a value")
        }
    }

    private mutating func skipItems(
        _ bytes: Span<UInt8>,
        _ close: Unicode.Scalar,
        depth: Int
    ) throws(FieldFault) {
        index += 1
        skipSpace(bytes)
        if take(bytes, close) { return }
        while true {
            skipSpace(bytes)
            if close == "}" {
                _ = try string(bytes)
                skipSpace(bytes)
                guard take(bytes, ":") else { throw expected("':'") }
                skipSpace(bytes)
            }
            try skipValue(bytes, depth: depth + 1)
            skipSpace(bytes)
            if take(bytes, close) { return }
            guard take(bytes, ",") else { throw expected("',' or '\(close)'") }
        }
    }
}

// MARK: - Strings and single characters

extension JSONLine {
    /// Reads a string; it lies in `scratch` without its escapes.
    private mutating func string(_ bytes: Span<UInt8>) throws(FieldFault) -> Range<Int> {
        guard take(bytes, "\"") else { throw expected("a string") }
        let first = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == ASCII.quote {
                index += 1
                return first..<index - 1
            }
            if byte == ASCII.backslash { return try escapedString(bytes, from: first) }
            guard byte >= 0x20 else { throw JSONLine.controlCharacter }
            index += 1
        }
        throw expected("'\"'")
    }

    /// Reads a string on from its first escape, moving text to the front as escapes shorten it.
    private mutating func escapedString(
        _ bytes: Span<UInt8>,
        from first: Int
    ) throws(FieldFault) -> Range<Int> {
        var end = index
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case ASCII.quote: return first..<end
            case ASCII.backslash:
                for part in UTF8.encode(try escape(bytes)) ?? UTF8.encodedReplacementCharacter {
                    scratch[end] = part
                    end += 1
                }
            case 0..<0x20: throw JSONLine.controlCharacter
            default:
                scratch[end] = byte
                end += 1
            }
        }
        throw expected("'\"'")
    }

    private static let controlCharacter = FieldFault("a control character in a string; escape it")

    private mutating func escape(_ bytes: Span<UInt8>) throws(FieldFault) -> Unicode.Scalar {
        guard index < bytes.count else { throw expected("an escape") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicode(bytes)
        default: throw FieldFault("an unknown escape in a string")
        }
    }

    /// The rest of `\uXXXX`, with a second one where it is half of a surrogate pair.
    private mutating func unicode(_ bytes: Span<UInt8>) throws(FieldFault) -> Unicode.Scalar {
        var code = try hexadecimal(bytes)
        if (0xD800..<0xDC00).contains(code) {
            guard take(bytes, "\\"), take(bytes, "u") else { throw loneSurrogate }
            let low = try hexadecimal(bytes)
            guard (0xDC00..<0xE000).contains(low) else { throw loneSurrogate }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw loneSurrogate }
        return scalar
    }

    private var loneSurrogate: FieldFault { FieldFault("half a surrogate pair in a string") }

    private mutating func hexadecimal(_ bytes: Span<UInt8>) throws(FieldFault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.count,
                let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue
            else { throw FieldFault("an escape \\u without four hexadecimal digits") }
            code = code << 4 + UInt32(digit)
            index += 1
        }
        return code
    }

    private mutating func take(_ bytes: Span<UInt8>, _ scalar: Unicode.Scalar) -> Bool {
        guard index < bytes.count, UInt32(bytes[index]) == scalar.value else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        while index < bytes.count {
            switch bytes[index] {
            case ASCII.space, ASCII.tab, ASCII.lf, ASCII.cr: index += 1
            default: return
            }
        }
    }

    private func expected(_ what: String) -> FieldFault {
        FieldFault("not JSON: \(what) expected at byte \(index + 1) of the row")
    }
}
