// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// Where a database is and as whom to enter it: what libpq calls a connection string.
///
/// It may hold a password, so neither its description nor a dump of it shows the string.
public struct DatabaseAddress: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    /// The string for libpq, password and all.
    package let connectionString: String
    /// Host, port, database and user, for people.
    public let description: String

    /// Takes `postgresql://user@host/database` or `host=… dbname=…`, several hosts included.
    ///
    /// - Throws: `misuse` when libpq cannot read it. The message does not quote the string.
    public init(connectionString: String) throws(StoreError) {
        guard !connectionString.utf8.contains(0),
            let description = DatabaseAddress.describe(connectionString)
        else {
            throw StoreError(
                .misuse,
                "the database address cannot be read; give postgresql://USER@HOST:PORT/DATABASE "
                    + "or host=… port=… dbname=… user=…"
            )
        }
        self.connectionString = connectionString
        self.description = description
    }

    /// A database behind a Unix socket.
    ///
    /// - Parameters:
    ///   - socketDirectory: The directory that holds the socket.
    ///   - port: The number in the socket's name.
    ///   - user: The role.
    ///   - database: The database.
    public init(socketDirectory: String, port: Int, user: String, database: String) {
        connectionString =
            "host=\(DatabaseAddress.quoted(socketDirectory)) port=\(port)"
            + " user=\(DatabaseAddress.quoted(user)) dbname=\(DatabaseAddress.quoted(database))"
            + " sslmode=disable gssencmode=disable"
        description = "\(database) as \(user) at \(socketDirectory):\(port)"
    }

    /// Shows the description only.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }

    /// A value for a key=value connection string.
    private static func quoted(_ value: String) -> String {
        var result = "'"
        for character in value.unicodeScalars {
            if character == "'" || character == "\\" { result += "\\" }
            result.unicodeScalars.append(character)
        }
        return result + "'"
    }

    private static func describe(_ connectionString: String) -> String? {
        guard let values = parse(connectionString) else { return nil }
        let host = values["host"] ?? values["hostaddr"] ?? "the default host"
        let port = values["port"].map { ":\($0)" } ?? ""
        let user = values["user"].map { " as \($0)" } ?? ""
        return "\(values["dbname"] ?? "the default database")\(user) at \(host)\(port)"
    }

    /// The set keywords but the secret ones; nil when libpq cannot read the string.
    private static func parse(_ connectionString: String) -> [String: String]? {
        // Sound: libpq reads the string during the call only, the list is walked up to the entry
        // without a keyword that ends it, and it is freed once.
        guard let options = unsafe PQconninfoParse(connectionString, nil) else { return nil }
        defer { unsafe PQconninfoFree(options) }
        var values: [String: String] = [:]
        var index = 0
        while let keyword = unsafe options[index].keyword {
            let name = unsafe String(cString: keyword)
            if let value = unsafe options[index].val, name.hasPrefix("ssl") == false,
                name != "password"
            {
                unsafe values[name] = String(cString: value)
            }
            index += 1
        }
        return values
    }
}
