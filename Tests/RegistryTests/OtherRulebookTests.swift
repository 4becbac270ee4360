// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Registry
import Rulebook
import Testing
import Weighing

private func shipped(_ name: String) throws -> Edition {
    let book = try RulebookFile.load(Checkout.path("config/rulebooks/\(name).yaml"))
    return try #require(book.editions.first)
}

/// What a pattern's rule says, as one line.
private func gross(_ edition: Edition, _ pattern: String) throws -> String {
    let pattern = try #require(AxlePattern(pattern))
    let rule = try #require(edition.grossRules.first { $0.covers(pattern) })
    return "\(rule.limit)" + (rule.isCombination ? " combination" : "")
        + (rule.isPatternUnknown ? " unknown" : "") + (rule.isWheelbaseLimited ? " wheelbase" : "")
        + " " + rule.article
}

/// Bands as `below→limit`, the last one open.
private func text(_ bands: [SpacingBand]) -> [String] {
    bands.map { ($0.below == .max ? "" : "\($0.below)") + "→\($0.limit)" }
}

@Suite("The rulebooks that ship")
struct ShippedRulebookTests {
    @Test("Each is named like its file, and compiles", arguments: ["cn", "eu", "us"])
    func compiles(_ name: String) throws {
        let law = try RulebookFile.loadCompiled(Checkout.path("config/rulebooks/\(name).yaml"))
        #expect(law.rulebook.id == name)
        #expect(law.editions.count == 1)
    }

    @Test("Nothing of the other laws counts as checked", arguments: ["eu", "us"])
    func unverified(_ name: String) throws {
        let articles = try shipped(name).articles
        #expect(articles.allSatisfy { !$0.isVerified })
        #expect(articles.allSatisfy { !$0.citation.zh.isEmpty && !$0.citation.en.isEmpty })
    }

    @Test("No article is listed that no rule cites", arguments: ["cn", "eu", "us"])
    func citesAll(_ name: String) throws {
        let text = try Checkout.text("config/rulebooks/\(name).yaml")
        let lines = text.split(separator: "\n")
        for article in try shipped(name).articles {
            let isCited = lines.contains { $0.hasSuffix(" article: \(article.id)") }
            #expect(isCited, "\(article.id)")
        }
    }
}

@Suite("The schema of rulebooks")
struct RulebookSchemaTests {
    @Test("Every key of the rulebooks that ship is explained", arguments: ["cn", "eu", "us"])
    func explained(_ name: String) throws {
        let schema = try Checkout.text("docs/rulebooks.md")
        var known: Set<Substring> = []
        for line in try Checkout.text("config/rulebooks/\(name).yaml").split(separator: "\n") {
            let words = line.drop { $0 == " " || $0 == "-" }
            guard let colon = words.firstIndex(of: ":") else { continue }
            let key = words[..<colon]
            let isKey = !key.isEmpty && key.allSatisfy { $0.isLowercase || $0 == "_" }
            if isKey, words[colon...].dropFirst().first.map({ $0 == " " }) ?? true {
                known.insert(key)
            }
        }
        #expect(known.count > 40)
        for key in known {
            let metric = key.hasSuffix("_lb") ? key.dropLast(3) + "_kg" : key
            let isThere = ["`\(metric)`", ".\(metric)`", "`\(key)`", ".\(key)`"]
                .contains { schema.contains($0) }
            #expect(isThere, "\(key)")
        }
    }
}

// EVIDENCE: Directive 96/53/EC, Annex I, points 2.2 to 4.3, from memory; points 3.1 to 3.5 agree with
// SR 1999/258 (Northern Ireland), schedule 3.
@Suite("The rulebook eu")
struct EuropeanRulebookTests {
    let edition: Edition

    init() throws { edition = try shipped("eu") }

