// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Laws for these tests: the numbers of the sample law with everything that a registry and a penalty
// add, and two of another kind. Their citations are short and their own, so that texts can be compared
// in full.

import Rulebook
import TestKit
import Weighing

enum CaseLaws {
    static let annexTyres = "annex remark 2"
    static let annexAir = "annex remark 4"
    static let paragraph3 = "Art. 3 para. 2(3)"
    static let paragraph4 = "Art. 3 para. 2(4)"
    static let paragraph5 = "Art. 3 para. 2(5)"
    static let permit = "Art. 3 permit"
    static let fines = "Art. 43"

    /// The noon at which the vehicles of these tests pass.
    static let noon = CivilTime(year: 2026, month: 3, day: 1, hour: 12)
        .instant(offsetSeconds: 8 * 3_600)

    /// The sample law with a registry and penalties.
    static let cn = book(edition)

    static func book(_ edition: Edition) -> Rulebook {
        Rulebook(
            id: "cn",
            title: BilingualText(zh: "超限认定规则", en: "Over-limit rules"),
            utcOffsetSeconds: 8 * 3_600,
            editions: [edition]
        )
    }

    static let edition: Edition = {
        var edition = SampleLaw.edition
        edition.articles = articles
        edition.registry = registry
        edition.penalty = penalty
        edition.bridge = nil
        edition.wheelbase = nil
        edition.classes = nil
        return edition
    }()

    private static let articles = [
        article(SampleLaw.item4, "第三条第（四）项", "Article 3 item 4", true),
        article(SampleLaw.item5, "第三条第（五）项", "Article 3 item 5", true),
        article(SampleLaw.item6, "第三条第（六）项", "Article 3 item 6", true),
        article(SampleLaw.item7, "第三条第（七）项", "Article 3 item 7", true),
        article(SampleLaw.item8, "第三条第（八）项", "Article 3 item 8", true),
        article(SampleLaw.annex, "附件", "the annex", false),
        article(SampleLaw.loads, "轴荷标准", "the axle load standard", false),
        article(SampleLaw.error, "检定规程", "the verification regulation", false),
        article(annexTyres, "附件备注二", "remark 2 of the annex", false),
        article(annexAir, "附件备注四", "remark 4 of the annex", false),
        article(paragraph3, "第三条第二款第（三）项", "Article 3 paragraph 2 item 3", true),
        article(paragraph4, "第三条第二款第（四）项", "Article 3 paragraph 2 item 4", true),
        article(paragraph5, "第三条第二款第（五）项", "Article 3 paragraph 2 item 5", true),
        article(permit, "许可条文", "the article on permits", false),
        article(fines, "第四十三条", "Article 43", true),
    ]

    static func article(_ id: String, _ zh: String, _ en: String, _ isVerified: Bool) -> Article {
        Article(id: id, citation: BilingualText(zh: zh, en: en), isVerified: isVerified)
    }

    private static func patterns(_ texts: String...) -> [AxlePattern] {
        texts.compactMap { AxlePattern($0) }
    }

    private static let registry = RegistryRule(
        singleTyres: RegistryRule.SingleTyres(
            reduction: 3_000,
            isPerAxle: true,
            article: annexTyres
        ),
        airSuspension: [
            RegistryRule.AirSuspension(
                patterns: patterns("1-2", "2-1"),
                isCombination: false,
                limit: 26_000,
                article: annexAir
            ),
            RegistryRule.AirSuspension(
                patterns: patterns("2-2"),
                isCombination: false,
                limit: 32_000,
                article: annexAir
            ),
            RegistryRule.AirSuspension(
                patterns: patterns("1-1-1-1"),
                isCombination: true,
                lastSpacingMin: 1_800,
                limit: 37_000,
                article: annexAir
            ),
        ],
        sumOfGroups: paragraph3,
        registeredGross: RegistryRule.RegisteredGross(axles: 2...2, article: SampleLaw.item4),
        licensed: RegistryRule.Classes(names: ["low_speed"], article: paragraph4),
        exempt: RegistryRule.Classes(names: ["refrigerated"], article: paragraph5),
        permit: permit
    )

