// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Rulebook
public import Weighing

/// The default rulebook `cn` as a value, for the tests of targets that cannot read YAML.
///
/// Written from the text of the law and not from the file in `config/`, so that each can be held
/// against the other.
public enum SampleLaw {
    /// Seconds east of UTC of the dates below.
    public static let utcOffsetSeconds = 8 * 3_600

    /// The local midnight from which the one edition holds.
    public static let effectiveFrom = CivilTime(year: 2016, month: 9, day: 21)
        .instant(offsetSeconds: utcOffsetSeconds)

    /// The local midnight before which no clock is believed.
    public static let clockEarliest = CivilTime(year: 2000, month: 1, day: 1)
        .instant(offsetSeconds: utcOffsetSeconds)

    /// The whole rulebook: one edition.
    public static let cn = Rulebook(
        id: "cn",
        title: BilingualText(
            zh: "公路货运车辆超限认定",
            en: "Over-limit freight vehicles on highways"
        ),
        utcOffsetSeconds: utcOffsetSeconds,
        editions: [edition]
    )

    /// The edition of 2016-09-21.
    public static let edition = Edition(
        name: "2016-09-21",
        effectiveFrom: effectiveFrom,
        articles: articles,
        grouping: Grouping(
            joinedBelow: 1_800,
            steerPair: SteerPairRule(axleCountMin: 3, firstBelow: 2_600, secondAtLeast: 1_800)
        ),
        grossRules: grossRules,
        typeRules: typeRules,
        groupLimits: groupLimits,
        deduction: DeductionRule(
            permilleByClass: ["2": 20, "5": 50, "10": 100],
            unknownSitePermille: 50,
            noCertificatePermille: 50,
            article: error
        ),
        validity: ValidityRule(
            speedMin: 500,
            speedMax: 12_000,
            axleMin: 200,
            axleMax: 35_000,
            grossMax: 150_000,
            spacingMin: 600,
            spacingMax: 20_000,
            imbalanceMaxPermille: 400,
            clockEarliest: clockEarliest,
            clockAheadMaxSeconds: 600,
            mirroredAxleCountMin: 3,
            mirroredTolerance: 10
        ),
        wear: WearRule(reference: 10_000, cap: 50_000),
        registry: registry,
        penalty: penalty
    )

    /// Article ids as verdicts print them.
    public static let item4 = "Order 62 Art. 3(4)"
    /// Three axles.
    public static let item5 = "Order 62 Art. 3(5)"
    /// Four axles.
    public static let item6 = "Order 62 Art. 3(6)"
    /// Five axles.
    public static let item7 = "Order 62 Art. 3(7)"
    /// Six axles and more.
    public static let item8 = "Order 62 Art. 3(8)"
    /// Five axles as 1-1-3.
    public static let annex = "Order 62 Art. 3 para. 2(3), 2016 annex (18 + 24)"
    /// Axle groups.
    public static let loads = "GB 1589-2016 axle loads"
    /// Errors of scales.
    public static let error = "JJG 907-2006 error in service"
    /// Axles with single tyres.
    public static let singleTyres = "Order 62 Art. 3 para. 2(2), 2016 annex remark 2"
    /// The groups together.
    public static let sumOfGroups = "Order 62 Art. 3 para. 2(3), GB 1589-2016 axle loads"
    /// Tractors, agricultural vehicles, low-speed trucks.
    public static let licensed = "Order 62 Art. 3 para. 2(4)"
    /// What is not deemed over-limit.
    public static let exempt = "Order 62 Art. 3 para. 2(5)"
    /// The registered gross mass of two axles.
    public static let registeredGross = "2016 annex remark 1"
    /// Air suspension.
    public static let airSuspension = "2016 annex remark 4"
    /// Permits.
    public static let permit = "Order 62 permits"
    /// Fines for size.
    public static let sizeFines = "Order 62 Art. 43(1)"
    /// Fines for mass.
    public static let massFines = "Order 62 Art. 43(2)"
    /// Repetition.
    public static let repetition = "Regulation 593 Art. 66"

