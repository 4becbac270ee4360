// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What stands before the frames of a batch.
public struct BatchEnvelope: Sendable, Equatable {
    /// Name of the gateway.
    public var gateway: String
    /// Name of the spool.
    public var spoolID: String
    /// Number of the batch's first frame in the spool, from 1.
    public var firstSequence: UInt64
    /// The spool's running digest before that frame; 32 bytes.
    public var digestBefore: [UInt8]

    /// Puts an envelope together.
    public init(gateway: String, spoolID: String, firstSequence: UInt64, digestBefore: [UInt8]) {
        self.gateway = gateway
        self.spoolID = spoolID
        self.firstSequence = firstSequence
        self.digestBefore = digestBefore
    }
}

/// A frame that nobody can decode, on its way to the centre.
public struct UnreadableFrame: Sendable, Equatable {
    /// The frame as it was found.
    public var bytes: [UInt8]
    /// Why it could not be read.
    public var reason: String
    /// SHA-256 of the bytes; 32 bytes.
    public var hash: [UInt8]

    /// Puts a frame together.
    public init(bytes: [UInt8], reason: String, hash: [UInt8]) {
        self.bytes = bytes
        self.reason = reason
        self.hash = hash
    }
}

/// Writes `FrameBatch` messages and canonical bytes.
///
/// Fields go out in the order of their numbers, numbers packed, empty columns left out: the same bytes
/// as any protobuf library writes from the same message, which is why a hash over them can be checked
/// by anyone.
public enum BatchEncoder {
    /// The most bytes that the canonical bytes of a row of a block can have.
    ///
    /// 34 + 6 + 6 + 10 + 6 + 6 for site to axle count, 66 + 62 for axles, 6 + 66 + 66 for wheels, at
    /// most 7 each for five columns and three lengths, 3 bytes of head and 288 of text.
    public static let canonicalByteCountMax = 768

    /// The batch without frames that opens a stream; neither name may be empty.
    public static func hello(gateway: String, spoolID: String) -> [UInt8] {
        precondition(!gateway.isEmpty && !spoolID.isEmpty, "A hello names gateway and spool.")
        let size =
            WireSize.optional(1, gateway.utf8.count) + WireSize.optional(2, spoolID.utf8.count)
        return unsafe write(size) { writer in
            unsafe writer.optional(1, gateway)
            unsafe writer.optional(2, spoolID)
        }
    }

    /// Rows of a block as a batch.
    ///
    /// - Parameters:
    ///   - block: A block whose hashes are filled.
    ///   - rows: Which rows; not empty, inside the block.
    ///   - envelope: What stands before the frames. The first row has its `firstSequence`, and each
    ///     further row the next number.
    /// - Returns: The encoded `FrameBatch`.
    public static func passages(
        _ block: PassageBlock,
        rows: Range<Int>,
        envelope: BatchEnvelope
    ) -> [UInt8] {
        precondition(
            !rows.isEmpty && rows.lowerBound >= 0 && rows.upperBound <= block.count,
            "Rows \(rows) of a block of \(block.count)."
        )
        let columns = BlockColumns(block, rows)
        let hashByteCount = rows.count * PassageBlock.hashByteCount
        let size =
            headSize(envelope, hashByteCount: hashByteCount)
            + WireSize.delimited(10, columns.byteCount)
        return unsafe write(size) { writer in
            unsafe writeHead(envelope, hashByteCount: hashByteCount, &writer)
            // Sound: the rows lie in the block, whose hash column has 32 bytes a row.
            let start = unsafe block.hashes + rows.lowerBound * PassageBlock.hashByteCount
            unsafe writer.raw(UnsafeRawBufferPointer(start: start, count: hashByteCount))
            unsafe writer.head(10, byteCount: columns.byteCount)
            unsafe columns.write(&writer)
        }
    }

