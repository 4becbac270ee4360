// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Reads the protobuf wire format: tags, lengths, and fields to skip. It runs a few dozen times a batch,
// not per passage, so every read is checked.
// Format: https://protobuf.dev/programming-guides/encoding/

/// The wire types of protobuf.
enum WireType: Int {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case groupStart = 3
    case groupEnd = 4
    case fixed32 = 5
}

/// The number and wire type of a field, and where its tag stood.
struct WireTag {
    var field: Int
    var type: WireType
    var offset: Int
}

/// A position in the bytes of a message; the bytes come with each call, so that nothing outlives them.
struct WireReader {
    /// How deep groups of unknown fields may nest; what the usual parsers allow.
    static let groupDepthMax = 100

    private(set) var offset: Int
    let end: Int

    /// Reads `range`, which must lie in the bytes given to each call.
    init(_ range: Range<Int>) {
        offset = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { offset == end }

    /// A variable-length number of at most 64 bits.
    mutating func varint(_ bytes: RawSpan) throws(BatchFault) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < end {
            // Sound: every bit pattern is a UInt8, and the load checks its offset.
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            offset += 1
            if shift == 63, byte > 1 { throw .malformed("a number of over 64 bits", offset: start) }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .truncated(offset: start)
    }

    /// The tag of the next field.
    mutating func tag(_ bytes: RawSpan) throws(BatchFault) -> WireTag {
        let start = offset
        let value = try varint(bytes)
        guard value <= UInt64(UInt32.max), value >> 3 != 0 else {
            throw .malformed("an impossible field number", offset: start)
        }
        guard let type = WireType(rawValue: Int(value & 7)) else {
            throw .malformed("an undefined wire type", offset: start)
        }
        return WireTag(field: Int(value >> 3), type: type, offset: start)
    }

    /// The range of the next `byteCount` bytes.
    mutating func take(_ byteCount: Int) throws(BatchFault) -> Range<Int> {
        guard byteCount <= end - offset else { throw .truncated(offset: offset) }
        defer { offset += byteCount }
        return offset..<offset + byteCount
    }

    /// The range of a length-delimited field's contents.
    mutating func delimited(_ bytes: RawSpan) throws(BatchFault) -> Range<Int> {
        let start = offset
        let length = try varint(bytes)
        guard length <= UInt64(end - offset) else { throw .truncated(offset: start) }
        return try take(Int(length))
    }

    /// A number of eight bytes, little-endian.
    mutating func fixed64(_ bytes: RawSpan) throws(BatchFault) -> UInt64 {
        let range = try take(8)
        // Sound: every bit pattern is a UInt64, and the load checks its offset.
        return unsafe UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(
                fromByteOffset: range.lowerBound,
                as: UInt64.self
            )
        )
    }

    /// Passes over a field that this program does not know.
    mutating func skip(_ tag: WireTag, _ bytes: RawSpan) throws(BatchFault) {
        var open: [Int] = []
        var next = tag
        while true {
            switch next.type {
            case .varint: _ = try varint(bytes)
            case .fixed64: _ = try take(8)
            case .fixed32: _ = try take(4)
            case .lengthDelimited: _ = try delimited(bytes)
            case .groupStart:
                open.append(next.field)
                guard open.count <= WireReader.groupDepthMax else {
                    throw .malformed("groups nested too deep", offset: next.offset)
                }
            case .groupEnd:
                guard open.popLast() == next.field else {
                    throw .malformed("the end of a group that is not open", offset: next.offset)
                }
            }
            if open.isEmpty { return }
            next = try self.tag(bytes)
        }
    }
}
