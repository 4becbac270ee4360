// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// What is wrong with the header row of a file.
public enum HeaderFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no header row: the file is empty.
    case empty
    /// The first row cannot be read as a row.
    case unreadable(String)
    /// Required columns are not there.
    case missing([String])
    /// A column that the format does not have, with the column that may be meant.
    case unknown(String, suggestion: String?)
    /// A column stands there twice.
    case duplicate(String)

    /// The fault in one sentence, with what to do.
    public var description: String {
        switch self {
        case .empty: "the file is empty; it must begin with a header row"
        case .unreadable(let reason): "the header row cannot be read: \(reason)"
        case .missing(let names):
            "the header row lacks the column\(names.count == 1 ? "" : "s") "
                + names.joined(separator: ", ")
        case .unknown(let name, let suggestion?):
            "the header row has an unknown column \"\(name)\"; did you mean \(suggestion)?"
        case .unknown(let name, nil):
            "the header row has an unknown column \"\(name)\"; remove it or ignore unknown columns"
        case .duplicate(let name): "the header row has the column \(name) twice"
        }
    }
}

/// The columns that a reader takes.
public struct ColumnSet: Sendable {
    /// Columns that must be there.
    public var required: [String]
    /// Columns that may be absent.
    public var optional: [String]
    /// Whether other columns are passed over instead of being a fault.
    public var ignoresUnknown: Bool

    /// Puts a set together.
    public init(required: [String], optional: [String] = [], ignoresUnknown: Bool = false) {
        self.required = required
        self.optional = optional
        self.ignoresUnknown = ignoresUnknown
    }

    /// All names, the required ones first: the order of fields in a ``CSVRecord``.
    public var names: [String] { required + optional }
}

/// Which field of a row is which column.
struct HeaderMap: Equatable {
    /// Field of each column of `ColumnSet.names`, −1 where the file does not have it.
    private(set) var fieldOfColumn: [Int]
    /// Fields of every row.
    let fieldCount: Int

    /// Checks a header row.
    init(header: [String], columns: ColumnSet) throws(HeaderFault) {
        let names = columns.names
        fieldCount = header.count
        fieldOfColumn = [Int](repeating: -1, count: names.count)
        var seen: Set<String> = []
        for (field, name) in header.enumerated() {
            let column = names.firstIndex(of: name)
            if column == nil, columns.ignoresUnknown { continue }
            guard seen.insert(name).inserted else { throw .duplicate(Excerpt.text(name)) }
            guard let column else {
                throw .unknown(
                    Excerpt.text(name),
                    suggestion: Likeness.closest(to: name, in: names)
                )
            }
            fieldOfColumn[column] = field
        }
        let missing = columns.required.filter { !seen.contains($0) }
        guard missing.isEmpty else { throw .missing(missing) }
    }

    /// Reads and checks the header row of a scanner.
    static func read(_ scanner: inout CSVScanner, columns: ColumnSet) throws -> HeaderMap {
        switch try scanner.next() {
        case .end: throw HeaderFault.empty
        case .fault(let reason): throw HeaderFault.unreadable(reason)
        case .row:
            let header = (0..<scanner.fieldCount).map {
                String(decoding: scanner.bytes(ofField: $0), as: UTF8.self)
            }
            return try HeaderMap(header: header, columns: columns)
        }
    }

    /// The fault of a row with another number of fields than the header.
    func countFault(of count: Int) -> String? {
        count == fieldCount ? nil : "\(count) fields; the header row has \(fieldCount)"
    }
}

/// Finds the name that somebody may have meant.
enum Likeness {
    /// The closest of the names, where no more than a third of it differs.
    static func closest(to word: String, in names: [String]) -> String? {
        let typed = Array(word.lowercased().utf8.prefix(64))
        let ranked = names.map { (name: $0, distance: distance(typed, Array($0.utf8))) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, best.name.utf8.count / 3) ? best.name : nil
    }

    /// The edit distance (Levenshtein 1965), one row of the table at a time.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let change = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j + 1] + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}

/// Input as it may be shown in a message: short, and without control characters.
enum Excerpt {
    private static let characterCount = 40

    /// The beginning of a text.
    static func text(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(characterCount) {
            let isControl = scalar.properties.generalCategory == .control
            shown.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        }
        return text.unicodeScalars.count > characterCount ? shown + "…" : shown
    }

    /// The beginning of some bytes; what is no UTF-8 shows as U+FFFD.
    static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        // One scalar has up to four bytes; one more shows that there is more.
        let head = range.prefix((characterCount + 1) * 4).map { bytes[$0] }
        return text(String(decoding: head, as: UTF8.self))
    }
}
