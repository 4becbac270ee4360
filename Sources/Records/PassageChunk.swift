// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// A piece of a passage file that begins and ends with whole rows.
///
/// ``PassageChunks`` fills it, ``ChunkReader`` reads it; its memory is used again for the next piece.
/// Thread: one at a time.
public final class PassageChunk {
    /// The rows, and behind them what the memory held before.
    var bytes: [UInt8] = []
    /// Bytes of the rows.
    var count = 0
    /// What became of the rows whose first line leaves a quote open, in order.
    var openRows: [OpenRow] = []

    /// Makes an empty chunk; its memory comes with its first rows.
    public init() {}
}

/// A row of CSV whose first line has an odd number of quotes.
///
/// Where such a row ends cannot be told from a piece of a file: it may go on for many lines, and if
/// it turns out to be faulty, it ends with its first line after all.
struct OpenRow: Equatable {
    /// Where it begins in its chunk.
    var start: Int
    /// Bytes of the row with its line end; of a faulty one those of its first line.
    var byteCount: Int
    /// Why it is faulty; nil where it can be read.
    var reason: String?
}

/// What a ``ChunkReader`` must know of the file that its chunks come from.
public struct PassageFileShape: Sendable {
    let format: RecordFormat
    let ignoresUnknown: Bool
    /// The columns that a CSV file has, and their fields.
    let columns: [PassageField]
    let header: HeaderMap?
    /// The longest row that is read, bytes.
    let rowByteCountMax: Int
    /// Lines in front of the first row.
    let lineCount: Int
}

/// A column and the field of a row that holds it.
struct PassageField {
    let column: PassageColumn
    let field: Int
}

/// Counts the rows and lines of the chunks of a file, so that faults get their places in the file.
public struct ChunkTally: Sendable {
    /// Rows of the chunks counted.
    public private(set) var rowCount = 0
    private var lineCount: Int

    /// Begins in front of the first chunk.
    public init(_ shape: PassageFileShape) { lineCount = shape.lineCount }

    /// Counts the next chunk of the file.
    ///
    /// - Parameters:
    ///   - rows: Its rows, ``ChunkReader/rowCount`` once it is read.
    ///   - lines: Its lines, ``ChunkReader/lineCount``.
    ///   - faults: Its faults, whose row and line are counted in the chunk and then in the file.
    public mutating func add(rows: Int, lines: Int, faults: inout [RowFault]) {
        for index in faults.indices {
            faults[index].row += rowCount
            faults[index].line += lineCount
        }
        rowCount += rows
        lineCount += lines
    }
}
