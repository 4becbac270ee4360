// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// Makes a cluster: under another name first, so that one whose making was cut short is never used.
struct ClusterCreation {
    private let directory: DataDirectory
    private let binaries: Binaries
    private var draft: String { directory.file("postgres.new") }

    init(_ directory: DataDirectory, _ binaries: Binaries) {
        self.directory = directory
        self.binaries = binaries
    }

    /// Makes the cluster, and starts anew where an earlier attempt was cut short.
    func run() throws(StoreError) {
        guard !FileManager.default.fileExists(atPath: directory.cluster) else {
            throw StoreError(
                .refused,
                "\(directory.cluster) is not a cluster of PostgreSQL: PG_VERSION is missing; move "
                    + "it away, or name another --data-dir"
            )
        }
        _ = try checked(["rm", "-rf", "--", draft])
        _ = try checked([
            binaries.directory + "/initdb", "--pgdata=\(draft)",
            "--username=\(EmbeddedCluster.user)", "--auth-local=peer", "--auth-host=reject",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
        ])
        try write("pg_hba.conf", entry)
        try write("pg_ident.conf", identities)
        try write("postgresql.conf", try settings())
        // Sound: both paths are C strings for the length of the call.
        guard unsafe rename(draft, directory.cluster) == 0 else {
            throw SystemError.last("cannot rename \(draft) to \(directory.cluster)")
        }
    }

    /// Who may come in: by the socket only, and only as the program's role.
    private var entry: String {
        """
        # Unix socket only: the system says who connects, pg_ident.conf says who may.
        local all \(EmbeddedCluster.user) peer map=steelyard

        """
    }

    private var identities: String {
        var names = ["root", "postgres"]
        if !names.contains(directory.account.name) { names.append(directory.account.name) }
        return "# MAP SYSTEM-USER DATABASE-USER\n"
            + names.map { "steelyard \"\($0)\" \(EmbeddedCluster.user)\n" }.joined()
    }

    private func settings() throws(StoreError) -> String {
        let path = draft + "/postgresql.conf"
        guard let made = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw StoreError(.unavailable, "cannot read \(path)")
        }
        return made + "\ninclude_if_exists = '\(ClusterSettings.fileName)'\n"
    }

    private func write(_ name: String, _ text: String) throws(StoreError) {
        try OwnedFile(draft + "/" + name, owner: directory.account).write(text)
    }

    private func checked(_ arguments: [String]) throws(StoreError) -> Command.Outcome {
        let outcome = try Command.run(arguments, as: directory.account)
        guard outcome.isSuccess else {
            throw StoreError(
                .unavailable,
                "cannot make the database in \(directory.path): \(arguments[0]) said: "
                    + outcome.summary
            )
        }
        return outcome
    }
}
