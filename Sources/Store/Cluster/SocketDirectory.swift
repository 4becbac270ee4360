// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Where the socket of a cluster goes.
enum SocketDirectory {
    /// The longest path of a socket on Linux is 107 bytes and a final NUL.
    static let pathByteCountMax = 106

    /// `run` in the data directory; where that is too long for a socket, or holds what PostgreSQL
    /// takes for punctuation, a short name for the same directory elsewhere.
    static func path(for dataDirectory: String) -> String {
        path(
            for: dataDirectory,
            runtime: Account.isRoot
                ? nil : ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"]
        )
    }

    /// As above, with the directory for short-lived files of the user, if there is one.
    static func path(for dataDirectory: String, runtime: String?) -> String {
        let own = dataDirectory + "/run"
        if fits(own) { return own }
        let name = "steelyard-" + hash(dataDirectory)
        if let runtime, runtime.hasPrefix("/"), fits(runtime + "/" + name) {
            return runtime + "/" + name
        }
        return "/tmp/" + name
    }

    private static func fits(_ directory: String) -> Bool {
        // The path goes through a shell and a list that is split at commas.
        let isPlain = directory.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let socket =
            directory.utf8.count + "/.s.PGSQL.".utf8.count + "\(Postmaster.port)".utf8.count
        return isPlain && socket <= pathByteCountMax
    }

    /// FNV-1a, 64 bits: stable across versions, which Swift's own hash is not.
    ///
    /// Source: G. Fowler, L. C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm".
    private static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        // The multiplication wraps by design.
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
