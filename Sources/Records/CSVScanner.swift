// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// RFC 4180 over bytes. A row without a quote, the common case, is split where it lies; a row with
// quotes is rewritten without them into `unquoted`, with a comma between fields, so that both look
// the same to the reader: field i is ends[i − 1] + 1 ..< ends[i].
//
// A stray quote must not swallow good rows. Where a quoted field is never closed, or something
// stands behind its closing quote, only the first line is the faulty row and reading goes on at the
// next line; readers do the same where a row of several lines turns out to be faulty. Each such
// search ends at the next line with an odd number of quotes, so the cost stays linear.

/// Cuts a source into rows of fields.
struct CSVScanner {
    /// Lines and the window.
    var lines: LineScanner
    /// The current row without quotes, when `isUnquoted`.
    private(set) var unquoted: [UInt8] = []
    /// Whether fields lie in `unquoted` rather than in the window.
    private(set) var isUnquoted = false
    private var fields = FieldEnds()

    init(_ source: ByteSource, limit: Int = LineScanner.rowByteCountMax) {
        lines = LineScanner(source, limit: limit)
    }

    /// The number of fields of the current row.
    var fieldCount: Int { fields.count }

    /// Where a field of the current row lies, in the window or in `unquoted`.
    func field(_ index: Int) -> Range<Int> { fields[index] }

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
}

/// Where the fields of a row end.
private struct FieldEnds {
    private(set) var count = 0
    private var ends: [Int] = []
    private var base = 0

    subscript(index: Int) -> Range<Int> { (index == 0 ? base : ends[index - 1] + 1)..<ends[index] }

    /// Begins a row.
    mutating func begin(at base: Int) {
        self.base = base
        count = 0
    }

    /// Ends the next field.
    mutating func append(_ end: Int) {
        if count < ends.count {
            ends[count] = end
        } else {
            ends.append(end)
        }
        count += 1
    }

    /// Splits a row without quotes.
    mutating func split(_ bytes: Span<UInt8>, _ content: Range<Int>) {
        begin(at: content.lowerBound)
        for index in content where bytes[index] == ASCII.comma { append(index) }
        append(content.upperBound)
    }
}

// MARK: - Quotes

extension CSVScanner {
    /// Where the scan stands inside a field.
    private enum Place {
        case fieldStart, plain, quoted, afterQuote, afterReturn
    }

    private mutating func unquote() throws(FileFault) -> ScanStep {
        isUnquoted = true
        fields.begin(at: 0)
        unquoted.removeAll(keepingCapacity: true)
        var place = Place.fieldStart
        var offset = 0
        var newlines = 1
        while true {
            guard try hasByte(at: offset) else {
                guard place != .quoted else { return .fault("a quote is opened and never closed") }
                return endRow(place, contentCount: offset, byteCount: offset, newlines)
            }
            let byte = lines.bytes[lines.start + offset]
            if byte == ASCII.lf {
                if place != .quoted {
                    return endRow(place, contentCount: offset, byteCount: offset + 1, newlines)
                }
                newlines += 1
            }
            guard let next = step(place, byte) else { return .fault(CSVScanner.misplaced) }
            place = next
            offset += 1
            guard offset <= lines.limit else {
                return .fault("a quote is opened and not closed within \(lines.limit) bytes")
            }
        }
    }

    private static let misplaced =
        "a misplaced quote: quote the whole field and double the quotes inside it"

    private mutating func hasByte(at offset: Int) throws(FileFault) -> Bool {
        while lines.start + offset >= lines.end {
            guard try lines.refill() else { return false }
        }
        return true
    }

    /// Takes one byte that does not end the row; nil where it must not stand here.
    private mutating func step(_ place: Place, _ byte: UInt8) -> Place? {
        switch (place, byte) {
        case (.fieldStart, ASCII.quote): return .quoted
        case (.quoted, ASCII.quote): return .afterQuote
        case (.quoted, _): break
        case (.afterQuote, ASCII.quote):
            unquoted.append(byte)
            return .quoted
        case (_, ASCII.comma) where place != .afterReturn:
            fields.append(unquoted.count)
            unquoted.append(byte)
            return .fieldStart
        case (.afterQuote, ASCII.cr): return .afterReturn
        case (.afterQuote, _), (.afterReturn, _), (.plain, ASCII.quote): return nil
        case (.fieldStart, _), (.plain, _):
            unquoted.append(byte)
            return .plain
        }
        unquoted.append(byte)
        return .quoted
    }

    private mutating func endRow(
        _ place: Place,
        contentCount: Int,
        byteCount: Int,
        _ newlines: Int
    ) -> ScanStep {
        var contentCount = contentCount
        let isReturned = place == .plain && unquoted.last == ASCII.cr
        if isReturned { unquoted.removeLast() }
        if isReturned || place == .afterReturn { contentCount -= 1 }
        fields.append(unquoted.count)
        lines.extendRow(contentCount: contentCount, byteCount: byteCount, newlines: newlines)
        return .row
    }
}
