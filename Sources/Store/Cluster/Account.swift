// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// An account of the machine: whom the cluster belongs to and as whom its programs run.
struct Account: Sendable, Equatable {
    /// The number of the user.
    var user: UInt32
    /// The number of the user's first group.
    var group: UInt32
    /// The name of the user.
    var name: String

    /// Whether this process may act as anybody.
    static var isRoot: Bool { geteuid() == 0 }

    /// Whom this process runs as.
    static func current() throws(StoreError) -> Account {
        guard let account = find(user: geteuid()) else {
            throw StoreError(
                .unavailable,
                "the user \(geteuid()) has no name on this machine, and PostgreSQL needs one; add "
                    + "the user to /etc/passwd, or run as another one"
            )
        }
        return account
    }

    /// The account of a user number.
    static func find(user: UInt32) -> Account? {
        var record = unsafe passwd()
        return unsafe lookUp { buffer, found in
            guard let base = buffer.baseAddress else { return ENOMEM }
            return unsafe getpwuid_r(user, &record, base, buffer.count, found)
        }
    }

    /// The account of a user name.
    static func find(name: String) -> Account? {
        var record = unsafe passwd()
        return unsafe lookUp { buffer, found in
            guard let base = buffer.baseAddress else { return ENOMEM }
            return unsafe getpwnam_r(name, &record, base, buffer.count, found)
        }
    }

    private static func lookUp(
        _ call: (
            UnsafeMutableBufferPointer<CChar>, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> Account? {
        // Sound: the record points into the buffer, and both outlive the reading; what is kept is a
        // copy. 64 KiB hold any entry.
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65_536) { buffer in
            var found: UnsafeMutablePointer<passwd>?
            guard unsafe call(buffer, &found) == 0, let record = unsafe found?.pointee,
                let name = unsafe record.pw_name
            else { return nil }
            return unsafe Account(
                user: record.pw_uid,
                group: record.pw_gid,
                name: String(cString: name)
            )
        }
    }
}
