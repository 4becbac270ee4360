// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The rules of `Passage.fault()` on columns: first whether a whole stretch of rows is clean, in a few
// vector loops; only where it is not, row by row and in the same order as `Passage.fault()`, so that a
// passage is refused with the same sentence by whatever way it comes.

import Weighing

extension ColumnView {
    /// The cursor `count` rows further.
    func advanced(_ cursor: RowCursor, rows count: Int) -> RowCursor {
        let rows = cursor.row..<cursor.row + count
        var next = cursor
        next.row += count
        let axles = sum(.axleCount, rows)
        next.axle += axles
        next.spacing += axles - count + axlelessRows(rows)
        next.wheel += sum(.wheelCount, rows)
        next.plate += sum(.plateLength, rows)
        next.id += sum(.idLength, rows)
        next.flags += sum(.flagsLength, rows)
        return next
    }

    /// Rows without an axle, which have no spacing either, and not −1.
    private func axlelessRows(_ rows: Range<Int>) -> Int {
        let counts = unsafe elements(.axleCount, rows)
        var none = 0
        for i in 0..<rows.count where unsafe counts[i] == 0 { none += 1 }
        return none
    }

    /// Whether every row between two cursors may enter a block; false may be a false alarm.
    func isClean(_ from: RowCursor, _ to: RowCursor, sites: [SiteEntry], texts: TextColumns) -> Bool
    {
        let rows = from.row..<to.row
        guard sites.allSatisfy({ $0.fault == nil }) else { return false }
        guard axleCountsAreClean(rows),
            !exceeds(.axleLoad, from.axle..<to.axle, most: UInt32(Passage.valueMax)),
            !exceeds(.spacing, from.spacing..<to.spacing, most: UInt32(Passage.valueMax)),
            !exceeds(.lane, rows, most: UInt32(Passage.laneMax)),
            !exceeds(.vehicleType, rows, most: ColumnView.vehicleTypeMax),
            !exceeds(.plateColor, rows, most: ColumnView.plateColorMax),
            !exceeds(.length, rows, most: UInt32(Passage.dimensionMax)),
            !exceeds(.width, rows, most: UInt32(Passage.dimensionMax)),
            !exceeds(.height, rows, most: UInt32(Passage.dimensionMax))
        else { return false }
        guard wheelsAreClean(from, to) else { return false }
        return isCleanText(
            .plateText,
            .plateLength,
            rows,
            from.plate,
            texts.plate,
            Plate.byteCountMax
        )
            && isCleanText(.idText, .idLength, rows, from.id, texts.id, Passage.textByteCountMax)
            && isCleanText(
                .flagsText,
                .flagsLength,
                rows,
                from.flags,
                texts.flags,
                Passage.textByteCountMax
            )
    }

    static let vehicleTypeMax = UInt32(VehicleType.combination.rawValue)
    static let plateColorMax = UInt32(PlateColor.other.rawValue)

    private func axleCountsAreClean(_ rows: Range<Int>) -> Bool {
        let counts = unsafe elements(.axleCount, rows)
        // 2…16 are the numbers for which n − 2 and n − 1 both have no bit above the fourth.
        var seen: UInt32 = 0
        for i in 0..<rows.count {
            let count = unsafe counts[i]
            seen |= (count &- 2) | (count &- 1)
        }
        return seen >> 4 == 0
    }

    private func wheelsAreClean(_ from: RowCursor, _ to: RowCursor) -> Bool {
        guard to.wheel > from.wheel else { return true }
        let wheels = from.wheel..<to.wheel
        guard !exceeds(.left, wheels, most: UInt32(Passage.valueMax)),
            !exceeds(.right, wheels, most: UInt32(Passage.valueMax))
        else { return false }
        let axleCounts = unsafe elements(.axleCount, from.row..<to.row)
        let wheelCounts = unsafe elements(.wheelCount, from.row..<to.row)
        let loads = unsafe elements(.axleLoad, from.axle..<to.axle)
        let lefts = unsafe elements(.left, wheels)
        let rights = unsafe elements(.right, wheels)
        let tolerance = UInt32(Passage.wheelSumToleranceKilograms)
        var axle = 0
        var wheel = 0
        // The difference shifted by the tolerance is 0…40; a smaller one wraps and is above.
        var most: UInt32 = 0
        for row in 0..<to.row - from.row {
            let axles = unsafe Int(axleCounts[row])
            let count = unsafe Int(wheelCounts[row])
            if count != 0 {
                guard count == axles else { return false }
                // Sound: the cursors are the sums of the counts, so the rows end where they end.
                for i in 0..<count {
                    let sum = unsafe lefts[wheel &+ i] &+ rights[wheel &+ i]
                    most = unsafe max(most, sum &+ tolerance &- loads[axle &+ i])
                }
            }
            axle &+= axles
            wheel &+= count
        }
        return most <= 2 * tolerance
    }

