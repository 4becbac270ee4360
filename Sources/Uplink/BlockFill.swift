// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// From the columns of a batch to the columns of a block. The next 256 rows are looked through as a
// whole; where they are clean, as nearly always, they are copied in one run. Otherwise the rows are
// judged one by one, and the good ones between two refused ones are a run:
//
//   row      0 1 2 3 4 5 6 7 8
//   good     + + + − + + − − +
//   runs     [0 1 2] [4 5]   [8]     refused: 3, 6, 7, each with its canonical bytes
//
// Copying a run is straight: row-major four-byte numbers become axle-major two-byte ones.

import Weighing

extension BatchDecoder {
    /// Moves the next passages into a block.
    mutating func fillPassages(_ block: PassageBlock, _ bytes: RawSpan, hashBytes: RawSpan) {
        for i in slots.indices { slots[i] = BatchDecoder.noSlot }
        let count = min(PassageBlock.rowCapacity, header.frameCount - cursor.row)
        // Sound: the views do not leave the closures.
        unsafe bytes.withUnsafeBytes { raw in
            guard let view = unsafe ColumnView(raw, layout) else { return }
            let end = view.advanced(cursor, rows: count)
            if view.isClean(cursor, end, sites: sites, texts: texts), fits(cursor, end) {
                copyRun(view, to: end, block, hashBytes)
            } else {
                fillRowByRow(view, count: count, block, hashBytes)
            }
        }
        block.closeAxleGroups()
    }

    /// Whether rows that are clean fit an empty block with certainty.
    private func fits(_ from: RowCursor, _ to: RowCursor) -> Bool {
        let text = (to.plate - from.plate) + (to.id - from.id) + (to.flags - from.flags)
        return text <= PassageBlock.textCapacity && sites.count <= PassageBlock.siteSlotCount
    }

    private mutating func fillRowByRow(
        _ view: ColumnView,
        count: Int,
        _ block: PassageBlock,
        _ hashBytes: RawSpan
    ) {
        var probe = cursor
        var textByteCount = 0
        let endRow = cursor.row + count
        while probe.row < endRow {
            let next = view.advanced(probe, rows: 1)
            if let fault = view.fault(at: probe, sites: sites) {
                copyRun(view, to: probe, block, hashBytes)
                reject(view, at: probe, next, fault, block, hashBytes)
                cursor = next
            } else {
                textByteCount += (next.plate - probe.plate) + (next.id - probe.id)
                textByteCount += next.flags - probe.flags
                guard textByteCount <= PassageBlock.textCapacity,
                    slot(of: Int(view.value(.site, probe.row)), block) != nil
                else { break }
            }
            probe = next
        }
        copyRun(view, to: probe, block, hashBytes)
    }

    private func reject(
        _ view: ColumnView,
        at row: RowCursor,
        _ next: RowCursor,
        _ fault: PassageFault,
        _ block: PassageBlock,
        _ hashBytes: RawSpan
    ) {
        block.rejected.append(
            RejectedFrame(
                sequence: header.firstSequence &+ UInt64(row.row),
                reason: fault.description,
                bytes: view.canonicalBytes(at: row, next, sites: sites),
                hash: hash(of: row.row, hashBytes)
            )
        )
    }

    /// The block's slot of a dictionary entry; nil when the block's slots are used up.
    private mutating func slot(of site: Int, _ block: PassageBlock) -> UInt8? {
        if slots[site] != BatchDecoder.noSlot { return UInt8(slots[site]) }
        guard let slot = block.slot(ofSite: sites[site].code) else { return nil }
        slots[site] = UInt16(slot)
        return slot
    }

    /// Copies the rows from the cursor to `end`, all of them clean, and moves the cursor there.
    private mutating func copyRun(
        _ view: ColumnView,
        to end: RowCursor,
        _ block: PassageBlock,
        _ hashBytes: RawSpan
    ) {
        let rows = cursor.row..<end.row
        guard !rows.isEmpty else { return }
        precondition(
            block.count + rows.count <= PassageBlock.rowCapacity,
            "A run beyond its block."
        )
        copySites(view, rows, block)
        let run = BlockRun(view: view, from: cursor, to: end, block: block)
        run.copyScalars()
        run.copyAxles()
        run.copyWheels()
        run.copyTexts()
        copyHashes(rows, block, hashBytes)
        block.count += rows.count
        cursor = end
    }

    private mutating func copySites(_ view: ColumnView, _ rows: Range<Int>, _ block: PassageBlock) {
        let first = block.count
        if sites.count == 1 {
            guard let only = slot(of: 0, block) else { return }
            // Sound here and below: `copyRun` checked that the rows fit the block.
            for i in 0..<rows.count { unsafe block.siteSlots[first + i] = only }
            return
        }
        let indices = unsafe view.elements(.site, rows)
        for i in 0..<rows.count {
            // A slot is there: the dictionary fits an empty block, or each row's was taken before.
            guard let slot = unsafe slot(of: Int(indices[i]), block) else { continue }
            unsafe block.siteSlots[first + i] = slot
        }
    }

    private func copyHashes(_ rows: Range<Int>, _ block: PassageBlock, _ bytes: RawSpan) {
        let size = PassageBlock.hashByteCount
        let start = hashes.lowerBound + rows.lowerBound * size
        let part = bytes.extracting(start..<start + rows.count * size)
        // Sound: `extracting` checks the source, `copyRun` the rows of the block.
        unsafe part.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return }
            unsafe UnsafeMutableRawPointer(block.hashes + block.count * size)
                .copyMemory(from: base, byteCount: raw.count)
        }
        var sequence = header.firstSequence &+ UInt64(rows.lowerBound)
        for row in block.count..<block.count + rows.count {
            unsafe block.sequences[row] = sequence
            sequence &+= 1
        }
    }
}

extension PassageBlock {
    /// The most site codes in a block.
    static var siteSlotCount: Int { 255 }

    /// Writes the largest axle count among each 16 rows.
    func closeAxleGroups() {
        var row = 0
        while row < count {
            let end = min(row + PassageBlock.laneCount, count)
            var most: UInt8 = 0
            // Sound: rows below `count` are below the block's capacity.
            for i in row..<end { most = unsafe max(most, axleCounts[i]) }
            unsafe axleCountMaxima[row / PassageBlock.laneCount] = most
            row = end
        }
    }
}
