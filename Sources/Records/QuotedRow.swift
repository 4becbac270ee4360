// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// A row with quotes, rewritten without them, with a comma between fields, so that it looks like any
// other row to who reads its fields. The bytes may come in pieces: whoever feeds the row knows where
// more are to be had.

/// Takes the quotes out of one row of CSV.
struct QuotedRow {
    /// What the bytes taken so far came to.
    enum Progress: Equatable {
        /// The row goes on.
        case open
        /// The row ended with a line end, which was taken.
        case row
        /// This is no row, and why.
        case fault(String)
    }

    /// Where the scan stands inside a field.
    private enum Place {
        case fieldStart, plain, quoted, afterQuote, afterReturn
    }

    /// The row without its quotes.
    private(set) var bytes: [UInt8] = []
    /// Where its fields end in ``bytes``.
    private(set) var fields = FieldEnds()
    /// Bytes of the row as it stood, without its line end.
    private(set) var contentCount = 0
    /// Bytes of the row as it stood, with its line end.
    private(set) var byteCount = 0
    /// Lines of the row.
    private(set) var newlines = 1
    private var place = Place.fieldStart

    /// Begins another row.
    mutating func begin() {
        bytes.removeAll(keepingCapacity: true)
        fields.begin(at: 0)
        place = .fieldStart
        byteCount = 0
        newlines = 1
    }

    /// Takes the next bytes of the row, as far as it goes.
    ///
    /// - Parameters:
    ///   - input: Where they stand.
    ///   - range: The bytes; what was taken before stands in front of them.
    ///   - limit: The longest row that is read, bytes.
    /// - Returns: Whether the row goes on, ended or is none.
    mutating func take(_ input: Span<UInt8>, _ range: Range<Int>, limit: Int) -> Progress {
        for index in range {
            let byte = input[index]
            if byte == ASCII.lf {
                guard place == .quoted else {
                    end()
                    byteCount += 1
                    return .row
                }
                newlines += 1
            }
            guard let next = step(byte) else { return .fault(QuotedRow.misplaced) }
            place = next
            byteCount += 1
            guard byteCount <= limit else {
                return .fault("a quote is opened and not closed within \(limit) bytes")
            }
        }
        return .open
    }

    /// Says that the input ends here.
    mutating func takeEnd() -> Progress {
        guard place != .quoted else { return .fault("a quote is opened and never closed") }
        end()
        return .row
    }

    private static let misplaced =
        "a misplaced quote: quote the whole field and double the quotes inside it"

    /// Takes one byte that does not end the row; nil where it must not stand here.
    private mutating func step(_ byte: UInt8) -> Place? {
        switch (place, byte) {
        case (.fieldStart, ASCII.quote): return .quoted
        case (.quoted, ASCII.quote): return .afterQuote
        case (.quoted, _): break
        case (.afterQuote, ASCII.quote):
            bytes.append(byte)
            return .quoted
        case (_, ASCII.comma) where place != .afterReturn:
            fields.append(bytes.count)
            bytes.append(byte)
            return .fieldStart
        case (.afterQuote, ASCII.cr): return .afterReturn
        case (.afterQuote, _), (.afterReturn, _), (.plain, ASCII.quote): return nil
        case (.fieldStart, _), (.plain, _):
            bytes.append(byte)
            return .plain
        }
        bytes.append(byte)
        return .quoted
    }

    private mutating func end() {
        contentCount = byteCount
        let isReturned = place == .plain && bytes.last == ASCII.cr
        if isReturned { bytes.removeLast() }
        if isReturned || place == .afterReturn { contentCount -= 1 }
        fields.append(bytes.count)
    }
}

/// Where the fields of a row end: field i is ends[i − 1] + 1 ..< ends[i].
struct FieldEnds {
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
