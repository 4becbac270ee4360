// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Rows in PostgreSQL's binary COPY format, built at the speed of memory and used again and again.
///
/// ```
/// "PGCOPY\n\377\r\n\0" | flags 0 (4) | extension 0 (4) | row | row | … | −1 (2, on sending)
/// row:   column count (2) | field | field | …
/// field: byte count (4), −1 for NULL | bytes, big end first
/// ```
/// Source: PostgreSQL documentation, COPY, "Binary Format".
///
/// One owner, no copies: the buffer is raw memory that doubles when it is full. The fields of a row
/// must follow ``beginRow(columns:)`` in the order of the statement's columns and be of their
/// types; the server refuses the copy when they are not.
@safe
public struct CopyBuffer: ~Copyable, @unchecked Sendable {
    // Sendable, because the memory has one owner, which cannot be copied, only handed over.

    /// What ends the rows: a column count of −1.
    static let trailer: [CChar] = [-1, -1]
    /// Bytes before the first row.
    static let signatureByteCount = signature.count
    private static let signature: [UInt8] = [
        0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
    ]

    /// The memory: `capacity` bytes, of which the first `used` are written; freed by `deinit`.
    private var base: UnsafeMutableRawPointer
    private var used = 0
    private var capacity: Int

    /// How many rows were begun.
    public private(set) var rowCount = 0

    /// Makes a buffer without rows.
    ///
    /// - Parameter byteCapacity: Bytes to have at once; more are taken as they are needed.
    public init(byteCapacity: Int = 64 * 1024) {
        capacity = max(byteCapacity, 64)
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        writeSignature()
    }

    // Sound: the only owner frees its memory once.
    deinit { unsafe base.deallocate() }

    /// How many bytes the rows take, signature included.
    public var byteCount: Int { used }

    /// Whether there are no rows.
    public var isEmpty: Bool { rowCount == 0 }

    /// Takes all rows out.
    ///
    /// - Parameter keepingCapacity: Whether the memory is kept for the next rows.
    public mutating func removeAll(keepingCapacity: Bool = true) {
        if !keepingCapacity {
            // Sound: the old memory is freed, and nothing points into it.
            unsafe base.deallocate()
            capacity = 64 * 1024
            unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        }
        (used, rowCount) = (0, 0)
        writeSignature()
    }

    /// Starts a row.
    ///
    /// - Parameter columns: How many fields follow.
    public mutating func beginRow(columns: Int16) {
        reserve(2)
        store(columns)
        rowCount += 1
    }

    // MARK: - Reach

    /// Lends signature and rows.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        // Sound: `used` bytes were written, and the memory lives as long as self.
        unsafe body(UnsafeRawBufferPointer(start: base, count: used))
    }

    /// Sees to it that so many more bytes fit.
    mutating func reserve(_ count: Int) {
        if capacity - used < count { grow(count) }
    }

    /// Writes a number big end first, after ``reserve(_:)``.
    mutating func store<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer) {
        // Sound: reserve() made the room, and raw memory takes any trivial type.
        unsafe (base + used).storeBytes(of: value.bigEndian, as: Integer.self)
        used += MemoryLayout<Integer>.size
    }

    /// Writes bytes, after ``reserve(_:)``.
    mutating func store(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        // Sound: reserve() made the room, and the source is not in it.
        unsafe memcpy(base + used, source, bytes.count)
        used += bytes.count
    }

    private mutating func writeSignature() {
        unsafe CopyBuffer.signature.withUnsafeBytes { unsafe store($0) }
    }

    private mutating func grow(_ count: Int) {
        let wanted = max(capacity * 2, used + count)
        // Sound: the written bytes move to memory that holds more; the old memory is freed once.
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        unsafe memcpy(larger, base, used)
        unsafe base.deallocate()
        unsafe base = unsafe larger
        capacity = wanted
    }
}