    @Test(
        "Each pattern has its limit and its article",
        arguments: [
            ("1-1", "18000 96/53/EC Annex I 2.3.1"), ("2", "18000 96/53/EC Annex I 2.3.1"),
            ("1-2", "25000 96/53/EC Annex I 2.3.2"), ("2-1", "25000 96/53/EC Annex I 2.3.2"),
            ("1-1-1", "28000 combination 96/53/EC, 2.3.1 with 3.1 (18 + 10)"),
            ("3", "28000 combination unknown 96/53/EC, 2.3.1 with 3.1 (18 + 10)"),
            ("2-2", "32000 wheelbase 96/53/EC Annex I 2.3.3"),
            ("1-3", "32000 wheelbase 96/53/EC Annex I 2.3.3"),
            ("1-1-2", "36000 combination 96/53/EC Annex I 2.2.3 and 2.2.4"),
            ("1-1-1-1", "36000 combination 96/53/EC Annex I 2.2.3 and 2.2.4"),
            ("1-2-1", "36000 combination unknown 96/53/EC Annex I 2.2.3 and 2.2.4"),
            ("1-1-3", "40000 combination 96/53/EC Annex I 2.2.1 and 2.2.2"),
            ("1-2-2", "40000 combination 96/53/EC Annex I 2.2.1 and 2.2.2"),
            ("1-2-3", "40000 combination 96/53/EC Annex I 2.2.1 and 2.2.2"),
            ("2-3", "40000 combination unknown 96/53/EC Annex I 2.2.1 and 2.2.2"),
            ("1-2-4", "40000 combination unknown 96/53/EC Annex I 2.2.1 and 2.2.2"),
        ]
    )
    func grossLimit(_ pattern: String, _ expected: String) throws {
        #expect(try gross(edition, pattern) == expected)
    }

    @Test("A motor vehicle of four axles is limited by its wheelbase, five tonnes a metre")
    func wheelbase() {
        #expect(edition.wheelbase?.kilogramsPerMillimetre == 5)
        let rigid = edition.typeRules.filter { $0.type == .rigid }
        #expect(rigid.map(\.axles) == [2...2, 3...3, 4...4, 5...16])
        #expect(rigid.map(\.limit) == [18_000, 25_000, 32_000, nil])
        #expect(rigid.map(\.isWheelbaseLimited) == [false, false, true, false])
        let combinations = edition.typeRules.filter { $0.type == .combination }
        #expect(combinations.map(\.limit) == [28_000, 36_000])
    }

    @Test("Axles and groups have the limits of point 3, and decide")
    func groupLimits() {
        let limits = edition.groupLimits
        #expect(limits.isDeciding)
        #expect(limits.steerSingle == 10_000)
        #expect(limits.steerPair == 20_000)
        #expect(limits.driveSingle == 11_500)
        #expect(limits.otherSingle == 10_000)
        #expect(text(limits.pair) == ["1000→11000", "1300→16000", "→18000"])
        #expect(text(limits.drivePair) == ["1000→11500", "1300→16000", "→19000"])
        #expect(text(limits.tridem) == ["1301→21000", "→24000"])
        #expect(edition.bridge == nil)
    }

    @Test("Air suspension gives 26 t, and 38 t where semi-trailer axles stand wider than 1.8 m")
    func registry() throws {
        let rule = try #require(edition.registry)
        #expect(rule.airSuspension.map(\.limit) == [26_000, 38_000])
        #expect(rule.airSuspension.map(\.lastSpacingMin) == [0, 1_801])
        #expect(rule.airSuspension.map(\.isCombination) == [false, true])
        #expect(rule.permit == "96/53/EC Art. 4(3), Annex I 2.2.2(c)")
        #expect(rule.singleTyres == nil)
        #expect(rule.exempt == nil)
        #expect(edition.penalty == nil)
        #expect(edition.classes == nil)
    }

    @Test("It holds from 17 September 1997, and grants each class its error in service")
    func begins() {
        // 1997-09-16T23:00:00Z
        #expect(edition.effectiveFrom == Instant(seconds: 874_450_800))
        #expect(
            edition.deduction.permilleByClass
                == ["0.2": 2, "0.5": 5, "1": 10, "2": 20, "5": 50, "10": 100]
        )
    }
}

// EVIDENCE: 23 U.S.C. 127(a), 23 CFR 658.5 and 658.17, from memory; a pound is 0.45359237 kg.
@Suite("The rulebook us")
struct AmericanRulebookTests {
    let edition: Edition

    init() throws { edition = try shipped("us") }

