// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Store
import Testing
import Weighing

@Suite(.temporaryCluster)
struct ConnectionTests {
    let address: DatabaseAddress
    let connection: Connection

    init() throws {
        address = try TemporaryCluster.current.address
        connection = try Connection(address)
    }

    // MARK: - Values

    @Test("Integers come back as they went, extremes included")
    func integers() throws {
        for value in [Int16.min, -1, 0, 1, .max] {
            #expect(try one("SELECT $1", .int16(value)).int16(0) == value)
        }
        for value in [Int32.min, -1, 0, 1, .max] {
            #expect(try one("SELECT $1", .int32(value)).int32(0) == value)
        }
        for value in [Int64.min, -1, 0, 1, .max] {
            #expect(try one("SELECT $1", .int64(value)).int64(0) == value)
        }
    }

    @Test("The server sees the numbers that were sent")
    func serverSeesNumbers() throws {
        let row = try connection.query(
            "SELECT $1::text, $2::text, $3::text, $4::text, $5::text",
            [.int16(-2), .int32(-70_000), .int64(1 << 40), .double(0.1), .bool(true)]
        ).only()
        #expect(
            try (0..<5).map { try row.text($0) } == [
                "-2", "-70000", "1099511627776", "0.1", "true",
            ]
        )
    }

    @Test(
        "Floating-point numbers keep every bit",
        arguments: [0, -0.0, 1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity]
    )
    func doubles(value: Double) throws {
        #expect(
            try one("SELECT $1", .double(value)).double(0).bitPattern == value.bitPattern
        )
    }

    @Test("A float4 is read as a double")
    func singles() throws {
        #expect(try one("SELECT $1::float4", .double(0.25)).double(0) == 0.25)
    }

    @Test("Texts keep every character", arguments: ["", "湘A12345", "a\"b'c\\d\n", "😀\u{10FFFF}"])
    func texts(value: String) throws {
        #expect(try one("SELECT $1", .text(value)).text(0) == value)
        #expect(try one("SELECT $1", .textArray([value, value])).textArray(0) == [value, value])
    }

    @Test("Bytes come back as they went, the empty string included")
    func bytes() throws {
        let all = (0...255).map { UInt8($0) }
        for value in [[], [0], all] {
            #expect(try one("SELECT $1", .bytes(value)).bytes(0) == value)
        }
    }

    @Test("A megabyte of bytes and of text goes there and back")
    func large() throws {
        let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try one("SELECT $1", .bytes(bytes)).bytes(0) == bytes)
        let text = String(repeating: "超限", count: 1 << 18)
        #expect(try one("SELECT $1", .text(text)).text(0) == text)
    }

    @Test("JSON is sent and read as text")
    func json() throws {
        let row = try connection.query(
            "SELECT $1 AS j, $1->>'a' AS a, '[1]'::json AS t",
            [.json(#"{"a": "x"}"#)]
        ).only()
        #expect(try row.text("j") == #"{"a": "x"}"#)
        #expect(try row.text("a") == "x")
        #expect(try row.text("t") == "[1]")
    }

    @Test("Instants and dates name the same moment on both sides")
    func instants() throws {
        let moment = CivilTime(
            year: 2026,
            month: 3,
            day: 1,
            hour: 8,
            minute: 30,
            second: 15,
            microsecond: 123_456
        )
        let instant = moment.instant(offsetSeconds: 0)
        let row = try connection.query(
            "SELECT $1 AS i, $1::text AS t, $2 AS d, $2::text AS dt, $3 AS e",
            [
                .timestamp(instant), .date(days: Int32(moment.daysSinceEpoch)),
                .timestamp(Instant(microseconds: 0)),
            ]
        ).only()
        #expect(try row.instant("i") == instant)
        #expect(try row.text("t") == "2026-03-01 08:30:15.123456+00")
        #expect(try row.date("d") == Int32(moment.daysSinceEpoch))
        #expect(try row.text("dt") == "2026-03-01")
        #expect(try row.instant("e") == Instant(microseconds: 0))
    }

    @Test("The ends of the range of instants are the infinities, what lies beyond is refused")
    func infinities() throws {
        let row = try connection.query(
            "SELECT $1 AS a, $1::text AS at, $2 AS b, $2::text AS bt, 'infinity'::date AS d",
            [.timestamp(Instant(microseconds: .max)), .timestamp(Instant(microseconds: .min))]
        ).only()
        #expect(try row.text("at") == "infinity" && row.text("bt") == "-infinity")
        #expect(try row.instant("a").microseconds == .max)
        #expect(try row.instant("b").microseconds == .min)
        #expect(try row.date("d") == .max)
        let error = try #require(throws: StoreError.self) {
            try connection.query("SELECT $1", [.timestamp(Instant(microseconds: .min + 1))])
        }
        #expect(error.sqlState == "22008")
        let last = Instant(microseconds: .max - 1)
        #expect(try one("SELECT $1", .timestamp(last)).instant(0) == last)
    }

    @Test("Arrays of every type come back, empty ones too")
    func arrays() throws {
        let instants = [Instant(microseconds: 1), Instant(microseconds: -1)]
        let row = try connection.query(
            """
            SELECT $1 AS a, $2 AS b, $3 AS c, $4 AS d, $5 AS e, $6 AS f, $7 AS g, $8 AS h, $9 AS z
            """,
            [
                .int16Array([.min, .max]), .int32Array([.min, 0, .max]), .int64Array([.min, .max]),
                .doubleArray([0.5, -1]), .boolArray([true, false]), .textArray(["", "桥"]),
                .bytesArray([[], [0, 255]]), .timestampArray(instants), .int32Array([]),
            ]
        ).only()
        #expect(try row.int16Array("a") == [.min, .max])
        #expect(try row.int32Array("b") == [.min, 0, .max])
        #expect(try row.int64Array("c") == [.min, .max])
        #expect(try row.doubleArray("d") == [0.5, -1])
        #expect(try row.boolArray("e") == [true, false])
        #expect(try row.textArray("f") == ["", "桥"])
        #expect(try row.bytesArray("g") == [[], [0, 255]])
        #expect(try row.instantArray("h") == instants)
        #expect(try row.int32Array("z") == [])
        #expect(try row.int64Array("b") == [Int64(Int32.min), 0, Int64(Int32.max)])
    }

    @Test("Arrays with NULLs unfold into rows with NULLs")
    func arraysWithNulls() throws {
        let rows = try connection.query(
            """
            SELECT * FROM unnest($1::int[], $2::text[], $3::bytea[], $4::int8[]) AS u (a, b, c, d)
            """,
            [
                .optionalInt32Array([1, nil]), .optionalTextArray([nil, "x"]),
                .optionalBytesArray([[7], nil]), .optionalInt64Array([nil, 9]),
            ]
        )
        #expect(rows.count == 2)
        #expect(try rows.map { try $0.optionalInt32("a") } == [1, nil])
        #expect(try rows.map { try $0.optionalText("b") } == [nil, "x"])
        #expect(try rows.map { try $0.optionalBytes("c") } == [[7], nil])
        #expect(try rows.map { try $0.optionalInt64("d") } == [nil, 9])
        let error = try #require(throws: StoreError.self) {
            try one("SELECT $1", .optionalInt32Array([1, nil])).int32Array(0)
        }
        #expect(error.code == .mismatch)
    }

    // MARK: - Rows

    @Test("NULL is nil where it may be, and an error that names the column where not")
    func nulls() throws {
        let row = try connection.query(
            "SELECT $1::int AS mass, $2::text AS plate, 3 AS lane",
            [.null, .optional(String?.none)]
        ).only()
        #expect(try row.optionalInt32("mass") == nil)
        #expect(try row.optionalText("plate") == nil)
        #expect(try row.isNull(0) && !row.isNull("lane"))
        let error = try #require(throws: StoreError.self) { try row.int32("mass") }
        #expect(error.code == .mismatch && error.message.contains("mass"))
    }

    @Test("A column is read as its own type or a wider integer, never as another")
    func types() throws {
        let row = try connection.query(
            "SELECT 1::int2 AS s, 2::int4 AS i, 3::int8 AS l, 'x' AS t, 1.5 AS n"
        ).only()
        #expect(try row.int32("s") == 1 && row.int64("s") == 1 && row.int64("i") == 2)
        #expect(throws: StoreError.self) { try row.int16("i") }
        #expect(throws: StoreError.self) { try row.int32("l") }
        #expect(throws: StoreError.self) { try row.int64("t") }
        #expect(throws: StoreError.self) { try row.bytes("t") }
        let error = try #require(throws: StoreError.self) { try row.double("n") }
        #expect(error.code == .mismatch && error.message.contains("numeric"))
        #expect(throws: StoreError.self) { try row.text("absent") }
        #expect(throws: StoreError.self) { try row.text(5) }
    }

    @Test("A result is a collection in the server's order")
    func collection() throws {
        let rows = try connection.query("SELECT g FROM generate_series(1, 1000) AS g")
        #expect(try rows.map { try $0.int32("g") } == Array(1...1000))
        #expect(rows.columns == ["g"])
        #expect(try connection.query("SELECT 1 WHERE false").isEmpty)
        #expect(throws: StoreError.self) { try rows.only() }
    }

    // MARK: - Statements

    @Test("An error carries the SQLSTATE and leaves the connection usable")
    func statementErrors() throws {
        for (sql, state) in [
            ("SELECT 1/0", "22012"), ("SELEC", "42601"), ("SELECT * FROM absent", "42P01"),
        ] {
            let error = try #require(throws: StoreError.self) { try connection.query(sql) }
            #expect(error.code == .statement && error.sqlState == state)
            let run = try #require(throws: StoreError.self) { try connection.run(sql) }
            #expect(run.sqlState == state && run.description.contains(state))
        }
        #expect(connection.isUsable)
        #expect(try one("SELECT $1", .int32(7)).int32(0) == 7)
    }

    @Test("The description of an error does not show the values of the row")
    func privateDetail() throws {
        try connection.run("CREATE TEMP TABLE t (plate text PRIMARY KEY)")
        let insert = "INSERT INTO t VALUES ($1)"
        #expect(try connection.query(insert, [.text("湘A00001")]).touchedCount == 1)
        let error = try #require(throws: StoreError.self) {
            try connection.query(insert, [.text("湘A00001")])
        }
        #expect(error.sqlState == "23505")
        #expect(!error.description.contains("湘A00001"))
        #expect(error.debugDescription.contains("湘A00001"))
    }

    @Test("Several statements run in one call, and stop at the first error together")
    func severalStatements() throws {
        try connection.run("CREATE TEMP TABLE n (i int); INSERT INTO n VALUES (1); ;")
        #expect(throws: StoreError.self) {
            try connection.run("INSERT INTO n VALUES (2); SELECT 1/0; INSERT INTO n VALUES (3)")
        }
        #expect(try connection.query("SELECT count(*) FROM n").only().int64(0) == 1)
    }

    @Test("A statement is prepared once, and again when the table under it changes")
    func preparedStatements() throws {
        try connection.run("CREATE TEMP TABLE p AS SELECT 1 AS a")
        for _ in 0..<3 { #expect(try connection.query("SELECT * FROM p").only().int32("a") == 1) }
        let known = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM p'"
        #expect(try connection.query(known).only().int64(0) == 1)
        try connection.run("ALTER TABLE p ADD COLUMN b int NOT NULL DEFAULT 2")
        #expect(try connection.query("SELECT * FROM p").only().int32("b") == 2)
        try connection.run("DEALLOCATE ALL")
        #expect(try connection.query("SELECT * FROM p").only().int32("b") == 2)
    }

    @Test("The same text takes values of another type, and NULL")
    func sameTextOtherTypes() throws {
        let sql = "SELECT $1::text"
        #expect(try one(sql, .null).optionalText(0) == nil)
        #expect(try one(sql, .int32(5)).text(0) == "5")
        #expect(try one(sql, .null).optionalText(0) == nil)
        #expect(try one(sql, .text("x")).text(0) == "x")
        #expect(try one(sql, .bool(true)).text(0) == "true")
    }

    @Test("More different statements than are kept still work")
    func manyStatements() throws {
        for i in 0..<600 { #expect(try connection.query("SELECT \(i)").only().int32(0) == i) }
    }

    @Test("What C would cut short or the protocol cannot carry is refused before it is sent")
    func misuse() throws {
        for refused in ["SELECT 1\0; DROP TABLE x", "COPY (SELECT 1) TO STDOUT"] {
            let error = try #require(throws: StoreError.self) { try connection.run(refused) }
            #expect(error.code == .misuse)
            let query = try #require(throws: StoreError.self) { try connection.query(refused) }
            #expect(query.code == .misuse)
        }
        let error = try #require(throws: StoreError.self) {
            try connection.query("SELECT 1", Array(repeating: .null, count: 65_536))
        }
        #expect(error.code == .misuse)
        #expect(try one("SELECT $1", .int32(1)).int32(0) == 1)
    }

    // MARK: - Transactions

    @Test("A transaction commits what its body did, and takes it back when the body throws")
    func transactions() throws {
        try connection.run("CREATE TEMP TABLE x (i int)")
        let returned = try connection.transaction { () throws(StoreError) in
            try connection.run("INSERT INTO x VALUES (1)")
            return 42
        }
        #expect(returned == 42)
        let error = try #require(throws: StoreError.self) {
            try connection.transaction { () throws(StoreError) in
                try connection.run("INSERT INTO x VALUES (2)")
                try connection.run("SELECT 1/0")
            }
        }
        #expect(error.sqlState == "22012")
        #expect(!connection.isInTransaction)
        #expect(try connection.query("SELECT sum(i) FROM x").only().int64(0) == 1)
    }

    @Test("A body that swallows an error does not pass for committed")
    func swallowedError() throws {
        let error = try #require(throws: StoreError.self) {
            try connection.transaction { () throws(StoreError) in
                try? connection.run("SELECT 1/0")
            }
        }
        #expect(error.code == .statement)
        #expect(!connection.isInTransaction)
    }

    @Test("A transaction inside another one is refused")
    func nestedTransaction() throws {
        let error = try #require(throws: StoreError.self) {
            try connection.transaction { () throws(StoreError) in
                try connection.transaction { () throws(StoreError) in }
            }
        }
        #expect(error.code == .misuse && connection.isUsable)
    }

    func one(_ sql: String, _ parameter: Parameter) throws -> Row {
        try connection.query(sql, [parameter]).only()
    }
}

