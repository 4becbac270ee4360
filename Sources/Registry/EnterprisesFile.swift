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
        let rows = try RegistryTable.rows(of: path, columns: columns, faults)
        var lines: [String: Int] = [:]
        let enterprises = rows.map { row in
            let enterprise = enterprise(row)
            if let line = lines[enterprise.code], !enterprise.code.isEmpty {
                faults.add(
                    "the enterprise '\(enterprise.code)' stands here again, first in line \(line)",
                    line: row.line,
                    column: 1
                )
            }
            lines[enterprise.code] = lines[enterprise.code] ?? row.line
            return enterprise
        }
        try faults.check()
        return enterprises
    }

    private static func enterprise(_ row: RegistryRow) -> Enterprise {
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
