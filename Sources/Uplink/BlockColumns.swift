// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Rows of a block as a `PassageColumns` message: measured when made, then written.
struct BlockColumns {
    /// Bytes of the message.
    let byteCount: Int

    private let block: PassageBlock
    private let rows: Range<Int>
    /// Codes of the sites that occur, in the order in which they first do.
    private let sites: [String]
    /// Position in `sites` of each of the block's slots; empty where there is one site.
    private let siteIndices: [UInt32]
    private let axleSum: Int
    private let wheelSum: Int
    private let plateSum: Int
    private let idSum: Int
    private let flagsSum: Int

    /// Measures the rows, which lie inside the block and are not none.
    init(_ block: PassageBlock, _ rows: Range<Int>) {
        self.block = block
        self.rows = rows
        (sites, siteIndices) = Self.siteTable(of: block, rows)
        var (axles, wheels, plates, ids, flags) = (0, 0, 0, 0, 0)
        // Sound here and in all loops of this type: rows below `count` are below the capacity.
        for row in rows {
            let count = unsafe Int(block.axleCounts[row])
            axles += count
            wheels += unsafe block.wheelFlags[row] == 0 ? 0 : count
            plates += unsafe Int(block.plateByteCounts[row])
            ids += unsafe Int(block.idByteCounts[row])
            flags += unsafe Int(block.flagByteCounts[row])
        }
        (axleSum, wheelSum, plateSum, idSum, flagsSum) = (axles, wheels, plates, ids, flags)
        byteCount =
            Self.messageByteCount(
                block,
                rows,
                sites: sites,
                axles: axles,
                wheels: wheels
            )
            + Self.textByteCount(.plateText, plates, rows) + Self.textByteCount(.idText, ids, rows)
            + Self.textByteCount(.flagsText, flags, rows)
    }

    private static func siteTable(
        of block: PassageBlock,
        _ rows: Range<Int>
    ) -> ([String], [UInt32]) {
        let first = unsafe Int(block.siteSlots[rows.lowerBound])
        if rows.count == 1 || block.sites.count == 1 {
            return ([block.sites[first]], [])
        }
        var codes: [String] = []
        var indices = Array(repeating: UInt32.max, count: block.sites.count)
        for row in rows {
            let slot = unsafe Int(block.siteSlots[row])
            guard indices[slot] == .max else { continue }
            indices[slot] = UInt32(codes.count)
            codes.append(block.sites[slot])
        }
        return (codes, indices)
    }

    private static func messageByteCount(
        _ block: PassageBlock,
        _ rows: Range<Int>,
        sites: [String],
        axles: Int,
        wheels: Int
    ) -> Int {
        let count = rows.count
        var size = sites.reduce(0) { $0 + WireSize.delimited(1, $1.utf8.count) }
        // Site, lane, speed and axle count are of one size; then the instants of eight bytes.
        size += 4 * WireSize.delimited(ColumnField.site.rawValue, 4 * count)
        size += WireSize.delimited(ColumnField.passedAt.rawValue, 8 * count)
        size += WireSize.delimited(ColumnField.axleLoad.rawValue, 4 * axles)
        size += WireSize.delimited(ColumnField.spacing.rawValue, 4 * (axles - count))
        if wheels > 0 {
            size += WireSize.delimited(ColumnField.wheelCount.rawValue, 4 * count)
            size += WireSize.delimited(ColumnField.left.rawValue, 4 * wheels)
            size += WireSize.delimited(ColumnField.right.rawValue, 4 * wheels)
        }
        for field in optionalScalars where hasValues(field, block, rows) {
            size += WireSize.delimited(field.rawValue, 4 * count)
        }
        return size
    }

    /// Bytes of a text and of its column of lengths, which has the number before the text's.
    private static func textByteCount(
        _ field: ColumnField,
        _ byteCount: Int,
        _ rows: Range<Int>
    ) -> Int {
        guard byteCount > 0 else { return 0 }
        return WireSize.delimited(field.rawValue - 1, 4 * rows.count)
            + WireSize.delimited(field.rawValue, byteCount)
    }

    private static let optionalScalars: [ColumnField] = [
        .vehicleType, .plateColor, .length, .width, .height,
    ]

    /// Whether any of the rows has something in an optional column.
    private static func hasValues(
        _ field: ColumnField,
        _ block: PassageBlock,
        _ rows: Range<Int>
    ) -> Bool {
        for row in rows where scalar(field, block, row) != 0 { return true }
        return false
    }

    @inline(__always)
    private static func scalar(_ field: ColumnField, _ block: PassageBlock, _ row: Int) -> UInt32 {
        switch field {
        case .vehicleType: unsafe UInt32(block.vehicleTypes[row])
        case .plateColor: unsafe UInt32(block.plateColors[row])
        case .length: unsafe UInt32(bitPattern: block.lengths[row])
        case .width: unsafe UInt32(bitPattern: block.widths[row])
        default: unsafe UInt32(bitPattern: block.heights[row])
        }
    }
}

// MARK: - Writing

