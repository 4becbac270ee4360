// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Why a batch as a whole cannot be decoded; nothing of it is taken.
///
/// A frame that is only out of its ranges is no fault of the batch: it becomes a `RejectedFrame` and
/// the frames around it go on.
public enum BatchFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// More bytes than the limit.
    case byteCount(Int, most: Int)
    /// More frames than the limit.
    case frameCount(Int, most: Int)
    /// More site codes than the limit.
    case siteCodeCount(Int, most: Int)
    /// The bytes end inside something that begins at the offset.
    case truncated(offset: Int)
    /// Bytes that no protobuf writer makes: a number of more than 64 bits, field 0, a stray group.
    case malformed(String, offset: Int)
    /// A known field with another wire type than its own.
    case wireType(field: String, found: Int)
    /// A packed column whose bytes are no whole number of elements.
    case columnBytes(field: String, byteCount: Int)
    /// A column or text of another length than the rest of the batch asks for.
    case length(field: String, expected: Int, found: Int)
    /// A site index beyond the dictionary.
    case siteIndex(Int, siteCodeCount: Int)
    /// A text that is not UTF-8.
    case textEncoding(field: String)
    /// A text with a zero byte, which PostgreSQL cannot store.
    case textZeroByte(field: String)
    /// A text that is empty or longer than its limit.
    case textLength(field: String, byteCount: Int, most: Int)
    /// Frames, but no number of the first one, or numbers beyond 64 bits.
    case firstSequence(UInt64)
    /// Passages and unreadable frames in one batch.
    case mixed

    /// The fault in one sentence, without contents of the batch.
    public var description: String {
        switch self {
        case .byteCount(let n, let most): "the batch has \(n) bytes; at most \(most) are taken"
        case .frameCount(let n, let most): "the batch has \(n) frames; at most \(most) are taken"
        case .siteCodeCount(let n, let most):
            "the batch names \(n) site codes; at most \(most) are taken"
        case .truncated(let offset): "the batch ends inside the field at byte \(offset)"
        case .malformed(let what, let offset): "\(what) at byte \(offset); this is not protobuf"
        case .wireType(let field, let found):
            "\(field) has wire type \(found), which is not that of its type in the schema"
        case .columnBytes(let field, let n):
            "the packed column \(field) has \(n) bytes, which is no whole number of elements"
        case .length(let field, let expected, let found):
            "\(field) has \(found) elements; the batch needs \(expected)"
        case .siteIndex(let index, let count):
            "a passage names site \(index) of \(count) site codes; the first is 0"
        case .textEncoding(let field): "\(field) is not valid UTF-8"
        case .textZeroByte(let field): "\(field) contains a zero byte"
        case .textLength(let field, let n, let most):
            "\(field) has \(n) bytes; it must have 1 to \(most)"
        case .firstSequence(let n):
            "first_sequence is \(n); the first frame of a spool is 1 and the last below 2^64"
        case .mixed: "the batch has passages and unreadable frames; send them in two batches"
        }
    }
}
