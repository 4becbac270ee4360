// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Rows of a batch on their way into the rows of a block behind those already there.
///
/// Every row was found clean, and the rows fit the block; the loops rely on both.
struct BlockRun {
    let view: ColumnView
    let from: RowCursor
    let to: RowCursor
    let block: PassageBlock

    private var rows: Range<Int> { from.row..<to.row }
    /// Axles that are written of every row without asking how many it has.
    ///
    /// Six-axle trucks are the
    /// commonest heavy ones, and a loop of varying length costs more than the stores it saves. Cells
    /// beyond a row's axles are undefined in a block.
    private static let axlesAtOnce = 8

    /// Copies the columns with one number a row.
    func copyScalars() {
        let count = rows.count
        let first = block.count
        let lanes = unsafe view.elements(.lane, rows)
        let speeds = unsafe view.elements(.speed, rows)
        let axles = unsafe view.elements(.axleCount, rows)
        // Sound in all loops of this type: `elements` checked the source, and rows first ..< first +
        // count are below the block's capacity. Truncation drops zeros only: the rows are clean.
        let laneColumn = unsafe block.lanes + first
        let speedColumn = unsafe block.speeds + first
        let axleColumn = unsafe block.axleCounts + first
        for i in 0..<count { unsafe laneColumn[i] = UInt16(truncatingIfNeeded: lanes[i]) }
        for i in 0..<count { unsafe speedColumn[i] = Int32(bitPattern: speeds[i]) }
        for i in 0..<count { unsafe axleColumn[i] = UInt8(truncatingIfNeeded: axles[i]) }
        copyInstants()
        unsafe copyBytes(.vehicleType, block.vehicleTypes + first)
        unsafe copyBytes(.plateColor, block.plateColors + first)
        unsafe copyNumbers(.length, block.lengths + first)
        unsafe copyNumbers(.width, block.widths + first)
        unsafe copyNumbers(.height, block.heights + first)
        // The standing of the site is written before judging; a row starts without any.
        let reasons = unsafe block.reasons + first
        let errors = unsafe block.permissibleErrors + first
        for i in 0..<count { unsafe reasons[i] = 0 }
        for i in 0..<count { unsafe errors[i] = 0 }
    }

    private func copyInstants() {
        let source = unsafe view.elements(.passedAt, rows)
        let target = unsafe block.instants + block.count
        var least = block.instantMin
        var most = block.instantMax
        for i in 0..<rows.count {
            let instant = unsafe Int64(
                littleEndian: source.start.loadUnaligned(
                    fromByteOffset: i &* 8,
                    as: Int64.self
                )
            )
            unsafe target[i] = instant
            least = min(least, instant)
            most = max(most, instant)
        }
        block.instantMin = least
        block.instantMax = most
    }

    private func copyBytes(_ field: ColumnField, _ target: UnsafeMutablePointer<UInt8>) {
        guard view.has(field) else {
            for i in 0..<rows.count { unsafe target[i] = 0 }
            return
        }
        let source = unsafe view.elements(field, rows)
        for i in 0..<rows.count { unsafe target[i] = UInt8(truncatingIfNeeded: source[i]) }
    }

    private func copyNumbers(_ field: ColumnField, _ target: UnsafeMutablePointer<Int32>) {
        guard view.has(field) else {
            for i in 0..<rows.count { unsafe target[i] = 0 }
            return
        }
        let source = unsafe view.elements(field, rows)
        for i in 0..<rows.count { unsafe target[i] = Int32(bitPattern: source[i]) }
    }

    /// Copies axle loads and spacings.
    func copyAxles() {
        let counts = unsafe view.elements(.axleCount, rows)
        let loads = unsafe view.elements(.axleLoad, from.axle..<to.axle)
        let spacings = unsafe view.elements(.spacing, from.spacing..<to.spacing)
        let loadColumn = unsafe block.loads + block.count
        let spacingColumn = unsafe block.spacings + block.count
        var axle = 0
        var spacing = 0
        for i in 0..<rows.count {
            let count = unsafe Int(counts[i])
            unsafe BlockRun.copy(loads, at: axle, count: count, to: loadColumn + i)
            unsafe BlockRun.copy(spacings, at: spacing, count: count &- 1, to: spacingColumn + i)
            axle &+= count
            spacing &+= count &- 1
        }
    }

