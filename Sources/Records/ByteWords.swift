// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Eight bytes of text at a time, as one number whose lowest byte is the first one. The tricks are the
// classic ones for bytes in a register; see Henry S. Warren, "Hacker's Delight", chapter 6, and Sean
// Eron Anderson, "Bit Twiddling Hacks".

extension Span where Element == UInt8 {
    /// The eight bytes from an index on, the first one lowest; zeros stand for those behind the end.
    ///
    /// - Precondition: `index` is 0 or more.
    @inline(__always)
    func word(at index: Int) -> UInt64 {
        guard index &+ 8 <= count else { return lastWord(at: index) }
        // Sound: the load checks its bounds, and every pattern of bits is a number.
        return UInt64(
            littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        )
    }

    @inline(never)
    private func lastWord(at index: Int) -> UInt64 {
        var word: UInt64 = 0
        var position = count
        while position > index {
            position -= 1
            word = word << 8 | UInt64(self[position])
        }
        return word
    }
}

/// Eight bytes in one number, the first one lowest.
enum ByteWord {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Only the first bytes of a word, 0…8; zeros behind them.
    @inline(__always)
    static func head(_ word: UInt64, _ count: Int) -> UInt64 {
        // A shift by 64 gives 0, which is what no bytes are.
        word & ~(~0 << UInt64(8 * count))
    }

    /// Whether a byte is not ASCII.
    @inline(__always)
    static func hasHighBit(_ word: UInt64) -> Bool { word & highs != 0 }

    /// Marks bytes that are a given one.
    ///
    /// Only the lowest mark is sure: a borrow may mark a byte above it.
    @inline(__always)
    static func marks(of byte: UInt8, in word: UInt64) -> UInt64 {
        let rest = word ^ (UInt64(byte) &* ones)
        return (rest &- ones) & ~rest & highs
    }

    /// Marks bytes below a number up to 128.
    ///
    /// Only the lowest mark is sure.
    @inline(__always)
    static func marks(below limit: UInt8, in word: UInt64) -> UInt64 {
        (word &- UInt64(limit) &* ones) & ~word & highs
    }

    /// The byte of the lowest mark; 8 where there is none.
    @inline(__always)
    static func lowest(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }

    /// How many decimal digits a word begins with.
    @inline(__always)
    static func digitCount(_ word: UInt64) -> Int {
        let values = word ^ 0x3030_3030_3030_3030
        // 0x76 lifts 10 and above into the high bit; a byte that has it already is none either.
        let others = (values & ~highs &+ 0x7676_7676_7676_7676) | values
        return lowest(others & highs)
    }

    /// The number of the first 1…8 bytes, which are decimal digits.
    @inline(__always)
    static func number(_ word: UInt64, digits count: Int) -> Int {
        // Zeros in front of the number: the last digit moves to the highest byte.
        var value = (word ^ 0x3030_3030_3030_3030) &<< UInt64(64 - 8 * count)
        value = (value &* 10 &+ (value >> 8)) & 0x00FF_00FF_00FF_00FF
        value = (value &* 100 &+ (value >> 16)) & 0x0000_FFFF_0000_FFFF
        value = (value &* 10_000 &+ (value >> 32)) & 0xFFFF_FFFF
        return Int(truncatingIfNeeded: value)
    }
}
