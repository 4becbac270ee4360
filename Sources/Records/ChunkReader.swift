// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Reads the rows of chunks into blocks; the fast way, and one that several threads can go.
///
/// Rows and lines are counted from the beginning of the chunk; ``ChunkTally`` makes them those of the
/// file. Thread: one at a time; each thread has a reader of its own.
public struct ChunkReader {
    private let shape: PassageFileShape
    private var index = ByteIndex()
    private var draft = PassageDraft()
    private var quoted = QuotedRow()
    private var plain = PlainJSONLine()
    private var json: JSONLine
    private var sites = SiteMemo()
    private var chunk = PassageChunk()
    private var byteCount = 0
    /// Where the next row begins.
    private var start = 0
    /// The next line end, comma and quote in the index, and the next open row of the chunk.
    private var newline = 0
    private var comma = 0
    private var quote = 0
    private var openRow = 0

    /// Rows read so far, good and faulty.
    public private(set) var rowCount = 0
    /// Lines read so far.
    public private(set) var lineCount = 0

    /// Makes a reader for the chunks of a file.
    public init(_ shape: PassageFileShape) {
        self.shape = shape
        json = JSONLine(ignoresUnknown: shape.ignoresUnknown)
    }

    /// Begins with a chunk.
    ///
    /// - Parameter chunk: It must stay as it is until all its rows were read.
    public mutating func begin(_ chunk: PassageChunk) {
        self.chunk = chunk
        byteCount = chunk.count
        let bytes = chunk.bytes
        if shape.format == .csv { index.find(in: bytes.span, count: chunk.count) }
        start = 0
        newline = 0
        comma = 0
        quote = 0
        openRow = 0
        rowCount = 0
        lineCount = 0
    }

    /// Fills a block with the next rows; the row number becomes the sequence.
    ///
    /// - Parameters:
    ///   - block: A block; what it holds stays.
    ///   - faults: Takes the rows that could not be read.
    /// - Returns: Whether there may be more: the block is full or has many faults beside it.
    public mutating func read(
        into block: PassageBlock,
        faults: inout [RowFault]
    ) -> FillOutcome {
        let faultsMost = faults.count + PassageReader.faultsPerFill
        let text = chunk.bytes
        let bytes = text.span
        var fill = BlockFill(block, sites)
        defer { sites = fill.end() }
        while fill.count < PassageBlock.rowCapacity, faults.count < faultsMost {
            guard let line = nextLine(text) else { return .end }
            switch readRow(bytes, line, into: &fill) {
            case .read(let rowEnd): endRow(at: rowEnd)
            case .noRoom:
                precondition(fill.count > 0, "An empty block has room for any row.")
                return .more
            case .fault(let reason):
                faults.append(fault(reason, bytes, line))
                endRow(at: line.end)
            }
        }
        return .more
    }

    /// What reading a row came to.
    private enum RowOutcome {
        /// It is in the block; it ends there, with its line end.
        case read(rowEnd: Int)
        /// The block has no room for it.
        case noRoom
        /// It could not be read, and why; it is its first line.
        case fault(String)
    }

    /// A line that is not blank.
    private struct Line {
        /// Its bytes without its line end.
        let content: Range<Int>
        /// Where its line end stands, or the text ends.
        let newline: Int
        /// Where the next line begins.
        let end: Int
    }
}

// MARK: - Lines

extension ChunkReader {
    /// The line at `start`, blank ones left out; nil at the end of the chunk.
    @inline(__always)
    private mutating func nextLine(_ bytes: [UInt8]) -> Line? {
        while start < byteCount {
            let newline = lineEnd(bytes)
            let isReturned = newline > start && bytes[newline - 1] == ASCII.cr
            let content = start..<(isReturned ? newline &- 1 : newline)
            let end = min(newline + 1, byteCount)
            guard content.isEmpty else { return Line(content: content, newline: newline, end: end) }
            lineCount += 1
            self.newline += 1
            start = end
        }
        return nil
    }

    /// Where the line at `start` ends.
    @inline(__always)
    private func lineEnd(_ bytes: [UInt8]) -> Int {
        if shape.format == .csv { return Int(index.newlines[newline]) }
        return Bytes.first(ASCII.lf, in: bytes, start..<byteCount) ?? byteCount
    }

    /// Moves behind a row.
    @inline(__always)
    private mutating func endRow(at end: Int) {
        rowCount += 1
        start = end
        guard shape.format == .csv else {
            lineCount += 1
            return
        }
        repeat {
            lineCount += 1
            newline += 1
        } while index.newlines[newline - 1] + 1 < end
        while Int(index.commas[comma]) < end { comma += 1 }
        while Int(index.quotes[quote]) < end { quote += 1 }
    }