    /// Copies wheel loads of the rows that have them.
    func copyWheels() {
        let flags = unsafe block.wheelFlags + block.count
        guard to.wheel > from.wheel else {
            for i in 0..<rows.count { unsafe flags[i] = 0 }
            return
        }
        block.hasWheelLoads = true
        let counts = unsafe view.elements(.wheelCount, rows)
        let lefts = unsafe view.elements(.left, from.wheel..<to.wheel)
        let rights = unsafe view.elements(.right, from.wheel..<to.wheel)
        let leftColumn = unsafe block.lefts + block.count
        let rightColumn = unsafe block.rights + block.count
        var wheel = 0
        for i in 0..<rows.count {
            let count = unsafe Int(counts[i])
            unsafe flags[i] = count == 0 ? 0 : 1
            guard count > 0 else { continue }
            unsafe BlockRun.copy(lefts, at: wheel, count: count, to: leftColumn + i)
            unsafe BlockRun.copy(rights, at: wheel, count: count, to: rightColumn + i)
            wheel &+= count
        }
    }

    /// Copies one row of an axle column: `count` numbers side by side become numbers ``PassageBlock/axleStride`` apart.
    @inline(__always)
    private static func copy(
        _ source: UnsafeElements,
        at first: Int,
        count: Int,
        to target: UnsafeMutablePointer<UInt16>
    ) {
        let start = unsafe source.start + first &* 4
        var axle = 0
        // Sound: a block has 16 cells an axle column and row, and `slack` says what can be read.
        if unsafe (first &+ axlesAtOnce) &* 4 <= source.slack {
            for _ in 0..<axlesAtOnce {
                unsafe target[axle &* PassageBlock.axleStride] = UInt16(
                    littleEndian: start.loadUnaligned(
                        fromByteOffset: axle &* 4,
                        as: UInt16.self
                    )
                )
                axle &+= 1
            }
        }
        while axle < count {
            unsafe target[axle &* PassageBlock.axleStride] = UInt16(
                littleEndian: start.loadUnaligned(fromByteOffset: axle &* 4, as: UInt16.self)
            )
            axle &+= 1
        }
    }

    /// Copies plates, passage ids and flags into the arena.
    func copyTexts() {
        let offsets = unsafe block.textOffsets + block.count
        let plate = unsafe TextRun(view, .plateText, .plateLength, rows, from.plate)
        let id = unsafe TextRun(view, .idText, .idLength, rows, from.id)
        let flags = unsafe TextRun(view, .flagsText, .flagsLength, rows, from.flags)
        let plateCounts = unsafe block.plateByteCounts + block.count
        let idCounts = unsafe block.idByteCounts + block.count
        let flagCounts = unsafe block.flagByteCounts + block.count
        var (plateAt, idAt, flagsAt) = (0, 0, 0)
        var used = block.textByteCount
        for i in 0..<rows.count {
            unsafe offsets[i] = UInt32(truncatingIfNeeded: used)
            unsafe plateCounts[i] = plate.copy(i, &plateAt, block.text, &used)
            unsafe idCounts[i] = id.copy(i, &idAt, block.text, &used)
            unsafe flagCounts[i] = flags.copy(i, &flagsAt, block.text, &used)
        }
        block.textByteCount = used
    }
}

/// One text column of a run.
@unsafe
private struct TextRun {
    private let lengths: UnsafeElements?
    private let bytes: UnsafeElements?

    init(
        _ view: ColumnView,
        _ text: ColumnField,
        _ length: ColumnField,
        _ rows: Range<Int>,
        _ start: Int
    ) {
        guard view.has(length) else {
            unsafe lengths = nil
            unsafe bytes = nil
            return
        }
        let end = start + view.sum(length, rows)
        unsafe lengths = view.elements(length, rows)
        unsafe bytes = view.elements(text, start..<end)
    }

    /// Copies the text of row `i`, which begins at `at`, to the arena's first free byte.
    ///
    /// - Returns: Its bytes.
    @inline(__always)
    func copy(
        _ i: Int,
        _ at: inout Int,
        _ arena: UnsafeMutablePointer<UInt8>,
        _ used: inout Int
    ) -> UInt8 {
        guard let lengths = unsafe lengths, let bytes = unsafe bytes else { return 0 }
        let count = unsafe Int(lengths[i])
        let source = unsafe bytes.start + at
        let target = unsafe UnsafeMutableRawPointer(arena + used)
        // A plate is shorter than 16 bytes: two fixed copies where both sides have the room, because
        // a call to copy nine bytes costs more. What is written too much the next row overwrites.
        // Sound: the room is compared first; the sum of all texts of the run fits the arena.
        if count <= 32, unsafe at &+ 32 <= bytes.slack, used &+ 32 <= PassageBlock.textCapacity {
            unsafe target.storeBytes(
                of: source.loadUnaligned(as: SIMD16<UInt8>.self),
                as: SIMD16<UInt8>.self
            )
            if count > 16 {
                unsafe (target + 16).storeBytes(
                    of: source.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self),
                    as: SIMD16<UInt8>.self
                )
            }
        } else {
            unsafe target.copyMemory(from: source, byteCount: count)
        }
        at &+= count
        used &+= count
        return UInt8(truncatingIfNeeded: count)
    }
}
