// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// One value for a placeholder `$n` of a statement; it travels in binary with its own type.
///
/// The type is what the server compares with: a `text` that belongs in another type needs a cast in
/// the statement (`$1::inet`).
public enum Parameter: Sendable {
    /// An `int2`.
    case int16(Int16)
    /// An `int4`.
    case int32(Int32)
    /// An `int8`.
    case int64(Int64)
    /// A `float8`.
    case double(Double)
    /// A `boolean`.
    case bool(Bool)
    /// A `text`.
    case text(String)
    /// A `bytea`.
    case bytes([UInt8])
    /// A `jsonb`, given as its text.
    case json(String)
    /// A `timestamptz`; the ends of the range of ``Instant`` are the infinities.
    case timestamp(Instant)
    /// A `date`, in days since 1970-01-01.
    case date(days: Int32)
    /// NULL of the type that the server infers.
    case null
    /// An `int2[]`.
    case int16Array([Int16])
    /// An `int4[]`.
    case int32Array([Int32])
    /// An `int8[]`.
    case int64Array([Int64])
    /// A `float8[]`.
    case doubleArray([Double])
    /// A `boolean[]`.
    case boolArray([Bool])
    /// A `text[]`.
    case textArray([String])
    /// A `bytea[]`.
    case bytesArray([[UInt8]])
    /// A `timestamptz[]`.
    case timestampArray([Instant])
    /// An `int4[]` with NULLs.
    case optionalInt32Array([Int32?])
    /// An `int8[]` with NULLs.
    case optionalInt64Array([Int64?])
    /// A `float8[]` with NULLs.
    case optionalDoubleArray([Double?])
    /// A `text[]` with NULLs.
    case optionalTextArray([String?])
    /// A `bytea[]` with NULLs.
    case optionalBytesArray([[UInt8]?])
    /// A `timestamptz[]` with NULLs.
    case optionalTimestampArray([Instant?])

    /// An `int2`, or NULL.
    public static func optional(_ value: Int16?) -> Parameter { value.map { .int16($0) } ?? .null }
    /// An `int4`, or NULL.
    public static func optional(_ value: Int32?) -> Parameter { value.map { .int32($0) } ?? .null }
    /// An `int8`, or NULL.
    public static func optional(_ value: Int64?) -> Parameter { value.map { .int64($0) } ?? .null }
    /// A `float8`, or NULL.
    public static func optional(_ value: Double?) -> Parameter {
        value.map { .double($0) } ?? .null
    }
    /// A `boolean`, or NULL.
    public static func optional(_ value: Bool?) -> Parameter { value.map { .bool($0) } ?? .null }
    /// A `text`, or NULL.
    public static func optional(_ value: String?) -> Parameter { value.map { .text($0) } ?? .null }
    /// A `bytea`, or NULL.
    public static func optional(_ value: [UInt8]?) -> Parameter {
        value.map { .bytes($0) } ?? .null
    }
    /// A `timestamptz`, or NULL.
    public static func optional(_ value: Instant?) -> Parameter {
        value.map { .timestamp($0) } ?? .null
    }
}
