// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Text into room that was made before. Whole words are stored and the end moves by what counts of
// them, so that a number or a short text is one store and no loop; what lies behind the end is
// rubbish until it is written over. Every store checks the bounds of the room.

extension MutableRawSpan {
    /// Bytes behind the end of a text that must be there while it is put.
    static var margin: Int { 8 }

    /// One byte.
    @inline(__always)
    mutating func put(_ byte: UInt8, _ end: inout Int) {
        storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
        end &+= 1
    }

    /// The first bytes of a word, 0…8; the first one is the lowest.
    @inline(__always)
    mutating func put(_ word: UInt64, count: Int, _ end: inout Int) {
        storeBytes(of: word.littleEndian, toByteOffset: end, as: UInt64.self)
        end &+= count
    }

    /// Bytes as they are.
    @inline(__always)
    mutating func put(_ bytes: Span<UInt8>, _ range: Range<Int>, _ end: inout Int) {
        var index = range.lowerBound
        while index < range.upperBound {
            let count = min(range.upperBound &- index, 8)
            put(bytes.word(at: index), count: count, &end)
            index &+= 8
        }
    }

    /// A whole number in decimal digits.
    @inline(__always)
    mutating func put(decimal value: Int, _ end: inout Int) {
        if value < 0 { put(ASCII.minus, &end) }
        put(digits: value.magnitude, &end)
    }

    /// Hundredths as a decimal, with as many places as needed.
    mutating func put(hundredths value: Int32, _ end: inout Int) {
        if value < 0 { put(ASCII.minus, &end) }
        put(digits: UInt(value.magnitude / 100), &end)
        let fraction = value.magnitude % 100
        guard fraction != 0 else { return }
        put(ASCII.point, &end)
        put(UInt64(Digits.two(fraction)), count: fraction % 10 == 0 ? 1 : 2, &end)
    }

    @inline(__always)
    private mutating func put(digits value: UInt, _ end: inout Int) {
        guard value >= 10_000 else {
            put(unpadded: UInt32(truncatingIfNeeded: value), &end)
            return
        }
        if value < 100_000_000 {
            put(unpadded: UInt32(truncatingIfNeeded: value / 10_000), &end)
        } else {
            putMany(digits: value / 10_000, &end)
        }
        put(UInt64(Digits.four(UInt32(truncatingIfNeeded: value % 10_000))), count: 4, &end)
    }

    @inline(never)
    private mutating func putMany(digits value: UInt, _ end: inout Int) {
        let last = UInt32(truncatingIfNeeded: value % 10_000)
        guard value >= 10_000 else { return put(unpadded: last, &end) }
        putMany(digits: value / 10_000, &end)
        put(UInt64(Digits.four(last)), count: 4, &end)
    }

    /// A number below 10,000.
    @inline(__always)
    private mutating func put(unpadded value: UInt32, _ end: inout Int) {
        let count = 1 &+ (value > 9 ? 1 : 0) &+ (value > 99 ? 1 : 0) &+ (value > 999 ? 1 : 0)
        let digits = Digits.four(value) &>> UInt32(8 &* (4 &- count))
        put(UInt64(digits), count: count, &end)
    }
}

/// Decimal digits as text, the first one in the lowest byte.
enum Digits {
    /// The two digits of a number below 100.
    @inline(__always)
    static func two(_ value: UInt32) -> UInt32 {
        // × 103 ÷ 1,024 is ÷ 10 up to 178.
        let tens = (value &* 103) &>> 10
        return (tens | (value &- tens &* 10) &<< 8) | 0x3030
    }

    /// The four digits of a number below 10,000.
    @inline(__always)
    static func four(_ value: UInt32) -> UInt32 {
        // Hundreds in the low half, the rest in the high half, and both at once as above.
        let hundreds = value / 100
        let pairs = hundreds | (value &- hundreds &* 100) &<< 16
        let tens = (pairs &* 103) &>> 10 & 0x000F_000F
        return (tens | (pairs &- tens &* 10) &<< 8) | 0x3030_3030
    }
}

/// Texts that are put often, one after the other, with a margin behind them for whole words.
struct TextShelf: Sendable {
    private static let margin = [UInt8](repeating: 0, count: 8)

    /// All texts.
    private(set) var bytes = TextShelf.margin
    /// Bytes of all texts.
    var count: Int { bytes.count - TextShelf.margin.count }

    /// Adds a text and says where it stands.
    mutating func add(_ text: some Sequence<UInt8>) -> Range<Int> {
        let start = count
        bytes.removeSubrange(start...)
        bytes.append(contentsOf: text)
        let end = bytes.count
        bytes.append(contentsOf: TextShelf.margin)
        return start..<end
    }

    /// Forgets the texts behind the first so many bytes.
    mutating func cut(to count: Int) {
        bytes.removeSubrange(count...)
        bytes.append(contentsOf: TextShelf.margin)
    }
}
