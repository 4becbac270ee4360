// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

extension Row {
    // MARK: - Scalars

    /// Reads an `int2`.
    public func int16(_ column: some ColumnKey) throws(StoreError) -> Int16 {
        try required(column) { Decoding.int16($0) }
    }

    /// Reads an `int2`; nil for NULL.
    public func optionalInt16(_ column: some ColumnKey) throws(StoreError) -> Int16? {
        try optional(column) { Decoding.int16($0) }
    }

    /// Reads an `int2` or `int4`.
    public func int32(_ column: some ColumnKey) throws(StoreError) -> Int32 {
        try required(column) { Decoding.int32($0) }
    }

    /// Reads an `int2` or `int4`; nil for NULL.
    public func optionalInt32(_ column: some ColumnKey) throws(StoreError) -> Int32? {
        try optional(column) { Decoding.int32($0) }
    }

    /// Reads an `int2`, `int4` or `int8`.
    public func int64(_ column: some ColumnKey) throws(StoreError) -> Int64 {
        try required(column) { Decoding.int64($0) }
    }

    /// Reads an `int2`, `int4` or `int8`; nil for NULL.
    public func optionalInt64(_ column: some ColumnKey) throws(StoreError) -> Int64? {
        try optional(column) { Decoding.int64($0) }
    }

    /// Reads a `float4` or `float8`.
    public func double(_ column: some ColumnKey) throws(StoreError) -> Double {
        try required(column) { Decoding.double($0) }
    }

    /// Reads a `float4` or `float8`; nil for NULL.
    public func optionalDouble(_ column: some ColumnKey) throws(StoreError) -> Double? {
        try optional(column) { Decoding.double($0) }
    }

    /// Reads a `boolean`.
    public func bool(_ column: some ColumnKey) throws(StoreError) -> Bool {
        try required(column) { Decoding.bool($0) }
    }

    /// Reads a `boolean`; nil for NULL.
    public func optionalBool(_ column: some ColumnKey) throws(StoreError) -> Bool? {
        try optional(column) { Decoding.bool($0) }
    }

    /// Reads text of any length, JSON included.
    public func text(_ column: some ColumnKey) throws(StoreError) -> String {
        try required(column) { Decoding.text($0) }
    }

    /// Reads text of any length, JSON included; nil for NULL.
    public func optionalText(_ column: some ColumnKey) throws(StoreError) -> String? {
        try optional(column) { Decoding.text($0) }
    }

    /// Reads a `bytea`.
    public func bytes(_ column: some ColumnKey) throws(StoreError) -> [UInt8] {
        try required(column) { Decoding.bytes($0) }
    }

    /// Reads a `bytea`; nil for NULL.
    public func optionalBytes(_ column: some ColumnKey) throws(StoreError) -> [UInt8]? {
        try optional(column) { Decoding.bytes($0) }
    }

    /// Reads a `timestamptz`; the infinities are the ends of the range.
    public func instant(_ column: some ColumnKey) throws(StoreError) -> Instant {
        try required(column) { Decoding.instant($0) }
    }

    /// Reads a `timestamptz`; the infinities are the ends of the range; nil for NULL.
    public func optionalInstant(_ column: some ColumnKey) throws(StoreError) -> Instant? {
        try optional(column) { Decoding.instant($0) }
    }

    /// Reads a `date`, in days since 1970-01-01.
    public func date(_ column: some ColumnKey) throws(StoreError) -> Int32 {
        try required(column) { Decoding.date($0) }
    }

    /// Reads a `date`, in days since 1970-01-01; nil for NULL.
    public func optionalDate(_ column: some ColumnKey) throws(StoreError) -> Int32? {
        try optional(column) { Decoding.date($0) }
    }

    // MARK: - Arrays

    /// Reads an `int2[]` without NULLs.
    public func int16Array(_ column: some ColumnKey) throws(StoreError) -> [Int16] {
        try required(column) { Decoding.array($0, Decoding.int16) }
    }

    /// Reads an `int2[]` without NULLs; nil for NULL.
    public func optionalInt16Array(_ column: some ColumnKey) throws(StoreError) -> [Int16]? {
        try optional(column) { Decoding.array($0, Decoding.int16) }
    }

    /// Reads an `int2[]` or `int4[]` without NULLs.
    public func int32Array(_ column: some ColumnKey) throws(StoreError) -> [Int32] {
        try required(column) { Decoding.array($0, Decoding.int32) }
    }

    /// Reads an `int2[]` or `int4[]` without NULLs; nil for NULL.
    public func optionalInt32Array(_ column: some ColumnKey) throws(StoreError) -> [Int32]? {
        try optional(column) { Decoding.array($0, Decoding.int32) }
    }

    /// Reads an `int2[]`, `int4[]` or `int8[]` without NULLs.
    public func int64Array(_ column: some ColumnKey) throws(StoreError) -> [Int64] {
        try required(column) { Decoding.array($0, Decoding.int64) }
    }

    /// Reads an `int2[]`, `int4[]` or `int8[]` without NULLs; nil for NULL.
    public func optionalInt64Array(_ column: some ColumnKey) throws(StoreError) -> [Int64]? {
        try optional(column) { Decoding.array($0, Decoding.int64) }
    }

    /// Reads a `float4[]` or `float8[]` without NULLs.
    public func doubleArray(_ column: some ColumnKey) throws(StoreError) -> [Double] {
        try required(column) { Decoding.array($0, Decoding.double) }
    }

    /// Reads a `float4[]` or `float8[]` without NULLs; nil for NULL.
    public func optionalDoubleArray(_ column: some ColumnKey) throws(StoreError) -> [Double]? {
        try optional(column) { Decoding.array($0, Decoding.double) }
    }

    /// Reads a `boolean[]` without NULLs.
    public func boolArray(_ column: some ColumnKey) throws(StoreError) -> [Bool] {
        try required(column) { Decoding.array($0, Decoding.bool) }
    }

    /// Reads a `boolean[]` without NULLs; nil for NULL.
    public func optionalBoolArray(_ column: some ColumnKey) throws(StoreError) -> [Bool]? {
        try optional(column) { Decoding.array($0, Decoding.bool) }
    }

    /// Reads a `text[]` without NULLs.
    public func textArray(_ column: some ColumnKey) throws(StoreError) -> [String] {
        try required(column) { Decoding.array($0, Decoding.text) }
    }

    /// Reads a `text[]` without NULLs; nil for NULL.
    public func optionalTextArray(_ column: some ColumnKey) throws(StoreError) -> [String]? {
        try optional(column) { Decoding.array($0, Decoding.text) }
    }

    /// Reads a `bytea[]` without NULLs.
    public func bytesArray(_ column: some ColumnKey) throws(StoreError) -> [[UInt8]] {
        try required(column) { Decoding.array($0, Decoding.bytes) }
    }

    /// Reads a `bytea[]` without NULLs; nil for NULL.
    public func optionalBytesArray(_ column: some ColumnKey) throws(StoreError) -> [[UInt8]]? {
        try optional(column) { Decoding.array($0, Decoding.bytes) }
    }

    /// Reads a `timestamptz[]` without NULLs.
    public func instantArray(_ column: some ColumnKey) throws(StoreError) -> [Instant] {
        try required(column) { Decoding.array($0, Decoding.instant) }
    }

    /// Reads a `timestamptz[]` without NULLs; nil for NULL.
    public func optionalInstantArray(_ column: some ColumnKey) throws(StoreError) -> [Instant]? {
        try optional(column) { Decoding.array($0, Decoding.instant) }
    }
}
