// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Why the store could not do what it was asked to.
///
/// `description` is fit for a log: it holds what the server calls the primary message. The detail
/// line, in which PostgreSQL quotes the values of a row (plates are personal data), is only in
/// `debugDescription`.
public struct StoreError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What kind of failure it is; more kinds may come.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The name of the kind.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// The database, a program or a directory is not there or does not answer.
        public static let unavailable = Code("unavailable")
        /// Somebody else holds the directory, or it must not be touched.
        public static let refused = Code("refused")
        /// The server refused a statement; ``StoreError/sqlState`` says why.
        public static let statement = Code("statement")
        /// A column is NULL, or not of the type that was asked for.
        public static let mismatch = Code("mismatch")
        /// The schema was made by a newer program.
        public static let schemaTooNew = Code("schema too new")
        /// A migration that was applied is not the one that the program carries.
        public static let schemaChanged = Code("schema changed")
        /// The server or the cluster on disk is of a version that cannot be used.
        public static let incompatible = Code("incompatible")
        /// The caller broke a rule of this interface.
        public static let misuse = Code("misuse")
    }

    /// What kind of failure it is.
    public var code: Code
    /// What happened, where, and what to do.
    public var message: String
    /// The five characters of the server's SQLSTATE, when the server spoke.
    public var sqlState: String?
    /// The server's detail and hint; may quote personal data.
    public var detail: String?
    /// The first words of the statement that failed.
    public var statement: String?
    /// What lies beneath, when another error led to this one.
    public var cause: (any Error)?

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: The kind.
    ///   - message: What happened, where, and what to do.
    ///   - sqlState: The server's SQLSTATE, if it spoke.
    ///   - cause: The error beneath.
    public init(
        _ code: Code,
        _ message: String,
        sqlState: String? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.cause = cause
    }

    /// Whether the same work may succeed when it is tried again from its start: the server was
    /// away, or a deadlock or a serialization failure undid the transaction.
    public var isTransient: Bool {
        code == .unavailable || sqlState == "40001" || sqlState == "40P01"
    }

    /// The message with the SQLSTATE and the first words of the statement.
    public var description: String {
        var text = message
        if let sqlState { text += " [SQLSTATE \(sqlState)]" }
        if let statement { text += " in: \(statement)" }
        if let cause { text += "; because: \(cause)" }
        return text
    }

    /// All that is known, personal data included: for the protected log only.
    public var debugDescription: String {
        "\(code): \(description)" + (detail.map { " (\($0))" } ?? "")
    }
}
