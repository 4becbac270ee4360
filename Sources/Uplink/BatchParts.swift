// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Weighing

/// Where an unreadable frame and its reason lie in the batch.
struct UnreadableExtent: Sendable {
    var frame = 0..<0
    var reason = 0..<0
}

/// The fields of a batch, found but not yet believed.
struct BatchParts {
    var columns = ColumnParser()
    private(set) var unreadable: [UnreadableExtent] = []
    private(set) var hashes = 0..<0
    private var gateway = 0..<0
    private var spool = 0..<0
    private var digest = 0..<0
    private var firstSequence: UInt64 = 0

    /// Finds the fields.
    init(_ bytes: RawSpan, limits: BatchLimits) throws(BatchFault) {
        guard bytes.byteCount <= limits.byteCount else {
            throw .byteCount(bytes.byteCount, most: limits.byteCount)
        }
        var reader = WireReader(0..<bytes.byteCount)
        while !reader.isAtEnd {
            let tag = try reader.tag(bytes)
            switch tag.field {
            case 1: gateway = try BatchParts.delimited("gateway", tag, &reader, bytes)
            case 2: spool = try BatchParts.delimited("spool_id", tag, &reader, bytes)
            case 3:
                guard tag.type == .fixed64 else {
                    throw .wireType(field: "first_sequence", found: tag.type.rawValue)
                }
                firstSequence = try reader.fixed64(bytes)
            case 4: digest = try BatchParts.delimited("digest_before", tag, &reader, bytes)
            case 5: hashes = try BatchParts.delimited("frame_hashes", tag, &reader, bytes)
            case 10:
                let message = try BatchParts.delimited("passages", tag, &reader, bytes)
                try columns.read(message, bytes, limits: limits)
            case 11:
                let message = try BatchParts.delimited("unreadable", tag, &reader, bytes)
                try readUnreadable(message, bytes, limits: limits)
            default: try reader.skip(tag, bytes)
            }
        }
    }

    private static func delimited(
        _ field: String,
        _ tag: WireTag,
        _ reader: inout WireReader,
        _ bytes: RawSpan
    ) throws(BatchFault) -> Range<Int> {
        guard tag.type == .lengthDelimited else {
            throw .wireType(field: field, found: tag.type.rawValue)
        }
        return try reader.delimited(bytes)
    }

    private mutating func readUnreadable(
        _ message: Range<Int>,
        _ bytes: RawSpan,
        limits: BatchLimits
    ) throws(BatchFault) {
        guard unreadable.count < limits.frameCount else {
            throw .frameCount(unreadable.count + 1, most: limits.frameCount)
        }
        var reader = WireReader(message)
        var extent = UnreadableExtent()
        while !reader.isAtEnd {
            let tag = try reader.tag(bytes)
            switch tag.field {
            case 1: extent.frame = try BatchParts.delimited("frame", tag, &reader, bytes)
            case 2: extent.reason = try BatchParts.delimited("reason", tag, &reader, bytes)
            default: try reader.skip(tag, bytes)
            }
        }
        if !extent.reason.isEmpty {
            _ = try HeadText.string(
                extent.reason,
                bytes,
                field: "reason",
                most: limits.reasonByteCount
            )
        }
        unreadable.append(extent)
    }

    /// The head of the batch, checked against the number of its passages.
    func header(
        _ bytes: RawSpan,
        passageCount: Int,
        limits: BatchLimits
    ) throws(BatchFault) -> BatchHeader {
        guard passageCount == 0 || unreadable.isEmpty else { throw .mixed }
        var header = BatchHeader()
        header.gateway = try HeadText.string(
            gateway,
            bytes,
            field: "gateway",
            most: limits.gatewayByteCount
        )
        header.spoolID = try HeadText.string(
            spool,
            bytes,
            field: "spool_id",
            most: limits.spoolByteCount
        )
        header.frameCount = max(passageCount, unreadable.count)
        guard header.frameCount <= limits.frameCount else {
            throw .frameCount(header.frameCount, most: limits.frameCount)
        }
        let hashByteCount = header.frameCount * PassageBlock.hashByteCount
        guard hashes.count == hashByteCount else {
            throw .length(field: "frame_hashes", expected: hashByteCount, found: hashes.count)
        }
        guard !header.isHello else { return header }
        guard digest.count == PassageBlock.hashByteCount else {
            throw .length(
                field: "digest_before",
                expected: PassageBlock.hashByteCount,
                found: digest.count
            )
        }
        // The number after the last frame must be one, too: it is what the receipt expects next.
        let (_, overflow) = firstSequence.addingReportingOverflow(UInt64(header.frameCount))
        guard firstSequence > 0, !overflow else { throw .firstSequence(firstSequence) }
        header.firstSequence = firstSequence
        header.digestBefore = bytes.copied(digest)
        return header
    }
}
