// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension Connection {
    /// The oldest major version of the server that the schema works with.
    static let oldestServer = 15

    /// Opens libpq's connection and looks at the server's version.
    static func open(_ address: DatabaseAddress) throws(StoreError) -> OpaquePointer {
        // libpq takes the last value of a keyword: those before the address are defaults, those
        // behind it are fixed.
        let settings: KeyValuePairs = [
            "connect_timeout": "10",
            "tcp_user_timeout": "30000",
            "fallback_application_name": "steelyard",
            "dbname": address.connectionString,
            "client_encoding": "UTF8",
        ]
        let keywords = CStrings(settings.map(\.key))
        let values = CStrings(settings.map(\.value))
        // Sound: both arrays end with NULL and outlive the call; libpq copies them.
        let opened = unsafe keywords.withPointers { keywords in
            unsafe values.withPointers { values in
                unsafe PQconnectdbParams(keywords, values, 1)
            }
        }
        guard let handle = unsafe opened else {
            throw StoreError(.unavailable, "there is no memory for a connection")
        }
        // Sound: the processor touches nothing; without it libpq prints notices on stderr.
        unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
        do {
            try unsafe inspect(handle, address)
        } catch {
            unsafe PQfinish(handle)
            throw error
        }
        return unsafe handle
    }

    private static func inspect(
        _ handle: OpaquePointer,
        _ address: DatabaseAddress
    ) throws(StoreError) {
        // Sound: the handle is live, and the message is copied before the next call.
        guard unsafe PQstatus(handle) == CONNECTION_OK else {
            let reason = unsafe text(PQerrorMessage(handle))
            var error = StoreError(
                .unavailable,
                "cannot connect to the database \(address): \(reason)"
            )
            error.sqlState = connectState(reason)
            throw error
        }
        let version = unsafe Int(PQserverVersion(handle))
        guard version / 10_000 >= oldestServer else {
            throw StoreError(
                .incompatible,
                "the server of the database \(address) is PostgreSQL \(version / 10_000); "
                    + "version \(oldestServer) or newer is needed"
            )
        }
    }

    /// The SQLSTATE of a refused start-up; libpq gives only the words, so the two that callers ask
    /// about are recognised by them (the server speaks English before a session has its language).
    private static func connectState(_ reason: String) -> String? {
        if reason.contains("database \"") && reason.hasSuffix("does not exist") { return "3D000" }
        let waits = ["is starting up", "is shutting down", "not yet accepting connections"]
        return waits.contains { reason.contains($0) } ? "57P03" : nil
    }

    /// A message of libpq on one line.
    static func text(_ message: UnsafePointer<CChar>?) -> String {
        // Sound: libpq's messages end with NUL; the caller vouches that it is still there.
        guard let message = unsafe message else { return "" }
        let lines = unsafe String(cString: message).split(separator: "\n")
        return lines.map { line in String(line.drop { $0 == "\t" || $0 == " " }) }
            .joined(separator: "; ")
    }
}
