// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Reads the registry of key source enterprises, `config/enterprises.csv`.
///
/// A header row names the columns, in any order: `code,name,district,road,latitude,longitude,goods,
/// scale_class`. Blank lines and lines that begin with `#` are left out.
public enum EnterprisesFile {
    /// The columns; all are needed and none other is known.
    static let columns = [
        "code", "name", "district", "road", "latitude", "longitude", "goods", "scale_class",
    ]

    /// The enterprises of a file.
    ///
    /// - Parameter path: A CSV file in UTF-8.
    /// - Returns: The enterprises in the order of the file.
    /// - Throws: ``ConfigFaults`` with everything that is wrong in the file.
    public static func load(_ path: String) throws(ConfigFaults) -> [Enterprise] {
        let faults = FaultList(file: path)
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
        let header = columnIndex(rows.removeFirst(), faults)
        try faults.check()
        var lines: [String: Int] = [:]
        var enterprises: [Enterprise] = []
        for row in rows {
            guard row.count == header.count else {
                faults.add(
                    "the row has \(row.count) fields; the header has \(header.count)",
                    line: row[0].line,
                    column: 1
                )
                continue
            }
            let enterprise = enterprise(RowReader(row: row, columns: header, faults: faults))
            if let line = lines[enterprise.code], !enterprise.code.isEmpty {
                faults.add(
                    "the enterprise '\(enterprise.code)' stands here again, first in line \(line)",
                    line: row[0].line,
                    column: 1
                )
            }
            lines[enterprise.code] = lines[enterprise.code] ?? row[0].line
            enterprises.append(enterprise)
        }
        try faults.check()
        return enterprises
    }

    private static func columnIndex(
        _ header: [CommaSeparated.Field],
        _ faults: FaultList
    ) -> [String: Int] {
        var index: [String: Int] = [:]
        for (i, field) in header.enumerated() {
            if !columns.contains(field.text) {
                let hint = Suggestion.hint(for: field.text, among: columns)
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
            faults.add(
                "the column '\(column)' is missing",
                line: header[0].line,
                column: 1
            )
        }
        return index
    }

    private static func enterprise(_ row: RowReader) -> Enterprise {
        Enterprise(
            code: row.text("code", byteCountMax: 64),
            name: row.text("name"),
            district: row.text("district"),
            road: row.text("road"),
            latitude: row.degrees("latitude", most: 90),
            longitude: row.degrees("longitude", most: 180),
            goods: row.text("goods"),
            scaleClass: row.text("scale_class")
        )
    }
}

/// Reads the fields of one row; faults are noted and stand-ins returned.
private struct RowReader {
    let row: [CommaSeparated.Field]
    let columns: [String: Int]
    let faults: FaultList

    func text(_ column: String, byteCountMax: Int = 256) -> String {
        guard let field = field(column) else { return "" }
        if field.text.allSatisfy(\.isWhitespace) {
            fault("'\(column)' must not be empty", at: field)
        } else if field.text.utf8.count > byteCountMax {
            fault(
                "'\(column)' has \(field.text.utf8.count) bytes; at most \(byteCountMax)",
                at: field
            )
        }
        return field.text
    }

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

    private func field(_ column: String) -> CommaSeparated.Field? {
        columns[column].map { row[$0] }
    }

    private func fault(_ message: String, at field: CommaSeparated.Field) {
        faults.add(message, line: field.line, column: field.column)
    }
}
