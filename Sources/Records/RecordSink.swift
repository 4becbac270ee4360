// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Puts the fields of one record after the other, as CSV or NDJSON.
///
/// A field is what ``lead(_:_:_:)`` puts, then its value, and for a text in NDJSON a quote.
struct RecordSink: Sendable {
    let format: RecordFormat
    private let header: [UInt8]
    /// What stands before each value in NDJSON: `{"key":` or `,"key":`.
    private let leads: [Range<Int>]
    private let leadTexts: TextShelf
    /// The most bytes of a record that no value accounts for.
    let frameByteCount: Int

    init(columns: [String], format: RecordFormat) {
        self.format = format
        header = Array((columns.joined(separator: ",") + "\n").utf8)
        var shelf = TextShelf()
        leads = columns.enumerated().map { index, name in
            shelf.add("\(index == 0 ? "{" : ",")\"\(name)\":".utf8)
        }
        leadTexts = shelf
        // Each value may have two quotes, or be null.
        frameByteCount = shelf.count + 6 * columns.count + 2
    }

    /// Appends the header row, which NDJSON has not.
    func appendHeader(to output: inout [UInt8]) {
        if format == .csv { output.append(contentsOf: header) }
    }

    /// What comes before a value.
    @inline(__always)
    func lead(_ column: Int, _ room: inout MutableRawSpan, _ end: inout Int) {
        if format == .ndjson {
            room.put(leadTexts.bytes.span, leads[column], &end)
        } else if column > 0 {
            room.put(ASCII.comma, &end)
        }
    }

    /// The quote before and behind a text in NDJSON.
    @inline(__always)
    func quote(_ room: inout MutableRawSpan, _ end: inout Int) {
        if format == .ndjson { room.put(ASCII.quote, &end) }
    }

    /// Ends the record.
    @inline(__always)
    func end(_ room: inout MutableRawSpan, _ end: inout Int) {
        if format == .ndjson { room.put(UInt8(ascii: "}"), &end) }
        room.put(ASCII.lf, &end)
    }

    /// A whole number; nil is empty in CSV and null in NDJSON.
    @inline(__always)
    func number(_ column: Int, _ value: Int32?, _ room: inout MutableRawSpan, _ end: inout Int) {
        lead(column, &room, &end)
        if let value {
            room.put(decimal: Int(value), &end)
        } else if format == .ndjson {
            // "null", the first byte lowest.
            room.put(0x6C6C_756E, count: 4, &end)
        }
    }

    /// A text that ``ready(_:)`` made ready.
    @inline(__always)
    func ready(
        _ column: Int,
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        lead(column, &room, &end)
        quote(&room, &end)
        room.put(bytes, range, &end)
        quote(&room, &end)
    }

    /// A text; at most six bytes come of one, and two more in CSV.
    @inline(__always)
    func text(
        _ column: Int,
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        lead(column, &room, &end)
        quote(&room, &end)
        value(bytes, range, &room, &end)
        quote(&room, &end)
    }

    /// A text as it stands in a record, without the quotes that NDJSON puts around any.
    func ready(_ text: String) -> ArraySlice<UInt8> {
        let bytes = Array(text.utf8)
        var record = [UInt8](repeating: 0, count: 6 * bytes.count + 2 + MutableRawSpan.margin)
        var span = record.mutableSpan
        // Sound: any byte is a UInt8.
        var room = unsafe span.mutableBytes
        var end = 0
        value(bytes.span, 0..<bytes.count, &room, &end)
        return record[..<end]
    }

    @inline(__always)
    private func value(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        let start = end
        // What needs care stands below 0x2D, apart from the backslash: a coarse look will do.
        var marks: UInt64 = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let count = min(range.upperBound &- index, 8)
            let word = bytes.word(at: index)
            marks |= ByteWord.head(ByteWord.marks(below: 0x2D, in: word), count)
            marks |= ByteWord.head(ByteWord.marks(of: ASCII.backslash, in: word), count)
            room.put(word, count: count, &end)
            index &+= 8
        }
        guard marks != 0 else { return }
        end = start
        switch format {
        case .csv: quoted(bytes, range, &room, &end)
        case .ndjson: escaped(bytes, range, &room, &end)
        }
    }

    /// A text between quotes where RFC 4180 asks for them.
    @inline(never)
    private func quoted(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        let needs = range.contains {
            let byte = bytes[$0]
            return byte == ASCII.quote || byte == ASCII.comma || byte == ASCII.lf
                || byte == ASCII.cr
        }
        guard needs else { return room.put(bytes, range, &end) }
        room.put(ASCII.quote, &end)
        for index in range {
            if bytes[index] == ASCII.quote { room.put(ASCII.quote, &end) }
            room.put(bytes[index], &end)
        }
        room.put(ASCII.quote, &end)
    }

    /// A text, valid UTF-8, for the inside of a JSON string.
    @inline(never)
    private func escaped(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ room: inout MutableRawSpan,
        _ end: inout Int
    ) {
        for index in range {
            let byte = bytes[index]
            switch byte {
            case ASCII.quote, ASCII.backslash:
                room.put(ASCII.backslash, &end)
                room.put(byte, &end)
            case 0..<0x20:
                let low = byte & 15
                // "\u00", the first byte lowest.
                room.put(0x3030_755C, count: 4, &end)
                room.put(byte < 0x10 ? ASCII.zero : ASCII.zero + 1, &end)
                room.put(low < 10 ? ASCII.zero + low : UInt8(ascii: "a") + low - 10, &end)
            default: room.put(byte, &end)
            }
        }
    }
}
