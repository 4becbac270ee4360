// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension Connection {
    /// The most placeholders of one statement: the protocol counts them in 16 bits.
    static let placeholdersMax = 65_535

    /// Runs one statement with its values and returns its rows.
    ///
    /// The statement is prepared the first time and kept under its text, so give values as
    /// parameters and never in the text.
    ///
    /// - Parameters:
    ///   - sql: One statement with `$1` … for its values.
    ///   - parameters: The values, in order.
    /// - Returns: The rows; none for a statement that returns none.
    /// - Throws: `statement` when the server refuses it, `unavailable` when the connection is lost.
    @discardableResult
    public func query(_ sql: String, _ parameters: [Parameter] = []) throws(StoreError) -> Rows {
        try Connection.check(sql)
        guard parameters.count <= Connection.placeholdersMax else {
            throw StoreError(
                .misuse,
                "\(parameters.count) parameters in one statement, at most "
                    + "\(Connection.placeholdersMax) can be sent; pass arrays instead"
            )
        }
        let encoded = EncodedParameters(parameters)
        do {
            return try execute(sql, encoded)
        } catch {
            guard Connection.isOutdated(error), !isInTransaction else { throw error }
        }
        // Nothing was executed: the table or the session was changed under the prepared statement.
        return try execute(sql, encoded)
    }

    /// Whether the server no longer has the prepared statement, or it no longer fits the table.
    private static func isOutdated(_ error: StoreError) -> Bool {
        error.sqlState == "26000" || error.sqlState == "0A000"
    }

    private func execute(
        _ sql: String,
        _ parameters: EncodedParameters
    ) throws(StoreError) -> Rows {
        let name = try prepare(sql, parameters.types)
        let result = unsafe ServerResult.execute(unsafe handle, name, parameters)
        if result.isCopy {
            abandonCopy()
            throw StoreError(.misuse, "COPY cannot be run as a query; use copyIn")
        }
        if let error = failure(of: result, sql) {
            if Connection.isOutdated(error) { statements.forget(sql) }
            throw error
        }
        return Rows(result)
    }

    /// The name of the prepared statement for this text and these types.
    private func prepare(_ sql: String, _ types: [UInt32]) throws(StoreError) -> String {
        if let known = statements.name(of: sql, types) { return known }
        if statements.isFull {
            try run("DEALLOCATE ALL")
            statements.clear()
        }
        let name = statements.nextName()
        // Sound: libpq copies the strings and reads as many types as it is told there are.
        let result = unsafe ServerResult(
            types.withUnsafeBufferPointer {
                unsafe PQprepare(handle, name, sql, Int32(types.count), $0.baseAddress)
            }
        )
        if let error = failure(of: result, sql) { throw error }
        statements.insert(sql, types, name: name)
        return name
    }

    /// The error that a result stands for; nil for success.
    func failure(of result: ServerResult, _ sql: String) -> StoreError? {
        guard !result.isSuccess else { return nil }
        let state = result.diagnosis(Int32(UInt8(ascii: "C")))  // PG_DIAG_SQLSTATE
        guard let state, let message = result.diagnosis(Int32(UInt8(ascii: "M"))) else {
            // Sound: the handle lives as long as self; the message is copied.
            let reason = unsafe Connection.text(PQerrorMessage(handle))
            let isLost = unsafe PQstatus(handle) != CONNECTION_OK
            return StoreError(
                isLost ? .unavailable : .statement,
                isLost ? "the connection to the database was lost: \(reason)" : reason
            )
        }
        var error = StoreError(
            Connection.isAbsence(state) ? .unavailable : .statement,
            message,
            sqlState: state
        )
        let detail = result.diagnosis(Int32(UInt8(ascii: "D")))  // PG_DIAG_MESSAGE_DETAIL
        let hint = result.diagnosis(Int32(UInt8(ascii: "H")))  // PG_DIAG_MESSAGE_HINT
        let context = result.diagnosis(Int32(UInt8(ascii: "W")))  // PG_DIAG_CONTEXT
        let details = [detail, hint, context].compactMap(\.self)
        error.detail = details.isEmpty ? nil : details.joined(separator: "; ")
        error.statement = Connection.excerpt(
            sql,
            position: result.diagnosis(Int32(UInt8(ascii: "P"))).flatMap { Int($0) }
        )
        return error
    }

    /// SQLSTATEs that say that the server goes away or has no room, not that the statement is
    /// wrong.
    ///
    /// Source: PostgreSQL documentation, appendix A: class 08, and 57P01…57P05, 53300.
    private static func isAbsence(_ state: String) -> Bool {
        state.hasPrefix("08") || state.hasPrefix("57P") || state == "53300"
    }

    /// The part of a statement around the character that the server points at, on one line.
    private static func excerpt(_ sql: String, position: Int?) -> String {
        let scalars = sql.unicodeScalars
        let ahead = max(0, (position ?? 1) - 41)
        let part = scalars.dropFirst(ahead).prefix(100)
        let words = String(String.UnicodeScalarView(part))
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return (ahead > 0 ? "…" : "") + words + (scalars.count > ahead + 100 ? "…" : "")
    }
}

extension ServerResult {
    /// Executes a prepared statement; values go and come in binary.
    fileprivate static func execute(
        _ handle: OpaquePointer,
        _ name: String,
        _ parameters: EncodedParameters
    ) -> ServerResult {
        let lengths = parameters.ranges.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: lengths.count)
        // Sound: every pointer lies in bytes that live until libpq returns, libpq has copied what
        // it sends by then, and the arrays have as many entries as it is told. The byte behind the
        // values gives an empty one an address: a null pointer would mean NULL.
        return unsafe (parameters.bytes + [0]).withUnsafeBytes { bytes in
            let base = bytes.baseAddress
            let values = unsafe parameters.ranges.map { range in
                unsafe range.flatMap { range in
                    unsafe base.map { base in
                        unsafe (base + range.lowerBound).assumingMemoryBound(to: CChar.self)
                    }
                }
            }
            return unsafe ServerResult(
                PQexecPrepared(handle, name, Int32(lengths.count), values, lengths, formats, 1)
            )
        }
    }
}
