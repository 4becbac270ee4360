// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// An edition in which everything that can be stored is there, and no number twice: what is not in its
// facts is then found missing. A new stored property has to be given a number here, by the compiler or
// by the count of marks.

import Rulebook
import Weighing

enum FullEdition {
    private static func pattern(_ text: String) -> AxlePattern {
        AxlePattern(text) ?? AxlePattern(code: 0)
    }

    static let edition = Edition(
        name: "1999-12-31",
        effectiveFrom: Instant(seconds: 1_000_000_001),
        articles: [
            Article(
                id: "art-a",
                citation: BilingualText(zh: "甲条", en: "citation-a"),
                isVerified: true
            )
        ],
        grouping: Grouping(
            joinedBelow: 10_001,
            steerPair: SteerPairRule(
                axleCountMin: 10_002,
                firstBelow: 10_003,
                secondAtLeast: 10_004
            )
        ),
        grossRules: [
            GrossRule(
                axles: 11...12,
                match: .patterns([pattern("5-6"), pattern("6-5")]),
                isCombination: true,
                limit: 10_005,
                article: "art-b"
            ),
            GrossRule(
                axles: 13...14,
                match: .groups(atLeast: 21, driveAxles: 22...23),
                isCombination: false,
                limit: 10_006,
                article: "art-c"
            ),
        ],
        typeRules: [
            TypeRule(type: .rigid, axles: 15...16, limit: 10_007, article: "art-d")
        ],
        groupLimits: GroupLimits(
            steerSingle: 10_008,
            steerPair: 10_009,
            driveSingle: 10_010,
            otherSingle: 10_011,
            pair: [
                SpacingBand(below: 10_012, limit: 10_013), SpacingBand(below: .max, limit: 10_014),
            ],
            drivePair: [
                SpacingBand(below: 10_015, limit: 10_016), SpacingBand(below: .max, limit: 10_017),
            ],
            tridem: [
                SpacingBand(below: 10_018, limit: 10_019), SpacingBand(below: .max, limit: 10_020),
            ],
            article: "art-e"
        ),
        deduction: DeductionRule(
            permilleByClass: ["class-a": 10_021, "class-b": 10_022],
            unknownSitePermille: 10_023,
            noCertificatePermille: 10_024,
            article: "art-f"
        ),
        validity: ValidityRule(
            speedMin: 1_002_500,
            speedMax: 1_002_600,
            axleMin: 10_027,
            axleMax: 10_028,
            grossMax: 10_029,
            spacingMin: 10_030,
            spacingMax: 10_031,
            imbalanceMaxPermille: 10_032,
            clockEarliest: Instant(seconds: 1_000_000_002),
            clockAheadMaxSeconds: 10_033,
            mirroredAxleCountMin: 10_034,
            mirroredTolerance: 10_035
        ),
        wear: WearRule(reference: 10_036, cap: 10_037),
        bridge: BridgeRule(
            unit: 10_038,
            perAxle: 10_039,
            constant: 10_040,
            lengthMin: 10_041,
            twoPairs: BridgeRule.TwoPairs(lengthMin: 10_042, limit: 10_043),
            article: "art-g"
        ),
        wheelbase: WheelbaseRule(kilogramsPerMillimetre: 10_044, article: "art-h"),
        registry: registry,
        penalty: penalty,
        classes: ClassScheme(
            rules: [
                ClassScheme.Rule(
                    name: "name-a",
                    axles: 10_070...10_071,
                    spacings: [10_072...10_073, 10_074...10_075],
                    gross: 10_076...10_077,
                    firstAxleMin: 10_078
                )
            ],
            otherwise: "name-b",
            article: "art-i"
        )
    )

    private static let registry = RegistryRule(
        singleTyres: RegistryRule.SingleTyres(
            reduction: 10_045,
            isPerAxle: true,
            article: "art-j"
        ),
        airSuspension: [
            RegistryRule.AirSuspension(
                patterns: [pattern("7-8"), pattern("8-7")],
                isCombination: true,
                lastSpacingMin: 10_046,
                limit: 10_047,
                article: "art-k"
            )
        ],
        sumOfGroups: "art-l",
        registeredGross: RegistryRule.RegisteredGross(axles: 10_048...10_049, article: "art-m"),
        licensed: RegistryRule.Classes(names: ["name-c", "name-d"], article: "art-n"),
        exempt: RegistryRule.Classes(names: ["name-e", "name-f"], article: "art-o"),
        permit: "art-p"
    )

    private static let penalty = PenaltyRule(
        currency: "XTS",
        most: 10_050,
        mass: PenaltyRule.Mass(
            warningUpTo: 10_051,
            step: 10_052,
            perStep: 10_053,
            article: "art-q"
        ),
        size: PenaltyRule.Size(
            allowed: PenaltyRule.Dimensions(height: 10_054, width: 10_055, length: 10_056),
            bands: [
                PenaltyRule.Size.Band(
                    upTo: PenaltyRule.Dimensions(height: 10_057, width: 10_058, length: 10_059),
                    fine: 10_060...10_061
                ),
                PenaltyRule.Size.Band(
                    upTo: PenaltyRule.Dimensions(height: .max, width: .max, length: .max),
                    fine: 10_062...10_063
                ),
            ],
            article: "art-r"
        ),
        repetition: PenaltyRule.Repeat(
            records: 10_064,
            months: 10_065,
            carrierPermille: 10_066,
            article: "art-s"
        )
    )

    /// A change of every mark and every instant, by its path.
    static let changes: [(path: String, change: @Sendable (inout Edition) -> Void)] = [
        (".effectiveFrom", { $0.effectiveFrom.microseconds += 1 }),
        (".validity.clockEarliest", { $0.validity.clockEarliest.microseconds += 1 }),
        (".articles.isVerified", { $0.articles[0].isVerified.toggle() }),
        (".grossRules.isCombination", { $0.grossRules[0].isCombination.toggle() }),
        (".grossRules.isPatternUnknown", { $0.grossRules[0].isPatternUnknown.toggle() }),
        (".grossRules.isWheelbaseLimited", { $0.grossRules[0].isWheelbaseLimited.toggle() }),
        (".typeRules.isWithoutLimit", { $0.typeRules[0].isWithoutLimit.toggle() }),
        (".typeRules.isWheelbaseLimited", { $0.typeRules[0].isWheelbaseLimited.toggle() }),
        (".groupLimits.isDeciding", { $0.groupLimits.isDeciding.toggle() }),
        (".registry.singleTyres.isPerAxle", { $0.registry?.singleTyres?.isPerAxle.toggle() }),
        (
            ".registry.airSuspension.isCombination",
            { $0.registry?.airSuspension[0].isCombination.toggle() }
        ),
    ]
}
