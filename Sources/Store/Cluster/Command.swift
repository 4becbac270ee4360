// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Glibc

/// Runs a program of the machine to its end and tells what it said.
///
/// The child has a small environment of its own (PostgreSQL's variables must not reach it), English
/// messages, no input, `/` as its directory, and none of our files. By `posix_spawn`: Foundation's
/// `Process` sees an end only when every descendant is gone, and here some are meant to stay.
struct Command {
    /// How a program ended.
    struct Outcome {
        /// The exit status; 128 + n when a signal n ended it.
        var status: Int32
        /// What it wrote on its standard output and standard error.
        var output: String

        /// Whether it ended well.
        var isSuccess: Bool { status == 0 }
        /// The output on one line, its end when it is long.
        var summary: String {
            let lines = output.split(whereSeparator: \.isNewline)
            let text = lines.suffix(6).joined(separator: "; ")
            return text.isEmpty ? "exit status \(status)" : text
        }
    }

    /// The program, looked up in the search path, and what it is given.
    var arguments: [String]

    /// A program run as an account: as root through `setpriv`, else directly.
    static func run(_ arguments: [String], as account: Account) throws(StoreError) -> Outcome {
        try Command(arguments: prefix(for: account) + arguments).run()
    }

    /// What stands before a program for it to run as an account.
    static func prefix(for account: Account) -> [String] {
        guard Account.isRoot, account.user != 0 else { return [] }
        return [
            "setpriv", "--reuid=\(account.name)", "--regid=\(account.group)", "--init-groups",
        ]
    }

    /// Runs the program and waits for its end.
    func run() throws(StoreError) -> Outcome {
        let output = try Output()
        let child = try spawn(output: output.descriptor)
        var status: Int32 = 0
        // Sound: waitpid writes the status only.
        while unsafe waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else {
                throw SystemError.last("cannot wait for \(arguments[0])")
            }
        }
        let signal = status & 0x7F
        return Outcome(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
            output: output.text()
        )
    }

    private func spawn(output: Int32) throws(StoreError) -> pid_t {
        let words = CStrings(["/usr/bin/env", "--chdir=/"] + arguments)
        let environment = CStrings(Command.environment)
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        // Sound: both records are initialised before they are used and destroyed once; the lists of
        // strings end with NULL and outlive the call, which copies them.
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
        for descriptor in Command.inheritable {
            unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        Command.resetSignals(&attributes)
        var child: pid_t = 0
        let error = unsafe words.withPointers { words in
            unsafe environment.withPointers { environment in
                unsafe posix_spawn(
                    &child,
                    "/usr/bin/env",
                    &actions,
                    &attributes,
                    UnsafePointer(OpaquePointer(words)),
                    UnsafePointer(OpaquePointer(environment))
                )
            }
        }
        guard error == 0 else {
            errno = error
            throw SystemError.last("cannot run \(arguments[0])")
        }
        return child
    }

    /// Signals that we block or ignore must reach the child.
    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        // Sound: the calls fill the sets and the record, which are all live.
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        )
    }

    /// Our open files that a child would keep open, because somebody did not mark them.
    private static var inheritable: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }.filter { descriptor in
            let flags = fcntl(descriptor, F_GETFD)
            return descriptor > 2 && flags >= 0 && flags & FD_CLOEXEC == 0
        }
    }

    /// The search path with the directories of the system, and English messages.
    private static var environment: [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin"
        return ["PATH=\(path):/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/"]
    }
}

/// A file without a name that takes what a program writes; unlike a pipe it is never full, and
/// nobody who keeps it open holds us up.
private struct Output: ~Copyable {
    let descriptor: Int32

    init() throws(StoreError) {
        var name = Array("/tmp/steelyard-output-XXXXXX".utf8CString)
        // Sound: mkstemp replaces characters of the name and adds none; unlink reads it.
        descriptor = unsafe mkstemp(&name)
        guard descriptor >= 0 else {
            throw SystemError.last("cannot make a temporary file in /tmp")
        }
        unsafe unlink(name)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    /// What was written, up to 64 KiB.
    func text() -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        // Sound: pread writes at most as many bytes as the array has.
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
