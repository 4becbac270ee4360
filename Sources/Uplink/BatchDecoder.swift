// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// What a batch says of itself, before its frames.
public struct BatchHeader: Sendable, Equatable {
    /// Name of the gateway.
    public var gateway = ""
    /// Name of the spool.
    public var spoolID = ""
    /// Number of the first frame in the spool; 0 in a hello.
    public var firstSequence: UInt64 = 0
    /// The spool's running digest before the first frame; 32 bytes, empty in a hello.
    public var digestBefore: [UInt8] = []
    /// Number of frames.
    public var frameCount = 0

    /// Whether the batch has no frames and asks where the centre stands.
    public var isHello: Bool { frameCount == 0 }
}

/// Opens a `FrameBatch` and moves its frames into blocks.
///
/// Opening checks everything that concerns the batch as a whole and throws a ``BatchFault``; after
/// that filling cannot fail, and a frame outside its ranges lands in `rejected` of its block:
///
/// ```swift
/// var decoder = try BatchDecoder(bytes)
/// while decoder.remainingFrameCount > 0 {
///     decoder.fill(block, from: bytes)   // an empty block each time
/// }
/// ```
/// The decoder keeps offsets and no pointer, so it may wait between two blocks for as long as the
/// bytes are kept. It copies nothing of a batch with packed columns except into blocks; see
/// ColumnLayout.swift for other encodings.
public struct BatchDecoder: Sendable {
    /// What the batch says of itself.
    public let header: BatchHeader

    let byteCount: Int
    let layout: ColumnLayout
    let sites: [SiteEntry]
    let texts: TextColumns
    let hashes: Range<Int>
    let unreadable: [UnreadableExtent]
    /// Columns in one piece where the batch has them in several.
    let merged: [UInt8]?
    var cursor = RowCursor()
    /// Slot of each dictionary entry in the block being filled; 256 is none yet.
    var slots: [UInt16]

    /// Opens a batch.
    ///
    /// - Parameters:
    ///   - bytes: One encoded `FrameBatch`.
    ///   - limits: What it may ask for.
    /// - Throws: The first fault of the batch as a whole.
    public init(_ bytes: RawSpan, limits: BatchLimits = BatchLimits()) throws(BatchFault) {
        var parts = try BatchParts(bytes, limits: limits)
        byteCount = bytes.byteCount
        let merged = parts.columns.isScattered ? try parts.columns.merged(bytes) : nil
        self.merged = merged
        layout = parts.columns.layout
        var sites: [SiteEntry] = []
        for range in parts.columns.siteCodes {
            guard let code = HeadText.decoded(range, bytes) else {
                throw .textEncoding(field: "site_codes")
            }
            sites.append(SiteEntry(code: code))
        }
        self.sites = sites
        slots = Array(repeating: BatchDecoder.noSlot, count: sites.count)
        unreadable = parts.unreadable
        hashes = parts.hashes
        if let merged {
            // Sound: bytes have no padding.
            texts = unsafe try ColumnRules.check(
                merged.span.bytes,
                layout,
                siteCount: sites.count
            )
        } else {
            texts = try ColumnRules.check(bytes, layout, siteCount: sites.count)
        }
        header = try parts.header(bytes, passageCount: layout[.site].count, limits: limits)
    }

    static let noSlot: UInt16 = 256

    /// Frames that have not been moved into a block yet.
    public var remainingFrameCount: Int { header.frameCount - cursor.row }

    /// Moves the next frames into a block: as many as fit, at least one where any remain.
    ///
    /// Writes the inputs of the block, `firstSequence`, `frameCount` and `rejected`; the uplink, the
    /// digests and the time of receipt are the caller's.
    ///
    /// - Parameters:
    ///   - block: An empty block, as from `reset()`.
    ///   - bytes: The bytes from which the decoder was opened.
    /// - Complexity: O(frames moved).
    public mutating func fill(_ block: PassageBlock, from bytes: RawSpan) {
        precondition(
            block.count == 0 && block.frameCount == 0 && block.rejected.isEmpty,
            "A batch is decoded into an empty block."
        )
        precondition(
            bytes.byteCount == byteCount,
            "A batch is decoded from the bytes from which it was opened."
        )
        block.firstSequence = header.firstSequence &+ UInt64(cursor.row)
        let before = cursor.row
        if !unreadable.isEmpty {
            fillUnreadable(block, bytes)
        } else if let merged {
            // Sound: bytes have no padding.
            unsafe fillPassages(block, merged.span.bytes, hashBytes: bytes)
        } else {
            fillPassages(block, bytes, hashBytes: bytes)
        }
        block.frameCount = cursor.row - before
    }

    private mutating func fillUnreadable(_ block: PassageBlock, _ bytes: RawSpan) {
        let end = min(cursor.row + PassageBlock.rowCapacity, header.frameCount)
        for index in cursor.row..<end {
            let extent = unreadable[index]
            let reason = HeadText.decoded(extent.reason, bytes) ?? ""
            block.rejected.append(
                RejectedFrame(
                    sequence: header.firstSequence &+ UInt64(index),
                    reason: reason.isEmpty ? "the gateway could not read the frame" : reason,
                    bytes: bytes.copied(extent.frame),
                    hash: hash(of: index, bytes)
                )
            )
        }
        cursor.row = end
    }

    /// The hash that the gateway made of a frame of the batch.
    func hash(of index: Int, _ bytes: RawSpan) -> [UInt8] {
        let start = hashes.lowerBound + index * PassageBlock.hashByteCount
        return bytes.copied(start..<start + PassageBlock.hashByteCount)
    }
}

// MARK: - Arrays

extension BatchDecoder {
    /// Opens a batch that is kept in an array.
    public init(_ bytes: [UInt8], limits: BatchLimits = BatchLimits()) throws(BatchFault) {
        // Sound: bytes have no padding.
        try unsafe self.init(bytes.span.bytes, limits: limits)
    }

    /// Moves the next frames of a batch that is kept in an array into an empty block.
    public mutating func fill(_ block: PassageBlock, from bytes: [UInt8]) {
        unsafe fill(block, from: bytes.span.bytes)
    }
}
