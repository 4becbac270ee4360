// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where bytes go: a file or standard output.
///
/// It keeps nothing back. Thread: one at a time.
public final class ByteSink {
    /// The path as given, for messages; `standard output` for `-`.
    public let name: String
    private let descriptor: Int32
    private let closes: Bool

    /// Makes a file, empty, or takes standard output for `-`.
    ///
    /// - Throws: ``FileFault/open(path:code:)``.
    public init(path: String) throws(FileFault) {
        closes = path != "-"
        name = closes ? path : "standard output"
        guard closes else {
            descriptor = STDOUT_FILENO
            return
        }
        descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .open(path: path, code: errno) }
    }

    deinit {
        if closes, descriptor >= 0 { close(descriptor) }
    }

    /// Writes all of the bytes.
    ///
    /// - Throws: ``FileFault/write(path:code:)``; some of them may have been written.
    public func write(_ bytes: [UInt8]) throws(FileFault) {
        var written = 0
        while written < bytes.count {
            // Sound: the bytes from `written` on lie inside the array.
            let count = unsafe bytes.withUnsafeBytes { all in
                unsafe all.baseAddress.map { base in
                    unsafe Glibc.write(descriptor, base + written, bytes.count - written)
                }
            }
            if let count, count >= 0 {
                written += count
            } else if errno != EINTR {
                throw .write(path: name, code: errno)
            }
        }
    }
}