@Suite(.temporaryCluster)
struct CopyTests {
    let connection: Connection
    let statement = "COPY c (a, b, c, d, e, f, g, h, i, j) FROM STDIN (FORMAT binary)"

    init() throws {
        connection = try Connection(TemporaryCluster.current.address)
        try connection.run(
            """
            CREATE TEMP TABLE c (a int2, b int4, c int8, d float8, e boolean, f timestamptz,
                                 g bytea, h text, i int4[], j int4)
            """
        )
    }

    private func fill(_ buffer: inout CopyBuffer, _ rows: Range<Int>) {
        for row in rows {
            buffer.beginRow(columns: 10)
            buffer.int16(Int16(row % 1_000))
            buffer.int32(Int32(row) - 5_000)
            buffer.int64(Int64(row) << 33)
            buffer.double(Double(row) / 3)
            buffer.bool(row % 2 == 0)
            buffer.timestamp(Int64(row) * 1_000_001)
            buffer.bytes([UInt8](repeating: UInt8(row % 256), count: row % 40))
            buffer.text("湘A\(row)")
            buffer.int32Array(count: row % 7) { Int32($0 * row) }
            if row % 3 == 0 { buffer.null() } else { buffer.int32(Int32(row)) }
        }
    }

    @Test("Ten thousand copied rows are those that are selected")
    func tenThousand() throws {
        var buffer = CopyBuffer(byteCapacity: 0)
        fill(&buffer, 0..<10_000)
        #expect(buffer.rowCount == 10_000)
        #expect(try connection.copyIn(statement, buffer) == 10_000)
        try checkTenThousand()
    }

