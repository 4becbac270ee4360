// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Synchronization

/// The private PostgreSQL under a data directory, for as long as somebody uses it.
///
/// The first user starts it, the last one to go lets it stop, however that one goes: what counts as
/// use is a shared file lock, which the kernel gives up with the process, also after kill -9.
/// ```
/// start.lock    exclusive, short: who starts the cluster or looks whether it runs
/// serve.lock    exclusive: the one centre on this directory
/// users.lock    shared by every user; exclusive for the keeper, who so waits for the last one
/// keeper.lock   exclusive: there is a keeper, and it still waits
/// postgres/     the cluster; postgres.new while it is made; postgres.log, keeper.log
/// run/          the socket, unless the path is too long for one
/// ```
/// The keeper is a shell in a session of its own: it takes keeper.lock, waits for users.lock, stops
/// the cluster, and gives up keeper.lock *before* users.lock. So whoever shares users.lock and sees
/// keeper.lock taken knows that the keeper has yet to wait for him.
public final class EmbeddedCluster: Sendable {
    /// What for the cluster is used.
    public enum Role: Sendable {
        /// The centre: one on each directory.
        case serve
        /// Any other verb: as many as there are.
        case tool
    }

    /// The role of the program in the database.
    static let user = "steelyard"
    /// The database of the program.
    static let database = "steelyard"

    /// Where the database is.
    public let address: DatabaseAddress
    /// The data directory.
    public let dataDirectory: String
    /// The programs of PostgreSQL that run it (`psql`, `pg_dump` … are there too).
    public let binaries: String

    private let use: Mutex<Use?>

    /// The locks of one use; closing them ends it.
    private struct Use: ~Copyable {
        var users: OwnedFile
        var serve: OwnedFile?
    }

    private init(
        address: DatabaseAddress,
        dataDirectory: String,
        binaries: String,
        users: consuming OwnedFile,
        serve: consuming OwnedFile?
    ) {
        self.address = address
        self.dataDirectory = dataDirectory
        self.binaries = binaries
        use = Mutex(Use(users: users, serve: serve))
    }

    /// Joins the cluster of a directory: makes it if there is none, starts it if it does not run.
    ///
    /// Waits up to 30 s for a cluster that is just being stopped. Blocks: not for the threads of
    /// tasks.
    ///
    /// - Parameters:
    ///   - dataDirectory: Absolute, or relative to the working directory; made if it is missing.
    ///   - role: What for.
    /// - Returns: The use, which lasts until ``leave()`` or until nobody refers to it.
    /// - Throws: `refused` when another centre holds the directory or it holds something else;
    ///   `unavailable` when PostgreSQL is missing, cannot enter the directory or does not start;
    ///   `incompatible` when the cluster on disk is of another major version.
    public static func join(
        dataDirectory: String,
        role: Role
    ) throws(StoreError) -> EmbeddedCluster {
        let directory = try DataDirectory(path: dataDirectory)
        try directory.prepare()
        let serve = role == .serve ? try claimServe(directory) : nil
        let start = try OwnedFile(directory.file("start.lock"), owner: directory.account)
        guard try start.take(.exclusive, within: .seconds(90)) else {
            throw StoreError(
                .unavailable,
                "another program has been starting the database in \(directory.path) for 90 s; "
                    + "see \(directory.file("postgres.log"))"
            )
        }
        let users = try OwnedFile(directory.file("users.lock"), owner: directory.account)
        guard try users.take(.shared, within: Postmaster.patience) else {
            throw StoreError(
                .unavailable,
                "the database in \(directory.path) has been stopping for 30 s; try again, or see "
                    + directory.file("postgres.log")
            )
        }
        let postmaster = try Postmaster(directory)
        try Keeper(postmaster).ensureWaiting()
        let address = try postmaster.ensureRunning()
        start.release()
        return EmbeddedCluster(
            address: address,
            dataDirectory: directory.path,
            binaries: postmaster.binaries.directory,
            users: users,
            serve: serve
        )
    }

    /// Ends the use; when it was the last one the keeper stops the cluster.
    ///
    /// Connections must be closed before. To leave twice is harmless.
    public func leave() { use.withLock { $0 = nil } }

    /// The directory that is used when none is named.
    ///
    /// `STEELYARD_DATA_DIR`; else `/var/lib/steelyard` for root; else
    /// `${XDG_STATE_HOME:-~/.local/state}/steelyard`.
    public static func defaultDirectory() throws(StoreError) -> String {
        try defaultDirectory(
            environment: ProcessInfo.processInfo.environment,
            isRoot: Account.isRoot
        )
    }

    package static func defaultDirectory(
        environment: [String: String],
        isRoot: Bool
    ) throws(StoreError) -> String {
        if let named = environment["STEELYARD_DATA_DIR"], !named.isEmpty { return named }
        if isRoot { return "/var/lib/steelyard" }
        // The XDG base directory specification says to ignore relative paths.
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/steelyard"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw StoreError(
                .unavailable,
                "there is no home directory for the data; set STEELYARD_DATA_DIR or give --data-dir"
            )
        }
        return home + "/.local/state/steelyard"
    }

    /// Takes the lock of the centre, or says who has it.
    private static func claimServe(_ directory: DataDirectory) throws(StoreError) -> OwnedFile {
        let lock = try OwnedFile(directory.file("serve.lock"), owner: directory.account)
        guard try lock.take(.exclusive, within: .zero) else {
            let holder = lock.text()
            throw StoreError(
                .refused,
                "another steelyard serve\(holder.isEmpty ? "" : " (process \(holder))") uses "
                    + "\(directory.path); stop it, or give another --data-dir"
            )
        }
        try lock.write("\(ProcessInfo.processInfo.processIdentifier)\n")
        return lock
    }
}
