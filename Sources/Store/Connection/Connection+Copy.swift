// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension Connection {
    /// How many bytes libpq is given at once: large, so that it sends them as they are, and small
    /// enough for the second-level cache.
    private static let pieceByteCount = 256 * 1024

    /// Copies the rows of a buffer into a table.
    ///
    /// Several copies of one transaction commit together; outside of a transaction a copy is one.
    ///
    /// - Parameters:
    ///   - statement: `COPY table (columns) FROM STDIN (FORMAT binary)`.
    ///   - bytes: The rows; the buffer is left as it is.
    /// - Returns: How many rows were copied.
    /// - Throws: `statement` when the server refuses a row, and then none is copied.
    public func copyIn(
        _ statement: String,
        _ bytes: borrowing CopyBuffer
    ) throws(StoreError) -> Int {
        try beginCopy(statement)
        return try finishCopy(isSent: send(bytes) && sendTrailer(), statement)
    }

    /// Copies rows into a table while they are made: the server works on a piece while the next one is
    /// encoded.
    ///
    /// - Parameters:
    ///   - statement: `COPY table (columns) FROM STDIN (FORMAT binary)`.
    ///   - buffer: Holds a piece at a time; its rows are lost.
    ///   - pieces: How many pieces there are.
    ///   - fill: Appends the rows of a piece to the empty buffer; none is allowed.
    /// - Returns: How many rows were copied.
    /// - Throws: `statement` when the server refuses a row, and then none is copied.
    public func copyIn(
        _ statement: String,
        through buffer: inout CopyBuffer,
        pieces: Int,
        fill: (Int, inout CopyBuffer) -> Void
    ) throws(StoreError) -> Int {
        try beginCopy(statement)
        buffer.removeAll()
        var isSent = send(buffer)  // The signature alone.
        for piece in 0..<pieces where isSent {
            fill(piece, &buffer)
            isSent = send(buffer, withSignature: false)
            buffer.removeAll()
        }
        return try finishCopy(isSent: isSent && sendTrailer(), statement)
    }

    private func beginCopy(_ statement: String) throws(StoreError) {
        try Connection.check(statement)
        // Sound: libpq copies the text before it returns.
        let start = unsafe ServerResult(PQexec(handle, statement))
        if start.status == PGRES_COPY_IN, start.isBinary {
            return
        }
        if start.isCopy {
            abandonCopy()
        } else if let error = failure(of: start, statement) {
            throw error
        }
        throw StoreError(
            .misuse,
            "copyIn wants COPY … FROM STDIN (FORMAT binary), not: \(statement)"
        )
    }

    /// Sends rows; false when the connection is lost.
    private func send(_ buffer: borrowing CopyBuffer, withSignature: Bool = true) -> Bool {
        unsafe buffer.withBytes { bytes in
            var offset = withSignature ? 0 : CopyBuffer.signatureByteCount
            while offset < bytes.count {
                let count = min(Connection.pieceByteCount, bytes.count - offset)
                guard let start = bytes.baseAddress else { return false }
                // Sound: the piece lies inside the buffer, and libpq copies or sends it.
                let piece = unsafe (start + offset).assumingMemoryBound(to: CChar.self)
                guard unsafe PQputCopyData(handle, piece, Int32(count)) == 1 else { return false }
                offset += count
            }
            return true
        }
    }

    /// Says that no more rows come; false when the connection is lost.
    private func sendTrailer() -> Bool {
        // Sound: two bytes; libpq copies them.
        unsafe CopyBuffer.trailer.withUnsafeBufferPointer {
            unsafe PQputCopyData(handle, $0.baseAddress, Int32($0.count)) == 1
        }
    }

    private func finishCopy(isSent: Bool, _ statement: String) throws(StoreError) -> Int {
        // Sound: the handle lives as long as self; the reason is copied.
        let isEnded =
            isSent
            ? unsafe PQputCopyEnd(handle, nil) == 1
            : unsafe PQputCopyEnd(handle, "the rows could not be sent") == 1
        var copied = 0
        var error: StoreError?
        // Sound: each result gets its owner.
        while let next = unsafe PQgetResult(handle) {
            let result = unsafe ServerResult(next)
            // A lost connection may answer for ever that the copy goes on.
            if result.isCopy { break }
            if result.isSuccess { copied += result.touchedRows }
            if error == nil { error = failure(of: result, statement) }
        }
        if let error { throw error }
        guard isSent && isEnded else {
            let reason = unsafe Connection.text(PQerrorMessage(handle))
            throw StoreError(
                .unavailable,
                "the connection to the database was lost during a copy: \(reason)"
            )
        }
        return copied
    }

    /// Brings the connection out of a copy that nobody asked for.
    func abandonCopy() {
        // Sound: the handle lives as long as self, each result gets its owner, and what comes out
        // is freed.
        _ = unsafe PQputCopyEnd(handle, "not asked for")
        while let next = unsafe PQgetResult(handle) {
            let result = unsafe ServerResult(next)
            if result.status == PGRES_COPY_OUT {
                drainCopyOut()
            } else if result.isCopy {
                return
            }
        }
    }

    private func drainCopyOut() {
        // Sound: libpq allocates each row and gives it away.
        var row: UnsafeMutablePointer<CChar>?
        while unsafe PQgetCopyData(handle, &row, 0) > 0 {
            unsafe PQfreemem(row)
            unsafe row = nil
        }
    }
}
