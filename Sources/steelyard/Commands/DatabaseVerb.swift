// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Weighing

/// The store.
struct Database: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Looks after the store.",
        subcommands: [DatabaseMigrate.self, DatabaseStatus.self, DatabasePsql.self]
    )
}

/// Brings the schema up to date.
struct DatabaseMigrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the schema up to date."
    )

    @OptionGroup var store: StoreOptions

    func run() async throws {
        let joined = try store.join(.tool)
        defer { joined.leave() }
        let applied = try Migrations.migrate(Connection(joined.address))
        for name in applied { print("applied \(name)") }
        print("schema version \(Migrations.latestVersion), \(applied.count) migrations applied")
    }
}

/// What is in the store.
struct DatabaseStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Says what is in the store."
    )

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var store: StoreOptions

    private struct Report: Encodable {
        struct Uplink: Encodable {
            var gateway: String
            var spool: String
            var committed: UInt64
        }
        var schemaVersion: Int32
        var firstDay: String?
        var lastDay: String?
        var counts: [String: Int64]
        var uplinks: [Uplink]
    }

    func run() async throws {
        let status = try store.withConnection { try StoreStatus.read(on: $0) }
        let report = Report(
            schemaVersion: status.schemaVersion,
            firstDay: status.days.first,
            lastDay: status.days.last,
            counts: status.counts,
            uplinks: status.uplinks.map {
                .init(gateway: $0.gateway, spool: $0.spool, committed: $0.mark.expectedNext - 1)
            }
        )
        guard !json else { return try printJSON(report) }
        print("schema version \(report.schemaVersion)")
        print("days \(report.firstDay ?? "none") to \(report.lastDay ?? "none")")
        for (name, count) in report.counts.sorted(by: { $0.key < $1.key }) {
            print("\(name) \(count)")
        }
        for uplink in report.uplinks {
            print("uplink \(uplink.gateway) \(uplink.spool): \(uplink.committed) frames committed")
        }
    }
}

/// psql on the store.
struct DatabasePsql: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "psql",
        abstract: "Opens psql on the store; what follows -- goes to psql."
    )

    @OptionGroup var store: StoreOptions

    @Argument(parsing: .postTerminator, help: "Arguments of psql.")
    var arguments: [String] = []

    func run() async throws {
        let joined = try store.join(.tool)
        defer { joined.leave() }
        _ = try Migrations.migrate(Connection(joined.address))
        let program = joined.cluster.map { $0.binaries + "/psql" } ?? "psql"
        // The connection string stands first: psql takes the first bare word as the database.
        let status = try spawn(
            program,
            ["--dbname=" + joined.address.connectionString] + arguments
        )
        if status != 0 { throw ExitCode(status) }
    }

    /// Runs a program on this terminal and waits for it.
    ///
    /// Not `Process`, which gives the child a group of its own, so that it could not read from the
    /// terminal.
    private func spawn(_ program: String, _ arguments: [String]) throws -> Int32 {
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var child = pid_t()
        let failed = unsafe posix_spawnp(&child, program, nil, nil, &words, environ)
        guard failed == 0 else {
            throw Outcome.unavailable(
                "\(program) cannot be run: \(unsafe String(cString: strerror(failed))); "
                    + "install postgresql-client"
            )
        }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 1
    }
}
