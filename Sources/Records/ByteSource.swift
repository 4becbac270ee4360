// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// The bytes of a file, of standard input or of memory, unpacked where they are gzip.
///
/// Reads in chunks and keeps no more than one; gzip is known by its first two bytes, not by the
/// name, and may consist of several members.
/// ```swift
/// let source = try ByteSource(path: "passages.csv.gz")
/// let reader = try PassageReader(source, format: try RecordFormat.detected(in: source))
/// ```
/// Thread: one at a time.
public final class ByteSource {
    /// The bytes read at a time unless told otherwise.
    public static let chunkByteCountDefault = 256 * 1024

    /// The most bytes read at a time.
    public let chunkByteCount: Int
    private let origin: ByteOrigin
    private var isSniffed = false
    /// Unpacks, when the bytes are gzip.
    private var gzip: GzipStream?
    /// Bytes that were looked at and are not handed out yet.
    private var ahead: ArraySlice<UInt8> = []

    /// Opens a file, or standard input for `-`.
    ///
    /// - Parameters:
    ///   - path: A path, or `-`.
    ///   - chunkByteCount: The most bytes read at a time, at least 1.
    /// - Throws: ``FileFault/open(path:code:)``.
    public init(
        path: String,
        chunkByteCount: Int = ByteSource.chunkByteCountDefault
    ) throws(FileFault) {
        precondition(chunkByteCount > 0, "A chunk has at least one byte.")
        self.chunkByteCount = chunkByteCount
        origin = try ByteOrigin(path: path, chunkByteCount: chunkByteCount)
    }

    /// Reads bytes that are in memory already, packed or not.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - name: What messages call it.
    ///   - chunkByteCount: The most bytes read at a time, at least 1.
    public init(
        bytes: [UInt8],
        name: String = "memory",
        chunkByteCount: Int = ByteSource.chunkByteCountDefault
    ) {
        precondition(chunkByteCount > 0, "A chunk has at least one byte.")
        self.chunkByteCount = chunkByteCount
        origin = ByteOrigin(memory: bytes, name: name, chunkByteCount: chunkByteCount)
    }

    /// The path as given, for messages; `standard input` for `-`.
    public var name: String { origin.name }

    /// The first byte after a byte order mark, without taking it; nil in an empty file.
    ///
    /// - Precondition: Nothing was read yet.
    public func firstByte() throws(FileFault) -> UInt8? {
        try sniff()
        var chunk = [UInt8](repeating: 0, count: chunkByteCount)
        while ahead.count <= ByteOrderMark.bytes.count {
            let count = try fetch(into: &chunk, at: 0)
            guard count > 0 else { break }
            ahead += chunk[..<count]
        }
        let isMarked = ahead.starts(with: ByteOrderMark.bytes)
        return ahead.dropFirst(isMarked ? ByteOrderMark.bytes.count : 0).first
    }

    /// Reads the next bytes into `buffer[offset...]`.
    ///
    /// - Precondition: The buffer has room there.
    /// - Returns: How many there were; 0 at the end.
    /// - Throws: ``FileFault``; every byte before the fault was handed out first.
    public func read(into buffer: inout [UInt8], at offset: Int) throws(FileFault) -> Int {
        precondition(buffer.indices.contains(offset), "No room at \(offset) of \(buffer.count).")
        try sniff()
        guard ahead.isEmpty else { return takeAhead(into: &buffer, at: offset) }
        return try fetch(into: &buffer, at: offset)
    }

    private func fetch(into buffer: inout [UInt8], at offset: Int) throws(FileFault) -> Int {
        guard let gzip else { return try origin.read(into: &buffer, at: offset) }
        return try gzip.read(into: &buffer, at: offset, most: chunkByteCount)
    }

    private func takeAhead(into buffer: inout [UInt8], at offset: Int) -> Int {
        let count = min(ahead.count, buffer.count - offset, chunkByteCount)
        for (index, byte) in ahead.prefix(count).enumerated() { buffer[offset + index] = byte }
        ahead = ahead.dropFirst(count)
        if ahead.isEmpty { ahead = [] }
        return count
    }

    /// Reads until two bytes are there, and decides whether they begin gzip data.
    private func sniff() throws(FileFault) {
        guard !isSniffed else { return }
        var head = [UInt8](repeating: 0, count: max(chunkByteCount, 2))
        var filled = 0
        while filled < 2 {
            let count = try origin.read(into: &head, at: filled)
            guard count > 0 else { break }
            filled += count
        }
        isSniffed = true
        if filled >= 2, head[0] == 0x1F, head[1] == 0x8B {
            gzip = try GzipStream(origin, packed: head, filled: filled)
        } else {
            ahead = head[..<filled]
        }
    }
}

/// The mark that some programs write before UTF-8; it is skipped.
enum ByteOrderMark {
    static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
}
