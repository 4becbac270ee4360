// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A database for code that runs as tasks: one connection on one thread of its own.
///
/// ```swift
/// let open = try await database.withConnection { connection in
///     try connection.query("select count(*) from cases").only().int64(0)
/// }
/// ```
/// Calls wait for each other, and none of them blocks the threads of the tasks. For a hot writer
/// use a ``Connection`` on its own thread; for more at once make several databases.
public actor Database {
    /// Where the database is.
    public nonisolated let address: DatabaseAddress

    private let executor: ThreadExecutor
    private var connection: Connection?

    /// Makes the thread; connects with the first call.
    public init(_ address: DatabaseAddress) {
        self.address = address
        executor = ThreadExecutor(name: "steelyard-store")
    }

    deinit { executor.stop() }

    /// Runs on the thread of this database.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Lends the connection for the length of a call.
    ///
    /// A connection that was lost since the last call is made anew. The body is never run twice:
    /// when the connection is lost under it, it throws, and the next call connects again.
    ///
    /// - Parameter body: Uses the connection, and leaves no transaction open.
    /// - Returns: What the body returned.
    /// - Throws: What the body threw; `unavailable` when there is no connection to be had; `misuse`
    ///   when a body that did not throw left a transaction open, which is then rolled back.
    public func withConnection<T: Sendable>(
        _ body: @Sendable (Connection) throws -> T
    ) async throws -> T {
        let connection = try connected()
        let result = Result { try body(connection) }
        guard connection.isInTransaction else { return try result.get() }
        // The connection goes away and takes the transaction with it.
        self.connection = nil
        _ = try result.get()
        throw StoreError(.misuse, "a call left its transaction open; it is rolled back")
    }

    /// Ends the connection; the next call makes another.
    public func disconnect() { connection = nil }

    private func connected() throws(StoreError) -> Connection {
        if let connection, connection.isUsable { return connection }
        connection = nil
        let made = try Connection(address)
        connection = made
        return made
    }
}
