// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Synchronization
import Testing

/// A private PostgreSQL for the tests of one suite, in a directory that goes away with it.
///
/// ```swift
/// @Suite(.temporaryCluster) struct LedgerTests {
///     let database = try TemporaryCluster.current.freshDatabase()
/// }
/// ```
final class TemporaryCluster: Sendable {
    @TaskLocal private static var shared: TemporaryCluster?

    let directory: TemporaryDirectory
    let cluster: EmbeddedCluster
    private let databases = Mutex(0)

    /// The cluster of the suite that carries the trait `.temporaryCluster`.
    static var current: TemporaryCluster {
        get throws { try #require(shared, "the suite needs the trait .temporaryCluster") }
    }

    private init() throws {
        directory = try TemporaryDirectory()
        cluster = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
    }

    /// Where the database `steelyard` is, which the tests of the suite share.
    var address: DatabaseAddress { cluster.address }

    /// Makes an empty database for one test.
    func freshDatabase() throws -> DatabaseAddress {
        let name = databases.withLock { number in
            number += 1
            return "test\(number)"
        }
        try Connection(address).run("CREATE DATABASE \(name)")
        return DatabaseAddress(
            socketDirectory: directory.data + "/run",
            port: 5432,
            user: "steelyard",
            database: name
        )
    }

    @concurrent
    fileprivate static func provide(
        _ body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let made = try TemporaryCluster()
        defer { made.remove() }
        try await $shared.withValue(made) { try await body() }
    }

    private func remove() {
        cluster.leave()
        directory.remove()
    }
}

/// A directory under /tmp that the database's user can enter, with the data directory in it.
final class TemporaryDirectory: Sendable {
    let path: String
    /// A data directory that does not exist yet.
    var data: String { path + "/data" }

    init() throws {
        path = "/tmp/steelyard-test-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755]
        )
    }

    /// Waits for the cluster to stop and removes everything.
    func remove() {
        _ = stops(within: 40)
        // The keeper is still at its last steps, and a file that goes meanwhile ends a removal.
        _ = waits(10) {
            try? FileManager.default.removeItem(atPath: path)
            return !FileManager.default.fileExists(atPath: path)
        }
    }

    /// Whether a server has the cluster.
    var isRunning: Bool {
        FileManager.default.fileExists(atPath: data + "/postgres/postmaster.pid")
    }

    /// Whether the server is gone before the seconds are over.
    func stops(within seconds: Double) -> Bool { waits(seconds) { !isRunning } }
}

/// Whether a condition becomes true before the seconds are over.
func waits(_ seconds: Double, _ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        usleep(20_000)
    }
    return try condition()
}

/// Gives a suite a cluster of its own.
struct TemporaryClusterTrait: SuiteTrait, TestScoping {
    @concurrent
    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await TemporaryCluster.provide(body)
    }
}

extension Trait where Self == TemporaryClusterTrait {
    /// A cluster for the tests of this suite: started before them, removed after them.
    static var temporaryCluster: Self { Self() }
}