    @Test("Rows copied piece by piece are the same, also where a piece has none")
    func pieces() throws {
        var buffer = CopyBuffer(byteCapacity: 0)
        let ends = [0, 0, 1, 4_000, 4_000, 9_999, 10_000, 10_000]
        let copied = try connection.copyIn(statement, through: &buffer, pieces: ends.count) {
            fill(&$1, ($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0])
        }
        #expect(copied == 10_000)
        let isEmpty = buffer.isEmpty
        #expect(isEmpty)
        try checkTenThousand()
        #expect(try connection.copyIn(statement, through: &buffer, pieces: 0) { _, _ in } == 0)
    }

    @Test("A piece that the server refuses takes the pieces before it back")
    func refusedPiece() throws {
        var buffer = CopyBuffer()
        let error = try #require(throws: StoreError.self) {
            try connection.copyIn(statement, through: &buffer, pieces: 3) { piece, buffer in
                fill(&buffer, 0..<2_000)
                guard piece == 1 else { return }
                buffer.beginRow(columns: 10)
                buffer.int32(1)  // the column is an int2
            }
        }
        #expect(error.code == .statement && error.sqlState == "22P03")
        #expect(connection.isUsable)
        #expect(try count() == 0)
    }

    private func checkTenThousand() throws {
        let rows = try connection.query("SELECT * FROM c ORDER BY c")
        #expect(rows.count == 10_000)
        for (row, found) in rows.enumerated() {
            let isEqual =
                try found.int16("a") == Int16(row % 1_000)
                && found.int32("b") == Int32(row) - 5_000 && found.int64("c") == Int64(row) << 33
                && found.double("d") == Double(row) / 3 && found.bool("e") == (row % 2 == 0)
                && found.instant("f").microseconds == Int64(row) * 1_000_001
                && found.bytes("g") == [UInt8](repeating: UInt8(row % 256), count: row % 40)
                && found.text("h") == "湘A\(row)"
                && found.int32Array("i") == (0..<row % 7).map { Int32($0 * row) }
                && found.optionalInt32("j") == (row % 3 == 0 ? nil : Int32(row))
            #expect(isEqual, "row \(row)")
        }
    }

    @Test("A buffer is used again, with and without its memory, and may be empty")
    func reuse() throws {
        var buffer = CopyBuffer()
        #expect(try connection.copyIn(statement, buffer) == 0)
        for keeping in [true, false, true] {
            fill(&buffer, 0..<50)
            #expect(try connection.copyIn(statement, buffer) == 50)
            buffer.removeAll(keepingCapacity: keeping)
            #expect(buffer.isEmpty && buffer.byteCount == 19)
        }
        #expect(try count() == 150)
    }

    @Test("A row that the server refuses takes the whole transaction back")
    func refusedRow() throws {
        var buffer = CopyBuffer()
        fill(&buffer, 0..<5_000)
        let error = try #require(throws: StoreError.self) {
            try connection.transaction { () throws(StoreError) in
                _ = try connection.copyIn(statement, buffer)
                buffer.beginRow(columns: 10)
                buffer.int32(1)  // the column is an int2
                _ = try connection.copyIn(statement, buffer)
            }
        }
        #expect(error.code == .statement && error.sqlState == "22P03")
        #expect(connection.isUsable)
        #expect(try count() == 0)
    }

    @Test("A statement that is no binary copy into a table is refused, and the connection stays")
    func otherStatements() throws {
        let buffer = CopyBuffer()
        for other in ["SELECT 1", "COPY c FROM STDIN", "COPY c TO STDOUT"] {
            let error = try #require(throws: StoreError.self) {
                try connection.copyIn(other, buffer)
            }
            #expect(error.code == .misuse, "\(other)")
        }
        let absent = try #require(throws: StoreError.self) {
            try connection.copyIn("COPY absent FROM STDIN (FORMAT binary)", buffer)
        }
        #expect(absent.sqlState == "42P01")
        #expect(try count() == 0)
    }

    @Test("A connection that is lost during a copy is an error, not a short count")
    func lostConnection() throws {
        var buffer = CopyBuffer()
        fill(&buffer, 0..<100_000)
        let other = try Connection(TemporaryCluster.current.address)
        try other.query("SELECT pg_terminate_backend($1)", [.int32(connection.serverProcess)])
        #expect(waits(5) { !connection.isUsable })
        let error = try #require(throws: StoreError.self) {
            try connection.copyIn(statement, buffer)
        }
        #expect(error.code == .unavailable && error.isTransient)
    }

    private func count() throws -> Int64 {
        try connection.query("SELECT count(*) FROM c").only().int64(0)
    }
}

