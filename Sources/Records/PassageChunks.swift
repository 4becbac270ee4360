// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Cuts a passage file into chunks that can be read each by itself, and on several threads, with the
// same rows, faults and numbers as PassageReader finds in one go.
//
// A line end is a row's end unless a quote is open there. From a row's beginning on that is told by
// counting: a line with an even number of quotes is a row, or a fault of its own. Only a line with an
// odd number may go on, and then everything is done to it that a reader does, down to its values:
// a faulty row of several lines is cut to its first one. What came of it goes with the chunk.
//
//   bytes   [ rows of the chunk | a row under way   | room for the next piece ]
//                        certain ↑             count ↑
//
// The row under way moves to the next chunk. A line that is too long keeps the bytes that show it.

import Glibc

/// Cuts a passage file into chunks of whole rows.
///
/// ```swift
/// var chunks = try PassageChunks(source, format: .csv)
/// var reader = ChunkReader(chunks.shape)
/// while try chunks.next(into: chunk) { reader.begin(chunk) … }
/// ```
/// Thread: one at a time.
public struct PassageChunks {
    /// What readers of the chunks must know.
    public let shape: PassageFileShape
    private let source: ByteSource
    private var draft = PassageDraft()
    private var quoted = QuotedRow()
    /// What was read behind the last chunk.
    private var rest: [UInt8]
    /// Whether the bytes up to the next line end belong to a line that is too long, and are dropped.
    private var isSkipping = false
    private var isAtEnd = false
    private var fault: FileFault?

    /// Begins to read; of a CSV file the header row is read and checked here.
    ///
    /// - Parameters:
    ///   - source: Where the rows come from; nothing was read from it yet. A chunk has about as many
    ///     bytes as it gives at a time.
    ///   - format: How they stand there.
    ///   - ignoreUnknownColumns: Whether columns and keys that the format does not have are passed
    ///     over instead of being a fault.
    /// - Throws: ``HeaderFault`` or ``FileFault``.
    public init(
        _ source: ByteSource,
        format: RecordFormat,
        ignoreUnknownColumns: Bool = false
    ) throws {
        try self.init(
            source,
            format: format,
            ignoreUnknownColumns: ignoreUnknownColumns,
            rowByteCountMax: LineScanner.rowByteCountMax
        )
    }

    /// Begins to read a file in which rows may be no longer than so many bytes, for tests.
    package init(
        _ source: ByteSource,
        format: RecordFormat,
        ignoreUnknownColumns: Bool = false,
        rowByteCountMax: Int
    ) throws {
        self.source = source
        var scanner = CSVScanner(source, limit: rowByteCountMax)
        var columns: [PassageField] = []
        var header: HeaderMap?
        if format == .csv {
            let set = PassageColumn.set(ignoringUnknown: ignoreUnknownColumns)
            let map = try HeaderMap.read(&scanner, columns: set)
            columns = PassageField.fields(of: map, names: set.names)
            header = map
        } else {
            try scanner.lines.begin()
        }
        rest = Array(scanner.lines.unscanned)
        shape = PassageFileShape(
            format: format,
            ignoresUnknown: ignoreUnknownColumns,
            columns: columns,
            header: header,
            rowByteCountMax: rowByteCountMax,
            lineCount: scanner.lines.lineCount
        )
    }

    /// Fills a chunk with the next rows.
    ///
    /// - Parameter chunk: What it holds is forgotten.
    /// - Returns: false, with nothing in the chunk, at the end of the input.
    /// - Throws: ``FileFault`` where the source cannot be read on; every whole row before it was in a
    ///   chunk.
    public mutating func next(into chunk: PassageChunk) throws(FileFault) -> Bool {
        var bytes: [UInt8] = []
        swap(&bytes, &chunk.bytes)
        defer { swap(&bytes, &chunk.bytes) }
        chunk.openRows.removeAll(keepingCapacity: true)
        chunk.count = 0
        makeRoom(in: &bytes, for: rest.count)
        for index in rest.indices { bytes[index] = rest[index] }
        var count = rest.count
        var certain = 0
        var wanted = source.chunkByteCount
        while certain == 0 {
            while count < wanted, !isAtEnd { read(into: &bytes, &count) }
            settle(bytes, &certain, &count, &chunk.openRows)
            guard certain == 0, isAtEnd else {
                // Twice as much the next time, since what was looked through in vain is so again; a
                // row's greatest length is always enough.
                wanted = max(min(2 * wanted, limit), count) + source.chunkByteCount
                continue
            }
            rest = []
            if let fault { throw fault }
            return false
        }
        rest.removeAll(keepingCapacity: true)
        rest.append(contentsOf: bytes[certain..<count])
        chunk.count = certain
        return true
    }

    /// Makes room for another piece behind the bytes in use.
    private func makeRoom(in bytes: inout [UInt8], for count: Int) {
        let needed = count + source.chunkByteCount + ByteIndex.margin
        guard bytes.count < needed else { return }
        bytes += [UInt8](repeating: 0, count: max(needed - bytes.count, bytes.count))
    }

