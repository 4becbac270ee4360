// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Which local days have passages.
public struct StoredDays: Sendable, Equatable {
    /// The first day, `YYYY-MM-DD`; nil when there is none.
    public var first: String?
    /// The last day; nil when there is none.
    public var last: String?
    /// How many days have a partition.
    public var count: Int64

    /// Reads them from the catalogue of partitions.
    public static func read(on connection: Connection) throws(StoreError) -> StoredDays {
        let row = try connection.query(Statements.storedDays).only()
        return StoredDays(
            first: try row.optionalText(0),
            last: try row.optionalText(1),
            count: try row.int64(2)
        )
    }
}

/// An uplink with its mark.
public struct UplinkStatus: Sendable, Equatable {
    /// The gateway's name.
    public var gateway: String
    /// The spool's name.
    public var spool: String
    /// How far the store has it.
    public var mark: UplinkMark
    /// When the mark last moved.
    public var updatedAt: Instant
}

/// What is in the store, exactly.
public struct StoreStatus: Sendable, Equatable {
    /// Number of the last migration that was applied.
    public var schemaVersion: Int32
    /// Rows by table.
    public var counts: [String: Int64]
    /// Which local days have passages.
    public var days: StoredDays
    /// Every uplink, by gateway and spool.
    public var uplinks: [UplinkStatus]

    /// Reads the status, all of it from one moment.
    public static func read(on connection: Connection) throws(StoreError) -> StoreStatus {
        try connection.transaction { () throws(StoreError) in
            try connection.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            var counts: [String: Int64] = [:]
            for row in try connection.query(Statements.statusCounts) {
                counts[try row.text(0)] = try row.int64(1)
            }
            return StoreStatus(
                schemaVersion: try Migrations.status(connection).currentVersion,
                counts: counts,
                days: try StoredDays.read(on: connection),
                uplinks: try uplinks(connection)
            )
        }
    }

    private static func uplinks(_ connection: Connection) throws(StoreError) -> [UplinkStatus] {
        var uplinks: [UplinkStatus] = []
        for row in try connection.query(Statements.uplinkList) {
            let mark = UplinkMark(
                uplink: try row.int32(0),
                expectedNext: UInt64(try row.int64(3)) + 1,
                digest: try row.bytes(4)
            )
            uplinks.append(
                UplinkStatus(
                    gateway: try row.text(1),
                    spool: try row.text(2),
                    mark: mark,
                    updatedAt: try row.instant(5)
                )
            )
        }
        return uplinks
    }
}
