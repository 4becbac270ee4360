// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// The rows of a passage file in either format, one after the other.
struct PassageRows {
    private let format: RecordFormat
    private var csv: CSVScanner
    private var json: JSONLine
    private var draft = PassageDraft()
    /// The columns that a CSV file has, and their fields.
    private var columns: [PassageField] = []
    private var header: HeaderMap?
    private var isSteppedBack = false

    init(
        _ source: ByteSource,
        format: RecordFormat,
        ignoresUnknown: Bool,
        rowByteCountMax: Int = LineScanner.rowByteCountMax
    ) throws {
        self.format = format
        csv = CSVScanner(source, limit: rowByteCountMax)
        json = JSONLine(ignoresUnknown: ignoresUnknown)
        guard format == .csv else { return }
        let set = PassageColumn.set(ignoringUnknown: ignoresUnknown)
        let header = try HeaderMap.read(&csv, columns: set)
        columns = PassageField.fields(of: header, names: set.names)
        self.header = header
    }

    var line: Int { csv.lines.line }
    var rawRow: [UInt8] { csv.lines.rawRow }

    mutating func next() throws(FileFault) -> ScanStep {
        guard !isSteppedBack else {
            isSteppedBack = false
            return .row
        }
        guard format == .csv else { return try csv.lines.next() }
        let step = try csv.next()
        if step == .row, let reason = header?.countFault(of: csv.fieldCount) {
            return .fault(reason)
        }
        return step
    }

    /// Makes the next step give the current row again.
    mutating func stepBack() { isSteppedBack = true }

    /// See ``LineScanner/cutToFirstLine()``.
    mutating func cutToFirstLine() { csv.lines.cutToFirstLine() }

    /// Reads the current row into the draft.
    mutating func read() throws(FieldFault) {
        // Locals hold the bytes for the length of the calls; the compiler sees no overlap then.
        guard format == .csv else {
            let window = csv.lines.bytes
            try json.read(window[csv.lines.content], into: &draft.cells)
            let scratch = json.scratch
            return try draft.read(scratch.span)
        }
        for field in columns { draft.cells[field.column] = csv.field(field.field) }
        let bytes = rowBytes
        try draft.read(bytes.span)
    }

    /// The passage of the current row, which was read without a fault.
    mutating func passage() -> Passage {
        let bytes = rowBytes
        return draft.passage(bytes.span)
    }

    /// Adds the current row, which was read without a fault, to a block; false where there is no
    /// room.
    mutating func append(to fill: inout BlockFill, row: Int) -> Bool {
        let bytes = rowBytes
        return draft.append(to: &fill, bytes.span, sequence: UInt64(row))
    }

    /// Where the values of the current row lie.
    private var rowBytes: [UInt8] {
        if format == .ndjson { return json.scratch }
        return csv.isUnquoted ? csv.unquoted : csv.lines.bytes
    }
}
