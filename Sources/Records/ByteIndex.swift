// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Where the bytes stand that part rows and fields, found for a whole chunk at once: the search is a
// few instructions for 64 bytes, and reading a row then needs no loop over its bytes.

import CLanes

/// Positions of line ends, commas and quotes in a chunk of text.
struct ByteIndex {
    /// Positions of line ends; the number of bytes ends the list.
    private(set) var newlines: [UInt32] = []
    /// Positions of commas; `UInt32.max` ends the list.
    private(set) var commas: [UInt32] = []
    /// Positions of quotes; `UInt32.max` ends the list.
    private(set) var quotes: [UInt32] = []
    /// How many commas there are.
    private(set) var commaCount = 0

    /// Bytes behind the text that must be there, whatever they hold.
    static let margin = 64

    /// Looks through a text.
    ///
    /// - Parameters:
    ///   - bytes: The text and at least ``margin`` bytes behind it.
    ///   - count: Bytes of the text, less than 2³².
    mutating func find(in bytes: Span<UInt8>, count: Int) {
        precondition(count + ByteIndex.margin <= bytes.count && count < UInt32.max, "No margin.")
        var found = (newlines: 0, commas: 0, quotes: 0)
        var base = 0
        while base < count {
            // Sound: the load checks its bounds, and every pattern of bits is a vector of bytes.
            let block = unsafe bytes.bytes.unsafeLoadUnaligned(
                fromByteOffset: base,
                as: SIMD64<UInt8>.self
            )
            let rest = count - base
            let inside: UInt64 = rest >= 64 ? ~0 : ~(~0 << UInt64(rest))
            ByteIndex.add(
                steelyard_places_of(block, ASCII.lf) & inside,
                base,
                to: &newlines,
                &found.newlines
            )
            ByteIndex.add(
                steelyard_places_of(block, ASCII.comma) & inside,
                base,
                to: &commas,
                &found.commas
            )
            ByteIndex.add(
                steelyard_places_of(block, ASCII.quote) & inside,
                base,
                to: &quotes,
                &found.quotes
            )
            base += 64
        }
        commaCount = found.commas
        ByteIndex.end(&newlines, found.newlines, UInt32(count))
        ByteIndex.end(&commas, found.commas, .max)
        ByteIndex.end(&quotes, found.quotes, .max)
    }

    /// Adds the positions of set bits to a list that is longer than what it holds so far.
    @inline(__always)
    private static func add(
        _ bits: UInt64,
        _ base: Int,
        to list: inout [UInt32],
        _ count: inout Int
    ) {
        guard bits != 0 else { return }
        if list.count < count + 65 { grow(&list) }
        var positions = list.mutableSpan
        var bits = bits
        while bits != 0 {
            positions[count] = UInt32(truncatingIfNeeded: base &+ bits.trailingZeroBitCount)
            count += 1
            bits &= bits &- 1
        }
    }

    @inline(never)
    private static func grow(_ list: inout [UInt32]) {
        list += [UInt32](repeating: 0, count: max(1_024, list.count))
    }

    private static func end(_ list: inout [UInt32], _ count: Int, _ mark: UInt32) {
        if list.count < count + 1 { grow(&list) }
        list[count] = mark
    }
}
