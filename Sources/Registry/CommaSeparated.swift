// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// RFC 4180 with line feeds or carriage return and line feed, for the small files of `config/`; the
// large ones are read by `Records`. A field is plain up to the next comma or line end, or in double
// quotes, inside which a quote is written twice:
//
//   start ──"──▶ quoted ──"──▶ closed ──,──▶ start       a quote inside `quoted` twice: stays
//     └─other─▶ plain ──,──▶ start

/// Splits CSV into rows of fields that know where they stand.
enum CommaSeparated {
    /// One field of a row.
    struct Field: Equatable {
        var text: String
        /// Line and column of its first character, from 1.
        var line: Int
        var column: Int
    }

    /// The rows of a text that are neither blank nor begin with `#`.
    static func rows(of text: String, _ faults: FaultList) -> [[Field]] {
        var splitter = Splitter(faults: faults)
        // Scalars, not characters: a carriage return and a line feed are one character.
        for scalar in text.unicodeScalars where scalar != "\u{FEFF}" { splitter.take(scalar) }
        splitter.end()
        return splitter.rows
    }

    private struct Splitter {
        enum State { case start, plain, quoted, closed, comment }

        let faults: FaultList
        var rows: [[Field]] = []
        private var row: [Field] = []
        private var field = Field(text: "", line: 1, column: 1)
        private var state = State.start
        private var line = 1
        private var column = 1

        init(faults: FaultList) { self.faults = faults }

        mutating func take(_ scalar: Unicode.Scalar) {
            defer { advance(scalar) }
            switch (state, scalar) {
            case (.comment, "\n"):
                state = .start
                nextField()
            case (.comment, _): break
            case (.quoted, "\""): state = .closed
            case (.closed, "\""):
                state = .quoted
                field.text.unicodeScalars.append(scalar)
            case (.quoted, _): field.text.unicodeScalars.append(scalar)
            case (_, ","): endField()
            case (_, "\n"): endRow()
            case (_, "\r"): break
            case (.start, "#") where row.isEmpty: state = .comment
            case (.start, "\""): state = .quoted
            case (.closed, _):
                faults.add("text after a closing quote", line: line, column: column)
                state = .plain
            case (.plain, "\""):
                faults.add(
                    "a quote inside a field that does not begin with one",
                    line: line,
                    column: column
                )
            default:
                state = .plain
                field.text.unicodeScalars.append(scalar)
            }
        }

        mutating func end() {
            if state == .quoted {
                faults.add("the quote is never closed", line: field.line, column: field.column)
            }
            if state != .comment { endRow() }
        }

        private mutating func endField() {
            row.append(field)
            state = .start
            nextField()
        }

        private mutating func endRow() {
            let isBlank = row.isEmpty && state == .start
            endField()
            if !isBlank { rows.append(row) }
            row = []
        }

        /// The next field begins after the separator that is being taken.
        private mutating func nextField() {
            field = Field(text: "", line: line, column: column + 1)
        }

        private mutating func advance(_ scalar: Unicode.Scalar) {
            column += 1
            guard scalar == "\n" else { return }
            line += 1
            column = 1
            if state == .start { (field.line, field.column) = (line, column) }
        }
    }
}
