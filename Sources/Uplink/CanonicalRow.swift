// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The canonical bytes of a row that is not in a block, because its values fit none. Slow and plain: it
// runs for refused rows only. `BatchEncoder` writes the same bytes from a block, and a test holds the
// two together.

extension ColumnView {
    /// The serialization of `PassageColumns` with the one row between two cursors.
    func canonicalBytes(at row: RowCursor, _ next: RowCursor, sites: [SiteEntry]) -> [UInt8] {
        var bytes: [UInt8] = []
        let code = Array(sites[Int(value(.site, row.row))].code.utf8)
        CanonicalRow.element(1, code, &bytes)
        CanonicalRow.packed(.site, [0], &bytes)
        CanonicalRow.packed(.lane, [value(.lane, row.row)], &bytes)
        CanonicalRow.delimited(
            ColumnField.passedAt.rawValue,
            wide(.passedAt, row.row),
            &bytes
        )
        CanonicalRow.packed(.speed, [value(.speed, row.row)], &bytes)
        CanonicalRow.packed(.axleCount, [value(.axleCount, row.row)], &bytes)
        CanonicalRow.packed(.axleLoad, values(.axleLoad, row.axle..<next.axle), &bytes)
        CanonicalRow.packed(.spacing, values(.spacing, row.spacing..<next.spacing), &bytes)
        CanonicalRow.packedUnlessZero(.wheelCount, value(.wheelCount, row.row), &bytes)
        CanonicalRow.packed(.left, values(.left, row.wheel..<next.wheel), &bytes)
        CanonicalRow.packed(.right, values(.right, row.wheel..<next.wheel), &bytes)
        for field in [ColumnField.vehicleType, .plateColor, .length, .width, .height] {
            CanonicalRow.packedUnlessZero(field, value(field, row.row), &bytes)
        }
        let texts: [(ColumnField, ColumnField, Range<Int>)] = [
            (.plateLength, .plateText, row.plate..<next.plate),
            (.idLength, .idText, row.id..<next.id),
            (.flagsLength, .flagsText, row.flags..<next.flags),
        ]
        for (length, text, range) in texts where !range.isEmpty {
            CanonicalRow.packed(length, [UInt32(range.count)], &bytes)
            CanonicalRow.delimited(text.rawValue, self.text(text, range), &bytes)
        }
        return bytes
    }

    private func values(_ field: ColumnField, _ range: Range<Int>) -> [UInt32] {
        range.map { value(field, $0) }
    }

    /// The eight bytes of an element of a column of eight-byte numbers.
    private func wide(_ field: ColumnField, _ index: Int) -> [UInt8] {
        let part = unsafe elements(field, index..<index + 1)
        return unsafe Array(UnsafeRawBufferPointer(start: part.start, count: 8))
    }
}

/// Appends fields to bytes.
enum CanonicalRow {
    /// A field of bytes; nothing where there are none.
    static func delimited(_ field: Int, _ contents: [UInt8], _ bytes: inout [UInt8]) {
        if !contents.isEmpty { element(field, contents, &bytes) }
    }

    /// A field of bytes also where there are none, as an element of a repeated field is written.
    static func element(_ field: Int, _ contents: [UInt8], _ bytes: inout [UInt8]) {
        varint(field << 3 | WireType.lengthDelimited.rawValue, &bytes)
        varint(contents.count, &bytes)
        bytes += contents
    }

    /// A packed column of four-byte numbers; nothing where there are none.
    static func packed(_ field: ColumnField, _ values: [UInt32], _ bytes: inout [UInt8]) {
        let contents = values.flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        delimited(field.rawValue, contents, &bytes)
    }

    /// A packed column of one number; nothing where it is zero.
    static func packedUnlessZero(_ field: ColumnField, _ value: UInt32, _ bytes: inout [UInt8]) {
        if value != 0 { packed(field, [value], &bytes) }
    }

    private static func varint(_ value: Int, _ bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
