// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// From PostgreSQL's binary format to values; nil for a type or a length that does not fit.
enum Decoding {
    static func int16(_ field: FieldBytes) -> Int16? {
        guard field.type == PostgresType.int2, field.count == 2 else { return nil }
        return field.integer(Int16.self)
    }

    static func int32(_ field: FieldBytes) -> Int32? {
        if field.type == PostgresType.int2 { return int16(field).map { Int32($0) } }
        guard field.type == PostgresType.int4, field.count == 4 else { return nil }
        return field.integer(Int32.self)
    }

    static func int64(_ field: FieldBytes) -> Int64? {
        if field.type != PostgresType.int8 { return int32(field).map { Int64($0) } }
        return field.count == 8 ? field.integer(Int64.self) : nil
    }

    static func double(_ field: FieldBytes) -> Double? {
        switch (field.type, field.count) {
        case (PostgresType.float8, 8):
            field.integer(UInt64.self).map { Double(bitPattern: $0) }
        case (PostgresType.float4, 4):
            field.integer(UInt32.self).map { Double(Float(bitPattern: $0)) }
        default: nil
        }
    }

    static func bool(_ field: FieldBytes) -> Bool? {
        guard field.type == PostgresType.bool, field.count == 1 else { return nil }
        return field.integer(UInt8.self) == 1
    }

    static func text(_ field: FieldBytes) -> String? {
        switch field.type {
        case PostgresType.text, PostgresType.varchar, PostgresType.blankPaddedText,
            PostgresType.name, PostgresType.json, PostgresType.unknown:
            return field.string
        case PostgresType.jsonb:
            // The first byte is the version of the transport, 1.
            guard field.integer(UInt8.self) == 1 else { return nil }
            return field.part(at: 1, count: field.count - 1, type: field.type)?.string
        default: return nil
        }
    }

    static func bytes(_ field: FieldBytes) -> [UInt8]? {
        field.type == PostgresType.bytea ? field.array : nil
    }

    static func instant(_ field: FieldBytes) -> Instant? {
        guard field.type == PostgresType.timestamptz, field.count == 8 else { return nil }
        return field.integer(Int64.self).map {
            Instant(microseconds: PostgresEpoch.toUnix(microseconds: $0))
        }
    }

    static func date(_ field: FieldBytes) -> Int32? {
        guard field.type == PostgresType.date, field.count == 4 else { return nil }
        return field.integer(Int32.self).map { PostgresEpoch.toUnix(days: $0) }
    }

    /// An array of at most one dimension, without NULLs.
    static func array<Element>(
        _ field: FieldBytes,
        _ decode: (FieldBytes) -> Element?
    ) -> [Element]? {
        guard isArray(field.type), let dimensions = field.integer(Int32.self),
            let type = field.integer(UInt32.self, at: 8)
        else { return nil }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = field.integer(Int32.self, at: 12) else { return nil }
        var elements: [Element] = []
        // An element takes at least four bytes, so a count that lies reserves no more than that.
        elements.reserveCapacity(min(Int(count), field.count / 4))
        var offset = 20
        for _ in 0..<max(0, count) {
            guard let size = field.integer(Int32.self, at: offset),
                let part = field.part(at: offset + 4, count: Int(size), type: type),
                let element = decode(part)
            else { return nil }
            elements.append(element)
            offset += 4 + Int(size)
        }
        return elements
    }

    private static func isArray(_ type: UInt32) -> Bool {
        switch type {
        case PostgresType.boolArray, PostgresType.byteaArray, PostgresType.int2Array,
            PostgresType.int4Array, PostgresType.int8Array, PostgresType.textArray,
            PostgresType.varcharArray, PostgresType.float4Array, PostgresType.float8Array,
            PostgresType.timestamptzArray:
            true
        default: false
        }
    }
}
