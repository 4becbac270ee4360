// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Columns read in place. A view lives only inside one call of the decoder. Its extents were checked
// against the bytes when the batch was opened, and again here when the view is made, so that even a
// caller who brings other bytes reads nothing outside them.

/// A position in all columns at once.
struct RowCursor: Sendable {
    var row = 0
    var axle = 0
    var spacing = 0
    var wheel = 0
    var plate = 0
    var id = 0
    var flags = 0
}

/// The columns of a batch over its bytes.
@safe
struct ColumnView {
    let layout: ColumnLayout
    private let base: UnsafeRawPointer
    private let byteCount: Int

    /// Makes a view, or nil where the bytes are none.
    init?(_ bytes: UnsafeRawBufferPointer, _ layout: ColumnLayout) {
        guard let base = bytes.baseAddress else { return nil }
        for field in ColumnField.allCases {
            let extent = layout[field]
            precondition(
                extent.offset + extent.count * field.elementByteCount <= bytes.count,
                "A batch is decoded from the bytes from which it was opened."
            )
        }
        unsafe self.base = base
        byteCount = bytes.count
        self.layout = layout
    }

    /// Number of passages.
    var rowCount: Int { layout[.site].count }

    /// Whether the column is there.
    @inline(__always)
    func has(_ field: ColumnField) -> Bool { layout[field].count > 0 }

    /// An element of a column of four-byte numbers; 0 where the column is not there.
    @inline(__always)
    func value(_ field: ColumnField, _ index: Int) -> UInt32 {
        let extent = layout[field]
        guard extent.count > 0 else { return 0 }
        precondition(index >= 0 && index < extent.count, "An element beyond its column.")
        // Sound: the element lies in its column, and the column in the bytes.
        return unsafe UInt32(
            littleEndian: base.loadUnaligned(
                fromByteOffset: extent.offset + index * 4,
                as: UInt32.self
            )
        )
    }

    /// The elements `range` of a column as a pointer to its first byte.
    ///
    /// Reads of up to `slack` bytes from there stay inside the batch, even past the column.
    @inline(__always)
    func elements(_ field: ColumnField, _ range: Range<Int>) -> UnsafeElements {
        let extent = layout[field]
        precondition(
            range.lowerBound >= 0 && range.upperBound <= extent.count,
            "Elements beyond their column."
        )
        let offset = extent.offset + range.lowerBound * field.elementByteCount
        return unsafe UnsafeElements(
            start: base + offset,
            count: range.count,
            slack: byteCount - offset
        )
    }

    /// A copy of a range of a text.
    func text(_ field: ColumnField, _ range: Range<Int>) -> [UInt8] {
        let part = unsafe elements(field, range)
        return unsafe Array(UnsafeRawBufferPointer(start: part.start, count: part.count))
    }

    /// What a range of a text is.
    func check(_ field: ColumnField, _ range: Range<Int>) -> TextCheck {
        let part = unsafe elements(field, range)
        return unsafe TextCheck(UnsafeRawBufferPointer(start: part.start, count: part.count))
    }

    /// The sum of elements of a column; 0 where the column is not there.
    func sum(_ field: ColumnField, _ range: Range<Int>) -> Int {
        guard has(field) else { return 0 }
        let part = unsafe elements(field, range)
        var sum: UInt64 = 0
        for i in 0..<range.count { unsafe sum &+= UInt64(part[i]) }
        // Below 2^32 rows × 2^32: it fits.
        return Int(sum)
    }

    /// Whether a column has an element above `most`, which must be below 2^31.
    func exceeds(_ field: ColumnField, _ range: Range<Int>, most: UInt32) -> Bool {
        guard has(field) else { return false }
        let part = unsafe elements(field, range)
        // The top bit of v, or of most − v, is set exactly where v is above; wrapping is the point.
        var seen: UInt32 = 0
        for i in 0..<range.count {
            let value = unsafe part[i]
            seen |= value | (most &- value)
        }
        return seen >> 31 != 0
    }
}

/// Some elements of a column, unchecked: for loops whose bounds were checked before them.
@unsafe
struct UnsafeElements {
    let start: UnsafeRawPointer
    let count: Int
    /// Bytes that can be read from `start`.
    let slack: Int

    /// Element `i` of four-byte numbers; `i` must be below `count`.
    @inline(__always)
    subscript(i: Int) -> UInt32 {
        unsafe UInt32(littleEndian: start.loadUnaligned(fromByteOffset: i &* 4, as: UInt32.self))
    }
}
