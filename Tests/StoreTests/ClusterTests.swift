// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Store
import Testing

@Suite(.serialized)
struct ClusterTests {
    // MARK: - Start, join, stop

    @Test("An empty directory becomes a cluster that is private, durable and in UTC")
    func freshCluster() throws {
        try withDirectory { directory in
            let cluster = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            defer { cluster.leave() }
            let connection = try Connection(cluster.address)
            for (name, value) in [
                ("listen_addresses", ""), ("fsync", "on"), ("data_checksums", "on"), ("jit", "off"),
                ("TimeZone", "UTC"), ("server_encoding", "UTF8"), ("full_page_writes", "on"),
                ("unix_socket_permissions", "0700"),
            ] {
                let row = try connection.query("SELECT current_setting($1)", [.text(name)]).only()
                #expect(try row.text(0) == value, "\(name)")
            }
            let row = try connection.query(
                """
                SELECT current_user::text AS role, current_database()::text AS database,
                       datcollate AS locale FROM pg_database WHERE datname = current_database()
                """
            ).only()
            #expect(try row.text("role") == "steelyard" && row.text("database") == "steelyard")
            #expect(try row.text("locale") == "C.UTF-8")
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.data)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
        }
    }

    @Test("The cluster runs from its first user to its last, and keeps its data")
    func firstToLast() throws {
        try withDirectory { directory in
            let first = try EmbeddedCluster.join(dataDirectory: directory.data, role: .serve)
            try Connection(first.address).run("CREATE TABLE kept AS SELECT 7 AS seven")
            let second = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            #expect(second.address == first.address)
            first.leave()
            usleep(500_000)
            #expect(directory.isRunning)
            #expect(try seven(second) == 7)
            second.leave()
            second.leave()
            #expect(directory.stops(within: 20))
            let third = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            #expect(try seven(third) == 7)
            third.leave()
        }
    }

    @Test("A use that nobody refers to any more is over")
    func deinitLeaves() throws {
        try withDirectory { directory in
            do {
                let cluster = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
                #expect(try Connection(cluster.address).isUsable)
            }
            #expect(directory.stops(within: 20))
        }
    }

    @Test("A user who comes while the cluster stops waits and starts it again")
    func comesWhileStopping() throws {
        try withDirectory { directory in
            for _ in 0..<4 {
                let cluster = try EmbeddedCluster.join(dataDirectory: directory.data, role: .serve)
                #expect(try Connection(cluster.address).query("SELECT 1").count == 1)
                cluster.leave()
                // Until the keeper has the lock, or a little after: both are to be hit.
                usleep(UInt32.random(in: 0..<60_000))
            }
        }
    }

    @Test("A second centre on the directory is refused and told who has it")
    func secondServe() throws {
        try withDirectory { directory in
            let first = try EmbeddedCluster.join(dataDirectory: directory.data, role: .serve)
            let error = try #require(throws: StoreError.self) {
                try EmbeddedCluster.join(dataDirectory: directory.data, role: .serve)
            }
            #expect(error.code == .refused)
            #expect(error.message.contains(directory.data))
            #expect(error.message.contains("process \(getpid())"))
            let tool = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            first.leave()
            let next = try EmbeddedCluster.join(dataDirectory: directory.data, role: .serve)
            next.leave()
            tool.leave()
        }
    }

    @Test("Programs that start at once on an empty directory share one cluster")
    func startAtOnce() throws {
        try withDirectory { directory in
            let children = try (0..<3).map { _ in try ClusterUser(directory) }
            defer { for child in children { child.end(SIGKILL) } }
            let here = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            for child in children { #expect(child.hasJoined(within: 60)) }
            #expect(try Connection(here.address).query("SELECT 1").count == 1)
            here.leave()
            usleep(300_000)
            #expect(directory.isRunning)
        }
    }

    // MARK: - Violent ends

    @Test("A cluster whose only user is killed stops, and starts again")
    func killedUser() throws {
        try withDirectory { directory in
            let child = try ClusterUser(directory)
            #expect(child.hasJoined(within: 60))
            #expect(directory.isRunning)
            child.end(SIGKILL)
            #expect(directory.stops(within: 20))
            try joinOnce(directory)
        }
    }

    @Test("A user who is killed does not take the cluster from another one")
    func killedBesideAnother() throws {
        try withDirectory { directory in
            let child = try ClusterUser(directory)
            #expect(child.hasJoined(within: 60))
            let cluster = try EmbeddedCluster.join(dataDirectory: directory.data, role: .serve)
            let connection = try Connection(cluster.address)
            child.end(SIGKILL)
            usleep(500_000)
            #expect(try connection.query("SELECT 1").count == 1)
            cluster.leave()
            #expect(directory.stops(within: 20))
        }
    }

    @Test("A server that was killed is started again, whatever its file says")
    func killedServer() throws {
        try withDirectory { directory in
            let cluster = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            try Connection(cluster.address).run("CREATE TABLE kept AS SELECT 7 AS seven")
            kill(try #require(directory.postmaster), SIGKILL)
            let again = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            #expect(try seven(again) == 7)
            again.leave()
            cluster.leave()
            #expect(directory.stops(within: 20))
        }
    }

    @Test("A server that is being shut down by somebody else is waited for")
    func shuttingDown() throws {
        try withDirectory { directory in
            let cluster = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            var client: Connection? = try Connection(cluster.address)
            #expect(client?.isUsable == true)
            // A smart shutdown, which waits for its clients.
            kill(try #require(directory.postmaster), SIGTERM)
            let file = directory.data + "/postgres/postmaster.pid"
            #expect(
                waits(5) {
                    (try? String(contentsOfFile: file, encoding: .utf8))?.contains("stopping")
                        == true
                }
            )
            let child = try ClusterUser(directory)
            defer { child.end(SIGKILL) }
            #expect(!child.hasJoined(within: 1.5) && child.complaint == nil)
            client = nil
            #expect(child.hasJoined(within: 30))
            cluster.leave()
        }
    }

    @Test("A file of a dead server whose number another process has does not bar the start")
    func reusedNumber() throws {
        try withDirectory { directory in
            try joinOnce(directory)
            let other = Process()
            other.executableURL = URL(fileURLWithPath: "/bin/sleep")
            other.arguments = ["60"]
            try other.run()
            defer { other.terminate() }
            let file =
                "\(other.processIdentifier)\n\(directory.data)/postgres\n1\n5432\n"
                + "\(directory.data)/run\n\n1 1\nready   \n"
            try file.write(
                toFile: directory.data + "/postgres/postmaster.pid",
                atomically: false,
                encoding: .utf8
            )
            try joinOnce(directory)
        }
    }

    @Test("When the keeper was killed the next user starts another one")
    func killedKeeper() throws {
        try withDirectory { directory in
            let first = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            let keepers = directory.keepers
            #expect(keepers.count == 1)
            for keeper in keepers { kill(keeper, SIGKILL) }
            #expect(waits(5) { directory.keepers.isEmpty })
            let second = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            #expect(directory.keepers.count == 1)
            first.leave()
            second.leave()
            #expect(directory.stops(within: 20))
            #expect(waits(5) { directory.keepers.isEmpty })
        }
    }

    @Test("A cluster whose making was cut short is made anew")
    func interruptedCreation() throws {
        try withDirectory { directory in
            try joinOnce(directory)
            let manager = FileManager.default
            try manager.moveItem(
                atPath: directory.data + "/postgres",
                toPath: directory.data + "/postgres.new"
            )
            try manager.removeItem(atPath: directory.data + "/postgres.new/global")
            try joinOnce(directory)
            #expect(!manager.fileExists(atPath: directory.data + "/postgres.new"))
        }
    }

    // MARK: - Directories

    @Test("A path too long for a socket gets a short one elsewhere")
    func longPath() throws {
        try withDirectory { directory in
            let long = directory.path + "/" + String(repeating: "x", count: 100) + "/data 站"
            let cluster = try EmbeddedCluster.join(dataDirectory: long, role: .tool)
            defer { cluster.leave() }
            let row = try Connection(cluster.address).query(
                "SELECT current_setting('unix_socket_directories')"
            ).only()
            let socket = try row.text(0) + "/.s.PGSQL.5432"
            #expect(socket.utf8.count < 107 && !socket.hasPrefix(directory.path))
            cluster.leave()
            let file = long + "/postgres/postmaster.pid"
            #expect(waits(20) { !FileManager.default.fileExists(atPath: file) })
            #expect(waits(5) { !FileManager.default.fileExists(atPath: socket) })
        }
    }

    @Test(
        "A parent that the database's user cannot enter is named, with what to do",
        .enabled(if: geteuid() == 0)
    )
    func closedParent() throws {
        try withDirectory { directory in
            let closed = directory.path + "/closed"
            try FileManager.default.createDirectory(
                atPath: closed,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            let error = try #require(throws: StoreError.self) {
                try EmbeddedCluster.join(dataDirectory: closed + "/in/data", role: .tool)
            }
            #expect(error.code == .unavailable)
            #expect(error.message.contains("cannot enter \(closed) "))
            #expect(error.message.contains("chmod"))
        }
    }

    @Test(
        "A directory that holds other things is refused and left as it is",
        .enabled(if: geteuid() == 0)
    )
    func foreignDirectory() throws {
        try withDirectory { directory in
            let foreign = directory.path + "/foreign"
            try FileManager.default.createDirectory(
                atPath: foreign,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o755]
            )
            try "x".write(toFile: foreign + "/file", atomically: false, encoding: .utf8)
            let error = try #require(throws: StoreError.self) {
                try EmbeddedCluster.join(dataDirectory: foreign, role: .tool)
            }
            #expect(error.code == .refused && error.message.contains(foreign))
            let attributes = try FileManager.default.attributesOfItem(atPath: foreign)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o755)
            #expect((attributes[.ownerAccountID] as? NSNumber)?.intValue == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: foreign) == ["file"])
        }
    }

    @Test("A cluster of another major version is refused with both versions")
    func otherVersion() throws {
        try withDirectory { directory in
            try joinOnce(directory)
            try "9\n".write(
                toFile: directory.data + "/postgres/PG_VERSION",
                atomically: false,
                encoding: .utf8
            )
            let error = try #require(throws: StoreError.self) {
                try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
            }
            #expect(error.code == .incompatible && error.message.contains("PostgreSQL 9"))
        }
    }

    @Test(
        "A path that a shell would take apart is refused",
        arguments: ["", "/tmp/a$b", "/tmp/a\"b"]
    )
    func oddPath(path: String) throws {
        let error = try #require(throws: StoreError.self) {
            try EmbeddedCluster.join(dataDirectory: path, role: .tool)
        }
        #expect(error.code == .misuse)
    }

    @Test("PostgreSQL that is not where the environment says is unavailable")
    func missingPrograms() throws {
        try withDirectory { directory in
            let child = try ClusterUser(
                directory,
                environment: ["STEELYARD_PG_BIN": "/nonexistent"]
            )
            #expect(waits(30) { child.complaint != nil })
            #expect(child.complaint?.contains("STEELYARD_PG_BIN is /nonexistent") == true)
            child.end(SIGKILL)
        }
    }

    @Test("Who is not root runs the cluster as himself", .enabled(if: ClusterUser.canBeAnother))
    func notRoot() throws {
        try withDirectory { directory in
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o777],
                ofItemAtPath: directory.path
            )
            let child = try ClusterUser(directory, account: "postgres")
            #expect(child.hasJoined(within: 60), "\(child.complaint ?? "no word")")
            child.end(SIGKILL)
            #expect(directory.stops(within: 20))
        }
    }

    @Test("The default directory follows the account and the environment")
    func defaultDirectory() throws {
        func directory(_ environment: [String: String], isRoot: Bool = false) throws -> String {
            try EmbeddedCluster.defaultDirectory(environment: environment, isRoot: isRoot)
        }
        let home = ["HOME": "/home/x"]
        #expect(try directory(home, isRoot: true) == "/var/lib/steelyard")
        #expect(try directory(home) == "/home/x/.local/state/steelyard")
        #expect(
            try directory(home.merging(["XDG_STATE_HOME": "/s"]) { $1 }) == "/s/steelyard"
        )
        #expect(
            try directory(home.merging(["XDG_STATE_HOME": "s"]) { $1 })
                == "/home/x/.local/state/steelyard"
        )
        for isRoot in [true, false] {
            #expect(try directory(["STEELYARD_DATA_DIR": "/d"], isRoot: isRoot) == "/d")
        }
        #expect(throws: StoreError.self) { try directory([:]) }
    }

    // MARK: - Helpers

    private func withDirectory(_ body: (TemporaryDirectory) throws -> Void) throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        try body(directory)
    }

    private func joinOnce(_ directory: TemporaryDirectory) throws {
        let cluster = try EmbeddedCluster.join(dataDirectory: directory.data, role: .tool)
        #expect(try Connection(cluster.address).query("SELECT 1").count == 1)
        cluster.leave()
        #expect(directory.stops(within: 20))
    }

    private func seven(_ cluster: EmbeddedCluster) throws -> Int32 {
        try Connection(cluster.address).query("SELECT seven FROM kept").only().int32(0)
    }
}

