// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// The values of one statement in PostgreSQL's binary format, one behind the other.
///
/// An array is: dimensions, "has NULLs", element type, count, lower bound 1, then each element with
/// its byte count before it (−1 for NULL); an empty array has no dimension.
struct EncodedParameters {
    /// The type of each value; 0 where the server is to infer it.
    private(set) var types: [UInt32] = []
    /// Where each value lies in ``bytes``; nil for NULL.
    private(set) var ranges: [Range<Int>?] = []
    /// The values.
    private(set) var bytes: [UInt8] = []

    init(_ parameters: [Parameter]) {
        types.reserveCapacity(parameters.count)
        ranges.reserveCapacity(parameters.count)
        for parameter in parameters {
            let start = bytes.count
            let type = append(parameter)
            types.append(type ?? PostgresType.inferred)
            ranges.append(type == nil ? nil : start..<bytes.count)
        }
    }

    /// Appends a value and returns its type; nil for NULL.
    private mutating func append(_ parameter: Parameter) -> UInt32? {
        switch parameter {
        case .null: return nil
        case .int16(let value): return scalar(value, PostgresType.int2)
        case .int32(let value): return scalar(value, PostgresType.int4)
        case .int64(let value): return scalar(value, PostgresType.int8)
        case .double(let value): return scalar(value, PostgresType.float8)
        case .bool(let value): return scalar(value, PostgresType.bool)
        case .text(let value): return scalar(value, PostgresType.text)
        case .bytes(let value): return scalar(value, PostgresType.bytea)
        case .timestamp(let value): return scalar(value, PostgresType.timestamptz)
        case .date(let days):
            return scalar(PostgresEpoch.fromUnix(days: days), PostgresType.date)
        case .json(let value):
            bytes.append(1)  // the version of jsonb's transport
            return scalar(value, PostgresType.jsonb)
        default: return appendArray(parameter)
        }
    }

    private mutating func appendArray(_ parameter: Parameter) -> UInt32? {
        switch parameter {
        case .int16Array(let v): array(v, PostgresType.int2, PostgresType.int2Array)
        case .int32Array(let v): array(v, PostgresType.int4, PostgresType.int4Array)
        case .int64Array(let v): array(v, PostgresType.int8, PostgresType.int8Array)
        case .doubleArray(let v): array(v, PostgresType.float8, PostgresType.float8Array)
        case .boolArray(let v): array(v, PostgresType.bool, PostgresType.boolArray)
        case .textArray(let v): array(v, PostgresType.text, PostgresType.textArray)
        case .bytesArray(let v): array(v, PostgresType.bytea, PostgresType.byteaArray)
        case .timestampArray(let v):
            array(v, PostgresType.timestamptz, PostgresType.timestamptzArray)
        case .optionalInt32Array(let v): array(v, PostgresType.int4, PostgresType.int4Array)
        case .optionalInt64Array(let v): array(v, PostgresType.int8, PostgresType.int8Array)
        case .optionalDoubleArray(let v): array(v, PostgresType.float8, PostgresType.float8Array)
        case .optionalTextArray(let v): array(v, PostgresType.text, PostgresType.textArray)
        case .optionalBytesArray(let v): array(v, PostgresType.bytea, PostgresType.byteaArray)
        case .optionalTimestampArray(let v):
            array(v, PostgresType.timestamptz, PostgresType.timestamptzArray)
        default: preconditionFailure("every scalar parameter is encoded by append")
        }
    }

    private mutating func scalar(_ value: some BinaryEncodable, _ type: UInt32) -> UInt32 {
        value.encode(to: &bytes)
        return type
    }

    private mutating func array<Element: BinaryEncodable>(
        _ values: [Element],
        _ element: UInt32,
        _ type: UInt32
    ) -> UInt32 {
        header(count: values.count, hasNulls: false, element)
        for value in values { field(value) }
        return type
    }

    private mutating func array<Element: BinaryEncodable>(
        _ values: [Element?],
        _ element: UInt32,
        _ type: UInt32
    ) -> UInt32 {
        header(count: values.count, hasNulls: values.contains { $0 == nil }, element)
        for value in values {
            if let value { field(value) } else { Int32(-1).encode(to: &bytes) }
        }
        return type
    }

    private mutating func header(count: Int, hasNulls: Bool, _ element: UInt32) {
        Int32(count == 0 ? 0 : 1).encode(to: &bytes)
        Int32(hasNulls ? 1 : 0).encode(to: &bytes)
        Int32(bitPattern: element).encode(to: &bytes)
        guard count > 0 else { return }
        Int32(truncatingIfNeeded: count).encode(to: &bytes)
        Int32(1).encode(to: &bytes)
    }

    private mutating func field(_ value: some BinaryEncodable) {
        let at = bytes.count
        Int32(0).encode(to: &bytes)
        value.encode(to: &bytes)
        let count = UInt32(truncatingIfNeeded: bytes.count - at - 4)
        for i in 0..<4 { bytes[at + i] = UInt8(truncatingIfNeeded: count >> (24 - 8 * i)) }
    }
}

/// A value that knows its bytes in PostgreSQL's binary format, without the byte count.
protocol BinaryEncodable {
    /// Appends the bytes.
    func encode(to bytes: inout [UInt8])
}

extension BinaryEncodable where Self: FixedWidthInteger {
    func encode(to bytes: inout [UInt8]) {
        var shift = Self.bitWidth
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: self >> shift))
        }
    }
}

extension Int16: BinaryEncodable {}
extension Int32: BinaryEncodable {}
extension Int64: BinaryEncodable {}

extension Double: BinaryEncodable {
    func encode(to bytes: inout [UInt8]) { Int64(bitPattern: bitPattern).encode(to: &bytes) }
}

extension Bool: BinaryEncodable {
    func encode(to bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
}

extension String: BinaryEncodable {
    func encode(to bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
}

extension [UInt8]: BinaryEncodable {
    func encode(to bytes: inout [UInt8]) { bytes.append(contentsOf: self) }
}

extension Instant: BinaryEncodable {
    func encode(to bytes: inout [UInt8]) {
        PostgresEpoch.fromUnix(microseconds: microseconds).encode(to: &bytes)
    }
}
