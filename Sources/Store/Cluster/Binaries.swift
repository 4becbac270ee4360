// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Where PostgreSQL's own programs are, and of which version.
struct Binaries: Sendable {
    /// The directory that holds `initdb`, `postgres` and `pg_ctl`.
    let directory: String
    /// The major version.
    let major: Int

    /// Finds the programs.
    ///
    /// `STEELYARD_PG_BIN`; else what `pg_config` says; else the newest of Debian's directories.
    /// When the cluster that is there is of another version, Debian's directory of that version.
    ///
    /// - Parameter cluster: The major version of the cluster that is to be run; nil for a new one.
    /// - Returns: The programs, of that version if one was given.
    /// - Throws: `unavailable` when there are none, `incompatible` when there are none that fit.
    static func find(for cluster: String?) throws(StoreError) -> Binaries {
        let found = try preferred()
        guard let cluster, cluster != String(found.major) else { return found }
        let fitting = "/usr/lib/postgresql/\(cluster)/bin"
        if !isNamed, isComplete(fitting) { return try Binaries(in: fitting) }
        throw StoreError(
            .incompatible,
            "the cluster was made by PostgreSQL \(cluster), and \(found.directory) is PostgreSQL "
                + "\(found.major); install postgresql-\(cluster) or set STEELYARD_PG_BIN to its "
                + "programs, or dump it with that version and restore it into another --data-dir"
        )
    }

    private init(in directory: String) throws(StoreError) {
        let answer = try Command(arguments: [directory + "/postgres", "--version"]).run()
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        let version = answer.output.split(separator: " ").dropFirst(2).first ?? ""
        guard let major = Int(version.prefix { $0.isASCII && $0.isNumber }) else {
            throw StoreError(
                .unavailable,
                "\(directory)/postgres does not tell its version: \(answer.summary)"
            )
        }
        guard major >= Connection.oldestServer else {
            throw StoreError(
                .incompatible,
                "\(directory) is PostgreSQL \(major); install version "
                    + "\(Connection.oldestServer) or newer"
            )
        }
        self.directory = directory
        self.major = major
    }

    private static var isNamed: Bool {
        ProcessInfo.processInfo.environment["STEELYARD_PG_BIN"]?.isEmpty == false
    }

    private static func preferred() throws(StoreError) -> Binaries {
        if let named = ProcessInfo.processInfo.environment["STEELYARD_PG_BIN"], !named.isEmpty {
            guard isComplete(named) else {
                throw StoreError(
                    .unavailable,
                    "STEELYARD_PG_BIN is \(named), which does not hold initdb, pg_ctl and postgres"
                )
            }
            return try Binaries(in: named)
        }
        if let answer = try? Command(arguments: ["pg_config", "--bindir"]).run(), answer.isSuccess {
            let directory = answer.output.trimmingCharacters(in: .whitespacesAndNewlines)
            if isComplete(directory) { return try Binaries(in: directory) }
        }
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        for version in versions.compactMap({ Int($0) }).sorted(by: >) {
            let directory = "\(root)/\(version)/bin"
            if isComplete(directory) { return try Binaries(in: directory) }
        }
        throw StoreError(
            .unavailable,
            "PostgreSQL's server programs are not on this machine; install the package postgresql "
                + "(apt-get install postgresql), or set STEELYARD_PG_BIN to the directory of initdb"
        )
    }

    private static func isComplete(_ directory: String) -> Bool {
        ["initdb", "pg_ctl", "postgres"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: directory + "/" + $0)
        }
    }
}
