// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A table in columns for the terminal; Chinese characters count two places.
struct TextTable {
    private var rows: [[String]]

    /// Makes a table with a header.
    init(_ header: [String]) { rows = [header] }

    /// Adds a row with as many cells as the header.
    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// The table as text, without trailing blanks.
    var text: String {
        let columns = rows[0].indices.map { column in
            rows.map { TextTable.width($0[column]) }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (cell, width) in zip(row, columns) {
                line += cell + String(repeating: " ", count: width - TextTable.width(cell) + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// Places that a text takes: wide East Asian characters take two.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            let isWide =
                (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
                || (0xAC00...0xD7A3).contains(scalar.value)
                || (0xF900...0xFAFF).contains(scalar.value)
                || (0xFF00...0xFF60).contains(scalar.value)
            return sum + (isWide ? 2 : 1)
        }
    }
}
