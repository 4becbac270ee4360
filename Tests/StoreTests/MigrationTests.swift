// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Testing

@Suite(.temporaryCluster)
struct MigrationTests {
    let address: DatabaseAddress
    let connection: Connection
    let steps = [
        Migration(version: 1, name: "001_first", sql: Array("CREATE TABLE a (i int)".utf8)),
        Migration(
            version: 2,
            name: "002_second",
            sql: Array("INSERT INTO a VALUES (1); CREATE TABLE b ();".utf8)
        ),
    ]

    init() throws {
        address = try TemporaryCluster.current.freshDatabase()
        connection = try Connection(address)
    }

    @Test("An empty database gets every step in order, and a second run none")
    func freshAndAgain() throws {
        #expect(try Migrations.status(connection, steps).pending == ["001_first", "002_second"])
        #expect(try Migrations.migrate(connection, steps) == ["001_first", "002_second"])
        #expect(try Migrations.migrate(connection, steps) == [])
        let status = try Migrations.status(connection, steps)
        #expect(status.isCurrent && status.currentVersion == 2)
        #expect(status.applied.map(\.name) == ["001_first", "002_second"])
        #expect(try connection.query("SELECT count(*) FROM a").only().int64(0) == 1)
    }

    @Test("A database at an older version gets only what is new")
    func upgrade() throws {
        try Migrations.migrate(connection, [steps[0]])
        #expect(try Migrations.status(connection, steps).pending == ["002_second"])
        #expect(try Migrations.migrate(connection, steps) == ["002_second"])
    }

    @Test("The program's own migrations make the schema that it needs")
    func ownMigrations() throws {
        let names = try Migrations.migrate(connection)
        #expect(names.count == Int(Migrations.latestVersion))
        #expect(try Migrations.status(connection).isCurrent)
        #expect(try Migrations.migrate(connection).isEmpty)
    }

    @Test("An applied file that was changed is refused by name")
    func changedChecksum() throws {
        try Migrations.migrate(connection, steps)
        var changed = steps
        changed[0].sql += Array(" ".utf8)
        let error = try #require(throws: StoreError.self) {
            try Migrations.migrate(connection, changed)
        }
        #expect(error.code == .schemaChanged && error.message.contains("001_first"))
        #expect(try Migrations.status(connection, changed).changed == ["001_first"])
        #expect(try Migrations.migrate(connection, steps) == [])
    }

    @Test("A schema newer than the program is refused with both versions")
    func newerSchema() throws {
        try Migrations.migrate(connection, steps)
        let error = try #require(throws: StoreError.self) {
            try Migrations.migrate(connection, [steps[0]])
        }
        #expect(error.code == .schemaTooNew)
        #expect(error.message.contains("version 2") && error.message.contains("up to 1"))
    }

    @Test("A step that fails leaves the schema at the step before")
    func failingStep() throws {
        let broken = Migration(
            version: 2,
            name: "002_broken",
            sql: Array("CREATE TABLE b (); SELECT 1/0".utf8)
        )
        let error = try #require(throws: StoreError.self) {
            try Migrations.migrate(connection, [steps[0], broken])
        }
        #expect(error.sqlState == "22012" && error.message.contains("002_broken"))
        #expect(try Migrations.status(connection, steps).currentVersion == 1)
        #expect(try Migrations.migrate(connection, steps) == ["002_second"])
    }

    @Test("A step that commits by itself is refused")
    func committingStep() throws {
        let rash = Migration(
            version: 1,
            name: "001_rash",
            sql: Array("CREATE TABLE r (); COMMIT".utf8)
        )
        let error = try #require(throws: StoreError.self) {
            try Migrations.migrate(connection, [rash])
        }
        #expect(error.code == .misuse)
    }

    @Test("Programs that migrate at once apply every step once")
    func atOnce() async throws {
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask { [address, steps] in
                    try await Database(address).withConnection {
                        try Migrations.migrate($0, steps)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == ["001_first", "002_second"])
        #expect(try connection.query("SELECT count(*) FROM a").only().int64(0) == 1)
    }

    @Test("The lock is free again after a migration, failed or not")
    func lockIsFree() throws {
        try Migrations.migrate(connection, steps)
        _ = try? Migrations.migrate(connection, [steps[0]])
        let held =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        #expect(try connection.query(held).only().int64(0) == 0)
    }
}
