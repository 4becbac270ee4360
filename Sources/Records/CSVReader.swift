// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// One row of a CSV file of known columns, as a value of its own.
public struct CSVRecord: Sendable, Equatable {
    /// The names of the columns asked for.
    public let columns: [String]
    private let bytes: [UInt8]
    private let fields: [Range<Int>]

    init(columns: [String], bytes: [UInt8], fields: [Range<Int>]) {
        self.columns = columns
        self.bytes = bytes
        self.fields = fields
    }

    /// Whether a column is empty or absent.
    public func isEmpty(_ column: Int) -> Bool { fields[column].isEmpty }

    /// The text of a column; empty where it is absent.
    ///
    /// - Throws: ``FieldFault`` where it is not UTF-8.
    public func text(_ column: Int) throws(FieldFault) -> String {
        guard FieldText.isUTF8(bytes.span, fields[column]) else {
            throw FieldFault("\(columns[column]) is not valid UTF-8")
        }
        return FieldText.string(bytes.span, fields[column])
    }

    /// The whole number of a column.
    ///
    /// - Throws: ``FieldFault`` where it is none from 0 to `most`.
    public func wholeNumber(_ column: Int, most: Int) throws(FieldFault) -> Int {
        let value = FieldText.wholeNumber(bytes.span, fields[column], most: most)
        if let value { return value }
        throw fault(column, isNot: "a whole number from 0 to \(most)")
    }

    /// The decimal of a column as hundredths.
    ///
    /// - Throws: ``FieldFault`` where it is none of at most two places.
    public func hundredths(_ column: Int) throws(FieldFault) -> Int32 {
        if let value = FieldText.hundredths(bytes.span, fields[column]) { return value }
        throw fault(column, isNot: "a decimal of at most two places")
    }

    /// The instant of a column without an offset, such as `2026-03-01 08:15:30.250`.
    ///
    /// - Throws: ``FieldFault`` where it is none.
    public func localInstant(
        _ column: Int,
        offsetSeconds: Int
    ) throws(FieldFault) -> Instant {
        let range = fields[column]
        let found = TimestampText.civilTime(
            bytes.span,
            range,
            separators: [ASCII.space, UInt8(ascii: "T")]
        )
        guard let (civil, end) = found, end == range.upperBound else {
            throw fault(column, isNot: "a local time such as 2026-03-01 08:15:30.250")
        }
        return civil.instant(offsetSeconds: offsetSeconds)
    }

    private func fault(_ column: Int, isNot wanted: String) -> FieldFault {
        FieldFault(columns[column], Excerpt.text(bytes.span, fields[column]), isNot: wanted)
    }
}

/// What a ``CSVReader`` found.
public enum CSVRow: Sendable, Equatable {
    /// A row with its number and the line on which it begins.
    case record(CSVRecord, row: Int, line: Int)
    /// A row that could not be read.
    case fault(RowFault)
}

/// Reads a CSV file of known columns, whatever their order in the file, row by row.
///
/// For files of moderate size: every row becomes a value. ``PassageReader`` is the fast one.
/// Thread: one at a time.
public final class CSVReader {
    /// Number of the row read last, from 1; 0 before the first.
    public private(set) var rowCount = 0
    private var scanner: CSVScanner
    private let header: HeaderMap
    private let names: [String]

    /// Begins to read; the header row is read and checked here.
    ///
    /// - Throws: ``HeaderFault`` or ``FileFault``.
    public init(_ source: ByteSource, columns: ColumnSet) throws {
        scanner = CSVScanner(source)
        names = columns.names
        header = try HeaderMap.read(&scanner, columns: columns)
    }

    /// The next row; nil at the end.
    ///
    /// - Throws: ``FileFault`` where the source cannot be read on.
    public func next() throws(FileFault) -> CSVRow? {
        let step = try scanner.next()
        guard step != .end else { return nil }
        rowCount += 1
        if case .fault(let reason) = step { return .fault(fault(reason)) }
        if let reason = header.countFault(of: scanner.fieldCount) { return .fault(fault(reason)) }
        return .record(record(), row: rowCount, line: scanner.lines.line)
    }

    /// The fault of the row read last, for a reason found in its record.
    ///
    /// Of a row of several lines the first is the fault, and the next row begins on the second: a
    /// quote that a bad row opened must not take the good rows behind it along.
    public func fault(_ reason: String) -> RowFault {
        scanner.lines.cutToFirstLine()
        return RowFault(
            row: rowCount,
            line: scanner.lines.line,
            reason: reason,
            bytes: scanner.lines.rawRow
        )
    }

    private func record() -> CSVRecord {
        var bytes: [UInt8] = []
        let fields = header.fieldOfColumn.map { field in
            let start = bytes.count
            if field >= 0 { bytes += scanner.bytes(ofField: field) }
            return start..<bytes.count
        }
        return CSVRecord(columns: names, bytes: bytes, fields: fields)
    }
}
