// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// What a run of text bytes is.
struct TextCheck: Equatable {
    /// Whether it is well-formed UTF-8 (The Unicode Standard 15, table 3-7).
    var isValid = true
    /// Whether it contains a zero byte.
    var hasZero = false
    /// Whether every byte is ASCII.
    var isASCII = true

    /// A text that may be stored: UTF-8 without zero bytes.
    var isClean: Bool { isValid && !hasZero }

    /// Looks through the bytes eight at a time; a Chinese character costs one step more.
    ///
    /// A whole column of texts is checked in one go; where it is clean, a row's text is too as long as
    /// it does not begin inside a character.
    init(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        let high: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        var i = 0
        while i + 8 <= bytes.count {
            // Sound: i + 8 bytes are there, and every bit pattern is a UInt64.
            let word = unsafe UInt64(
                littleEndian: base.loadUnaligned(fromByteOffset: i, as: UInt64.self)
            )
            let foreign = word & high
            if (word &- ones) & ~word & high != 0 { hasZero = true }
            if foreign == 0 {
                i += 8
                continue
            }
            isASCII = false
            i += foreign.trailingZeroBitCount / 8
            let length = unsafe TextCheck.characterByteCount(base + i, left: bytes.count - i)
            guard length > 0 else {
                isValid = false
                return
            }
            i += length
        }
        while i < bytes.count {
            let byte = unsafe bytes[i]
            if byte == 0 { hasZero = true }
            if byte < 0x80 {
                i += 1
                continue
            }
            isASCII = false
            let length = unsafe TextCheck.characterByteCount(base + i, left: bytes.count - i)
            guard length > 0 else {
                isValid = false
                return
            }
            i += length
        }
    }

    /// Bytes of the character of two to four bytes that begins here; 0 where it is malformed.
    ///
    /// - Precondition: `left` bytes can be read, at least one.
    @inline(__always)
    private static func characterByteCount(_ p: UnsafeRawPointer, left: Int) -> Int {
        // Sound: each byte is read only after `left` was compared with its position.
        let lead = unsafe p.load(as: UInt8.self)
        guard lead >= 0xc2, lead <= 0xf4, left >= 2 else { return 0 }
        let second = unsafe UInt32(p.load(fromByteOffset: 1, as: UInt8.self))
        guard second & 0xc0 == 0x80 else { return 0 }
        if lead < 0xe0 { return 2 }
        guard left >= 3 else { return 0 }
        let third = unsafe UInt32(p.load(fromByteOffset: 2, as: UInt8.self))
        guard third & 0xc0 == 0x80 else { return 0 }
        if lead < 0xf0 {
            let scalar = (UInt32(lead) & 0xf) << 12 | (second & 0x3f) << 6 | third & 0x3f
            return scalar >= 0x800 && scalar & 0xf800 != 0xd800 ? 3 : 0
        }
        guard left >= 4 else { return 0 }
        let fourth = unsafe UInt32(p.load(fromByteOffset: 3, as: UInt8.self))
        guard fourth & 0xc0 == 0x80 else { return 0 }
        let top = (UInt32(lead) & 0x7) << 6 | second & 0x3f
        return (0x10...0x10f).contains(top) ? 4 : 0
    }
}

/// Checks of the short texts of a batch's head.
enum HeadText {
    /// The text in a range of the batch.
    static func string(
        _ range: Range<Int>,
        _ bytes: RawSpan,
        field: String,
        most: Int
    ) throws(BatchFault) -> String {
        guard (1...most).contains(range.count) else {
            throw .textLength(field: field, byteCount: range.count, most: most)
        }
        guard let text = decoded(range, bytes) else { throw .textEncoding(field: field) }
        guard !text.utf8.contains(0) else { throw .textZeroByte(field: field) }
        return text
    }

    /// The text in a range of the batch; nil where it is not UTF-8.
    static func decoded(_ range: Range<Int>, _ bytes: RawSpan) -> String? {
        String(validating: bytes.copied(range), as: UTF8.self)
    }
}
