// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Writes the protobuf wire format into memory of exactly the size that was computed before. The sizes
// and the writing stand next to each other here, so that neither can change alone.

/// Bytes that the parts of a message take.
enum WireSize {
    /// Bytes of a variable-length number.
    @inline(__always)
    static func varint(_ value: Int) -> Int {
        // Seven bits a byte, at least one byte.
        (64 - UInt64(value | 1).leadingZeroBitCount + 6) / 7
    }

    /// Bytes of a field of this many bytes of contents, with its tag and length.
    @inline(__always)
    static func delimited(_ field: Int, _ byteCount: Int) -> Int {
        varint(field << 3) + varint(byteCount) + byteCount
    }

    /// As ``delimited(_:_:)``, but nothing where there are no contents: proto3 leaves those out.
    @inline(__always)
    static func optional(_ field: Int, _ byteCount: Int) -> Int {
        byteCount == 0 ? 0 : delimited(field, byteCount)
    }
}

/// Writes into memory that belongs to the caller.
@unsafe
struct WireWriter {
    private let base: UnsafeMutableRawPointer
    private let capacity: Int
    private(set) var offset = 0

    /// Writes to the beginning of the buffer, which must outlive the writer.
    init(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress else {
            preconditionFailure("No message of this schema is written into no memory.")
        }
        unsafe base = start
        unsafe capacity = buffer.count
    }

    /// Room for the next bytes.
    @inline(__always)
    mutating func take(_ byteCount: Int) -> UnsafeMutableRawPointer {
        unsafe precondition(byteCount <= capacity - offset, "A message larger than computed.")
        defer { unsafe offset += byteCount }
        return unsafe base + offset
    }

    /// A variable-length number.
    @inline(__always)
    mutating func varint(_ value: Int) {
        var rest = UInt64(value)
        while rest >= 0x80 {
            unsafe take(1).storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, as: UInt8.self)
            rest >>= 7
        }
        unsafe take(1).storeBytes(of: UInt8(rest), as: UInt8.self)
    }

    /// The tag and length of a field of bytes.
    @inline(__always)
    mutating func head(_ field: Int, byteCount: Int) {
        unsafe varint(field << 3 | WireType.lengthDelimited.rawValue)
        unsafe varint(byteCount)
    }

    /// A field of bytes; nothing where there are none.
    mutating func optional(_ field: Int, _ bytes: UnsafeRawBufferPointer) {
        guard unsafe !bytes.isEmpty else { return }
        unsafe head(field, byteCount: bytes.count)
        unsafe raw(bytes)
    }

    /// Bytes as they are.
    mutating func raw(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        unsafe take(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    }

    /// A string field; nothing where it is empty.
    mutating func optional(_ field: Int, _ text: String) {
        var text = text
        text.withUTF8 { unsafe optional(field, UnsafeRawBufferPointer($0)) }
    }

    /// A field of eight little-endian bytes.
    mutating func fixed64(_ field: Int, _ value: UInt64) {
        unsafe varint(field << 3 | WireType.fixed64.rawValue)
        unsafe take(8).storeBytes(of: value.littleEndian, as: UInt64.self)
    }
}
