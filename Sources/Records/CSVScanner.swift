// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// RFC 4180 over bytes. A row without a quote, the common case, is split where it lies; a row with
// quotes is rewritten without them (QuotedRow), so that both look the same to the reader.
//
// A stray quote must not swallow good rows. Where a quoted field is never closed, or something
// stands behind its closing quote, only the first line is the faulty row and reading goes on at the
// next line; readers do the same where a row of several lines turns out to be faulty. Each such
// search ends at the next line with an odd number of quotes, so the cost stays linear.

/// Cuts a source into rows of fields.
struct CSVScanner {
    /// Lines and the window.
    var lines: LineScanner
    /// Whether fields lie in `unquoted` rather than in the window.
    private(set) var isUnquoted = false
    private var quoted = QuotedRow()
    private var fields = FieldEnds()

    init(_ source: ByteSource, limit: Int = LineScanner.rowByteCountMax) {
        lines = LineScanner(source, limit: limit)
    }

    /// The current row without quotes, when `isUnquoted`.
    var unquoted: [UInt8] { quoted.bytes }

    /// The number of fields of the current row.
    var fieldCount: Int { isUnquoted ? quoted.fields.count : fields.count }

    /// Where a field of the current row lies, in the window or in `unquoted`.
    func field(_ index: Int) -> Range<Int> { isUnquoted ? quoted.fields[index] : fields[index] }

    /// The bytes of a field of the current row.
    func bytes(ofField index: Int) -> ArraySlice<UInt8> {
        isUnquoted ? unquoted[field(index)] : lines.bytes[field(index)]
    }

    /// Moves to the next row.
    mutating func next() throws(FileFault) -> ScanStep {
        let step = try lines.next()
        guard step == .row else { return step }
        if lines.rowContains(ASCII.quote) { return try unquote() }
        isUnquoted = false
        // A local holds the window for the length of the call; the compiler sees no overlap then.
        let window = lines.bytes
        fields.split(window.span, lines.content)
        return .row
    }

    private mutating func unquote() throws(FileFault) -> ScanStep {
        isUnquoted = true
        quoted.begin()
        var progress = takeWindow()
        while progress == .open {
            progress = try lines.refill() ? takeWindow() : quoted.takeEnd()
        }
        if case .fault(let reason) = progress { return .fault(reason) }
        lines.extendRow(
            contentCount: quoted.contentCount,
            byteCount: quoted.byteCount,
            newlines: quoted.newlines
        )
        return .row
    }

    /// Gives the row what stands in the window behind the bytes that it has.
    private mutating func takeWindow() -> QuotedRow.Progress {
        let window = lines.bytes
        let rest = lines.start + quoted.byteCount..<lines.end
        return quoted.take(window.span, rest, limit: lines.limit)
    }
}