@Suite(.temporaryCluster)
struct DatabaseTests {
    let address = try? TemporaryCluster.current.address

    @Test("A lost connection is seen, and the database makes another one")
    func reconnects() async throws {
        let database = Database(try #require(address))
        let first = try await database.withConnection { $0.serverProcess }
        #expect(try await database.withConnection { $0.serverProcess } == first)
        let killer = try Connection(try #require(address))
        try killer.query("SELECT pg_terminate_backend($1)", [.int32(first)])
        // With its process the server's end of the connection is closed.
        #expect(waits(5) { kill(first, 0) != 0 })
        #expect(try await database.withConnection { $0.serverProcess } != first)
    }

    @Test("A connection that ends under a body throws, and the next call connects")
    func endsUnderBody() async throws {
        let database = Database(try #require(address))
        let error = await #expect(throws: StoreError.self) {
            try await database.withConnection { connection in
                _ = try connection.query("SELECT pg_terminate_backend(pg_backend_pid())")
            }
        }
        #expect(error?.code == .unavailable)
        #expect(try await database.withConnection { try $0.query("SELECT 1").count } == 1)
    }

    @Test("A transaction that a body leaves open is rolled back and reported")
    func openTransaction() async throws {
        let database = Database(try #require(address))
        let error = await #expect(throws: StoreError.self) {
            try await database.withConnection { try $0.run("BEGIN; CREATE TABLE left_open ()") }
        }
        #expect(error?.code == .misuse)
        let found = try await database.withConnection {
            try $0.query("SELECT to_regclass('left_open') IS NULL").only().bool(0)
        }
        #expect(found)
    }

    @Test("Many tasks use one database in turn")
    func manyTasks() async throws {
        let database = Database(try #require(address))
        let sum = try await withThrowingTaskGroup(of: Int32.self) { group in
            for i in 0..<100 {
                group.addTask {
                    try await database.withConnection {
                        try $0.query("SELECT $1 + 0", [.int32(Int32(i))]).only().int32(0)
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 4_950)
    }
}

struct DatabaseAddressTests {
    @Test("Nothing printed of an address shows the password")
    func hidesPassword() throws {
        for text in [
            "postgresql://clerk:hush@db.example:5433/weights?sslmode=require",
            "host=db.example port=5433 dbname=weights user=clerk password=hush",
        ] {
            let address = try DatabaseAddress(connectionString: text)
            var dumped = ""
            dump(address, to: &dumped)
            for shown in ["\(address)", String(reflecting: address), dumped] {
                #expect(!shown.contains("hush"))
            }
            #expect("\(address)" == "weights as clerk at db.example:5433")
        }
    }

    @Test("A string that cannot be read is refused without being quoted")
    func refusesNonsense() throws {
        for text in ["host=x hush", "postgresql://u:hush@h:port:5/x?no=1", "colour=hush"] {
            let error = try #require(throws: StoreError.self) {
                try DatabaseAddress(connectionString: text)
            }
            #expect(error.code == .misuse && !error.debugDescription.contains("hush"))
        }
    }

    @Test("A server that is not there is unavailable")
    func noServer() throws {
        let address = try DatabaseAddress(
            connectionString: "postgresql://clerk:hush@127.0.0.1:1/weights"
        )
        let error = try #require(throws: StoreError.self) { try Connection(address) }
        #expect(error.code == .unavailable && !error.debugDescription.contains("hush"))
    }
}