    /// Frames that nobody can decode as a batch; their reasons are cut to what the schema allows.
    ///
    /// - Parameters:
    ///   - frames: Consecutive frames; not empty.
    ///   - envelope: What stands before them.
    /// - Returns: The encoded `FrameBatch`.
    public static func unreadable(
        _ frames: [UnreadableFrame],
        envelope: BatchEnvelope
    ) -> [UInt8] {
        precondition(!frames.isEmpty, "A batch without frames is a hello.")
        let reasons = frames.map { cut($0.reason) }
        let sizes = zip(frames, reasons).map { frame, reason in
            WireSize.optional(1, frame.bytes.count) + WireSize.optional(2, reason.utf8.count)
        }
        let hashes = frames.flatMap(\.hash)
        precondition(
            hashes.count == frames.count * PassageBlock.hashByteCount,
            "A hash has 32 bytes."
        )
        let size =
            headSize(envelope, hashByteCount: hashes.count)
            + sizes.reduce(0) { $0 + WireSize.delimited(11, $1) }
        return unsafe write(size) { writer in
            unsafe writeHead(envelope, hashByteCount: hashes.count, &writer)
            unsafe hashes.withUnsafeBytes { unsafe writer.raw($0) }
            for (i, frame) in frames.enumerated() {
                unsafe writer.head(11, byteCount: sizes[i])
                unsafe frame.bytes.withUnsafeBytes { unsafe writer.optional(1, $0) }
                unsafe writer.optional(2, reasons[i])
            }
        }
    }

    /// The canonical bytes of a row: what its hash is made of, and the evidence of a case.
    public static func canonicalBytes(_ block: PassageBlock, row: Int) -> [UInt8] {
        withCanonicalBytes(block, row: row) { bytes in bytes.copied(0..<bytes.byteCount) }
    }

    /// Calls `body` with the canonical bytes of a row, without allocating.
    public static func withCanonicalBytes<R>(
        _ block: PassageBlock,
        row: Int,
        _ body: (RawSpan) -> R
    ) -> R {
        precondition((0..<block.count).contains(row), "Row \(row) of a block of \(block.count).")
        let columns = BlockColumns(block, row..<row + 1)
        precondition(columns.byteCount <= canonicalByteCountMax, "A row longer than any can be.")
        // Sound: the memory lives until the closure ends, and the span with it.
        return unsafe withUnsafeTemporaryAllocation(
            byteCount: canonicalByteCountMax,
            alignment: 8
        ) { memory in
            var writer = unsafe WireWriter(memory)
            unsafe columns.write(&writer)
            let written = unsafe UnsafeRawBufferPointer(rebasing: memory[..<writer.offset])
            return unsafe body(written.bytes)
        }
    }

    private static func headSize(_ envelope: BatchEnvelope, hashByteCount: Int) -> Int {
        // The tag and eight bytes of first_sequence are nine.
        WireSize.optional(1, envelope.gateway.utf8.count)
            + WireSize.optional(2, envelope.spoolID.utf8.count) + 9
            + WireSize.optional(4, envelope.digestBefore.count)
            + WireSize.delimited(5, hashByteCount)
    }

    /// Everything up to the contents of the hash column.
    private static func writeHead(
        _ envelope: BatchEnvelope,
        hashByteCount: Int,
        _ writer: inout WireWriter
    ) {
        precondition(envelope.firstSequence > 0, "Frames are numbered from 1.")
        unsafe writer.optional(1, envelope.gateway)
        unsafe writer.optional(2, envelope.spoolID)
        unsafe writer.fixed64(3, envelope.firstSequence)
        unsafe envelope.digestBefore.withUnsafeBytes { unsafe writer.optional(4, $0) }
        unsafe writer.head(5, byteCount: hashByteCount)
    }

    private static func write(_ size: Int, _ body: (inout WireWriter) -> Void) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: size) { memory, count in
            var writer = unsafe WireWriter(UnsafeMutableRawBufferPointer(memory))
            unsafe body(&writer)
            count = unsafe writer.offset
            precondition(count == size, "A message of another size than computed.")
        }
    }

    /// A reason as the schema allows it: no zero byte, and cut between two characters.
    private static func cut(_ reason: String) -> String {
        let most = BatchLimits.reasonByteCountDefault
        var text = String(reason.unicodeScalars.filter { $0.value != 0 }.map(Character.init))
        while text.utf8.count > most { text.removeLast() }
        return text
    }
}
