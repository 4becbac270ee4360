// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// One connection to PostgreSQL, through libpq: blocking calls, owned by one thread at a time.
///
/// ```swift
/// let connection = try Connection(address)
/// let rows = try connection.query("select code from sites where kind = $1", [.text("station")])
/// for row in rows { print(try row.text("code")) }
/// ```
///
/// Parameters and results travel in binary, statements are prepared once for each connection. An
/// error of the server leaves the connection usable; a lost connection does not come back: make
/// another one. For work that is not on a thread of its own, use ``Database``.
@safe
public final class Connection {
    /// The version of libpq that this program runs with, such as `15.18`.
    public static var libraryVersion: String {
        let version = PQlibVersion()
        return "\(version / 10_000).\(version % 10_000)"
    }

    /// The libpq connection: never nil, finished by `deinit`, reached only through this object,
    /// which is not Sendable, so by one thread at a time.
    let handle: OpaquePointer
    /// The statements that this connection has prepared.
    var statements = StatementCache()

    /// Connects.
    ///
    /// The session speaks UTF-8 and has the time zone UTC; the notices of the server go nowhere.
    /// Where the address does not say otherwise, a host that does not answer is given up after 10 s
    /// and a network that swallows what is sent after 30 s.
    ///
    /// - Throws: `unavailable` when nobody answers or the server refuses; `incompatible` when the
    ///   server is older than PostgreSQL 15.
    public init(_ address: DatabaseAddress) throws(StoreError) {
        unsafe handle = try Connection.open(address)
        try run("SET TimeZone = 'UTC'; SET client_min_messages = warning")
    }

    // Sound: nobody else has the handle, and nothing runs after deinit.
    deinit { unsafe PQfinish(handle) }

    /// Whether the connection still stands: false once the server has gone away or closed it.
    ///
    /// Looks at the socket without waiting: twice, because a server that ends the session says so
    /// before it closes, and only the close counts.
    public var isUsable: Bool {
        // Sound: the handle lives as long as self.
        unsafe PQconsumeInput(handle) == 1 && PQconsumeInput(handle) == 1
            && PQstatus(handle) == CONNECTION_OK
    }

    /// Whether a transaction is open, failed ones included.
    public var isInTransaction: Bool {
        // Sound: the handle lives as long as self.
        let status = unsafe PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// The process that serves this connection on the server; `pg_cancel_backend` takes it.
    public var serverProcess: Int32 {
        // Sound: the handle lives as long as self.
        unsafe PQbackendPID(handle)
    }

    /// Runs statements, separated by semicolons, and drops what they return.
    ///
    /// Outside of a transaction, several statements in one call are one transaction.
    ///
    /// - Throws: `statement` for the first one that the server refuses; the rest is not run.
    public func run(_ sql: String) throws(StoreError) {
        try Connection.check(sql)
        // Sound: libpq copies the text before it returns.
        let result = unsafe ServerResult(PQexec(handle, sql))
        if result.isCopy {
            abandonCopy()
            throw StoreError(.misuse, "COPY cannot be run as a statement; use copyIn")
        }
        if let error = failure(of: result, sql) { throw error }
    }

    /// Runs the body in a transaction: commits what it did, or takes it back when it throws.
    ///
    /// - Returns: What the body returned, once the server has committed.
    /// - Throws: What the body threw; `misuse` inside another transaction; `unavailable` when the
    ///   connection was lost during the commit, whose outcome is then not known.
    public func transaction<T>(_ body: () throws(StoreError) -> T) throws(StoreError) -> T {
        guard !isInTransaction else {
            throw StoreError(.misuse, "a transaction was begun inside another one")
        }
        try run("BEGIN")
        let value: T
        do {
            value = try body()
        } catch {
            rollBack()
            throw error
        }
        try commit()
        return value
    }

    /// Ends the transaction; if that fails the server has ended it, or the connection is gone.
    private func rollBack() {
        guard isInTransaction else { return }
        try? run("ROLLBACK")
    }

    private func commit() throws(StoreError) {
        // Sound: the text is a literal and libpq copies it.
        let result = unsafe ServerResult(PQexec(handle, "COMMIT"))
        if var error = failure(of: result, "COMMIT") {
            if error.code == .unavailable {
                error.message += "; whether the commit took effect is not known"
            }
            throw error
        }
        guard result.command == "COMMIT" else {
            throw StoreError(
                .statement,
                "the transaction was rolled back, because a statement in it had failed before",
                sqlState: "25P02"
            )
        }
    }

    /// Refuses a statement that C would read only in part.
    static func check(_ sql: String) throws(StoreError) {
        guard !sql.utf8.contains(0) else {
            throw StoreError(.misuse, "a statement holds a NUL character")
        }
    }
}