    /// Reads once, behind the bytes in use.
    private mutating func read(into bytes: inout [UInt8], _ count: inout Int) {
        makeRoom(in: &bytes, for: count)
        do {
            let read = try source.read(into: &bytes, at: count)
            if read == 0 { isAtEnd = true }
            if isSkipping {
                skip(in: &bytes, &count, read)
            } else {
                count += read
            }
        } catch {
            // The rows before it come first; what stands behind the last line end is no row.
            fault = error
            isAtEnd = true
        }
    }

    /// Keeps of the bytes just read those from the next line end on.
    private mutating func skip(in bytes: inout [UInt8], _ count: inout Int, _ read: Int) {
        let piece = count..<count + read
        guard let newline = Bytes.first(ASCII.lf, in: bytes, piece) else { return }
        isSkipping = false
        for index in newline..<piece.upperBound {
            bytes[count] = bytes[index]
            count += 1
        }
    }
}

extension PassageField {
    /// The columns that a header row has.
    static func fields(of header: HeaderMap, names: [String]) -> [PassageField] {
        zip(names, header.fieldOfColumn).compactMap { name, field in
            guard field >= 0, let column = PassageColumn(name: name) else { return nil }
            return PassageField(column: column, field: field)
        }
    }
}

// MARK: - Where rows end

extension PassageChunks {
    private var limit: Int { shape.rowByteCountMax }

    /// Moves `certain`, where a row begins, on to the last such place.
    private mutating func settle(
        _ bytes: [UInt8],
        _ certain: inout Int,
        _ count: inout Int,
        _ openRows: inout [OpenRow]
    ) {
        if isPlain(bytes, certain..<count) {
            if let newline = Bytes.last(ASCII.lf, in: bytes, certain..<count) {
                certain = newline + 1
            }
            if isAtEnd, fault == nil { certain = count }
            return
        }
        while certain < count {
            let found = Bytes.first(ASCII.lf, in: bytes, certain..<count)
            guard let line = line(from: certain, newline: found, &count) else { return }
            if line.contentCount > limit || !hasOpenQuote(bytes, certain, line) {
                certain += line.byteCount
                continue
            }
            guard let row = openRow(bytes, certain, line, count) else { return }
            openRows.append(row)
            certain += row.byteCount
        }
    }

    /// Whether every line is a row, for certain and at a glance.
    private func isPlain(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard range.count <= limit else { return false }
        return shape.format == .ndjson || Bytes.first(ASCII.quote, in: bytes, range) == nil
    }

    /// The bytes of the line from `start` on, without its line end and with it; nil where it goes on
    /// behind `count`.
    private mutating func line(
        from start: Int,
        newline: Int?,
        _ count: inout Int
    ) -> (contentCount: Int, byteCount: Int)? {
        if let newline { return (newline - start, newline - start + 1) }
        if count - start > limit {
            count = start + limit + 1
            isSkipping = !isAtEnd
        }
        guard isAtEnd, fault == nil else { return nil }
        return (count - start, count - start)
    }

    private func hasOpenQuote(
        _ bytes: [UInt8],
        _ start: Int,
        _ line: (contentCount: Int, byteCount: Int)
    ) -> Bool {
        guard shape.format == .csv else { return false }
        let end = start + line.contentCount
        var isOpen = false
        var from = start
        while let quote = Bytes.first(ASCII.quote, in: bytes, from..<end) {
            isOpen.toggle()
            from = quote + 1
        }
        return isOpen
    }

    /// What becomes of a row whose first line leaves a quote open; nil where that is not known yet.
    private mutating func openRow(
        _ bytes: [UInt8],
        _ start: Int,
        _ line: (contentCount: Int, byteCount: Int),
        _ count: Int
    ) -> OpenRow? {
        quoted.begin()
        var progress = quoted.take(bytes.span, start..<count, limit: limit)
        if progress == .open {
            guard isAtEnd, fault == nil else { return nil }
            progress = quoted.takeEnd()
        }
        var reason: String?
        if case .fault(let found) = progress { reason = found } else { reason = valueFault() }
        let byteCount = reason == nil ? quoted.byteCount : line.byteCount
        return OpenRow(start: start, byteCount: byteCount, reason: reason)
    }

    /// What is wrong with the values of the row without its quotes.
    private mutating func valueFault() -> String? {
        if let reason = shape.header?.countFault(of: quoted.fields.count) { return reason }
        for field in shape.columns { draft.cells[field.column] = quoted.fields[field.field] }
        do throws(FieldFault) {
            let bytes = quoted.bytes
            try draft.read(bytes.span)
            return nil
        } catch {
            return error.description
        }
    }
}

/// Finds a byte among many, which the system's library does many at a time.
enum Bytes {
    /// The first place of a byte; nil where it is not there.
    static func first(_ byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        guard !range.isEmpty else { return nil }
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "Outside.")
        // Sound: the range lies inside the array, as checked, and memchr reads no further.
        return unsafe bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress else { return nil }
            let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
            return unsafe found.map { unsafe UnsafeRawPointer($0) - base }
        }
    }

    /// The last place of a byte; nil where it is not there.
    static func last(_ byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var index = range.upperBound
        while index > range.lowerBound {
            index -= 1
            if bytes[index] == byte { return index }
        }
        return nil
    }
}