    private static let articles = [
        article(item4, "第三条第一款第（四）项", true),
        article(item5, "第三条第一款第（五）项", true),
        article(item6, "第三条第一款第（六）项", true),
        article(item7, "第三条第一款第（七）项", true),
        article(item8, "第三条第一款第（八）项", true),
        article(annex, "第三条第二款第（三）项，2016年附件（18 + 24）", false),
        article(loads, "GB 1589-2016", false),
        article(error, "JJG 907-2006", false),
        article(singleTyres, "第三条第二款第（二）项，2016年附件备注2", true),
        article(sumOfGroups, "第三条第二款第（三）项，GB 1589-2016", false),
        article(licensed, "第三条第二款第（四）项", true),
        article(exempt, "第三条第二款第（五）项", false),
        article(registeredGross, "2016年附件备注1", true),
        article(airSuspension, "2016年附件备注4", true),
        article(permit, "第二章", false),
        article(sizeFines, "第四十三条第一款第（一）项", true),
        article(massFines, "第四十三条第一款第（二）项", true),
        article(repetition, "《公路安全保护条例》第六十六条", true),
    ]

    private static func article(_ id: String, _ zh: String, _ isVerified: Bool) -> Article {
        Article(id: id, citation: BilingualText(zh: zh, en: id), isVerified: isVerified)
    }

    private static let grossRules = [
        GrossRule(axles: 2...2, match: .any, isCombination: false, limit: 18_000, article: item4),
        rule(3...3, ["1-2", "2-1"], isCombination: false, 25_000, item5),
        rule(3...3, ["1-1-1"], isCombination: true, 27_000, item5),
        unknown(3...3, 27_000, item5),
        rule(4...4, ["2-2", "1-3"], isCombination: false, 31_000, item6),
        rule(4...4, ["1-1-2", "1-2-1", "2-1-1", "1-1-1-1"], isCombination: true, 36_000, item6),
        unknown(4...4, 36_000, item6),
        rule(5...5, ["1-1-3"], isCombination: true, 42_000, annex),
        GrossRule(
            axles: 5...5,
            match: .groups(atLeast: 3, driveAxles: 1...15),
            isCombination: true,
            limit: 43_000,
            article: item7
        ),
        unknown(5...5, 43_000, item7),
        GrossRule(
            axles: 6...16,
            match: .groups(atLeast: 2, driveAxles: 2...15),
            isCombination: true,
            limit: 49_000,
            article: item8
        ),
        GrossRule(
            axles: 6...16,
            match: .groups(atLeast: 2, driveAxles: 1...1),
            isCombination: true,
            limit: 46_000,
            article: item8
        ),
        unknown(6...16, 49_000, item8),
    ]

    private static func rule(
        _ axles: ClosedRange<Int>,
        _ patterns: [String],
        isCombination: Bool,
        _ limit: Int32,
        _ article: String
    ) -> GrossRule {
        GrossRule(
            axles: axles,
            match: .patterns(patterns.compactMap { AxlePattern($0) }),
            isCombination: isCombination,
            limit: limit,
            article: article
        )
    }

    private static func unknown(
        _ axles: ClosedRange<Int>,
        _ limit: Int32,
        _ article: String
    ) -> GrossRule {
        GrossRule(
            axles: axles,
            match: .any,
            isCombination: true,
            limit: limit,
            article: article,
            isPatternUnknown: true
        )
    }

    private static let typeRules = [
        TypeRule(type: .rigid, axles: 2...2, limit: 18_000, article: item4),
        TypeRule(type: .rigid, axles: 3...3, limit: 25_000, article: item5),
        TypeRule(type: .rigid, axles: 4...4, limit: 31_000, article: item6),
        TypeRule(type: .rigid, axles: 5...16, limit: nil, article: nil, isWithoutLimit: true),
        TypeRule(type: .combination, axles: 2...2, limit: 18_000, article: item4),
        TypeRule(type: .combination, axles: 3...3, limit: 27_000, article: item5),
        TypeRule(type: .combination, axles: 4...4, limit: 36_000, article: item6),
    ]

    private static let groupLimits = GroupLimits(
        steerSingle: 7_000,
        steerPair: 14_000,
        driveSingle: 11_500,
        otherSingle: 10_000,
        pair: [
            SpacingBand(below: 1_000, limit: 11_500), SpacingBand(below: 1_300, limit: 16_000),
            SpacingBand(below: .max, limit: 18_000),
        ],
        tridem: [
            SpacingBand(below: 1_301, limit: 21_000), SpacingBand(below: .max, limit: 24_000),
        ],
        article: loads
    )
}
