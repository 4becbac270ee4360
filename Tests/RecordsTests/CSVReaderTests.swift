// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Testing

@Suite("CSV, RFC 4180")
struct CSVReaderTests {
    /// Rows as texts of their fields; a fault as its reason in brackets.
    private func rows(
        _ text: String,
        columns: ColumnSet = ColumnSet(required: ["a", "b"])
    ) throws
        -> [[String]]
    {
        let reader = try CSVReader(
            ByteSource(bytes: Array(text.utf8), chunkByteCount: 3),
            columns: columns
        )
        var rows: [[String]] = []
        while let row = try reader.next() {
            switch row {
            case .fault(let fault):
                rows.append(["[line \(fault.line)]", String(decoding: fault.bytes, as: UTF8.self)])
            case .record(let record, _, _):
                rows.append(try record.columns.indices.map { try record.text($0) })
            }
        }
        return rows
    }

    @Test(
        "Line ends, a byte order mark, blank lines and a missing last line end make no difference"
    )
    func lineEnds() throws {
        let wanted = [["1", "2"], ["3", ""], ["", "4"]]
        #expect(try rows("a,b\n1,2\n3,\n,4\n") == wanted)
        #expect(try rows("a,b\r\n1,2\r\n3,\r\n,4\r\n") == wanted)
        #expect(try rows("\u{FEFF}a,b\n1,2\n3,\n,4") == wanted)
        #expect(try rows("\n\r\na,b\n\n1,2\n\r\n3,\n,4\n\n\n") == wanted)
        #expect(try rows("a,b\n1,2\n3,\n,4\r") == wanted)
    }

    @Test("Columns are found by name, whatever their order")
    func order() throws {
        #expect(try rows("b,a\n2,1\n") == [["1", "2"]])
        let columns = ColumnSet(required: ["a"], optional: ["b", "c"], ignoresUnknown: true)
        #expect(try rows("x,b,a,x\n9,2,1,9\n", columns: columns) == [["1", "2", ""]])
    }

    @Test("Quoted fields hold commas, quotes and line ends")
    func quotes() throws {
        #expect(try rows("a,b\n\"1,1\",\"2\"\"2\"\n") == [["1,1", "2\"2"]])
        #expect(
            try rows("a,b\n\"1\n1\",\"\"\r\n3,\"4\r\n\"\n") == [["1\n1", ""], ["3", "4\r\n"]]
        )
        #expect(try rows("\"a\",\"b\"\r\n\"1\",\"2\"") == [["1", "2"]])
        #expect(try rows("a,b\n\"1\",2\r\n") == [["1", "2"]])
    }

    @Test(
        "A stray quote costs its own line and no other",
        arguments: [
            "\"1,2", "1,\"2", "1\"1,2", "\"1\"1,2", "1,\"2\"x", "\"1\",2\"", "\"", "\"\"\"",
            "\"1\"\r,2",
        ]
    )
    func strayQuotes(line: String) throws {
        #expect(
            try rows("a,b\n1,2\n\(line)\n3,4\n\"5\",6\n7,8\n")
                == [["1", "2"], ["[line 3]", line], ["3", "4"], ["5", "6"], ["7", "8"]]
        )
    }

    @Test("A row with more or fewer fields than the header is a fault")
    func fieldCount() throws {
        #expect(
            try rows("a,b\n1\n1,2,3\n1,2\n") == [
                ["[line 2]", "1"], ["[line 3]", "1,2,3"], ["1", "2"],
            ]
        )
    }

    @Test("Lines are counted through quoted line ends")
    func lineNumbers() throws {
        let reader = try CSVReader(
            ByteSource(bytes: Array("a,b\n\"1\n\n1\",2\n\nx\n3,4\n".utf8)),
            columns: ColumnSet(required: ["a", "b"])
        )
        var seen: [[Int]] = []
        while let row = try reader.next() {
            switch row {
            case .record(_, let row, let line): seen.append([row, line])
            case .fault(let fault): seen.append([fault.row, -fault.line])
            }
        }
        #expect(seen == [[1, 2], [2, -6], [3, 7]])
    }

    @Test(
        "A line over 1 MiB is one fault, and reading goes on at the next",
        arguments: [4_096, 262_144]
    )
    func longLine(chunk: Int) throws {
        let long = String(repeating: "x", count: 3 << 20)
        let edge = String(repeating: "y", count: (1 << 20) - 2)
        let open = "\"" + String(repeating: "z,z\n", count: 300_000)
        let text = "a,b\n1,\(long)\n\(edge),2\n\(edge),22\n3,4\n\(open)5,6\n1,\(long)"
        let reader = try CSVReader(
            ByteSource(bytes: Array(text.utf8), chunkByteCount: chunk),
            columns: ColumnSet(required: ["a", "b"])
        )
        var faults: [RowFault] = []
        var good = 0
        while let row = try reader.next() {
            if case .fault(let fault) = row { faults.append(fault) } else { good += 1 }
        }
        // The quote that is never closed costs its line; the 299,999 rows behind it are good.
        #expect(faults.map(\.line) == [2, 4, 6, 300_007])
        #expect(good == 2 + 299_999 + 1)
        #expect(faults[0].bytes.count == RowFault.bytesKept)
        #expect(faults[0].reason.contains("1048576 bytes"))
        #expect(faults[2].bytes == Array("\"z,z".utf8))
        #expect(faults[3].bytes.starts(with: Array("1,xx".utf8)))
    }

    @Test("A wrong header is refused, with the column that may be meant")
    func headers() {
        func fault(_ text: String) -> HeaderFault? {
            #expect(throws: HeaderFault.self) { _ = try rows(text) }
        }
        #expect(fault("") == .empty)
        #expect(fault("\u{FEFF}\n\n") == .empty)
        #expect(fault("a\n1\n") == .missing(["b"]))
        #expect(fault("a,b,a\n") == .duplicate("a"))
        #expect(fault("a,b,xyz\n") == .unknown("xyz", suggestion: nil))
        #expect(fault("a,b,B\n")?.description.contains("did you mean b?") == true)
        if case .unreadable? = fault("a,\"b\nc\n") {
        } else {
            Issue.record("an open quote was read")
        }
    }
}