/// A process of its own that uses a cluster: this test program again, with one test that joins.
struct ClusterUser {
    private static let variable = "STEELYARD_TEST_JOIN"
    private let process = Process()
    private let directory: TemporaryDirectory
    private let word: String

    /// Whether this test may run the program as another account.
    static var canBeAnother: Bool {
        guard geteuid() == 0, let program = CommandLine.arguments.first else { return false }
        let check = Process()
        check.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        check.arguments = prefix("postgres") + ["test", "-x", program]
        guard (try? check.run()) != nil else { return false }
        check.waitUntilExit()
        return check.terminationStatus == 0
    }

    init(
        _ directory: TemporaryDirectory,
        account: String? = nil,
        environment: [String: String] = [:]
    ) throws {
        self.directory = directory
        word = directory.path + "/word-\(UUID().uuidString)"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            (account.map(ClusterUser.prefix) ?? []) + [
                try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
                "--testing-library", "swift-testing", "--filter", "ClusterUserTests",
            ]
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }
            .merging([ClusterUser.variable: "\(directory.data)\n\(word)"]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Whether the process has joined the cluster before the seconds are over.
    func hasJoined(within seconds: Double) -> Bool {
        waits(seconds) { written == "joined" || complaint != nil || !process.isRunning }
            && written == "joined"
    }

    /// The error that the process met.
    var complaint: String? { written.flatMap { $0.isEmpty || $0 == "joined" ? nil : $0 } }

    /// Ends the process with a signal and waits for its end.
    func end(_ signal: Int32) {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
    }

    private var written: String? { try? String(contentsOfFile: word, encoding: .utf8) }

    private static func prefix(_ account: String) -> [String] {
        ["setpriv", "--reuid=\(account)", "--regid=\(account)", "--init-groups"]
    }

    /// What the process itself is to do; nil in the program that runs the tests.
    fileprivate static var task: (data: String, word: String)? {
        let parts = ProcessInfo.processInfo.environment[variable]?.split(separator: "\n")
        guard let parts, parts.count == 2 else { return nil }
        return (String(parts[0]), String(parts[1]))
    }
}

@Suite(.enabled(if: ClusterUser.task != nil))
struct ClusterUserTests {
    @Test("A process of its own joins and stays until it is killed")
    func joinsAndStays() throws {
        let task = try #require(ClusterUser.task)
        do {
            let cluster = try EmbeddedCluster.join(dataDirectory: task.data, role: .tool)
            try "joined".write(toFile: task.word, atomically: true, encoding: .utf8)
            withExtendedLifetime(cluster) { _ = sleep(300) }
        } catch {
            try "\(error)".write(toFile: task.word, atomically: true, encoding: .utf8)
        }
    }
}

extension TemporaryDirectory {
    /// The number of the server.
    var postmaster: pid_t? {
        let text = try? String(contentsOfFile: data + "/postgres/postmaster.pid", encoding: .utf8)
        return text?.split(separator: "\n").first.flatMap { pid_t($0) }
    }

    /// The numbers of the keepers of the directory.
    var keepers: [pid_t] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { pid_t($0) }.filter { process in
            guard
                let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            else { return false }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return words.contains("steelyard-keeper") && words.contains(data)
        }
    }
}
