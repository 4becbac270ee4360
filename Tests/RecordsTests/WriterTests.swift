// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Testing
import Weighing

@Suite("Written files")
struct WriterTests {
    private static let judgement = Judgement(
        pattern: AxlePattern(groups: [1, 2, 3]) ?? AxlePattern(code: 0),
        isCombination: true,
        gross: 50_340,
        grossLimit: 49_000,
        excessPermille: 27,
        worstGroupExcess: -120,
        deduction: 2_517,
        esalMilli: 4_815,
        verdict: .marginal,
        reasons: [.mirroredWheels, .noCertificate],
        articleIndex: 3
    )

    private func verdict(
        _ change: (inout Passage) -> Void = { _ in },
        _ judgement: Judgement = judgement,
        article: String = "GB 1589-2016, 4.3",
        format: RecordFormat,
        offset: Int = 28_800
    ) throws -> String {
        var passage = Samples.passage
        change(&passage)
        let block = PassageBlock()
        try #require(block.append(Samples.passage))
        try #require(block.append(passage))
        var output: [UInt8] = []
        var writer = VerdictWriter(format: format, offsetSeconds: offset)
        writer.append(block, row: 1, judgement, article: article, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test("A passage file has the sixteen columns in order")
    func passageColumns() {
        let text = String(decoding: Samples.file([Samples.passage]), as: UTF8.self)
        #expect(
            text == """
                passage_id,site,lane,passed_at,plate,plate_color,speed_kmh,axle_kg,spacing_mm,\
                left_kg,right_kg,length_mm,width_mm,height_mm,vehicle_type,flags
                p-1,S1,2,2026-03-01T08:15:30.25+08:00,湘A12345,yellow,62.5,6000 9000 8500,\
                3600 1350,,,,,,,

                """
        )
    }

    @Test("A verdict file has the eighteen columns in order")
    func verdictColumns() throws {
        var header: [UInt8] = []
        VerdictWriter(format: .csv).appendHeader(to: &header)
        #expect(
            String(decoding: header, as: UTF8.self) == """
                passage_id,site,passed_at,plate,axle_count,axle_groups,vehicle_class,combination,\
                gross_kg,gross_limit_kg,gross_excess_kg,excess_permille,worst_group_excess_kg,\
                deduction_kg,esal_milli,verdict,reasons,article

                """
        )
        #expect(
            try verdict(format: .csv) == """
                p-1,S1,2026-03-01T08:15:30.25+08:00,湘A12345,6,1-2-3,6:1-2-3,true,50340,49000,\
                1340,27,-120,2517,4815,marginal,mirrored_wheels no_certificate,\
                "GB 1589-2016, 4.3"

                """
        )
    }

    @Test("In NDJSON numbers are numbers and texts are escaped")
    func verdictNDJSON() throws {
        var header: [UInt8] = []
        VerdictWriter(format: .ndjson).appendHeader(to: &header)
        #expect(header.isEmpty)
        let text = try verdict(
            { $0.passageID = "a\"\\\n\u{1}\u{1F}" },
            format: .ndjson
        )
        #expect(
            text == #"{"passage_id":"a\"\\\u000a\u0001\u001f","site":"S1","#
                + #""passed_at":"2026-03-01T08:15:30.25+08:00","plate":"湘A12345","#
                + #""axle_count":6,"axle_groups":"1-2-3","vehicle_class":"6:1-2-3","#
                + #""combination":true,"gross_kg":50340,"gross_limit_kg":49000,"#
                + #""gross_excess_kg":1340,"excess_permille":27,"worst_group_excess_kg":-120,"#
                + #""deduction_kg":2517,"esal_milli":4815,"verdict":"marginal","#
                + #""reasons":"mirrored_wheels no_certificate","article":"GB 1589-2016, 4.3"}"#
                + "\n"
        )
    }

    @Test("No group limit is empty in CSV and null in NDJSON")
    func noGroupLimit() throws {
        var judgement = Self.judgement
        judgement.worstGroupExcess = nil
        judgement.isCombination = false
        judgement.gross = 0
        judgement.reasons = []
        let csv = try verdict({ _ in }, judgement, article: "", format: .csv)
        #expect(csv.hasSuffix(",false,0,49000,-49000,27,,2517,4815,marginal,,\n"))
        let json = try verdict({ _ in }, judgement, article: "", format: .ndjson)
        #expect(json.contains(#""worst_group_excess_kg":null,"#))
        #expect(json.hasSuffix(#""reasons":"","article":""}"# + "\n"))
    }

    @Test("CSV fields are quoted where needed and only there")
    func quoting() throws {
        let text = try verdict(
            { passage in
                passage.passageID = "=1+1"
                passage.plate = "a,\"b\""
            },
            article: "one\nline",
            format: .csv
        )
        #expect(text.hasPrefix("=1+1,S1,"))
        #expect(text.contains(",\"a,\"\"b\"\"\","))
        #expect(text.hasSuffix(",\"one\nline\"\n"))
    }

    @Test(
        "Instants are printed in the offset asked for, with the fraction they need",
        arguments: [
            (0, 0, "1970-01-01T00:00:00Z"), (1, 28_800, "1970-01-01T08:00:00.000001+08:00"),
            (1_500_000, -19_800, "1969-12-31T18:30:01.5-05:30"),
            (-1, 0, "1969-12-31T23:59:59.999999Z"),
            (253_402_300_799_000_000, 28_800, "9999-12-31T00:00:59-23:59"),
            (-62_167_219_200_000_000, -3_600, "0000-01-01T23:59:00+23:59"),
            (Int64.max, 28_800, "9999-12-31T23:59:59.999999-23:59"),
            (Int64.min, 28_800, "0000-01-01T00:00:00+23:59"),
        ]
    )
    func instants(microseconds: Int64, offset: Int, text: String) {
        let instant = Instant(microseconds: microseconds)
        #expect(TimestampText.text(instant, offsetSeconds: offset) == text)
    }

    @Test("Offsets are read as they are printed")
    func offsets() {
        #expect(TimestampText.offsetSeconds("+08:00") == 28_800)
        #expect(TimestampText.offsetSeconds("-05:30") == -19_800)
        #expect(TimestampText.offsetSeconds("Z") == 0)
        for text in ["", "8", "+8:00", "08:00", "+24:00", "+08:60", "+0800"] {
            #expect(TimestampText.offsetSeconds(text) == nil)
        }
    }

    @Test("A whole block is written in order, each row with its article")
    func block() throws {
        let block = PassageBlock()
        for id in ["a", "b", "c"] {
            var passage = Samples.passage
            passage.passageID = id
            try #require(block.append(passage))
        }
        for row in 0..<block.count {
            block.patterns[row] = AxlePattern(groups: [1, 2])?.code ?? 0
            block.verdicts[row] = Verdict.within.rawValue
            block.reasons[row] = 0
            block.worstGroupExcesses[row] = PassageBlock.noGroupLimit
            block.permissibleErrors[row] = 500
            block.classes[row] =
                GrossClass(limit: 1, articleIndex: UInt8(row), isCombination: false).rawValue
            block.grosses[row] = Int32(row)
            block.esals[row] = Int32(row)
        }
        var output: [UInt8] = []
        var writer = VerdictWriter(format: .csv)
        writer.append(block, to: &output) { row, judgement in
            "article \(judgement.articleIndex) of row \(row)"
        }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.map { $0.prefix(2) } == ["a,", "b,", "c,"])
        #expect(
            lines.last?.hasSuffix(",3,1-2,3:1-2,false,2,1,1,1000,,1,2,within,,article 2 of row 2")
                == true
        )
    }
}
