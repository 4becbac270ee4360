// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Registry
import Rulebook
import TestKit
import Testing
import Weighing

@Suite("The rulebook cn")
struct ChineseRulebookTests {
    let rulebook: Rulebook
    let edition: Edition

    init() throws {
        rulebook = try RulebookFile.load(Checkout.path("config/rulebooks/cn.yaml"))
        edition = try #require(rulebook.editions.first)
    }

    @Test("It has one edition, from 21 September 2016, midnight in China")
    func editionBegins() {
        #expect(rulebook.id == "cn")
        #expect(rulebook.utcOffsetSeconds == 8 * 3_600)
        #expect(rulebook.editions.map(\.name) == ["2016-09-21"])
        // 2016-09-20T16:00:00Z
        #expect(edition.effectiveFrom == Instant(seconds: 1_474_387_200))
    }

    // EVIDENCE: Order 62 Art. 3 para. 1 items 4-8: over 18 000, 25 000, 27 000, 31 000, 36 000,
    // 43 000, 49 000 and 46 000 kg.
    @Test(
        "Each pattern has its limit and its article",
        arguments: [
            ("1-1", 18_000, false, false, "(4)"), ("2", 18_000, false, false, "(4)"),
            ("1-2", 25_000, false, false, "(5)"), ("2-1", 25_000, false, false, "(5)"),
            ("1-1-1", 27_000, true, false, "(5)"), ("3", 27_000, true, true, "(5)"),
            ("2-2", 31_000, false, false, "(6)"), ("1-3", 31_000, false, false, "(6)"),
            ("1-1-2", 36_000, true, false, "(6)"), ("1-2-1", 36_000, true, false, "(6)"),
            ("2-1-1", 36_000, true, false, "(6)"), ("1-1-1-1", 36_000, true, false, "(6)"),
            ("3-1", 36_000, true, true, "(6)"), ("4", 36_000, true, true, "(6)"),
            ("1-1-3", 42_000, true, false, " para. 2(3), 2016 annex (18 + 24)"),
            ("1-2-2", 43_000, true, false, "(7)"), ("1-1-1-2", 43_000, true, false, "(7)"),
            ("1-1-1-1-1", 43_000, true, false, "(7)"), ("2-3", 43_000, true, true, "(7)"),
            ("5", 43_000, true, true, "(7)"),
            ("1-2-3", 49_000, true, false, "(8)"), ("3-3", 49_000, true, false, "(8)"),
            ("1-5", 49_000, true, false, "(8)"), ("1-1-4", 46_000, true, false, "(8)"),
            ("1-1-2-2", 46_000, true, false, "(8)"), ("6", 49_000, true, true, "(8)"),
            ("16", 49_000, true, true, "(8)"), ("1-15", 49_000, true, false, "(8)"),
        ] as [(String, Int32, Bool, Bool, String)]
    )
    func grossLimit(
        _ pattern: String,
        _ limit: Int32,
        _ isCombination: Bool,
        _ isUnknown: Bool,
        _ article: String
    ) throws {
        let pattern = try #require(AxlePattern(pattern))
        let rule = try #require(edition.grossRules.first { $0.covers(pattern) })
        #expect(rule.limit == limit)
        #expect(rule.isCombination == isCombination)
        #expect(rule.isPatternUnknown == isUnknown)
        #expect(rule.article == "Order 62 Art. 3" + article)
    }

    @Test("A given vehicle type has its limit; a rigid truck of five axles has none")
    func typeLimits() {
        let expected: [TypeRule] = [
            TypeRule(type: .rigid, axles: 2...2, limit: 18_000, article: "Order 62 Art. 3(4)"),
            TypeRule(type: .rigid, axles: 3...3, limit: 25_000, article: "Order 62 Art. 3(5)"),
            TypeRule(type: .rigid, axles: 4...4, limit: 31_000, article: "Order 62 Art. 3(6)"),
            TypeRule(
                type: .rigid,
                axles: 5...16,
                limit: nil,
                article: nil,
                isWithoutLimit: true
            ),
            TypeRule(
                type: .combination,
                axles: 2...2,
                limit: 18_000,
                article: "Order 62 Art. 3(4)"
            ),
            TypeRule(
                type: .combination,
                axles: 3...3,
                limit: 27_000,
                article: "Order 62 Art. 3(5)"
            ),
            TypeRule(
                type: .combination,
                axles: 4...4,
                limit: 36_000,
                article: "Order 62 Art. 3(6)"
            ),
        ]
        #expect(edition.typeRules == expected)
    }

