// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// One line of a benchmark's result.
struct BenchRow: Codable {
    /// What was measured.
    var name: String
    /// The median.
    var value: Double
    /// Its unit.
    var unit: String
    /// Fastest and slowest round.
    var spread: String
    /// This against the first contestant of its table: above 1 is slower where the unit is a time.
    var ratio: Double
}

/// The result of one benchmark.
struct BenchTable: Codable {
    /// Its name.
    var title: String
    /// Its lines.
    var rows: [BenchRow]
    /// What to know of the run, and the ratios that count.
    var notes: [String]

    /// The table as text.
    var text: String {
        let width = rows.map(\.name.count).max() ?? 0
        var lines = [title]
        for row in rows {
            let name = row.name + String(repeating: " ", count: width - row.name.count)
            lines.append(
                "  \(name)  \(fixed(row.value)) \(row.unit)  (\(row.spread))  × \(fixed(row.ratio))"
            )
        }
        lines += notes.map { "  – \($0)" }
        return lines.joined(separator: "\n")
    }
}
