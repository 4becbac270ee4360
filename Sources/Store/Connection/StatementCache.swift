// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Which statements a connection has prepared on the server, by text and parameter types.
struct StatementCache {
    /// The most statements kept; past it all are dropped and made again as they are needed.
    static let capacity = 256

    private struct Prepared {
        var types: [UInt32]
        var name: String
    }

    private var prepared: [String: [Prepared]] = [:]
    private var count = 0
    private var made = 0

    /// Whether one more needs the others dropped.
    var isFull: Bool { count >= StatementCache.capacity }

    /// The statement of this text whose types take these values.
    ///
    /// A NULL goes with any type, so the same text with and without NULLs needs few statements.
    func name(of sql: String, _ types: [UInt32]) -> String? {
        prepared[sql]?.first { StatementCache.accepts($0.types, types) }?.name
    }

    /// A name that was not used on this connection.
    mutating func nextName() -> String {
        made += 1
        return "s\(made)"
    }

    /// Remembers a statement.
    mutating func insert(_ sql: String, _ types: [UInt32], name: String) {
        prepared[sql, default: []].append(Prepared(types: types, name: name))
        count += 1
    }

    /// Forgets all statements of a text; the server keeps what it has until all are dropped.
    mutating func forget(_ sql: String) { prepared[sql] = nil }

    /// Forgets all.
    mutating func clear() {
        prepared = [:]
        count = 0
    }

    private static func accepts(_ types: [UInt32], _ values: [UInt32]) -> Bool {
        types.count == values.count
            && zip(types, values).allSatisfy { $1 == PostgresType.inferred || $0 == $1 }
    }
}
