// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Counts the hourly roll-ups again from the passages.
public enum RollupRebuild {
    /// Rebuilds every roll-up in one transaction; readers see the old ones until it commits, and
    /// writers wait with theirs.
    ///
    /// - Parameters:
    ///   - truckMass: From this gross mass on a vehicle counts as a truck, kg; the one of
    ///     ``LedgerSettings``.
    ///   - connection: Where to work; outside of a transaction.
    /// - Returns: How many rows there are now.
    /// - Throws: When a statement fails; the roll-ups are then as they were.
    public static func run(
        truckMass: Int32 = 3_500,
        on connection: Connection
    ) throws(StoreError) -> Int {
        try connection.transaction { () throws(StoreError) in
            try connection.run(Statements.rollupClear)
            return try connection.query(Statements.rollupRebuild, [.int32(truckMass)]).touchedCount
        }
    }
}
