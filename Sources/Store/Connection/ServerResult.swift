// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// One answer of the server: libpq's PGresult with an owner.
///
/// Not changed after it was made, and libpq allows any thread to read such a result; hence
/// Sendable.
@safe
final class ServerResult: @unchecked Sendable {
    /// The result, cleared once, by `deinit`; nil when libpq had no memory or no connection to ask.
    private let result: OpaquePointer?
    /// The names of the columns, in order.
    let columns: [String]
    /// The type of each column.
    let types: [UInt32]
    /// How many rows there are.
    let rowCount: Int

    /// Takes the result over.
    init(_ result: OpaquePointer?) {
        unsafe self.result = result
        guard let result = unsafe result else {
            (columns, types, rowCount) = ([], [], 0)
            return
        }
        // Sound: the result is live, the indices run over the columns that it has, and each name is
        // copied; a copy's columns have no names.
        let indices = unsafe 0..<PQnfields(result)
        columns = indices.map { unsafe ServerResult.text(PQfname(result, $0)) }
        types = indices.map { unsafe PQftype(result, $0) }
        rowCount = unsafe Int(PQntuples(result))
    }

    // Sound: nobody reads after the owner is gone; Row keeps it alive while it reads.
    deinit { unsafe PQclear(result) }

    // In what follows PQ… functions take the live result, or NULL, for which they are defined.

    /// What kind of answer it is.
    var status: ExecStatusType { unsafe PQresultStatus(result) }

    /// Whether the server said that all is well.
    var isSuccess: Bool {
        status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY
    }

    /// Whether the connection is now copying rows in or out.
    var isCopy: Bool {
        status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH
    }

    /// Whether the copy that has begun is in binary.
    var isBinary: Bool { unsafe PQbinaryTuples(result) == 1 }

    /// The command's tag, such as `COMMIT`.
    var command: String { unsafe ServerResult.text(PQcmdStatus(mutable)) }

    /// How many rows the command touched.
    var touchedRows: Int { unsafe Int(ServerResult.text(PQcmdTuples(mutable))) ?? 0 }

    /// A field of the server's error report.
    func diagnosis(_ field: Int32) -> String? {
        unsafe PQresultErrorField(result, field).map { unsafe String(cString: $0) }
    }

    /// libpq's own words on the failure.
    var message: String { unsafe Connection.text(PQresultErrorMessage(result)) }

    /// The bytes of a field, for the length of a call; nil for NULL.
    func withField<R>(row: Int, column: Int, _ body: (FieldBytes) -> R) -> R? {
        precondition(
            (0..<rowCount).contains(row) && columns.indices.contains(column),
            "a row and a column of the result"
        )
        let (row, field) = (Int32(row), Int32(column))
        guard unsafe PQgetisnull(result, row, field) == 0 else { return nil }
        guard let start = unsafe PQgetvalue(result, row, field) else { return nil }
        let count = unsafe Int(PQgetlength(result, row, field))
        // Sound: the bytes belong to the result, which lives until this returns.
        return withExtendedLifetime(self) {
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
            return unsafe body(FieldBytes(bytes: bytes, type: types[column]))
        }
    }

    /// A copy of one of libpq's strings, empty when there is none.
    private static func text(_ string: UnsafePointer<CChar>?) -> String {
        // Sound: libpq's strings end with NUL and live as long as their result.
        unsafe string.map { unsafe String(cString: $0) } ?? ""
    }

    /// PQcmdStatus and PQcmdTuples take the result as writable, though they only read.
    private var mutable: OpaquePointer? { unsafe result }
}

/// The bytes of one value in PostgreSQL's binary format, big end first, and their type.
@safe
struct FieldBytes {
    /// The bytes: live during the call that lends them, never stored.
    let bytes: UnsafeRawBufferPointer
    /// The type of the value.
    let type: UInt32

    /// How many bytes there are.
    var count: Int { unsafe bytes.count }

    /// The number at an offset; nil when the bytes end before it does.
    func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
        _: Integer.Type,
        at offset: Int = 0
    ) -> Integer? {
        let size = MemoryLayout<Integer>.size
        guard offset >= 0, offset <= count - size else { return nil }
        // Sound: the range was checked, and any bytes are an integer.
        return unsafe Integer(
            bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Integer.self)
        )
    }

    /// A part of the bytes as a value of a type; nil when it lies outside.
    func part(at offset: Int, count size: Int, type: UInt32) -> FieldBytes? {
        guard offset >= 0, size >= 0, offset <= count - size else { return nil }
        return unsafe FieldBytes(
            bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size]),
            type: type
        )
    }

    /// A copy of the bytes.
    var array: [UInt8] { unsafe [UInt8](bytes) }

    /// The bytes as text; the server sends valid UTF-8.
    var string: String { unsafe String(decoding: bytes, as: UTF8.self) }
}
