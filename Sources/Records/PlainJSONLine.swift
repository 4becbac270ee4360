// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// One line of NDJSON of the usual shape, read where it lies, eight bytes at a time: known keys, each
// once, strings without escapes, plain numbers, arrays of whole numbers. Whatever else a line holds,
// right or wrong, is left to JSONLine: this one never says what a fault is. What it does accept,
// JSONLine accepts too, with the same values; the text of the cells is UTF-8 once the draft was read
// from them, since keys are known ones and nothing but strings may hold other than ASCII.

/// Reads one JSON object with the keys of a passage, if it is of the usual shape.
struct PlainJSONLine {
    /// A key in two registers.
    private struct Key {
        let low: UInt64
        let high: UInt64
        let count: Int
        let column: PassageColumn

        init(_ column: PassageColumn) {
            let name = Array(column.name.utf8)
            low = ByteWord.head(name.span.word(at: 0), min(name.count, 8))
            high = name.count > 8 ? name.span.word(at: 8) : 0
            count = name.count
            self.column = column
        }

        /// Whether the key stands at an index, up to its closing quote.
        @inline(__always)
        func stands(at index: Int, in bytes: Span<UInt8>) -> Bool {
            let end = index &+ count
            guard end < bytes.count, bytes[end] == ASCII.quote,
                ByteWord.head(bytes.word(at: index), min(count, 8)) == low
            else { return false }
            return count <= 8 || ByteWord.head(bytes.word(at: index &+ 8), count &- 8) == high
        }
    }

    private let keys = PassageColumn.allCases.map { Key($0) }
    /// The order of the keys in the line before: neighbouring lines mostly repeat it.
    private var order = Array(PassageColumn.allCases.indices)

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - bytes: Where it stands.
    ///   - range: The line without its line end.
    ///   - cells: Takes where in `bytes` the columns lie.
    /// - Returns: false where the line is of another shape; the cells are then of no use.
    mutating func read(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        into cells: inout CellTable
    ) -> Bool {
        cells.clear()
        var seen: UInt32 = 0
        var index = Self.afterSpace(bytes, range.lowerBound)
        guard bytes[index] == UInt8(ascii: "{") else { return false }
        for position in order.indices {
            index = Self.afterSpace(bytes, index &+ 1)
            guard bytes[index] == ASCII.quote,
                let key = key(at: index &+ 1, in: bytes, position)
            else { return false }
            index = Self.afterSpace(bytes, index &+ 2 &+ key.count)
            let bit: UInt32 = 1 &<< UInt32(key.column.rawValue)
            guard bytes[index] == ASCII.colon, seen & bit == 0 else { return false }
            seen |= bit
            index = Self.afterSpace(bytes, index &+ 1)
            guard let end = Self.value(bytes, index, range.upperBound, key.column, &cells) else {
                return false
            }
            index = Self.afterSpace(bytes, end)
            guard index < range.upperBound else { return false }
            if bytes[index] == ASCII.comma { continue }
            guard bytes[index] == UInt8(ascii: "}") else { return false }
            return Self.afterSpace(bytes, index &+ 1) >= range.upperBound
        }
        return false
    }

    /// The known key that begins at an index.
    @inline(__always)
    private mutating func key(at index: Int, in bytes: Span<UInt8>, _ position: Int) -> Key? {
        let expected = keys[order[position]]
        if expected.stands(at: index, in: bytes) { return expected }
        guard let found = keys.firstIndex(where: { $0.stands(at: index, in: bytes) }) else {
            return nil
        }
        order[position] = found
        return keys[found]
    }

    /// The first index that holds no space; a line end counts as none.
    @inline(__always)
    private static func afterSpace(_ bytes: Span<UInt8>, _ index: Int) -> Int {
        var index = index
        while index &+ 1 < bytes.count, bytes[index] == ASCII.space || bytes[index] == ASCII.tab {
            index &+= 1
        }
        return index
    }

    /// Where a value ends; nil where it is an unusual one.
    @inline(__always)
    private static func value(
        _ bytes: Span<UInt8>,
        _ index: Int,
        _ end: Int,
        _ column: PassageColumn,
        _ cells: inout CellTable
    ) -> Int? {
        let first = bytes[index]
        if first == ASCII.quote {
            let start = index &+ 1
            guard let close = stringEnd(bytes, start), close < end else { return nil }
            cells[column] = start..<close
            return close &+ 1
        }
        if first &- ASCII.zero < 10 || first == ASCII.minus {
            guard let close = numberEnd(bytes, index, end) else { return nil }
            cells[column] = index..<close
            return close
        }
        if first == UInt8(ascii: "["), column.isList {
            let start = afterSpace(bytes, index &+ 1)
            var close = start
            while close < end, bytes[close] != UInt8(ascii: "]") { close &+= 1 }
            guard close < end else { return nil }
            cells[column] = start..<close
            cells.markArray(column)
            return close &+ 1
        }
        // "null", the first byte lowest.
        guard ByteWord.head(bytes.word(at: index), 4) == 0x6C6C_756E else { return nil }
        return index &+ 4
    }

    /// The closing quote of a string; nil where an escape or a control character comes first.
    @inline(__always)
    private static func stringEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        var index = start
        while true {
            let word = bytes.word(at: index)
            let marks =
                ByteWord.marks(of: ASCII.quote, in: word)
                | ByteWord.marks(of: ASCII.backslash, in: word)
                | ByteWord.marks(below: 0x20, in: word)
            if marks != 0 {
                // Behind the last byte stand zeros, which are control characters: it ends there.
                index &+= ByteWord.lowest(marks)
                return index < bytes.count && bytes[index] == ASCII.quote ? index : nil
            }
            index &+= 8
        }
    }

    /// Where a number without exponent ends; nil where it is none.
    @inline(__always)
    private static func numberEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var index = bytes[start] == ASCII.minus ? start &+ 1 : start
        let whole = index
        while index < end, bytes[index] &- ASCII.zero < 10 { index &+= 1 }
        // No digit, or a zero in front of others.
        guard index > whole, index == whole &+ 1 || bytes[whole] != ASCII.zero else { return nil }
        guard index < end else { return nil }
        if bytes[index] == ASCII.point {
            index &+= 1
            let fraction = index
            while index < end, bytes[index] &- ASCII.zero < 10 { index &+= 1 }
            guard index > fraction, index < end else { return nil }
        }
        // Anything but the end of a value, an exponent say, is the caller's to refuse.
        return index
    }
}