    private static let penalty = PenaltyRule(
        currency: "CNY",
        most: 30_000,
        mass: PenaltyRule.Mass(warningUpTo: 1_000, step: 1_000, perStep: 500, article: fines),
        size: PenaltyRule.Size(
            allowed: PenaltyRule.Dimensions(height: 4_000, width: 2_550, length: 18_100),
            bands: [
                PenaltyRule.Size.Band(
                    upTo: PenaltyRule.Dimensions(height: 4_200, width: 3_000, length: 20_000),
                    fine: 0...200
                ),
                PenaltyRule.Size.Band(
                    upTo: PenaltyRule.Dimensions(height: 4_500, width: 3_750, length: 28_000),
                    fine: 200...1_000
                ),
                PenaltyRule.Size.Band(
                    upTo: PenaltyRule.Dimensions(height: .max, width: .max, length: .max),
                    fine: 1_000...3_000
                ),
            ],
            article: fines
        ),
        repetition: PenaltyRule.Repeat(
            records: 4,
            months: 12,
            carrierPermille: 100,
            article: fines
        )
    )
}

extension CaseLaws {
    /// Groups and stretches decide, as in the law of the bridge formula.
    static let bridge: Rulebook = {
        var edition = SampleLaw.edition
        edition.articles = [
            article("gross", "总质量条文", "the gross mass clause", true),
            article("axles", "轴荷条文", "the axle clause", true),
            article("formula", "桥梁公式", "the bridge formula", false),
            article(SampleLaw.error, "检定规程", "the verification regulation", false),
            article("scheme", "分类表", "the classification table", false),
        ]
        edition.registry = nil
        edition.penalty = nil
        edition.grouping = Grouping(joinedBelow: 2_438, steerPair: nil)
        edition.grossRules = [
            GrossRule(
                axles: 2...16,
                match: .any,
                isCombination: true,
                limit: 36_287,
                article: "gross"
            )
        ]
        edition.typeRules = []
        edition.groupLimits = GroupLimits(
            steerSingle: 9_071,
            steerPair: 15_422,
            driveSingle: 9_071,
            otherSingle: 9_071,
            pair: [
                SpacingBand(below: 1_016, limit: 9_071), SpacingBand(below: .max, limit: 15_422),
            ],
            tridem: [],
            isDeciding: true,
            article: "axles"
        )
        edition.bridge = BridgeRule(
            unit: 500,
            perAxle: 12,
            constant: 36,
            lengthMin: 4,
            twoPairs: BridgeRule.TwoPairs(lengthMin: 36, limit: 30_844),
            article: "formula"
        )
        edition.classes = ClassScheme(
            rules: [
                ClassScheme.Rule(
                    name: "9",
                    axles: 5...5,
                    spacings: [1_000...9_000],
                    gross: 5_000...60_000,
                    firstAxleMin: 2_000
                )
            ],
            otherwise: "15",
            article: "scheme"
        )
        var book = CaseLaws.book(edition)
        book.id = "bridge"
        return book
    }()

    /// Groups decide, drive pairs have bands of their own, and the wheelbase limits combinations.
    static let wheelbase: Rulebook = {
        var edition = CaseLaws.edition
        edition.registry = nil
        edition.penalty = nil
        edition.groupLimits.isDeciding = true
        edition.groupLimits.drivePair = [
            SpacingBand(below: 1_300, limit: 16_000), SpacingBand(below: .max, limit: 19_000),
        ]
        edition.wheelbase = WheelbaseRule(kilogramsPerMillimetre: 5, article: CaseLaws.annexAir)
        for index in edition.grossRules.indices where edition.grossRules[index].isCombination {
            edition.grossRules[index].isWheelbaseLimited = true
        }
        var book = CaseLaws.book(edition)
        book.id = "wheelbase"
        return book
    }()
}
