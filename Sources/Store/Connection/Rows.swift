// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The rows that a query returned, all in memory; a collection of ``Row``.
public struct Rows: Sendable, RandomAccessCollection {
    let result: ServerResult

    init(_ result: ServerResult) { self.result = result }

    /// The number of the first row, 0.
    public var startIndex: Int { 0 }

    /// How many rows there are.
    public var endIndex: Int { result.rowCount }

    /// The names of the columns, in order.
    public var columns: [String] { result.columns }

    /// How many rows the statement inserted, changed, removed or returned.
    public var touchedCount: Int { result.touchedRows }

    /// One row.
    ///
    /// - Precondition: The number is below ``endIndex``.
    public subscript(row: Int) -> Row {
        precondition(indices.contains(row), "row \(row) of \(count)")
        return Row(result: result, index: row)
    }

    /// The only row.
    ///
    /// - Throws: `mismatch` when there is none or more than one.
    public func only() throws(StoreError) -> Row {
        guard count == 1 else {
            throw StoreError(.mismatch, "one row was expected, the query returned \(count)")
        }
        return self[0]
    }
}

/// What names a column: its place, counted from 0, or its name.
public protocol ColumnKey: Sendable {
    /// The place among the columns; nil when there is no such column.
    func place(in columns: [String]) -> Int?
}

extension Int: ColumnKey {
    /// The place itself, if there are so many columns.
    public func place(in columns: [String]) -> Int? { columns.indices.contains(self) ? self : nil }
}

extension String: ColumnKey {
    /// The first column of this name, case and all.
    public func place(in columns: [String]) -> Int? { columns.firstIndex(of: self) }
}

/// One row of a result.
///
/// Each accessor takes the place or the name of a column and throws `mismatch` when there is no
/// such column, when it is NULL (the `optional…` ones return nil), or when it is of another type.
/// An integer column may be read as a wider integer, never as a narrower one.
public struct Row: Sendable {
    let result: ServerResult
    let index: Int

    /// Whether a column is NULL.
    public func isNull(_ column: some ColumnKey) throws(StoreError) -> Bool {
        result.withField(row: index, column: try place(of: column)) { _ in true } == nil
    }

    /// Reads a column with a decoder that gives nil for a type that it does not take.
    func optional<Value>(
        _ column: some ColumnKey,
        _ decode: (FieldBytes) -> Value?
    ) throws(StoreError) -> Value? {
        let place = try place(of: column)
        let read: Value?? = result.withField(row: index, column: place) { decode($0) }
        guard let decoded = read else { return nil }
        guard let value = decoded else {
            throw StoreError(
                .mismatch,
                "column \(result.columns[place]) is of "
                    + PostgresType.name(of: result.types[place])
                    + " and cannot be read as \(Value.self)"
            )
        }
        return value
    }

    /// Reads a column that must not be NULL.
    func required<Value>(
        _ column: some ColumnKey,
        _ decode: (FieldBytes) -> Value?
    ) throws(StoreError) -> Value {
        guard let value = try optional(column, decode) else {
            throw StoreError(.mismatch, "column \(column) is NULL in row \(index)")
        }
        return value
    }

    private func place(of column: some ColumnKey) throws(StoreError) -> Int {
        guard let place = column.place(in: result.columns) else {
            throw StoreError(
                .mismatch,
                "there is no column \(column); the query returned "
                    + result.columns.joined(separator: ", ")
            )
        }
        return place
    }
}