extension BlockColumns {
    /// Writes the message; exactly ``byteCount`` bytes.
    func write(_ writer: inout WireWriter) {
        for code in sites { unsafe writer.optional(1, code) }
        unsafe column(.site, &writer) { row in
            unsafe siteIndices.isEmpty ? 0 : siteIndices[Int(block.siteSlots[row])]
        }
        unsafe column(.lane, &writer) { unsafe UInt32(block.lanes[$0]) }
        unsafe writer.head(ColumnField.passedAt.rawValue, byteCount: 8 * rows.count)
        let instants = unsafe writer.take(8 * rows.count)
        for (i, row) in rows.enumerated() {
            unsafe instants.storeBytes(
                of: block.instants[row].littleEndian,
                toByteOffset: 8 * i,
                as: Int64.self
            )
        }
        unsafe column(.speed, &writer) { unsafe UInt32(bitPattern: block.speeds[$0]) }
        unsafe column(.axleCount, &writer) { unsafe UInt32(block.axleCounts[$0]) }
        unsafe axles(.axleLoad, block.loads, sum: axleSum, &writer) {
            unsafe Int(block.axleCounts[$0])
        }
        unsafe axles(.spacing, block.spacings, sum: axleSum - rows.count, &writer) {
            unsafe Int(block.axleCounts[$0]) - 1
        }
        unsafe writeWheels(&writer)
        for field in BlockColumns.optionalScalars
        where BlockColumns.hasValues(field, block, rows) {
            unsafe column(field, &writer) { BlockColumns.scalar(field, block, $0) }
        }
        unsafe writeTexts(&writer)
    }

    private func writeWheels(_ writer: inout WireWriter) {
        guard wheelSum > 0 else { return }
        let count: (Int) -> Int = { row in
            unsafe block.wheelFlags[row] == 0 ? 0 : Int(block.axleCounts[row])
        }
        unsafe column(.wheelCount, &writer) { UInt32(count($0)) }
        unsafe axles(.left, block.lefts, sum: wheelSum, &writer, count)
        unsafe axles(.right, block.rights, sum: wheelSum, &writer, count)
    }

    private func writeTexts(_ writer: inout WireWriter) {
        if plateSum > 0 {
            unsafe column(.plateLength, &writer) { unsafe UInt32(block.plateByteCounts[$0]) }
            unsafe texts(.plateText, sum: plateSum, &writer) { row in
                unsafe (0, Int(block.plateByteCounts[row]))
            }
        }
        if idSum > 0 {
            unsafe column(.idLength, &writer) { unsafe UInt32(block.idByteCounts[$0]) }
            unsafe texts(.idText, sum: idSum, &writer) { row in
                unsafe (Int(block.plateByteCounts[row]), Int(block.idByteCounts[row]))
            }
        }
        guard flagsSum > 0 else { return }
        unsafe column(.flagsLength, &writer) { unsafe UInt32(block.flagByteCounts[$0]) }
        unsafe texts(.flagsText, sum: flagsSum, &writer) { row in
            let before = unsafe Int(block.plateByteCounts[row]) + Int(block.idByteCounts[row])
            return unsafe (before, Int(block.flagByteCounts[row]))
        }
    }

    /// A packed column with one number a row.
    @inline(__always)
    private func column(
        _ field: ColumnField,
        _ writer: inout WireWriter,
        _ value: (Int) -> UInt32
    ) {
        unsafe writer.head(field.rawValue, byteCount: 4 * rows.count)
        let target = unsafe writer.take(4 * rows.count)
        var offset = 0
        for row in rows {
            unsafe target.storeBytes(
                of: value(row).littleEndian,
                toByteOffset: offset,
                as: UInt32.self
            )
            offset &+= 4
        }
    }

    /// A packed column with several numbers a row, from an axle-major column.
    @inline(__always)
    private func axles(
        _ field: ColumnField,
        _ source: UnsafeMutablePointer<UInt16>,
        sum: Int,
        _ writer: inout WireWriter,
        _ count: (Int) -> Int
    ) {
        unsafe writer.head(field.rawValue, byteCount: 4 * sum)
        let target = unsafe writer.take(4 * sum)
        var offset = 0
        for row in rows {
            for axle in 0..<count(row) {
                let value = unsafe UInt32(source[axle &* PassageBlock.axleStride &+ row])
                unsafe target.storeBytes(
                    of: value.littleEndian,
                    toByteOffset: offset,
                    as: UInt32.self
                )
                offset &+= 4
            }
        }
        precondition(offset == 4 * sum, "A block that changed while it was encoded.")
    }

    /// One text column: of each row the part that `part` names by its start and length.
    @inline(__always)
    private func texts(
        _ field: ColumnField,
        sum: Int,
        _ writer: inout WireWriter,
        _ part: (Int) -> (Int, Int)
    ) {
        unsafe writer.head(field.rawValue, byteCount: sum)
        for row in rows {
            let (start, byteCount) = part(row)
            let source = unsafe block.text + Int(block.textOffsets[row]) + start
            unsafe writer.raw(UnsafeRawBufferPointer(start: source, count: byteCount))
        }
    }
}
