// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Testing
import Weighing

@Suite("Passage files")
struct PassageReaderTests {
    @Test("Every column is read")
    func everyColumn() throws {
        let text = """
            \(Reading.header)
            p-1,S1,2,2026-03-01T08:15:30.25+08:00,湘A12345,yellow,62.5,6000 9000 8500,3600 1350,\
            3000 4500 4250,3000 4490 4255,12000,2500,3900,combination,slow lane_change

            """
        var wanted = Samples.passage
        wanted.leftLoads = [3_000, 4_500, 4_250]
        wanted.rightLoads = [3_000, 4_490, 4_255]
        wanted.length = 12_000
        wanted.width = 2_500
        wanted.height = 3_900
        wanted.vehicleType = .combination
        wanted.vendorFlags = "slow lane_change"
        #expect(try Reading.rows(Array(text.utf8)) == [.passage(wanted, row: 1)])
    }

    @Test("Absent and empty columns are the same, and columns come in any order")
    func optionalColumns() throws {
        let text =
            "spacing_mm,axle_kg,speed_kmh,passed_at,lane,site,plate_color\n"
            + "3600,7000 11000,60,2026-03-01T08:15:30.25+08:00,1,S1,\n"
        var wanted = Passage()
        wanted.site = "S1"
        wanted.lane = 1
        wanted.passedAt = Samples.instant
        wanted.speed = 6_000
        wanted.axleLoads = [7_000, 11_000]
        wanted.spacings = [3_600]
        #expect(try Reading.rows(Array(text.utf8)) == [.passage(wanted, row: 1)])
    }

    @Test("A header without a required column, or with an unknown one, is refused")
    func headers() throws {
        func fault(_ header: String) -> HeaderFault? {
            #expect(throws: HeaderFault.self) { _ = try Reading.rows(Array(header.utf8)) }
        }
        #expect(fault("site,lane,passed_at,speed_kmh\n") == .missing(["axle_kg", "spacing_mm"]))
        let misspelt = "\(Reading.shortHeader),plate_colour\n"
        #expect(fault(misspelt) == .unknown("plate_colour", suggestion: "plate_color"))
        #expect(fault("\(Reading.shortHeader),lane\n") == .duplicate("lane"))
        #expect(fault("") == .empty)
        #expect(try Reading.rows(Array(misspelt.utf8), ignoring: true).isEmpty)
        #expect(try Reading.rows(Array(Reading.shortHeader.utf8)).isEmpty)
    }

    @Test(
        "Instants follow RFC 3339 with an offset",
        arguments: [
            ("2026-03-01T00:15:30.25Z", 1_772_324_130_250_000),
            ("2026-03-01t00:15:30.250z", 1_772_324_130_250_000),
            ("2026-03-01T08:15:30.250000+08:00", 1_772_324_130_250_000),
            ("2026-02-28T18:45:30.25-05:30", 1_772_324_130_250_000), ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.000001-00:00", 1),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
            ("2100-01-01T00:00:00Z", 4_102_444_800_000_000),
            ("0000-01-01T00:00:00+23:59", -62_167_219_200_000_000 - 86_340_000_000),
            ("9999-12-31T23:59:59.999999-23:59", 253_402_300_799_999_999 + 86_340_000_000),
        ]
    )
    func instants(text: String, microseconds: Int) throws {
        let row = try Reading.short("S1,1,\(text),60,7000 11000,3600")
        guard case .passage(let passage, _)? = row else {
            Issue.record("\(text) was refused: \(row as Any)")
            return
        }
        #expect(passage.passedAt.microseconds == Int64(microseconds))
        #expect(TimestampText.instant(text) == passage.passedAt)
    }

    @Test(
        "Anything else than an instant is a fault",
        arguments: [
            "", "2026-03-01T08:15:30", "2026-03-01 08:15:30Z", "2026-03-01T08:15Z", "2026-03-01",
            "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z", "1900-02-29T00:00:00Z",
            "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2016-12-31T23:59:60Z",
            "2026-01-01T00:00:00.1234567Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+8:00",
            "2026-01-01T00:00:00+0800", "2026-01-01T00:00:00+08", "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+08:60", "2026-01-01T00:00:00 08:00", "2026-01-01T00:00:00ZZ",
            "+2026-01-01T00:00:00Z", "20260101T000000Z", "２０２６-01-01T00:00:00Z", "1772324130",
        ]
    )
    func notInstants(text: String) throws {
        let reason = try Reading.reason("S1,1,\(text),60,7000 11000,3600")
        #expect(reason?.hasPrefix("passed_at: ") == true, "\(text): \(reason as Any)")
        #expect(TimestampText.instant(text) == nil)
    }

