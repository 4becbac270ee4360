// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The rules that hold the columns of a batch together: how long each must be.
enum ColumnRules {
    /// Checks all lengths, so that no row can point outside its columns.
    ///
    /// - Returns: What the text columns are.
    static func check(
        _ bytes: RawSpan,
        _ layout: ColumnLayout,
        siteCount: Int
    ) throws(BatchFault) -> TextColumns {
        // Sound: the view does not leave the closure.
        try unsafe bytes.withUnsafeBytes { raw throws(BatchFault) in
            guard let view = unsafe ColumnView(raw, layout) else {
                return TextColumns(plate: .empty, id: .empty, flags: .empty)
            }
            try checkLengths(view)
            let rows = 0..<view.rowCount
            let most = siteCount > 0 ? UInt32(siteCount - 1) : 0
            if view.exceeds(.site, rows, most: most) || (siteCount == 0 && !rows.isEmpty) {
                let worst = rows.map { Int(view.value(.site, $0)) }.max() ?? 0
                throw .siteIndex(worst, siteCodeCount: siteCount)
            }
            return TextColumns(
                plate: try checkText(view, .plateText, .plateLength),
                id: try checkText(view, .idText, .idLength),
                flags: try checkText(view, .flagsText, .flagsLength)
            )
        }
    }

    private static func checkLengths(_ view: ColumnView) throws(BatchFault) {
        let count = view.rowCount
        for field in [ColumnField.lane, .passedAt, .speed, .axleCount] {
            try expect(view, field, count)
        }
        for field in [
            ColumnField.wheelCount, .vehicleType, .plateColor, .length, .width, .height,
            .plateLength, .idLength, .flagsLength,
        ] where view.has(field) {
            try expect(view, field, count)
        }
        let end = view.advanced(RowCursor(), rows: count)
        try expect(view, .axleLoad, end.axle)
        try expect(view, .spacing, end.spacing)
        try expect(view, .left, end.wheel)
        try expect(view, .right, end.wheel)
    }

    private static func expect(
        _ view: ColumnView,
        _ field: ColumnField,
        _ count: Int
    ) throws(BatchFault) {
        let found = view.layout[field].count
        guard found == count else {
            throw .length(field: field.name, expected: count, found: found)
        }
    }

    private static func checkText(
        _ view: ColumnView,
        _ text: ColumnField,
        _ length: ColumnField
    ) throws(BatchFault) -> TextCheck {
        let count = view.sum(length, 0..<view.rowCount)
        try expect(view, text, count)
        return view.check(text, 0..<count)
    }
}

extension TextCheck {
    /// What no text is.
    static var empty: TextCheck { unsafe TextCheck(UnsafeRawBufferPointer(start: nil, count: 0)) }
}