    @Test("Groups form under 1.8 m, and the steer pair under 2.6 m")
    func grouping() {
        #expect(
            edition.grouping
                == Grouping(
                    joinedBelow: 1_800,
                    steerPair: SteerPairRule(
                        axleCountMin: 3,
                        firstBelow: 2_600,
                        secondAtLeast: 1_800
                    )
                )
        )
    }

    @Test("Axle groups have the limits of GB 1589; a tridem's first band includes 1.3 m")
    func groupLimits() {
        let limits = edition.groupLimits
        #expect(limits.steerSingle == 7_000)
        #expect(limits.steerPair == 14_000)
        #expect(limits.driveSingle == 11_500)
        #expect(limits.otherSingle == 10_000)
        #expect(
            limits.pair == [
                SpacingBand(below: 1_000, limit: 11_500), SpacingBand(below: 1_300, limit: 16_000),
                SpacingBand(below: .max, limit: 18_000),
            ]
        )
        #expect(
            limits.tridem == [
                SpacingBand(below: 1_301, limit: 21_000), SpacingBand(below: .max, limit: 24_000),
            ]
        )
    }

    @Test("The deduction is the class's error in service, 5 % where nobody knows")
    func deduction() {
        let rule = edition.deduction
        #expect(rule.permilleByClass == ["2": 20, "5": 50, "10": 100])
        #expect(rule.unknownSitePermille == 50)
        #expect(rule.noCertificatePermille == 50)
    }

    @Test("The bounds of a usable measurement and of wear are those of the default rulebook")
    func validity() {
        let expected = ValidityRule(
            speedMin: 500,
            speedMax: 12_000,
            axleMin: 200,
            axleMax: 35_000,
            grossMax: 150_000,
            spacingMin: 600,
            spacingMax: 20_000,
            imbalanceMaxPermille: 400,
            // 1999-12-31T16:00:00Z, midnight in China
            clockEarliest: Instant(seconds: 946_656_000),
            clockAheadMaxSeconds: 600,
            mirroredAxleCountMin: 3,
            mirroredTolerance: 10
        )
        #expect(edition.validity == expected)
        #expect(edition.wear == WearRule(reference: 10_000, cap: 50_000))
    }

    @Test("The registry changes what Article 3 paragraph 2 and the remarks of the annex say")
    func registry() throws {
        let rule = try #require(edition.registry)
        #expect(rule.singleTyres?.reduction == 3_000)
        #expect(rule.singleTyres?.isPerAxle == true)
        let sprung = rule.airSuspension.map {
            "\($0.patterns.map(\.groupsText)) \($0.isCombination) \($0.lastSpacingMin) \($0.limit)"
        }
        #expect(
            sprung == [
                #"["1-2", "2-1"] false 0 26000"#, #"["2-2", "1-3"] false 0 32000"#,
                #"["1-1-1-1", "1-1-2"] true 1800 37000"#,
            ]
        )
        #expect(rule.sumOfGroups == "Order 62 Art. 3 para. 2(3), GB 1589-2016 axle loads")
        #expect(rule.registeredGross?.axles == 2...2)
        #expect(rule.licensed?.names == ["tractor", "agricultural", "low_speed"])
        #expect(rule.exempt?.names == ["special_operation"])
        #expect(rule.permit == "Order 62 permits")
        #expect(
            rulebook.vehicleClasses == [
                "tractor", "agricultural", "low_speed", "special_operation",
            ]
        )
    }

    @Test("Fines are those of Article 43; the fourth record of a year is one too many")
    func penalty() throws {
        let rule = try #require(edition.penalty)
        #expect(rule.currency == "CNY")
        #expect(rule.most == 30_000)
        #expect(rule.mass.warningUpTo == 1_000)
        #expect(rule.mass.step == 1_000)
        #expect(rule.mass.perStep == 500)
        let size = try #require(rule.size)
        #expect(
            size.allowed == PenaltyRule.Dimensions(height: 4_000, width: 2_550, length: 18_100)
        )
        #expect(size.bands.map(\.fine) == [0...200, 200...1_000, 1_000...3_000])
        #expect(
            size.bands.map(\.upTo) == [
                PenaltyRule.Dimensions(height: 4_200, width: 3_000, length: 20_000),
                PenaltyRule.Dimensions(height: 4_500, width: 3_750, length: 28_000),
                PenaltyRule.Dimensions(height: .max, width: .max, length: .max),
            ]
        )
        let repetition = try #require(rule.repetition)
        #expect(repetition.records == 4)
        #expect(repetition.months == 12)
        #expect(repetition.carrierPermille == 100)
    }

    @Test("Only what was held against the text counts as checked")
    func verified() {
        let checked = edition.articles.filter(\.isVerified).map(\.id)
        #expect(
            checked == (4...8).map { "Order 62 Art. 3(\($0))" } + [
                "Order 62 Art. 3 para. 2(2), 2016 annex remark 2", "Order 62 Art. 3 para. 2(4)",
                "2016 annex remark 1", "2016 annex remark 4", "Order 62 Art. 43(1)",
                "Order 62 Art. 43(2)", "Regulation 593 Art. 66",
            ]
        )
        #expect(edition.articles.allSatisfy { !$0.citation.zh.isEmpty && !$0.citation.en.isEmpty })
    }

    @Test("The sample law of the other tests is this law, to the last number")
    func sampleLaw() {
        var sample = SampleLaw.edition
        let articles = sample.articles
        // Their wording is the file's; which they are, and whether they were checked, is both's.
        sample.articles = edition.articles
        #expect(sample == edition)
        #expect(SampleLaw.cn.id == rulebook.id)
        #expect(SampleLaw.cn.utcOffsetSeconds == rulebook.utcOffsetSeconds)
        for article in articles {
            let same = edition.articles.first { $0.id == article.id }
            #expect(same?.isVerified == article.isVerified, "\(article.id)")
        }
    }

    @Test("It compiles without a fault")
    func compiles() throws {
        let compiled = try RulebookFile.loadCompiled(Checkout.path("config/rulebooks/cn.yaml"))
        #expect(compiled.rulebook == rulebook)
        #expect(compiled.editions.count == 1)
    }
}
