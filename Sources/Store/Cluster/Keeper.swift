// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// The process that stops the cluster when its last user is gone, however that one ended.
struct Keeper {
    /// What the keeper does; `$1` data directory, `$2` programs, `$3` cluster, `$4` socket
    /// directory.
    ///
    /// The children get neither lock: if the shell is killed, the next user sees that no keeper is
    /// there. keeper.lock goes before users.lock, see ``EmbeddedCluster``. A Ctrl-C or a service
    /// manager's SIGTERM is for the users; the keeper ends when they have.
    private static let script = """
        trap '' HUP INT TERM
        umask 077
        exec </dev/null >>"$1/keeper.log" 2>&1
        exec 9<>"$1/keeper.lock" || exit 1
        flock --exclusive --wait 10 9 || exit 1
        exec 8<>"$1/users.lock" || exit 1
        flock --exclusive 8 9<&- || exit 1
        if [ -f "$3/postmaster.pid" ]; then
            "$2/pg_ctl" stop --silent --wait --pgdata="$3" --mode=fast --timeout=120 8<&- 9<&- ||
                "$2/pg_ctl" stop --silent --wait --pgdata="$3" --mode=immediate 8<&- 9<&-
        fi
        rmdir "$4" 2>/dev/null
        exec 9<&-
        """

    private let postmaster: Postmaster
    private var directory: DataDirectory { postmaster.directory }

    init(_ postmaster: Postmaster) { self.postmaster = postmaster }

    /// Sees to it that a keeper waits for the users, of whom the caller must already be one.
    func ensureWaiting() throws(StoreError) {
        let lock = try OwnedFile(directory.file("keeper.lock"), owner: directory.account)
        if try lock.isTakenElsewhere() { return }
        let outcome = try Command.run(
            [
                "setsid", "--fork", "sh", "-c", Keeper.script, "steelyard-keeper", directory.path,
                postmaster.binaries.directory, directory.cluster, postmaster.socketDirectory,
            ],
            as: directory.account
        )
        guard outcome.isSuccess else {
            throw StoreError(
                .unavailable,
                "the keeper of the database cannot be started: \(outcome.summary)"
            )
        }
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if try lock.isTakenElsewhere() { return }
            usleep(5_000)
        }
        throw StoreError(
            .unavailable,
            "the keeper of the database did not take \(directory.file("keeper.lock")) in 10 s; see "
                + directory.file("keeper.log")
        )
    }
}
