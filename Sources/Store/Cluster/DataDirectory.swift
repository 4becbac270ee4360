// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// The directory of an embedded cluster, and the account that it belongs to.
///
/// As root the account is `postgres`, because PostgreSQL refuses root, or whoever already owns the
/// cluster that is there; otherwise it is the current user.
struct DataDirectory: Sendable {
    /// The absolute path, without symbolic links in the part that exists.
    let path: String
    /// Whom the directory belongs to and as whom PostgreSQL runs.
    let account: Account

    /// Looks at a path; makes nothing yet.
    init(path: String) throws(StoreError) {
        self.path = try DataDirectory.resolve(path)
        account = try DataDirectory.account(for: self.path)
    }

    /// The cluster itself.
    var cluster: String { file("postgres") }
    /// What PostgreSQL says.
    var log: String { file("postgres.log") }

    /// The path of a file in the directory.
    func file(_ name: String) -> String { path + "/" + name }

    /// Makes the directory if it is missing, and sees to it that the account can use it and nobody
    /// else can look in.
    func prepare() throws(StoreError) {
        if let status = DataDirectory.status(path) {
            try adopt(status)
        } else {
            try create()
        }
        try checkEntry()
    }

    /// Makes a directory for the account alone, or finds that it is one.
    func makePrivate(_ path: String) throws(StoreError) {
        // Sound: the path is a C string for the length of the call.
        if unsafe mkdir(path, 0o700) == 0 {
            try give(path)
        } else if errno != EEXIST {
            throw SystemError.last("cannot make the directory \(path)")
        }
        guard let status = DataDirectory.status(path), status.isDirectory,
            status.owner == account.user
        else {
            throw StoreError(
                .refused,
                "\(path) is not a directory of the user \(account.name); remove it and try again"
            )
        }
    }

    // MARK: - Making and checking

    private func create() throws(StoreError) {
        let parent = (path as NSString).deletingLastPathComponent
        // Below a home, directories of state are private; what root makes must let the account in.
        let mode = Account.isRoot ? 0o755 : 0o700
        do {
            try FileManager.default.createDirectory(
                atPath: parent,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: mode]
            )
        } catch {
            throw StoreError(
                .unavailable,
                "cannot make the directory \(parent); name another --data-dir",
                cause: error
            )
        }
        try makePrivate(path)
    }

    private func adopt(_ status: Status) throws(StoreError) {
        guard status.isDirectory else {
            throw StoreError(
                .unavailable,
                "\(path) is not a directory; name another --data-dir"
            )
        }
        if status.owner == account.user { return }
        guard Account.isRoot else {
            let owner = Account.find(user: status.owner)?.name ?? "\(status.owner)"
            throw StoreError(
                .unavailable,
                "\(path) belongs to the user \(owner); run as \(owner), or name another --data-dir"
            )
        }
        // Only an empty directory is taken over: who names /home by mistake must not lose it.
        let found = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? ["?"]
        guard found.isEmpty else {
            throw StoreError(
                .refused,
                "\(path) does not belong to the user \(account.name) and is not empty; name an "
                    + "empty directory as --data-dir, or chown it"
            )
        }
        try give(path)
    }

    private func give(_ path: String) throws(StoreError) {
        // Sound: the path is a C string for the length of the call.
        let isGiven = unsafe !Account.isRoot || lchown(path, account.user, account.group) == 0
        guard isGiven, unsafe chmod(path, 0o700) == 0 else {
            throw SystemError.last("cannot give \(path) to the user \(account.name)")
        }
    }

    /// Whether the account can get in; names the first parent that bars the way.
    private func checkEntry() throws(StoreError) {
        guard Account.isRoot else { return }
        if try canEnter(path) { return }
        var barrier = "/"
        for part in path.split(separator: "/") {
            guard try canEnter(barrier) else { break }
            barrier += (barrier == "/" ? "" : "/") + part
        }
        throw StoreError(
            .unavailable,
            "the user \(account.name), as whom PostgreSQL runs, cannot enter \(barrier) on the way "
                + "to \(path); run 'chmod o+x \(barrier)', or name another --data-dir"
        )
    }

    private func canEnter(_ directory: String) throws(StoreError) -> Bool {
        try Command.run(["test", "-x", directory], as: account).isSuccess
    }

    // MARK: - Looking

    /// What kind of entry a path is, without following a symbolic link.
    private struct Status {
        var isDirectory: Bool
        var owner: UInt32
    }

    private static func status(_ path: String) -> Status? {
        var record = stat()
        // Sound: lstat fills the record, and the path is a C string for the length of the call.
        guard unsafe lstat(path, &record) == 0 else { return nil }
        return Status(isDirectory: record.st_mode & S_IFMT == S_IFDIR, owner: record.st_uid)
    }

    private static func account(for path: String) throws(StoreError) -> Account {
        guard Account.isRoot else { return try Account.current() }
        if let owner = status(path + "/postgres")?.owner, owner != 0,
            let account = Account.find(user: owner)
        {
            return account
        }
        guard let account = Account.find(name: "postgres") else {
            throw StoreError(
                .unavailable,
                "PostgreSQL does not run as root and there is no user postgres; install the "
                    + "package postgresql (apt-get install postgresql), or run as another user"
            )
        }
        return account
    }

    /// The absolute path; the part that exists without symbolic links.
    private static func resolve(_ path: String) throws(StoreError) -> String {
        // pg_ctl puts the path between double quotes into a line for the shell.
        guard !path.isEmpty,
            !path.unicodeScalars.contains(where: { "\"$`\\\0\n\r".unicodeScalars.contains($0) })
        else {
            throw StoreError(
                .misuse,
                "the data directory \(path.debugDescription) cannot be used: its name is empty, or "
                    + "holds a quotation mark, dollar sign, backquote, backslash or line end"
            )
        }
        var head = URL(fileURLWithPath: path).standardizedFileURL.path
        var tail = ""
        while head != "/", status(head) == nil {
            tail = "/" + (head as NSString).lastPathComponent + tail
            head = (head as NSString).deletingLastPathComponent
        }
        // Sound: realpath allocates the result, which is copied and freed.
        guard let real = unsafe realpath(head, nil) else {
            throw SystemError.last("cannot find the directory \(head)")
        }
        defer { unsafe free(real) }
        let base = unsafe String(cString: real)
        return (base == "/" && !tail.isEmpty ? "" : base) + tail
    }
}
