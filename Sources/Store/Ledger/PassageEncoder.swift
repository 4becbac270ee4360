// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The hottest loop of the store: columns of a block into rows of COPY. Nothing is made per row: site,
// class and reasons are looked up as bytes that were made once, texts are copied from the arena.

internal import Weighing

/// Encodes rows of blocks for `passages_copy.sql`; the order of the fields is the statement's.
struct PassageEncoder {
    private static let columnCount: Int16 = 28
    /// Bytes of the names of the verdicts, by raw value.
    private let verdicts: [[UInt8]] = Verdict.allCases.map { Array($0.name.utf8) }

    /// Class texts by pattern code, made as they are met.
    private var classes: [[UInt8]?] = Array(repeating: nil, count: 65_536)
    /// Reason texts by bits, made as they are met.
    private var reasonTexts: [UInt32: [UInt8]] = [:]

    /// Appends the new rows of a block.
    ///
    /// - Parameters:
    ///   - admission: The block and its new rows.
    ///   - duplicates: Rows that get the reason `duplicate`.
    ///   - buffer: Takes the rows.
    mutating func encode(
        _ admission: Admission,
        duplicates: Set<Int>,
        into buffer: inout CopyBuffer
    ) {
        let block = admission.block
        let sites = block.sites.map { Array($0.utf8) }
        for row in admission.rows {
            // Sound: row < count here and below, and a row's slot names one of the block's sites.
            var reasons = unsafe block.reasons[row]
            if !duplicates.isEmpty, duplicates.contains(row) {
                reasons |= Reasons.duplicate.rawValue
            }
            buffer.beginRow(columns: PassageEncoder.columnCount)
            numbers(block, row, &buffer)
            buffer.bytes(unsafe sites[Int(block.siteSlots[row])])
            buffer.bytes(classText(unsafe block.patterns[row]))
            buffer.bytes(reasonText(reasons))
            PassageEncoder.text(block, row, skip: 0, unsafe block.plateByteCounts[row], &buffer)
            PassageEncoder.axles(block, row, &buffer)
            let plate = unsafe Int(block.plateByteCounts[row])
            PassageEncoder.passageID(block, row, &buffer)
            PassageEncoder.text(
                block,
                row,
                skip: plate + (unsafe Int(block.idByteCounts[row])),
                unsafe block.flagByteCounts[row],
                &buffer
            )
        }
    }

    /// The class of a pattern as UTF-8.
    mutating func classText(_ code: UInt16) -> [UInt8] {
        if let known = classes[Int(code)] { return known }
        let text = Array(AxlePattern(code: code).classText.utf8)
        classes[Int(code)] = text
        return text
    }

    /// Names of reasons as UTF-8.
    mutating func reasonText(_ bits: UInt32) -> [UInt8] {
        if bits == 0 { return [] }
        if let known = reasonTexts[bits] { return known }
        let text = Array(Reasons(rawValue: bits).text.utf8)
        reasonTexts[bits] = text
        return text
    }

    /// From `passed_at` to `height_mm`.
    private func numbers(_ block: PassageBlock, _ row: Int, _ buffer: inout CopyBuffer) {
        let grossClass = block.grossClass(at: row)
        buffer.timestamp(StoredInstant.clamped(unsafe block.instants[row]))
        buffer.int64(Int64(bitPattern: unsafe block.sequences[row]))
        buffer.int32(block.uplink)
        buffer.bytes(verdicts[Int(block.verdict(at: row).rawValue)])
        buffer.int32(unsafe block.grosses[row])
        buffer.int32(grossClass.limit)
        buffer.int32(block.excessPermille(at: row))
        buffer.int32(block.deduction(at: row))
        buffer.int32(unsafe block.esals[row])
        buffer.int32(unsafe block.speeds[row])
        buffer.int16(Int16(truncatingIfNeeded: unsafe block.lanes[row]))
        buffer.bool(grossClass.isCombination)
        PassageEncoder.code(unsafe block.plateColors[row], &buffer)
        PassageEncoder.code(unsafe block.vehicleTypes[row], &buffer)
        PassageEncoder.worstGroup(block, row, &buffer)
        PassageEncoder.size(unsafe block.lengths[row], &buffer)
        PassageEncoder.size(unsafe block.widths[row], &buffer)
        PassageEncoder.size(unsafe block.heights[row], &buffer)
    }

    /// A code of an enumeration whose 0 means that nothing is known.
    static func code(_ value: UInt8, _ buffer: inout CopyBuffer) {
        if value == 0 { buffer.null() } else { buffer.int16(Int16(value)) }
    }

    /// The largest excess of a group, or NULL where no group has a limit.
    static func worstGroup(_ block: PassageBlock, _ row: Int, _ buffer: inout CopyBuffer) {
        let worst = unsafe block.worstGroupExcesses[row]
        if worst == PassageBlock.noGroupLimit { buffer.null() } else { buffer.int32(worst) }
    }

    private static func size(_ value: Int32, _ buffer: inout CopyBuffer) {
        if value == 0 { buffer.null() } else { buffer.int32(value) }
    }

    /// The sender's name of the passage, or NULL.
    static func passageID(_ block: PassageBlock, _ row: Int, _ buffer: inout CopyBuffer) {
        text(
            block,
            row,
            skip: unsafe Int(block.plateByteCounts[row]),
            unsafe block.idByteCounts[row],
            &buffer
        )
    }

    /// One of the row's texts, NULL when it is empty.
    static func text(
        _ block: PassageBlock,
        _ row: Int,
        skip: Int,
        _ byteCount: UInt8,
        _ buffer: inout CopyBuffer
    ) {
        guard byteCount > 0 else { return buffer.null() }
        // Sound: offsets and counts of a row lie inside the arena; whoever filled it checked that.
        let start = unsafe block.text + Int(block.textOffsets[row]) + skip
        unsafe buffer.bytes(UnsafeBufferPointer(start: start, count: Int(byteCount)))
    }

    /// Axle loads, spacings, left and right loads; the last two NULL when not measured.
    static func axles(_ block: PassageBlock, _ row: Int, _ buffer: inout CopyBuffer) {
        let count = unsafe Int(block.axleCounts[row])
        unsafe column(block.loads, count, row, &buffer)
        unsafe column(block.spacings, count - 1, row, &buffer)
        if unsafe block.wheelFlags[row] == 0 {
            buffer.null()
            buffer.null()
        } else {
            unsafe column(block.lefts, count, row, &buffer)
            unsafe column(block.rights, count, row, &buffer)
        }
    }

    private static func column(
        _ column: UnsafeMutablePointer<UInt16>,
        _ count: Int,
        _ row: Int,
        _ buffer: inout CopyBuffer
    ) {
        // Sound: axle-major columns hold 16 axles for every row, and count ≤ 16.
        buffer.int32Array(count: count) {
            unsafe Int32(column[$0 * PassageBlock.axleStride + row])
        }
    }
}
