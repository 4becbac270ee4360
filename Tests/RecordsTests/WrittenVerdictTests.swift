// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Records
import Testing
import Weighing

/// The verdict file in the plainest way: strings joined, nothing remembered.
private enum PlainVerdict {
    static func record(
        _ passage: Passage,
        _ judgement: Judgement,
        article: String,
        format: RecordFormat,
        offset: Int
    ) -> String {
        let texts: [String: String] = [
            "passage_id": passage.passageID, "site": passage.site, "plate": passage.plate,
            "passed_at": TimestampText.text(passage.passedAt, offsetSeconds: offset),
            "axle_groups": judgement.pattern.groupsText,
            "vehicle_class": judgement.pattern.classText,
            "verdict": judgement.verdict.name, "reasons": judgement.reasons.text,
            "article": article,
        ]
        let numbers: [String: Int32?] = [
            "axle_count": Int32(judgement.pattern.axleCount), "gross_kg": judgement.gross,
            "gross_limit_kg": judgement.grossLimit, "gross_excess_kg": judgement.grossExcess,
            "excess_permille": judgement.excessPermille,
            "worst_group_excess_kg": judgement.worstGroupExcess,
            "deduction_kg": judgement.deduction, "esal_milli": judgement.esalMilli,
        ]
        let fields = VerdictWriter.columns.map { column in
            var value = "\(judgement.isCombination)"
            if let text = texts[column] { value = format == .csv ? csv(text) : json(text) }
            if let number = numbers[column] {
                value = number.map { "\($0)" } ?? (format == .csv ? "" : "null")
            }
            return format == .csv ? value : "\"\(column)\":\(value)"
        }
        let line = fields.joined(separator: ",")
        return format == .csv ? line + "\n" : "{\(line)}\n"
    }

    private static func csv(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
            return text
        }
        return "\"\(String(text.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }))\""
    }

    private static func json(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                out += "\\u00\(digits.count == 1 ? "0" : "")\(digits)"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return "\"\(out)\""
    }
}

extension String {
    fileprivate init(_ scalars: [Unicode.Scalar]) {
        self = ""
        unicodeScalars.append(contentsOf: scalars)
    }
}

@Suite("Written verdicts")
struct WrittenVerdictTests {
    private static let articles = [
        "", "GB 1589-2016", "Order 62 Art. 3(4)", "one, \"two\"\nthree\\", "第三条第一款第（四）项",
    ]

    private func judgement(_ generator: inout SeededGenerator) -> Judgement {
        func number() -> Int32 {
            // Every number of digits as likely.
            let most = Int32.max >> Int32(generator.number(0...30))
            let value = Int32.random(in: 0...most, using: &generator)
            return generator.chance(30) ? -value : value
        }
        let limit = Int32.random(in: 0...Int32(GrossClass.limitMask), using: &generator)
        return Judgement(
            pattern: AxlePattern(code: UInt16.random(in: 0...UInt16.max, using: &generator)),
            isCombination: generator.chance(50),
            gross: number() / 2,
            grossLimit: limit,
            excessPermille: number(),
            worstGroupExcess: generator.chance(20) ? nil : number(),
            deduction: number(),
            esalMilli: number(),
            verdict: Verdict.allCases.randomElement(using: &generator) ?? .within,
            reasons: generator.chance(50)
                ? [] : Reasons(rawValue: UInt32.random(in: 0..<1 << 17, using: &generator)),
            articleIndex: UInt8(generator.number(0...4))
        )
    }

    @Test("Verdicts are what joining strings makes of them", arguments: RecordFormat.allCases)
    func sameAsPlain(format: RecordFormat) throws {
        for seed in UInt64(1)...10 {
            var generator = SeededGenerator(seed: seed)
            let offset = generator.number(-1_439...1_439) * 60
            var writer = VerdictWriter(format: format, offsetSeconds: offset)
            var output: [UInt8] = []
            var wanted = ""
            for _ in 0..<5 {
                let block = PassageBlock()
                while block.append(Samples.passage(&generator)) {
                    let row = block.count - 1
                    let judgement = judgement(&generator)
                    // Mostly the article that the index had before, as in one edition.
                    let article =
                        generator.chance(90)
                        ? Self.articles[Int(judgement.articleIndex)] : "another, \(row)"
                    writer.append(block, row: row, judgement, article: article, to: &output)
                    wanted += PlainVerdict.record(
                        block.passage(at: row),
                        judgement,
                        article: article,
                        format: format,
                        offset: offset
                    )
                }
            }
            let lines = String(decoding: output, as: UTF8.self)
            #expect(lines == wanted, "seed \(seed)")
        }
    }

    @Test("Thousands of sites, and every number of digits, are printed right")
    func manySites() throws {
        var writer = VerdictWriter(format: .csv)
        var generator = SeededGenerator(seed: 5)
        for round in 0..<100 {
            let block = PassageBlock()
            var passage = Samples.passage
            for row in 0..<200 {
                passage.site =
                    "site \(round * 200 + row), \(String(repeating: "\"", count: row % 15))"
                try #require(block.append(passage))
                let judgement = judgement(&generator)
                var output: [UInt8] = []
                writer.append(block, row: row, judgement, article: "", to: &output)
                passage = block.passage(at: row)
                let wanted = PlainVerdict.record(
                    passage,
                    judgement,
                    article: "",
                    format: .csv,
                    offset: 28_800
                )
                #expect(String(decoding: output, as: UTF8.self) == wanted)
            }
        }
    }
}