    private func isCleanText(
        _ text: ColumnField,
        _ length: ColumnField,
        _ rows: Range<Int>,
        _ start: Int,
        _ check: TextCheck,
        _ most: Int
    ) -> Bool {
        guard has(length) else { return true }
        guard check.isClean, !exceeds(length, rows, most: UInt32(most)) else { return false }
        guard !check.isASCII else { return true }
        // No row may begin inside a character.
        let lengths = unsafe elements(length, rows)
        let end = start + sum(length, rows)
        let bytes = unsafe elements(text, start..<end)
        var offset = 0
        for i in 0..<rows.count {
            let count = unsafe Int(lengths[i])
            // Sound: `offset` is below the sum of the lengths where a byte is read.
            if count > 0,
                unsafe bytes.start.load(fromByteOffset: offset, as: UInt8.self) & 0xc0 == 0x80
            {
                return false
            }
            offset += count
        }
        return true
    }
}

// MARK: - Row by row

extension ColumnView {
    /// The first reason for which the row at the cursor cannot be judged, or nil.
    func fault(at cursor: RowCursor, sites: [SiteEntry]) -> PassageFault? {
        let axles = Int(value(.axleCount, cursor.row))
        guard (Passage.axleCountMin...Passage.axleCountMax).contains(axles) else {
            return .axleCount(axles)
        }
        let wheels = Int(value(.wheelCount, cursor.row))
        let columns: [(ColumnField, Range<Int>)] = [
            (.axleLoad, cursor.axle..<cursor.axle + axles),
            (.spacing, cursor.spacing..<cursor.spacing + axles - 1),
            (.left, cursor.wheel..<cursor.wheel + wheels),
            (.right, cursor.wheel..<cursor.wheel + wheels),
        ]
        for (field, range) in columns {
            for i in range where value(field, i) > UInt32(Passage.valueMax) {
                return .value(Int(value(field, i)))
            }
        }
        if wheels > 0 {
            guard wheels == axles else {
                return .wheelCount(left: wheels, right: wheels, axles: axles)
            }
            for i in 0..<axles {
                let sum = Int(value(.left, cursor.wheel + i)) + Int(value(.right, cursor.wheel + i))
                let difference = sum - Int(value(.axleLoad, cursor.axle + i))
                guard abs(difference) <= Passage.wheelSumToleranceKilograms else {
                    return .wheelSum(axle: i + 1, difference: difference)
                }
            }
        }
        return scalarFault(at: cursor, sites: sites)
    }

    private func scalarFault(at cursor: RowCursor, sites: [SiteEntry]) -> PassageFault? {
        let row = cursor.row
        let lane = Int(value(.lane, row))
        guard lane <= Passage.laneMax else { return .lane(lane) }
        for field in [ColumnField.length, .width, .height] {
            let size = Int(value(field, row))
            guard size <= Passage.dimensionMax else { return .dimension(size) }
        }
        if let fault = sites[Int(value(.site, row))].fault { return fault }
        let texts: [(String, ColumnField, ColumnField, Int, Int)] = [
            ("plate", .plateText, .plateLength, cursor.plate, Plate.byteCountMax),
            ("passage_id", .idText, .idLength, cursor.id, Passage.textByteCountMax),
            ("flags", .flagsText, .flagsLength, cursor.flags, Passage.textByteCountMax),
        ]
        for (name, text, length, start, most) in texts {
            let count = Int(value(length, row))
            guard count <= most else { return .textLong(name, byteCount: count) }
            let check = check(text, start..<start + count)
            guard check.isValid else { return .textEncoding(name) }
            guard !check.hasZero else { return .textZeroByte(name) }
        }
        let type = value(.vehicleType, row)
        guard type <= ColumnView.vehicleTypeMax else {
            return .code("vehicle_type", value: Int(type))
        }
        let color = value(.plateColor, row)
        guard color <= ColumnView.plateColorMax else {
            return .code("plate_color", value: Int(color))
        }
        return nil
    }
}