    private func fault(_ reason: String, _ bytes: Span<UInt8>, _ line: Line) -> RowFault {
        let kept = line.content.prefix(min(RowFault.bytesKept, shape.rowByteCountMax))
        return RowFault(
            row: rowCount + 1,
            line: lineCount + 1,
            reason: reason,
            bytes: kept.map { bytes[$0] }
        )
    }
}

// MARK: - Rows

extension ChunkReader {
    @inline(__always)
    private mutating func readRow(
        _ bytes: Span<UInt8>,
        _ line: Line,
        into fill: inout BlockFill
    ) -> RowOutcome {
        guard line.newline - start <= shape.rowByteCountMax else {
            return .fault("a row of more than \(shape.rowByteCountMax) bytes; split or shorten it")
        }
        guard shape.format == .csv else { return readJSON(bytes, line, into: &fill) }
        guard Int(index.quotes[quote]) >= line.newline else {
            return readQuoted(bytes, line, into: &fill)
        }
        if let reason = split(line) { return .fault(reason) }
        return take(bytes, line.end, into: &fill)
    }

    /// Reads the values in the cells and adds them to the block.
    @inline(__always)
    private mutating func take(
        _ bytes: Span<UInt8>,
        _ rowEnd: Int,
        into fill: inout BlockFill
    ) -> RowOutcome {
        do throws(FieldFault) {
            try draft.read(bytes)
        } catch {
            return .fault(error.description)
        }
        let isIn = draft.append(to: &fill, bytes, sequence: UInt64(rowCount + 1))
        return isIn ? .read(rowEnd: rowEnd) : .noRoom
    }

    /// Finds the cells of a line without quotes; says what is wrong with the number of its fields.
    @inline(__always)
    private mutating func split(_ line: Line) -> String? {
        guard let header = shape.header else { return nil }
        let last = comma + header.fieldCount - 1
        guard last <= index.commaCount, Int(index.commas[last]) >= line.newline,
            last == comma || Int(index.commas[last - 1]) < line.newline
        else { return countFault(line, header) }
        for field in shape.columns {
            let position = comma &+ field.field
            let lower = position == comma ? start : Int(index.commas[position &- 1]) &+ 1
            let upper = position == last ? line.content.upperBound : Int(index.commas[position])
            draft.cells[field.column] = lower..<upper
        }
        return nil
    }

    private func countFault(_ line: Line, _ header: HeaderMap) -> String? {
        var fields = 1
        while Int(index.commas[comma + fields - 1]) < line.newline { fields += 1 }
        return header.countFault(of: fields)
    }

    @inline(never)
    private mutating func readQuoted(
        _ bytes: Span<UInt8>,
        _ line: Line,
        into fill: inout BlockFill
    ) -> RowOutcome {
        while openRow < chunk.openRows.count, chunk.openRows[openRow].start < start { openRow += 1 }
        var end = line.end
        if openRow < chunk.openRows.count, chunk.openRows[openRow].start == start {
            let row = chunk.openRows[openRow]
            if let reason = row.reason { return .fault(reason) }
            end = start + row.byteCount
        }
        quoted.begin()
        var progress = quoted.take(bytes, start..<end, limit: shape.rowByteCountMax)
        if progress == .open { progress = quoted.takeEnd() }
        if case .fault(let reason) = progress { return .fault(reason) }
        if let reason = shape.header?.countFault(of: quoted.fields.count) { return .fault(reason) }
        for field in shape.columns { draft.cells[field.column] = quoted.fields[field.field] }
        let unquoted = quoted.bytes
        return take(unquoted.span, end, into: &fill)
    }

    private mutating func readJSON(
        _ bytes: Span<UInt8>,
        _ line: Line,
        into fill: inout BlockFill
    ) -> RowOutcome {
        if plain.read(bytes, line.content, into: &draft.cells) {
            let outcome = take(bytes, line.end, into: &fill)
            // Of a fault the strict reader has the last word: it may find another one before it.
            guard case .fault = outcome else { return outcome }
        }
        do throws(FieldFault) {
            let row = chunk.bytes[line.content]
            try json.read(row, into: &draft.cells)
        } catch {
            return .fault(error.description)
        }
        let scratch = json.scratch
        return take(scratch.span, line.end, into: &fill)
    }
}