    @Test("Speeds have at most two places and stay in hundredths")
    func speeds() throws {
        let good: [(String, Int32)] = [
            ("60", 6_000), ("62.5", 6_250), ("62.05", 6_205), ("0", 0), ("-3.5", -350),
            ("-0.01", -1), ("007", 700), ("21474836.47", .max), ("-21474836.48", .min),
        ]
        for (text, speed) in good {
            let row = try Reading.short("S1,1,2026-03-01T08:15:30Z,\(text),7000 11000,3600")
            guard case .passage(let passage, _)? = row else {
                Issue.record("\(text) was refused")
                continue
            }
            #expect(passage.speed == speed)
        }
        for text in [
            "", "-", ".", "5.", ".5", "+5", "5.123", "5.0.0", "1e2", "21474836.48", "-21474836.49",
            "99999999999999999999999", "NaN", " 5", "5 ", "0x10", "５",
        ] {
            let reason = try Reading.reason("S1,1,2026-03-01T08:15:30Z,\(text),7000 11000,3600")
            #expect(reason?.hasPrefix("speed_kmh: ") == true, "\(text)")
        }
    }

    @Test("A load that is no whole number from 0 to 65535 is named with its column")
    func loads() throws {
        for value in [
            "-1", "7000.5", "65536", "1e4", "abc", "+7", "99999999999999999999999999", "7,0",
        ] {
            let reason = try Reading.reason(
                "S1,1,2026-03-01T08:15:30Z,60,\"7000 \(value)\",3600"
            )
            #expect(
                reason == "axle_kg: \"\(value)\" is not a whole number from 0 to 65535"
            )
        }
        for list in ["7000  11000", " 7000 11000", "7000 11000 ", " "] {
            let reason = try Reading.reason("S1,1,2026-03-01T08:15:30Z,60,\(list),3600")
            #expect(reason == "axle_kg: there must be exactly one space between numbers")
        }
        let reason = try Reading.reason("S1,1,2026-03-01T08:15:30Z,60,7000 11000,-3600")
        #expect(reason == "spacing_mm: \"-3600\" is not a whole number from 0 to 65535")
    }

    @Test(
        "Rows that cannot be judged are refused with the passage's own fault",
        arguments: [
            ("S1,1,2026-03-01T08:15:30Z,60,,", PassageFault.axleCount(0)),
            ("S1,1,2026-03-01T08:15:30Z,60,7000,", .axleCount(1)),
            ("S1,1,2026-03-01T08:15:30Z,60,1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8,1", .axleCount(17)),
            ("S1,1,2026-03-01T08:15:30Z,60,7000 11000,", .spacingCount(0, axles: 2)),
            ("S1,1,2026-03-01T08:15:30Z,60,7000 11000,1 2", .spacingCount(2, axles: 2)),
            (",1,2026-03-01T08:15:30Z,60,7000 11000,3600", .siteMissing),
            (
                "\(String(repeating: "S", count: 33)),1,2026-03-01T08:15:30Z,60,7000 11000,3600",
                .textLong("site", byteCount: 33)
            ),
            ("S\01,1,2026-03-01T08:15:30Z,60,7000 11000,3600", .textZeroByte("site")),
        ]
    )
    func passageFaults(row: String, fault: PassageFault) throws {
        #expect(try Reading.reason(row) == fault.description)
    }

    @Test("Names that are not known, and lanes and sizes out of range, are faults")
    func otherFields() throws {
        func reason(_ change: (inout [String]) -> Void) throws -> String? {
            var fields = [
                "p", "S1", "1", "2026-03-01T08:15:30Z", "湘A12345", "yellow", "60", "7000 11000",
                "3600", "3500 5500", "3500 5500", "", "", "", "rigid", "",
            ]
            change(&fields)
            let text = "\(Reading.header)\n\(fields.joined(separator: ","))\n"
            guard case .fault(let fault)? = try Reading.rows(Array(text.utf8)).first else {
                return nil
            }
            return fault.reason
        }
        #expect(try reason { _ in } == nil)
        #expect(try reason { $0[5] = "pink" }?.hasPrefix("plate_color: \"pink\"") == true)
        #expect(try reason { $0[5] = "黄色" } == nil)
        #expect(try reason { $0[14] = "Rigid" }?.hasPrefix("vehicle_type: \"Rigid\"") == true)
        #expect(try reason { $0[2] = "32768" }?.hasPrefix("lane: \"32768\"") == true)
        #expect(try reason { $0[2] = "" }?.hasPrefix("lane: nothing") == true)
        #expect(try reason { $0[11] = "100001" }?.hasPrefix("length_mm: ") == true)
        #expect(try reason { $0[12] = "-1" }?.hasPrefix("width_mm: ") == true)
        #expect(try reason { $0[13] = "3.9" }?.hasPrefix("height_mm: ") == true)
        #expect(try reason { $0[9] = "" }?.contains("wheel loads") == true)
        #expect(try reason { $0[10] = "3500 5479" }?.contains("axle 2") == true)
        #expect(try reason { $0[10] = "3500 5480" } == nil)
        let plate = String(repeating: "9", count: 4_096)
        #expect(try reason { $0[4] = plate } == "plate of 4096 bytes is too long")
        #expect(try reason { $0[4] = "湘A1\0" } == "plate contains a zero byte")
    }

    @Test("Text that is not UTF-8 is a fault, and the rows beside it are read")
    func invalidUTF8() throws {
        let good = "\(Reading.shortRow),P\n"
        var bytes = Array("\(Reading.shortHeader),plate\n\(good)".utf8)
        bytes += Array(Reading.shortRow.utf8) + [ASCIIByte.comma, 0xE6, 0xB9, ASCIIByte.lf]
        bytes += Array(good.utf8)
        let (passages, faults) = Reading.split(try Reading.rows(bytes))
        #expect(passages.map(\.plate) == ["P", "P"])
        #expect(faults.map(\.reason) == ["plate is not valid UTF-8"])
        #expect(faults.first?.bytes.suffix(2) == [0xE6, 0xB9])
    }

    @Test(
        "Two bad rows whose quotes join into one row leave the good row between them",
        arguments: ["\",", "\",more,"]
    )
    func joinedQuotes(closing: String) throws {
        let good = "P,\(Reading.shortRow)\n"
        let text =
            "plate,\(Reading.shortHeader)\n\"\(good)\(good)\(closing)\(Reading.shortRow)\n\(good)"
        for chunk in [1, 7, 65_536] {
            let rows = try Reading.rows(Array(text.utf8), chunk: chunk)
            let (passages, faults) = Reading.split(rows)
            #expect(passages.map(\.plate) == ["P", "P"])
            #expect(faults.map(\.line) == [2, 4])
            #expect(faults.map(\.row) == [1, 3])
            #expect(try Reading.blockRows(Array(text.utf8), chunk: chunk) == rows)
        }
        let reader = try CSVReader(
            ByteSource(bytes: Array("a,b\n\"1,2\n3,4\n\",5,6\n7,8\n".utf8)),
            columns: ColumnSet(required: ["a", "b"])
        )
        var lines: [Int] = []
        while let row = try reader.next() {
            if case .record(_, _, let line) = row { lines.append(line) }
        }
        #expect(lines == [3, 5])
    }

    @Test("A fault has its row, its line and its bytes")
    func faultPlace() throws {
        let text =
            "\(Reading.shortHeader)\r\n\(Reading.shortRow)\r\n\r\nrubbish\r\n\(Reading.shortRow)"
        let rows = try Reading.rows(Array(text.utf8))
        #expect(rows.count == 3)
        let fault = RowFault(
            row: 2,
            line: 4,
            reason: "1 fields; the header row has 6",
            bytes: Array("rubbish".utf8)
        )
        #expect(rows[1] == .fault(fault))
        #expect(fault.description == "line 4 (row 2): 1 fields; the header row has 6")
    }

    @Test("A cut-off gzip file gives its whole rows and then a fault")
    func truncatedGzip() throws {
        let rows = String(repeating: Reading.shortRow + "\n", count: 3)
        let packed = StoredGzip.member(Array("\(Reading.shortHeader)\n\(rows)".utf8))
        let cut = Array(packed.dropLast(20))
        for chunk in [1, 7, 65_536] {
            let source = ByteSource(bytes: cut, name: "x.gz", chunkByteCount: chunk)
            let reader = try PassageReader(source, format: .csv)
            for _ in 1...2 { #expect(try reader.next() != nil) }
            #expect(throws: FileFault.truncated(path: "x.gz")) { try reader.next() }
        }
    }
}

private enum ASCIIByte {
    static let comma = UInt8(ascii: ",")
    static let lf = UInt8(ascii: "\n")
}
