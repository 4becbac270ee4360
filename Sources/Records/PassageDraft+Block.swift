// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// A draft straight into the columns of a block: what PassageBlock.append does with a Passage,
// without the arrays and strings in between. A test holds the two equal.

import Weighing

/// A block while rows are added to it.
///
/// What every row changes is kept here and given to the block by ``end()``: a property of a class
/// costs a check at every use.
struct BlockFill {
    let block: PassageBlock
    fileprivate(set) var count: Int
    fileprivate var sites: SiteMemo
    fileprivate var textByteCount: Int
    fileprivate var instantMin: Int64
    fileprivate var instantMax: Int64
    fileprivate var hasWheelLoads: Bool

    /// Begins with a block; what it holds stays.
    init(_ block: PassageBlock, _ sites: consuming SiteMemo) {
        self.block = block
        self.sites = sites
        self.sites.begin(block)
        count = block.count
        textByteCount = block.textByteCount
        instantMin = block.instantMin
        instantMax = block.instantMax
        hasWheelLoads = block.hasWheelLoads
    }

    /// Completes the block, and gives back what is remembered for the next one.
    consuming func end() -> SiteMemo {
        sites.end(block)
        block.count = count
        block.textByteCount = textByteCount
        block.instantMin = instantMin
        block.instantMax = instantMax
        block.hasWheelLoads = hasWheelLoads
        return sites
    }
}

extension PassageDraft {
    /// Adds the row to a block.
    ///
    /// - Parameters:
    ///   - fill: Where to.
    ///   - bytes: What the draft was read from, without a fault.
    ///   - sequence: Number of the row.
    /// - Returns: false, with no row added, when the block has no room for it.
    mutating func append(to fill: inout BlockFill, _ bytes: Span<UInt8>, sequence: UInt64) -> Bool {
        let block = fill.block
        let texts = cells[.plate].count + cells[.passageID].count + cells[.flags].count
        guard fill.count < PassageBlock.rowCapacity,
            fill.textByteCount + texts <= PassageBlock.textCapacity,
            let slot = fill.sites.slot(bytes, cells[.site], in: block)
        else { return false }
        let row = fill.count
        // Sound: row < rowCapacity was just checked, and `read` bounded every number.
        unsafe block.siteSlots[row] = slot
        unsafe block.sequences[row] = sequence
        unsafe block.lanes[row] = UInt16(lane)
        unsafe block.instants[row] = microseconds
        unsafe block.speeds[row] = speed
        unsafe block.vehicleTypes[row] = vehicleType.rawValue
        unsafe block.plateColors[row] = plateColor.rawValue
        unsafe block.lengths[row] = Int32(length)
        unsafe block.widths[row] = Int32(width)
        unsafe block.heights[row] = Int32(height)
        unsafe block.reasons[row] = 0
        unsafe block.permissibleErrors[row] = 0
        appendAxles(to: block, row)
        if leftCount > 0 { fill.hasWheelLoads = true }
        fill.textByteCount = appendTexts(to: block, row, bytes, at: fill.textByteCount)
        fill.instantMin = min(fill.instantMin, microseconds)
        fill.instantMax = max(fill.instantMax, microseconds)
        fill.count = row + 1
        return true
    }

    private mutating func appendAxles(to block: PassageBlock, _ row: Int) {
        let stride = PassageBlock.axleStride
        let group = row / PassageBlock.laneCount
        // Sound: at most 16 axles, each in its own stretch of the axle-major columns.
        unsafe block.axleCounts[row] = UInt8(axleCount)
        unsafe block.axleCountMaxima[group] = max(block.axleCountMaxima[group], UInt8(axleCount))
        for axle in 0..<axleCount { unsafe block.loads[axle * stride + row] = loads[axle] }
        for gap in 0..<spacingCount { unsafe block.spacings[gap * stride + row] = spacings[gap] }
        unsafe block.wheelFlags[row] = leftCount == 0 ? 0 : 1
        guard leftCount > 0 else { return }
        for axle in 0..<axleCount {
            unsafe block.lefts[axle * stride + row] = lefts[axle]
            unsafe block.rights[axle * stride + row] = rights[axle]
        }
    }

    /// Copies the texts, and says where the next ones go.
    private mutating func appendTexts(
        to block: PassageBlock,
        _ row: Int,
        _ bytes: Span<UInt8>,
        at start: Int
    ) -> Int {
        var end = start
        // Sound: `append` checked that the three texts fit behind what the block holds, and `read`
        // that each count fits a byte.
        unsafe block.textOffsets[row] = UInt32(end)
        unsafe block.plateByteCounts[row] = UInt8(cells[.plate].count)
        unsafe block.idByteCounts[row] = UInt8(cells[.passageID].count)
        unsafe block.flagByteCounts[row] = UInt8(cells[.flags].count)
        func copy(_ range: Range<Int>) {
            for index in range {
                unsafe block.text[end] = bytes[index]
                end += 1
            }
        }
        copy(cells[.plate])
        copy(cells[.passageID])
        copy(cells[.flags])
        return end
    }
}
