// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A row that could not be read; the rows beside it were.
public struct RowFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The most bytes of a row that are kept.
    public static let bytesKept = 65_536

    /// Number of the data row from 1; the header and blank lines do not count.
    public var row: Int
    /// Number of the line from 1 on which the row begins.
    public var line: Int
    /// What is wrong, in one sentence; it never repeats a plate.
    public var reason: String
    /// The row as it stood, without its line end; the first ``bytesKept`` of it.
    public var bytes: [UInt8]

    /// Puts a fault together.
    public init(row: Int, line: Int, reason: String, bytes: [UInt8]) {
        self.row = row
        self.line = line
        self.reason = reason
        self.bytes = bytes
    }

    /// Line and reason.
    public var description: String { "line \(line) (row \(row)): \(reason)" }
}

/// What is wrong with one field or one row, before it is known which row that is.
public struct FieldFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The sentence.
    public var description: String

    /// Takes a sentence.
    public init(_ description: String) { self.description = description }

    /// A value that is not what its column takes.
    init(_ column: String, _ value: String, isNot wanted: String) {
        description = "\(column): \(value.isEmpty ? "nothing" : "\"\(value)\"") is not \(wanted)"
    }
}
