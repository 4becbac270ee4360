// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// The object identifiers of PostgreSQL's built-in types, which never change.
///
/// Source: PostgreSQL, src/include/catalog/pg_type.dat.
enum PostgresType {
    /// Left to the server to infer.
    static let inferred: UInt32 = 0
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let name: UInt32 = 19
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let json: UInt32 = 114
    static let float4: UInt32 = 700
    static let float8: UInt32 = 701
    static let unknown: UInt32 = 705
    static let blankPaddedText: UInt32 = 1042
    static let varchar: UInt32 = 1043
    static let date: UInt32 = 1082
    static let timestamptz: UInt32 = 1184
    static let jsonb: UInt32 = 3802

    static let boolArray: UInt32 = 1000
    static let byteaArray: UInt32 = 1001
    static let int2Array: UInt32 = 1005
    static let int4Array: UInt32 = 1007
    static let textArray: UInt32 = 1009
    static let varcharArray: UInt32 = 1015
    static let int8Array: UInt32 = 1016
    static let float4Array: UInt32 = 1021
    static let float8Array: UInt32 = 1022
    static let timestamptzArray: UInt32 = 1185

    /// The name that people use, for error messages.
    static func name(of type: UInt32) -> String {
        switch type {
        case bool: "boolean"
        case bytea: "bytea"
        case int2: "int2"
        case int4: "int4"
        case int8: "int8"
        case text: "text"
        case float4: "float4"
        case float8: "float8"
        case date: "date"
        case timestamptz: "timestamptz"
        case 1114: "timestamp"
        case 1700: "numeric"
        case jsonb: "jsonb"
        default: "type \(type)"
        }
    }
}

/// PostgreSQL counts time from 2000-01-01T00:00:00Z; instants count from 1970.
enum PostgresEpoch {
    /// Microseconds from 1970-01-01 to 2000-01-01.
    static let microseconds: Int64 = 946_684_800_000_000
    /// Days from 1970-01-01 to 2000-01-01.
    static let days: Int32 = 10_957

    /// Server time of Unix microseconds; the two ends of the range are the server's infinities.
    ///
    /// What would wrap becomes the lowest finite value, which the server refuses as out of range.
    static func fromUnix(microseconds unix: Int64) -> Int64 {
        if unix == .max || unix == .min { return unix }
        let (value, overflow) = unix.subtractingReportingOverflow(microseconds)
        return overflow || value == .min ? .min + 1 : value
    }

    /// Unix microseconds of server time; the infinities become the two ends of the range.
    static func toUnix(microseconds server: Int64) -> Int64 {
        if server == .max || server == .min { return server }
        let (value, overflow) = server.addingReportingOverflow(microseconds)
        return overflow ? .max : value
    }

    /// Server days of days since 1970-01-01, saturating; the ends are the infinities.
    static func fromUnix(days unix: Int32) -> Int32 {
        if unix == .max || unix == .min { return unix }
        let (value, overflow) = unix.subtractingReportingOverflow(days)
        return overflow || value == .min ? .min + 1 : value
    }

    /// Days since 1970-01-01 of server days.
    static func toUnix(days server: Int32) -> Int32 {
        if server == .max || server == .min { return server }
        let (value, overflow) = server.addingReportingOverflow(days)
        return overflow ? .max : value
    }
}
