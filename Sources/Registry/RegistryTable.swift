// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Reads a registry that is a table: CSV in UTF-8 whose header row names the columns, in any order.
enum RegistryTable {
    /// The rows of a file.
    ///
    /// - Parameters:
    ///   - path: A CSV file.
    ///   - columns: The columns that must be there.
    ///   - optional: Columns that may be there; no other is known.
    ///   - faults: Collects what is wrong in the rows; a row with another number of fields is left out.
    /// - Returns: The rows in the order of the file.
    /// - Throws: ``ConfigFaults`` where the file cannot be read or its header is wrong, which makes
    ///   every row unreadable.
    static func rows(
        of path: String,
        columns: [String],
        optional: [String] = [],
        _ faults: FaultList
    ) throws(ConfigFaults) -> [RegistryRow] {
        var rows = CommaSeparated.rows(of: try YAMLSource.text(of: path), faults)
        guard !rows.isEmpty else {
            throw ConfigFaults([
                ConfigFault(
                    file: path,
                    line: 0,
                    column: 0,
                    message: "the file needs a header row: \(columns.joined(separator: ","))"
                )
            ])
        }
        let header = columnIndex(rows.removeFirst(), columns, optional, faults)
        try faults.check()
        return rows.compactMap { row in
            guard row.count == header.count else {
                faults.add(
                    "the row has \(row.count) fields; the header has \(header.count)",
                    line: row[0].line,
                    column: 1
                )
                return nil
            }
            return RegistryRow(fields: row, columns: header, faults: faults)
        }
    }

    private static func columnIndex(
        _ header: [CommaSeparated.Field],
        _ columns: [String],
        _ optional: [String],
        _ faults: FaultList
    ) -> [String: Int] {
        let known = columns + optional
        var index: [String: Int] = [:]
        for (i, field) in header.enumerated() {
            if !known.contains(field.text) {
                let hint = Suggestion.hint(for: field.text, among: known)
                faults.add(
                    "the column '\(field.text)' is not known\(hint)",
                    line: field.line,
                    column: field.column
                )
            } else if index[field.text] != nil {
                faults.add(
                    "the column '\(field.text)' stands here again",
                    line: field.line,
                    column: field.column
                )
            }
            index[field.text] = i
        }
        for column in columns where index[column] == nil {
            faults.add("the column '\(column)' is missing", line: header[0].line, column: 1)
        }
        return index
    }
}

/// One row of a registry; faults are noted and stand-ins returned.
struct RegistryRow {
    let fields: [CommaSeparated.Field]
    let columns: [String: Int]
    let faults: FaultList

    /// The line in which the row begins, from 1.
    var line: Int { fields[0].line }

    /// A text that is not empty.
    func text(_ column: String, byteCountMax: Int = 256) -> String {
        guard let field = field(column) else { return "" }
        if field.text.allSatisfy(\.isWhitespace) {
            fault("'\(column)' must not be empty", at: field)
        }
        return optionalText(column, byteCountMax: byteCountMax)
    }

    /// A text that may be empty.
    func optionalText(_ column: String, byteCountMax: Int = 256) -> String {
        guard let field = field(column) else { return "" }
        if field.text.utf8.count > byteCountMax {
            fault(
                "'\(column)' has \(field.text.utf8.count) bytes; at most \(byteCountMax)",
                at: field
            )
        }
        return field.text
    }

    /// A coordinate.
    func degrees(_ column: String, most: Double) -> Double {
        guard let field = field(column) else { return 0 }
        guard let value = Decimals.double(field.text), abs(value) <= most else {
            fault(
                "'\(column)' must be a number from \(-most) to \(most) degrees, not "
                    + "'\(field.text)'",
                at: field
            )
            return 0
        }
        return value
    }

    /// A whole number in a range; nil where the field is empty.
    func whole<I: FixedWidthInteger>(_ column: String, in range: ClosedRange<I>) -> I? {
        guard let field = field(column), !field.text.isEmpty else { return nil }
        guard Decimals.isDigits(field.text[...]), let value = I(field.text), range.contains(value)
        else {
            fault(
                "'\(column)' must be a whole number from \(range.lowerBound) to "
                    + "\(range.upperBound) or empty, not '\(field.text)'",
                at: field
            )
            return nil
        }
        return value
    }

    /// `true` or `false`; nil where the field is empty.
    func bool(_ column: String) -> Bool? {
        guard let field = field(column), !field.text.isEmpty else { return nil }
        guard ["true", "false"].contains(field.text) else {
            fault("'\(column)' must be true, false or empty, not '\(field.text)'", at: field)
            return nil
        }
        return field.text == "true"
    }

    /// Notes a fault in a field, or at the row where the column is not there.
    func fault(_ message: String, in column: String) {
        fault(message, at: field(column) ?? fields[0])
    }

    private func field(_ column: String) -> CommaSeparated.Field? {
        columns[column].map { fields[$0] }
    }

    private func fault(_ message: String, at field: CommaSeparated.Field) {
        faults.add(message, line: field.line, column: field.column)
    }
}
