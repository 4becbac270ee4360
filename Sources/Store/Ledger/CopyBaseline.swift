// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

package import Weighing

/// What a commit is measured against: the same rows, encoded beforehand, copied into the same table
/// in one transaction, without mark, cases and roll-ups.
package struct CopyBaseline: ~Copyable {
    private var rows = CopyBuffer(byteCapacity: 4 << 20)

    /// Encodes every passage of the blocks.
    package init(_ blocks: [PassageBlock]) {
        var encoder = PassageEncoder()
        for block in blocks {
            let all = Admission(block: block, rows: 0..<block.count, rejected: 0..<0)
            encoder.encode(all, duplicates: [], into: &rows)
        }
    }

    /// Copies the rows; their days must have partitions.
    ///
    /// - Parameters:
    ///   - connection: Where to copy them.
    ///   - table: A table with the columns of `passages`.
    /// - Returns: How many rows were copied.
    /// - Throws: When the server refuses them.
    package func run(
        on connection: Connection,
        table: String = "passages"
    ) throws(StoreError) -> Int {
        let statement = Statements.passagesCopy.replacing("COPY passages", with: "COPY \(table)")
        try connection.run("BEGIN")
        let count = try connection.copyIn(statement, rows)
        try connection.run("COMMIT")
        return count
    }
}
