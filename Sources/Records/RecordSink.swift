// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Puts the fields of one record after the other, as CSV or NDJSON.
struct RecordSink {
    private let format: RecordFormat
    private let header: [UInt8]
    /// What stands before each value in NDJSON: `{"key":` or `,"key":`.
    private let leads: [[UInt8]]
    private var column = 0

    init(columns: [String], format: RecordFormat) {
        self.format = format
        header = Array((columns.joined(separator: ",") + "\n").utf8)
        leads = columns.enumerated().map { index, name in
            Array("\(index == 0 ? "{" : ",")\"\(name)\":".utf8)
        }
    }

    /// Appends the header row, which NDJSON has not.
    func appendHeader(to output: inout [UInt8]) {
        if format == .csv { output.append(contentsOf: header) }
    }

    /// The next value, as text that `write` appends.
    mutating func text(to output: inout [UInt8], _ write: (inout [UInt8]) -> Void) {
        lead(to: &output)
        if format == .ndjson { output.append(ASCII.quote) }
        let first = output.count
        write(&output)
        switch format {
        case .csv: output.quoteCSV(from: first)
        case .ndjson:
            output.escapeJSON(from: first)
            output.append(ASCII.quote)
        }
    }

    /// The next value, as text that `write` appends and that needs neither quotes nor escapes.
    mutating func plain(to output: inout [UInt8], _ write: (inout [UInt8]) -> Void) {
        lead(to: &output)
        if format == .ndjson { output.append(ASCII.quote) }
        write(&output)
        if format == .ndjson { output.append(ASCII.quote) }
    }

    /// The next value, as text.
    mutating func text(_ value: String, to output: inout [UInt8]) {
        text(to: &output) { $0.append(contentsOf: value.utf8) }
    }

    /// The next value, as a number; nil is empty in CSV and null in NDJSON.
    mutating func number(_ value: Int32?, to output: inout [UInt8]) {
        lead(to: &output)
        if let value {
            output.append(decimal: Int(value))
        } else if format == .ndjson {
            output.append(contentsOf: "null".utf8)
        }
    }

    /// The next value, `true` or `false`.
    mutating func boolean(_ value: Bool, to output: inout [UInt8]) {
        lead(to: &output)
        output.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    /// The next value, as `write` appends it, a number.
    mutating func raw(to output: inout [UInt8], _ write: (inout [UInt8]) -> Void) {
        lead(to: &output)
        write(&output)
    }

    /// Ends the record; the next value begins another.
    mutating func end(to output: inout [UInt8]) {
        precondition(column == leads.count, "A record has \(leads.count) fields, not \(column).")
        if format == .ndjson { output.append(UInt8(ascii: "}")) }
        output.append(ASCII.lf)
        column = 0
    }

    private mutating func lead(to output: inout [UInt8]) {
        if format == .ndjson {
            output.append(contentsOf: leads[column])
        } else if column > 0 {
            output.append(ASCII.comma)
        }
        column += 1
    }
}
