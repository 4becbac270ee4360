// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Lines of a source in a sliding window. Positions are indices into `bytes`:
//
//   bytes   [ used up | a row under way    \n | not looked at yet | room for the next chunk ]
//                     ↑ start  contentEnd ↑ ↑ following           ↑ end
//
// `refill` moves everything from `start` on to the front and reads behind it; it corrects the four
// positions, so callers hold offsets from `start` across it. The window grows up to the longest row
// and one chunk, at most doubled.

/// What a scanner found.
enum ScanStep: Equatable {
    /// A row.
    case row
    /// Something that is no row, and why.
    case fault(String)
    /// The end of the input.
    case end
}

/// Cuts a source into lines, skips blank ones and a byte order mark, and bounds their length.
struct LineScanner {
    /// The longest row unless told otherwise, bytes.
    static let rowByteCountMax = 1 << 20

    private(set) var bytes: [UInt8]
    private(set) var start = 0
    private(set) var contentEnd = 0
    private(set) var end = 0
    /// The line on which the row begins, from 1.
    private(set) var line = 0
    private var following = 0
    private var newlinesInRow = 1
    /// Of the row's first line, from `start`: bytes without its line end and with it.
    private var firstLine = (contentCount: 0, byteCount: 0)
    /// The beginning of the current row, when it is too long to be read.
    private var overlong: [UInt8] = []
    private let source: ByteSource
    /// The longest row that is read, bytes.
    let limit: Int

    init(_ source: ByteSource, limit: Int = LineScanner.rowByteCountMax) {
        self.source = source
        self.limit = limit
        bytes = [UInt8](repeating: 0, count: max(4_096, 2 * source.chunkByteCount))
    }

    /// Where the row stands in `bytes`, without its line end.
    var content: Range<Int> { start..<contentEnd }

    /// The row as it stood, bounded for a fault.
    var rawRow: [UInt8] {
        overlong.isEmpty ? Array(bytes[content].prefix(RowFault.bytesKept)) : overlong
    }

    /// What was read and belongs to no row yet.
    var unscanned: ArraySlice<UInt8> { bytes[following..<end] }

    /// Lines up to there.
    var lineCount: Int { line + newlinesInRow - 1 }

    /// Skips a byte order mark, where nothing was read yet.
    mutating func begin() throws(FileFault) {
        if line == 0 { try skipByteOrderMark() }
    }

    /// Moves to the next line that is not blank.
    mutating func next() throws(FileFault) -> ScanStep {
        if !overlong.isEmpty { overlong = [] }
        repeat {
            try begin()
            start = following
            line += newlinesInRow
            newlinesInRow = 1
            guard let newline = try find() else { return try skipLongLine() }
            if newline == end, start == end { return .end }
            following = min(newline + 1, end)
            contentEnd = newline
            if contentEnd > start, bytes[contentEnd - 1] == ASCII.cr { contentEnd -= 1 }
        } while contentEnd == start
        firstLine = (contentEnd - start, following - start)
        return .row
    }

    /// Makes the row end at this offset from `start`, beyond the first line.
    mutating func extendRow(contentCount: Int, byteCount: Int, newlines: Int) {
        contentEnd = start + contentCount
        following = start + byteCount
        newlinesInRow = newlines
    }

    /// Makes a faulty row end with its first line, so that reading goes on at the second: a quote
    /// that a bad row opened must not take the good rows behind it along.
    mutating func cutToFirstLine() {
        guard newlinesInRow > 1 else { return }
        extendRow(
            contentCount: firstLine.contentCount,
            byteCount: firstLine.byteCount,
            newlines: 1
        )
    }

    /// Whether a byte stands in the row.
    func rowContains(_ byte: UInt8) -> Bool { index(of: byte, in: content) != nil }

    /// Reads more behind the window; false at the end of the input.
    mutating func refill() throws(FileFault) -> Bool {
        if bytes.count - end < source.chunkByteCount { makeRoom() }
        let count = try source.read(into: &bytes, at: end)
        end += count
        return count > 0
    }

    /// The next line end, or `end` for the last line; nil where the line is too long.
    private mutating func find() throws(FileFault) -> Int? {
        var searched = 0
        while true {
            if let newline = index(of: ASCII.lf, in: start + searched..<end) {
                return newline - start > limit ? nil : newline
            }
            if end - start > limit { return nil }
            searched = end - start
            guard try refill() else { return end }
        }
    }

    /// Drops a line that is too long, keeping its beginning for the fault.
    private mutating func skipLongLine() throws(FileFault) -> ScanStep {
        overlong = Array(bytes[start..<end].prefix(min(RowFault.bytesKept, limit)))
        contentEnd = start
        while true {
            if let newline = index(of: ASCII.lf, in: start..<end) {
                following = newline + 1
                break
            }
            start = end
            contentEnd = end
            following = end
            guard try refill() else { break }
        }
        return .fault("a row of more than \(limit) bytes; split or shorten it")
    }

    private mutating func makeRoom() {
        let count = end - start
        for index in 0..<count { bytes[index] = bytes[start + index] }
        contentEnd -= start
        following -= start
        end = count
        start = 0
        let missing = source.chunkByteCount - (bytes.count - end)
        if missing > 0 { bytes += [UInt8](repeating: 0, count: max(missing, bytes.count)) }
    }

    private mutating func skipByteOrderMark() throws(FileFault) {
        while end < ByteOrderMark.bytes.count {
            guard try refill() else { break }
        }
        if bytes[..<end].starts(with: ByteOrderMark.bytes) {
            start = ByteOrderMark.bytes.count
            following = start
        }
    }

    private func index(of byte: UInt8, in range: Range<Int>) -> Int? {
        Bytes.first(byte, in: bytes, range)
    }
}

/// The bytes that matter to the formats.
enum ASCII {
    static let tab = UInt8(ascii: "\t")
    static let lf = UInt8(ascii: "\n")
    static let cr = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let minus = UInt8(ascii: "-")
    static let plus = UInt8(ascii: "+")
    static let point = UInt8(ascii: ".")
    static let colon = UInt8(ascii: ":")
    static let zero = UInt8(ascii: "0")
    static let nine = UInt8(ascii: "9")
    static let backslash = UInt8(ascii: "\\")
}
