// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

extension CopyBuffer {
    /// Appends NULL.
    public mutating func null() {
        reserve(4)
        store(Int32(-1))
    }

    /// Appends an `int2`.
    public mutating func int16(_ value: Int16) { number(value) }

    /// Appends an `int4`.
    public mutating func int32(_ value: Int32) { number(value) }

    /// Appends an `int8`.
    public mutating func int64(_ value: Int64) { number(value) }

    /// Appends a `float8`.
    public mutating func double(_ value: Double) { number(Int64(bitPattern: value.bitPattern)) }

    /// Appends a `boolean`.
    public mutating func bool(_ value: Bool) { number(Int8(value ? 1 : 0)) }

    /// Appends a `timestamptz`.
    ///
    /// - Parameter microseconds: Since the Unix epoch; the ends of the range are the infinities.
    public mutating func timestamp(_ microseconds: Int64) {
        number(PostgresEpoch.fromUnix(microseconds: microseconds))
    }

    /// Appends a `date`, in days since 1970-01-01.
    public mutating func date(days: Int32) { number(PostgresEpoch.fromUnix(days: days)) }

    /// Appends a `bytea`, or a `text` that is given as UTF-8.
    public mutating func bytes(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe raw(UnsafeRawBufferPointer(bytes))
    }

    /// Appends a `bytea`, or a `text` that is given as UTF-8.
    public mutating func bytes(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe raw($0) }
    }

    /// Appends a `bytea`, or a `text` that is given as UTF-8.
    public mutating func bytes(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe raw($0) }
    }

    /// Appends a `text`.
    public mutating func text(_ value: String) {
        var value = value
        value.withUTF8 { unsafe raw(UnsafeRawBufferPointer($0)) }
    }

    /// Appends an `int2[]` without NULLs; the closure gives each element.
    public mutating func int16Array(count: Int, _ element: (Int) -> Int16) {
        array(count: count, PostgresType.int2, element)
    }

    /// Appends an `int4[]` without NULLs; the closure gives each element.
    public mutating func int32Array(count: Int, _ element: (Int) -> Int32) {
        array(count: count, PostgresType.int4, element)
    }

    /// Appends an `int8[]` without NULLs; the closure gives each element.
    public mutating func int64Array(count: Int, _ element: (Int) -> Int64) {
        array(count: count, PostgresType.int8, element)
    }

    private mutating func number<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer) {
        let size = MemoryLayout<Integer>.size
        reserve(4 + size)
        store(Int32(truncatingIfNeeded: size))
        store(value)
    }

    private mutating func raw(_ bytes: UnsafeRawBufferPointer) {
        // The protocol counts the bytes of a field in 31 bits, the server takes at most 1 GB.
        precondition(bytes.count <= Int(Int32.max), "a field is smaller than 2 GB")
        reserve(4 + bytes.count)
        store(Int32(truncatingIfNeeded: bytes.count))
        unsafe store(bytes)
    }

    /// An array of one dimension: dimensions, "has NULLs", type, count, lower bound 1, fields.
    private mutating func array<Integer: FixedWidthInteger & BitwiseCopyable>(
        count: Int,
        _ type: UInt32,
        _ element: (Int) -> Integer
    ) {
        precondition((0..<Int(Int32.max) / 16).contains(count), "an array of a size that fits")
        let size = MemoryLayout<Integer>.size
        let byteCount = count == 0 ? 12 : 20 + count * (4 + size)
        reserve(4 + byteCount)
        store(Int32(truncatingIfNeeded: byteCount))
        store(Int32(count == 0 ? 0 : 1))
        store(Int32(0))
        store(type)
        guard count > 0 else { return }
        store(Int32(truncatingIfNeeded: count))
        store(Int32(1))
        for index in 0..<count {
            store(Int32(truncatingIfNeeded: size))
            store(element(index))
        }
    }
}
