// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// The server of a cluster: whether it runs, and how it is started.
///
/// Used only by who holds start.lock and shares users.lock, so nobody else starts or stops it.
struct Postmaster: Sendable {
    /// How long a user waits for a server that is on its way up or down.
    static let patience = Duration.seconds(30)
    /// The number in the name of the socket.
    static let port = 5_432

    let directory: DataDirectory
    let binaries: Binaries
    /// Where a server that is started puts its socket.
    let socketDirectory: String

    /// Finds the programs, and makes the cluster if there is none.
    init(_ directory: DataDirectory) throws(StoreError) {
        self.directory = directory
        let version = Postmaster.firstLine(directory.cluster + "/PG_VERSION")
        binaries = try Binaries.find(for: version)
        socketDirectory = SocketDirectory.path(for: directory.path)
        if version == nil { try ClusterCreation(directory, binaries).run() }
    }

    /// Sees to it that the server answers.
    ///
    /// - Returns: Where it answers.
    func ensureRunning() throws(StoreError) -> DatabaseAddress {
        let deadline = ContinuousClock.now + Postmaster.patience
        var obstacle: StoreError?
        while true {
            do {
                switch PostmasterFile(directory).state {
                case .absent: try start()
                case .ready(let socketDirectory):
                    return try Entrance(socketDirectory: socketDirectory).open()
                case .busy(let what):
                    obstacle = StoreError(
                        .unavailable,
                        "the database in \(directory.path) \(what)"
                    )
                }
            } catch {
                guard Postmaster.mayPass(error) else { throw error }
                obstacle = error
            }
            if ContinuousClock.now >= deadline {
                throw StoreError(
                    .unavailable,
                    "the database in \(directory.path) did not come up in 30 s; see "
                        + directory.log,
                    cause: obstacle
                )
            }
            usleep(50_000)
        }
    }

    /// Whether an error goes away by waiting: the server is still on its way, or an old one on its
    /// way out still holds the memory or the files.
    private static func mayPass(_ error: StoreError) -> Bool {
        if error.sqlState == "57P03" { return true }
        let signs = [
            "pre-existing shared memory", "lock file \"", "No such file or directory",
            "Connection refused", "server closed the connection",
        ]
        return error.code == .unavailable && signs.contains { error.message.contains($0) }
    }

    private func start() throws(StoreError) {
        try directory.makePrivate(socketDirectory)
        try ClusterSettings.write(to: directory)
        try rotateLog()
        let logged = logSize()
        // The settings that keep the server private are on the command line, where no file of the
        // cluster overrides them.
        let options =
            "-p \(Postmaster.port) -c listen_addresses= -c unix_socket_permissions=0700"
            + " -c unix_socket_directories=\(socketDirectory)"
        let outcome = try Command.run(
            [
                binaries.directory + "/pg_ctl", "start", "--silent", "--wait", "--timeout=60",
                "--pgdata=\(directory.cluster)", "--log=\(directory.log)", "--options=\(options)",
            ],
            as: directory.account
        )
        guard !outcome.isSuccess else { return }
        throw StoreError(
            .unavailable,
            "PostgreSQL did not start in \(directory.path): \(outcome.summary); "
                + "\(logTail(from: logged)); see \(directory.log)"
        )
    }

    // MARK: - The log

    /// Puts a log of more than 16 MiB aside, in the place of the one before.
    private func rotateLog() throws(StoreError) {
        guard logSize() > 16 << 20 else { return }
        // Sound: both paths are C strings for the length of the call.
        guard unsafe rename(directory.log, directory.log + ".1") == 0 else {
            throw SystemError.last("cannot put \(directory.log) aside")
        }
    }

    private func logSize() -> UInt64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: directory.log)
        return (attributes?[.size] as? NSNumber)?.uint64Value ?? 0
    }

    /// The fatal lines that were logged since, the last three.
    private func logTail(from offset: UInt64) -> String {
        guard let file = FileHandle(forReadingAtPath: directory.log) else { return "no log" }
        defer { try? file.close() }
        guard (try? file.seek(toOffset: offset)) != nil,
            let data = try? file.read(upToCount: 65_536)
        else { return "no log" }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        let fatal = lines.filter { $0.contains("FATAL") || $0.contains("PANIC") }
        return (fatal.isEmpty ? lines : fatal).suffix(3).joined(separator: "; ")
    }

    /// The first line of a file; nil when there is none.
    static func firstLine(_ path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(whereSeparator: \.isNewline).first.map(String.init)
    }
}

/// The way into a running server.
struct Entrance {
    let socketDirectory: String

    /// Connects once, and makes the database if it is not there.
    func open() throws(StoreError) -> DatabaseAddress {
        let address = self.address(EmbeddedCluster.database)
        do {
            _ = try Connection(address)
        } catch {
            guard error.sqlState == "3D000" else { throw error }
            let administration = try Connection(self.address("postgres"))
            try administration.run("CREATE DATABASE \(EmbeddedCluster.database)")
        }
        return address
    }

    private func address(_ database: String) -> DatabaseAddress {
        DatabaseAddress(
            socketDirectory: socketDirectory,
            port: Postmaster.port,
            user: EmbeddedCluster.user,
            database: database
        )
    }
}
