// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc
import Records
import Testing
import Weighing

@Suite("hs-data")
struct HSDataTests {
    private static let header = HSDataLayout.columns.names.joined(separator: ",")
    /// A row of three axles.
    private static let row =
        "17,2026-03-01 08:15:30.250,2,3,23500,3000,4500,4200,0,0,0,0,0,3000,4500,4300,0,0,0,0,0,"
        + "3600,1350,0,0,0,0,0,62.5"

    private func read(
        _ row: String,
        site: String = "dazhang",
        offset: Int = 28_800
    ) throws
        -> PassageRow?
    {
        let source = ByteSource(bytes: Array("\(Self.header)\n\(row)\n".utf8))
        return try HSDataReader(source, site: site, utcOffsetSeconds: offset).next()
    }

    private func reason(_ change: (inout [String]) -> Void) throws -> String? {
        var fields = Self.row.split(separator: ",").map(String.init)
        change(&fields)
        guard case .fault(let fault)? = try read(fields.joined(separator: ",")) else { return nil }
        return fault.reason
    }

    @Test("Axles are left and right together, and the time is local")
    func row() throws {
        var wanted = Passage()
        wanted.passageID = "17"
        wanted.site = "dazhang"
        wanted.lane = 2
        wanted.passedAt = Samples.instant
        wanted.speed = 6_250
        wanted.axleLoads = [6_000, 9_000, 8_500]
        wanted.leftLoads = [3_000, 4_500, 4_200]
        wanted.rightLoads = [3_000, 4_500, 4_300]
        wanted.spacings = [3_600, 1_350]
        #expect(try read(Self.row) == .passage(wanted, row: 1))
        wanted.site = "S9"
        wanted.passedAt = Samples.instant.advanced(bySeconds: 28_800)
        #expect(try read(Self.row, site: "S9", offset: 0) == .passage(wanted, row: 1))
    }

    @Test("A row that contradicts itself is a fault")
    func contradictions() throws {
        #expect(try reason { _ in } == nil)
        #expect(try reason { $0[3] = "1" }?.hasPrefix("axles: 1") == true)
        #expect(try reason { $0[3] = "9" }?.hasPrefix("axles: ") == true)
        #expect(try reason { $0[3] = "2" }?.hasPrefix("lw3_kg: 4200 beyond") == true)
        #expect(try reason { $0[23] = "900" }?.hasPrefix("dist3_mm: 900 beyond") == true)
        #expect(
            try reason { $0[4] = "23501" } == "gross_kg: 23501 is not the sum of the wheels, 23500"
        )
        #expect(try reason { $0[5] = "-3000" }?.hasPrefix("lw1_kg: \"-3000\"") == true)
        #expect(try reason { $0[28] = "fast" }?.hasPrefix("speed_kmh: \"fast\"") == true)
        #expect(try reason { $0[1] = "2026-02-30 08:00:00" }?.hasPrefix("ts_local: ") == true)
        #expect(try reason { $0[1] += "Z" }?.hasPrefix("ts_local: ") == true)
        #expect(try reason { $0[0] = "\0" } == PassageFault.textZeroByte("passage_id").description)
        #expect(
            try reason {
                $0[5] = "65535"
                $0[4] = "86035"
            } == PassageFault.value(68_535).description
        )
    }

    @Test("Another header is refused, and the layout is known by name")
    func header() throws {
        let source = ByteSource(bytes: Array("row,ts_local\n".utf8))
        #expect(throws: HeaderFault.self) { try HSDataReader(source) }
        #expect(PassageLayouts.named("hs-data") == HSDataLayout.self)
        #expect(PassageLayouts.named("hs") == nil)
        #expect(PassageLayouts.names == ["hs-data"])
    }

    /// Beside the repository, not in it: the data carry no licence.
    private static let realFile: String = {
        let repository = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/\(repository)/../shared/data/dazhang_2021-06-01_20.csv.gz"
    }()

    private static var hasRealFile: Bool {
        let found = access(realFile, R_OK) == 0
        if !found { print("Skipped: there is no ../shared/data beside the repository.") }
        return found
    }

    @Test("Twenty days of a real station are read without a fault", .enabled(if: hasRealFile))
    func realFile() throws {
        let reader = try HSDataReader(ByteSource(path: Self.realFile))
        var counts: [Int: Int] = [:]
        var faults: [RowFault] = []
        var output: [UInt8] = []
        var passages: [Passage] = []
        var writer = PassageWriter()
        writer.appendHeader(to: &output)
        while let row = try reader.next() {
            switch row {
            case .fault(let fault): faults.append(fault)
            case .passage(let passage, _):
                counts[passage.axleLoads.count, default: 0] += 1
                passages.append(passage)
                writer.append(passage, to: &output)
            }
        }
        #expect(faults == [])
        #expect(reader.rowCount == 58_810)
        #expect(counts == [2: 40_517, 3: 2_991, 4: 14_539, 5: 396, 6: 367])
        let again = Reading.split(try Reading.rows(output))
        #expect(again.faults.isEmpty)
        #expect(again.passages == passages)
    }
}
