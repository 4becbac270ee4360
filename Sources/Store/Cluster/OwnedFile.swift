// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A small file of the cluster's account that is written whole, and may be locked with `flock`.
///
/// A lock belongs to this opening of the file, so it ends with the process or with this value,
/// whichever comes first; the descriptor is closed on exec, so no child keeps it.
struct OwnedFile: ~Copyable {
    /// How a lock is held.
    enum Mode: Sendable {
        /// By this one alone.
        case exclusive
        /// Together with others who share it.
        case shared
    }

    private let descriptor: Int32
    private let path: String

    /// Opens the file, and makes it if need be.
    ///
    /// - Parameters:
    ///   - path: The file; never a symbolic link.
    ///   - owner: Whom a file that root makes is given to.
    /// - Throws: `unavailable` with the system's words.
    init(_ path: String, owner: Account) throws(StoreError) {
        self.path = path
        // Sound: the path is a C string for the length of the call.
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw SystemError.last("cannot open \(path)")
        }
        // Without effect for a user who is not root: the file is his already.
        if Account.isRoot, fchown(descriptor, owner.user, owner.group) != 0 {
            let error = SystemError.last("cannot give away \(path)")
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Takes the lock; tries again until the time is over.
    ///
    /// - Returns: Whether it was taken.
    func take(_ mode: Mode, within time: Duration) throws(StoreError) -> Bool {
        let deadline = ContinuousClock.now + time
        while true {
            if flock(descriptor, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 {
                return true
            }
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw SystemError.last("cannot lock \(path)")
            }
            guard ContinuousClock.now < deadline else { return false }
            usleep(10_000)
        }
    }

    /// Gives the lock up before the value goes.
    func release() { _ = flock(descriptor, LOCK_UN) }

    /// Whether somebody else holds the lock exclusively; leaves it as it is.
    func isTakenElsewhere() throws(StoreError) -> Bool {
        guard try take(.shared, within: .zero) else { return true }
        release()
        return false
    }

    /// The first line of what the holder wrote.
    func text() -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        // Sound: pread writes at most as many bytes as the array has.
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        let line = bytes.prefix(max(0, count)).prefix { $0 != 0x0A }
        return String(decoding: line, as: UTF8.self)
    }

    /// Replaces what the file holds; it is on the disk when this returns.
    func write(_ text: String) throws(StoreError) {
        let bytes = Array(text.utf8)
        // Sound: pwrite reads as many bytes as the array has.
        guard ftruncate(descriptor, 0) == 0,
            unsafe pwrite(descriptor, bytes, bytes.count, 0) == bytes.count,
            fsync(descriptor) == 0
        else { throw SystemError.last("cannot write \(path)") }
    }
}

/// What a failed system call left in `errno`.
enum SystemError {
    /// An error of kind `unavailable` with the system's words.
    static func last(_ what: String) -> StoreError {
        let number = errno
        // Sound: strerror gives a C string, which is copied at once.
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) }
        return StoreError(.unavailable, "\(what): \(reason ?? "error \(number)")")
    }
}
