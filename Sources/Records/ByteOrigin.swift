// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where raw bytes come from: an open file or memory.
///
/// It closes what it opened.
final class ByteOrigin {
    /// The path for messages.
    let name: String
    private let descriptor: Int32
    private let closes: Bool
    private let memory: [UInt8]
    private var position = 0
    private let chunkByteCount: Int

    /// Opens a file, or standard input for `-`.
    init(path: String, chunkByteCount: Int) throws(FileFault) {
        self.chunkByteCount = chunkByteCount
        memory = []
        closes = path != "-"
        name = closes ? path : "standard input"
        guard closes else {
            descriptor = STDIN_FILENO
            return
        }
        descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .open(path: path, code: errno) }
    }

    /// Serves bytes that are in memory.
    init(memory: [UInt8], name: String, chunkByteCount: Int) {
        self.chunkByteCount = chunkByteCount
        self.memory = memory
        self.name = name
        descriptor = -1
        closes = false
    }

    deinit {
        if closes, descriptor >= 0 { close(descriptor) }
    }

    /// Reads at most a chunk into `buffer[offset...]`; 0 at the end.
    func read(into buffer: inout [UInt8], at offset: Int) throws(FileFault) -> Int {
        let most = min(buffer.count - offset, chunkByteCount)
        precondition(offset >= 0 && most > 0, "No room at \(offset) of \(buffer.count).")
        guard descriptor >= 0 else { return copy(most, into: &buffer, at: offset) }
        while true {
            // Sound: `most` bytes lie inside the buffer after `offset`, as checked above.
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe bytes.baseAddress.map { unsafe Glibc.read(descriptor, $0 + offset, most) }
            }
            if let count, count >= 0 { return count }
            // A signal is no fault: ask again.
            guard errno == EINTR else { throw .read(path: name, code: errno) }
        }
    }

    private func copy(_ most: Int, into buffer: inout [UInt8], at offset: Int) -> Int {
        let count = min(most, memory.count - position)
        for index in 0..<count { buffer[offset + index] = memory[position + index] }
        position += count
        return count
    }
}