    @Test(
        "The gross limit is 80,000 lb, and 40,000 lb for two axles",
        arguments: [
            ("1-1", "18143 23 CFR 658.17(c), two axles"), ("1-2", "36287 23 CFR 658.17(b)"),
            ("1-1-1", "36287 combination 23 CFR 658.17(b)"), ("1-3", "36287 23 CFR 658.17(b)"),
            ("1-2-2", "36287 combination 23 CFR 658.17(b)"),
            ("1-2-1-2-3", "36287 combination 23 CFR 658.17(b)"),
        ]
    )
    func grossLimit(_ pattern: String, _ expected: String) throws {
        #expect(try gross(edition, pattern) == expected)
    }

    @Test("Axles within 40 in are one axle, within 96 in a tandem; both decide")
    func groupLimits() {
        let limits = edition.groupLimits
        #expect(edition.grouping == Grouping(joinedBelow: 2_439, steerPair: nil))
        #expect(limits.isDeciding)
        #expect(limits.steerSingle == 9_071)
        #expect(limits.driveSingle == 9_071)
        #expect(limits.otherSingle == 9_071)
        #expect(text(limits.pair) == ["1017→9071", "→15422"])
        #expect(limits.drivePair.isEmpty)
        #expect(text(limits.tridem) == ["1220→15422", "→21772"])
        #expect(edition.wheelbase == nil)
    }

    // EVIDENCE: Federal bridge formula table, the cells whose formula gives no half of 500 lb.
    @Test(
        "The bridge formula gives the cells of the printed table",
        arguments: [
            (4, 2, 34_000), (8, 2, 38_000), (9, 2, 39_000), (10, 2, 40_000), (8, 3, 42_000),
            (10, 3, 43_500), (12, 3, 45_000), (12, 4, 50_000), (16, 3, 48_000), (16, 4, 52_500),
            (16, 5, 58_000), (20, 3, 51_000), (20, 4, 55_500), (20, 5, 60_500), (20, 6, 66_000),
            (24, 3, 54_000), (24, 4, 58_000), (24, 5, 63_000), (24, 6, 68_500), (24, 7, 74_000),
            (30, 3, 58_500), (30, 4, 62_000), (30, 6, 72_000), (30, 7, 77_500), (36, 4, 66_000),
            (36, 5, 70_500), (36, 6, 75_500), (36, 7, 81_000), (40, 4, 68_500), (40, 5, 73_000),
            (40, 6, 78_000), (40, 7, 83_500), (51, 5, 80_000), (51, 6, 84_500),
            (54, 6, 86_500), (54, 7, 91_500), (60, 5, 85_500), (60, 6, 90_000), (60, 7, 95_000),
        ]
    )
    func bridge(_ feet: Int, _ axles: Int, _ pounds: Int) throws {
        let rule = try #require(edition.bridge)
        #expect(rule.pounds(axles: axles, feet: feet) == pounds)
    }

    @Test("Two tandems in a row may carry 68,000 lb from 36 ft on; short stretches count as 4 ft")
    func bridgeExceptions() throws {
        let rule = try #require(edition.bridge)
        #expect(rule.twoPairs == BridgeRule.TwoPairs(lengthMin: 36, limit: 30_844))
        #expect(rule.pounds(axles: 2, feet: 1) == 34_000)
        #expect(rule.article == "23 USC 127(a)(2)")
    }

    @Test("Groups of three need no bands where the bridge formula limits them")
    func withoutTridem() throws {
        let text = try Checkout.text("config/rulebooks/us.yaml")
        let start = try #require(text.range(of: "      tridem:"))
        let end = try #require(text.range(of: "    bridge_formula:"))
        let rest = text[..<start.lowerBound] + "\n" + text[end.lowerBound...]
        let law = try withFile(String(rest)) { try RulebookFile.loadCompiled($0) }
        #expect(law.rulebook.editions.first?.groupLimits.tridem == [])
    }

    @Test("Permits are known, fines are the states', classes of scales are those of ASTM E1318")
    func otherSections() {
        #expect(edition.registry == RegistryRule(permit: "23 USC 127(a) permits"))
        #expect(edition.penalty == nil)
        #expect(edition.deduction.permilleByClass == ["I": 100, "II": 150, "III": 60])
        // 1975-01-04T05:00:00Z
        #expect(edition.effectiveFrom == Instant(seconds: 158_043_600))
    }
}
