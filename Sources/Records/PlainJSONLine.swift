// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// One line of NDJSON of the usual shape, read where it lies, eight bytes at a time: known keys, each
// once, strings without escapes, plain numbers, arrays of whole numbers. Whatever else a line holds,
// right or wrong, is left to JSONLine: this one never says what a fault is. What it does accept,
// JSONLine accepts too, with the same values; the text of the cells is UTF-8 once the draft was read
// from them, since keys are known ones and nothing but strings may hold other than ASCII.
//
// Neighbouring lines are mostly of one making: between two values stands what stood there in the line
// before, key, quotes and spaces. It is remembered and compared in one go:
//
//   {"site":"S1","lane":2,"axle_kg":[7000,11000]}
//   ^^^^^^^^^  ^^^^^^^^^ ^^^^^^^^^^^^           ^^    leads; the rest are the values

import CLanes

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

    /// What stands in front of a value, and which column the value is.
    private struct Lead {
        static let byteCountMax = 24
        private let words: (UInt64, UInt64, UInt64)
        private let masks: (UInt64, UInt64, UInt64)
        let count: Int
        /// The column of the value behind it; nil at the end of the line.
        let column: PassageColumn?
        /// The last byte: a quote before a string, a bracket before an array.
        let last: UInt8

        /// - Precondition: The range has 1…``byteCountMax`` bytes.
        init(_ bytes: Span<UInt8>, _ range: Range<Int>, _ column: PassageColumn?) {
            func mask(_ index: Int) -> UInt64 {
                ByteWord.head(~0, min(max(range.count - 8 * index, 0), 8))
            }
            masks = (mask(0), mask(1), mask(2))
            words = (
                bytes.word(at: range.lowerBound) & masks.0,
                bytes.word(at: range.lowerBound + 8) & masks.1,
                bytes.word(at: range.lowerBound + 16) & masks.2
            )
            count = range.count
            self.column = column
            last = bytes[range.upperBound - 1]
        }

        /// Whether it stands at an index.
        @inline(__always)
        func stands(at index: Int, in bytes: Span<UInt8>) -> Bool {
            var differs = bytes.word(at: index) & masks.0 ^ words.0
            differs |= bytes.word(at: index &+ 8) & masks.1 ^ words.1
            if count > 16 { differs |= bytes.word(at: index &+ 16) & masks.2 ^ words.2 }
            return differs == 0
        }
    }

    private let keys = PassageColumn.allCases.map { Key($0) }
    /// The order of the keys in the line before: neighbouring lines mostly repeat it.
    private var order = Array(PassageColumn.allCases.indices)
    /// What the line before had in front of its values and behind the last one; empty for nothing
    /// to go by.
    private var leads: [Lead] = []
    private var isRemembering = true

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
        if repeatsLeads(bytes, range, &cells) { return true }
        cells.clear()
        leads.removeAll(keepingCapacity: true)
        isRemembering = true
        guard readAnew(bytes, range, &cells) else {
            forgetLeads()
            return false
        }
        return true
    }

    /// Reads a line that has the leads of the line before.
    @inline(__always)
    private func repeatsLeads(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ cells: inout CellTable
    ) -> Bool {
        var index = range.lowerBound
        let leads = leads.span
        for position in leads.indices {
            guard leads[position].stands(at: index, in: bytes) else { return false }
            index &+= leads[position].count
            guard let column = leads[position].column else { return index == range.upperBound }
            let start = index
            var cellEnd = index
            switch leads[position].last {
            case ASCII.quote:
                guard let end = Self.stringEnd(bytes, index) else { return false }
                index = end
                cellEnd = end
            case UInt8(ascii: "["):
                guard let end = Self.arrayEnd(bytes, index, range.upperBound) else { return false }
                cells.markArray(column)
                index = end
                cellEnd = end
            default:
                guard let end = Self.bareEnd(bytes, index, range.upperBound) else { return false }
                index = end
                if bytes[start] != UInt8(ascii: "n") { cellEnd = end }
            }
            guard index < range.upperBound else { return false }
            cells[column] = start..<cellEnd
        }
        return false
    }

    /// Reads a line by its own leads, and remembers them.
    @inline(never)
    private mutating func readAnew(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ cells: inout CellTable
    ) -> Bool {
        var seen: UInt32 = 0
        var leadStart = range.lowerBound
        var index = Self.afterSpace(bytes, leadStart)
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
            guard let value = Self.value(bytes, index, range.upperBound, key.column) else {
                return false
            }
            cells[key.column] = value.cell
            if bytes[index] == UInt8(ascii: "[") { cells.markArray(key.column) }
            remember(bytes, leadStart..<value.content.lowerBound, key.column)
            leadStart = value.content.upperBound
            index = Self.afterSpace(bytes, value.end)
            guard index < range.upperBound else { return false }
            if bytes[index] == ASCII.comma { continue }
            guard bytes[index] == UInt8(ascii: "}"),
                Self.afterSpace(bytes, index &+ 1) >= range.upperBound
            else { return false }
            remember(bytes, leadStart..<range.upperBound, nil)
            return true
        }
        return false
    }

    private mutating func remember(
        _ bytes: Span<UInt8>,
        _ lead: Range<Int>,
        _ column: PassageColumn?
    ) {
        guard lead.count <= Lead.byteCountMax, !lead.isEmpty else { return forgetLeads() }
        guard isRemembering else { return }
        leads.append(Lead(bytes, lead, column))
    }

    /// A line that cannot be remembered whole is not remembered at all.
    private mutating func forgetLeads() {
        leads.removeAll(keepingCapacity: true)
        isRemembering = false
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

    /// A value: its bytes without quotes or brackets, what its cell is, and where it ends.
    private typealias Value = (content: Range<Int>, cell: Range<Int>, end: Int)

    /// The value at an index; nil where it is an unusual one.
    private static func value(
        _ bytes: Span<UInt8>,
        _ index: Int,
        _ end: Int,
        _ column: PassageColumn
    ) -> Value? {
        switch bytes[index] {
        case ASCII.quote:
            let start = index &+ 1
            guard let close = stringEnd(bytes, start), close < end else { return nil }
            return (start..<close, start..<close, close &+ 1)
        case UInt8(ascii: "["):
            let start = afterSpace(bytes, index &+ 1)
            guard column.isList, let close = arrayEnd(bytes, start, end) else { return nil }
            return (start..<close, start..<close, close &+ 1)
        default:
            guard let close = bareEnd(bytes, index, end) else { return nil }
            let isNull = bytes[index] == UInt8(ascii: "n")
            return (index..<close, index..<(isNull ? index : close), close)
        }
    }

    /// The closing bracket of an array, whatever it holds.
    @inline(__always)
    private static func arrayEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        // Almost always it is among the next bytes; a longer one may take its time.
        if start &+ 64 <= bytes.count {
            // Sound: the load checks its bounds, and every pattern of bits is a vector of bytes.
            let block = unsafe bytes.bytes.unsafeLoadUnaligned(
                fromByteOffset: start,
                as: SIMD64<UInt8>.self
            )
            let ends = steelyard_places_of(block, UInt8(ascii: "]"))
            if ends != 0 {
                let index = start &+ ends.trailingZeroBitCount
                return index < end ? index : nil
            }
        }
        var index = start
        while index < end, bytes[index] != UInt8(ascii: "]") { index &+= 1 }
        return index < end ? index : nil
    }

    /// Where a number or null ends.
    @inline(__always)
    private static func bareEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        let word = bytes.word(at: start)
        let digits = ByteWord.digitCount(word)
        let isPadded = digits > 1 && UInt8(truncatingIfNeeded: word) == ASCII.zero
        let close = start &+ digits
        if 1...7 ~= digits, !isPadded, close < end, bytes[close] != ASCII.point { return close }
        // "null", the first byte lowest.
        if ByteWord.head(word, 4) == 0x6C6C_756E { return start &+ 4 }
        return numberEnd(bytes, start, end)
    }

    /// The closing quote of a string; nil where an escape or a control character comes first.
    @inline(__always)
    private static func stringEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index &+ 32 <= bytes.count {
            // Sound: the load checks its bounds, and every pattern of bits is a vector of bytes.
            let block = unsafe bytes.bytes.unsafeLoadUnaligned(
                fromByteOffset: index,
                as: SIMD32<UInt8>.self
            )
            let ends = steelyard_places_of_string_end(block)
            if ends != 0 {
                index &+= ends.trailingZeroBitCount
                return bytes[index] == ASCII.quote ? index : nil
            }
            index &+= 32
        }
        return lastStringEnd(bytes, index)
    }

    /// The same near the end of the bytes.
    @inline(never)
    private static func lastStringEnd(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
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
    @inline(never)
    private static func numberEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        guard start < end else { return nil }
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
