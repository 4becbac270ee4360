// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// One step of the schema: a numbered SQL file that travels in the program.
package struct Migration: Sendable {
    /// Its number; the files count up from 1 without a gap.
    package var version: Int32
    /// The name of its file without the ending, for people.
    package var name: String
    /// The statements; they must not begin or end a transaction.
    package var sql: [UInt8]

    /// Makes a step.
    package init(version: Int32, name: String, sql: [UInt8]) {
        self.version = version
        self.name = name
        self.sql = sql
    }
}

/// Brings the schema of a database up to what this program needs.
///
/// Every step runs in a transaction together with its row in `schema_migrations`, so a step is
/// there whole or not at all. An advisory lock lets one program migrate at a time. The checksum of
/// what was applied is kept: a file that was changed afterwards is refused, because the schema
/// would no longer be what the files say.
public enum Migrations {
    /// All steps, in order; a new file in SQL/ needs its line here.
    static let embedded: [Migration] = [
        Migration(version: 1, name: "001_schema", sql: PackageResources._01_schema_sql)
    ]

    /// The version of the schema that this program works with.
    public static var latestVersion: Int32 { embedded.last?.version ?? 0 }

    /// What the database says about its schema.
    public struct Status: Sendable {
        /// A step that was applied.
        public struct Applied: Sendable, Equatable {
            /// Its number.
            public var version: Int32
            /// Its name.
            public var name: String
            /// When it was applied.
            public var appliedAt: Instant
        }

        /// The steps that were applied, in order.
        public var applied: [Applied]
        /// The names of the steps that are still to be applied, in order.
        public var pending: [String]
        /// The names of the applied steps whose file is no longer the same.
        public var changed: [String]
        /// The version that the program works with.
        public var latestVersion: Int32

        /// The version of the database's schema; 0 for an empty database.
        public var currentVersion: Int32 { applied.last?.version ?? 0 }
        /// Whether the schema is what the program needs.
        public var isCurrent: Bool {
            pending.isEmpty && changed.isEmpty && currentVersion == latestVersion
        }
    }

    /// Applies what is pending.
    ///
    /// - Returns: The names of the steps that were applied now; none when the schema was up to
    ///   date.
    /// - Throws: `schemaTooNew` when a newer program made the schema, `schemaChanged` when an
    ///   applied file is not the same any more, `statement` when a step fails, which leaves the
    ///   schema at the step before.
    @discardableResult
    public static func migrate(_ connection: Connection) throws(StoreError) -> [String] {
        try migrate(connection, embedded)
    }

    /// What the database says about its schema; changes nothing.
    public static func status(_ connection: Connection) throws(StoreError) -> Status {
        try status(connection, embedded)
    }

    // MARK: - With other steps, for tests

    /// As ``migrate(_:)``, with these steps.
    @discardableResult
    package static func migrate(
        _ connection: Connection,
        _ steps: [Migration]
    ) throws(StoreError) -> [String] {
        try takeLock(connection)
        // When the connection is lost, the lock goes with it.
        defer { _ = try? connection.query("SELECT pg_advisory_unlock($1)", [.int64(lock)]) }
        try connection.run(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                version int PRIMARY KEY,
                name text NOT NULL,
                sha256 bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """
        )
        let status = try status(connection, steps)
        try check(status)
        let known = Set(status.applied.map(\.version))
        let pending = steps.filter { !known.contains($0.version) }
        for step in pending { try apply(step, connection) }
        return pending.map(\.name)
    }

    /// As ``status(_:)``, with these steps.
    package static func status(
        _ connection: Connection,
        _ steps: [Migration]
    ) throws(StoreError) -> Status {
        var status = Status(
            applied: [],
            pending: [],
            changed: [],
            latestVersion: steps.last?.version ?? 0
        )
        let exists = try connection.query("SELECT to_regclass('schema_migrations') IS NOT NULL")
        if try exists.only().bool(0) {
            for row in try connection.query(comparison, comparisonValues(steps)) {
                let name = try row.text("name")
                status.applied.append(
                    .init(
                        version: try row.int32("version"),
                        name: name,
                        appliedAt: try row.instant("applied_at")
                    )
                )
                if try row.bool("is_changed") { status.changed.append(name) }
            }
        }
        let known = Set(status.applied.map(\.version))
        status.pending = steps.filter { !known.contains($0.version) }.map(\.name)
        return status
    }

    /// The key of the advisory lock: the letters "steelyrd".
    private static let lock: Int64 = 0x7374_6565_6C79_7264

    /// Waits up to a minute for another program that migrates.
    private static func takeLock(_ connection: Connection) throws(StoreError) {
        try connection.run("SET lock_timeout = '60s'")
        defer { try? connection.run("RESET lock_timeout") }
        do throws(StoreError) {
            try connection.query("SELECT pg_advisory_lock($1)", [.int64(lock)])
        } catch {
            guard error.sqlState == "55P03" else { throw error }
            throw StoreError(
                .unavailable,
                "another program has been changing the schema for 60 s; try again when it is done",
                sqlState: error.sqlState
            )
        }
    }

    /// The applied steps beside the program's own; PostgreSQL computes the checksums.
    private static let comparison = """
        SELECT a.version, a.name, a.applied_at,
               coalesce(a.sha256 <> sha256(p.sql), false) AS is_changed
        FROM schema_migrations a
        LEFT JOIN unnest($1::int[], $2::bytea[]) AS p (version, sql) USING (version)
        ORDER BY a.version
        """

    private static func comparisonValues(_ steps: [Migration]) -> [Parameter] {
        [.int32Array(steps.map(\.version)), .bytesArray(steps.map(\.sql))]
    }

    private static func check(_ status: Status) throws(StoreError) {
        guard status.currentVersion <= status.latestVersion else {
            throw StoreError(
                .schemaTooNew,
                "the schema of the database has version \(status.currentVersion), and this program "
                    + "knows versions up to \(status.latestVersion); install a newer steelyard"
            )
        }
        guard status.changed.isEmpty else {
            throw StoreError(
                .schemaChanged,
                "the migration \(status.changed.joined(separator: ", ")) was applied to this "
                    + "database with other contents than this program carries; install the release "
                    + "that made the schema, or restore a backup into a new database"
            )
        }
    }

    private static func apply(_ step: Migration, _ connection: Connection) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            do throws(StoreError) {
                try connection.run(String(decoding: step.sql, as: UTF8.self))
            } catch {
                throw StoreError(
                    error.code,
                    "the migration \(step.name) failed",
                    sqlState: error.sqlState,
                    cause: error
                )
            }
            guard connection.isInTransaction else {
                throw StoreError(
                    .misuse,
                    "the migration \(step.name) ended its transaction; take COMMIT out"
                )
            }
            try connection.query(
                "INSERT INTO schema_migrations (version, name, sha256) VALUES ($1, $2, sha256($3))",
                [.int32(step.version), .text(step.name), .bytes(step.sql)]
            )
        }
    }
}
