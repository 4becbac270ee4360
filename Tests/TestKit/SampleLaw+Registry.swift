// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Rulebook
import Weighing

extension SampleLaw {
    /// What the registry changes: Article 3 paragraph 2 and the remarks of the annex.
    public static let registry = RegistryRule(
        singleTyres: RegistryRule.SingleTyres(
            reduction: 3_000,
            isPerAxle: true,
            article: singleTyres
        ),
        airSuspension: [
            sprung(["1-2", "2-1"], 26_000), sprung(["2-2", "1-3"], 32_000),
            sprung(["1-1-1-1", "1-1-2"], 37_000, isCombination: true, lastSpacingMin: 1_800),
        ],
        sumOfGroups: sumOfGroups,
        registeredGross: RegistryRule.RegisteredGross(axles: 2...2, article: registeredGross),
        licensed: RegistryRule.Classes(
            names: ["tractor", "agricultural", "low_speed"],
            article: licensed
        ),
        exempt: RegistryRule.Classes(names: ["special_operation"], article: exempt),
        permit: permit
    )

    private static func sprung(
        _ patterns: [String],
        _ limit: Int32,
        isCombination: Bool = false,
        lastSpacingMin: Int32 = 0
    ) -> RegistryRule.AirSuspension {
        RegistryRule.AirSuspension(
            patterns: patterns.compactMap { AxlePattern($0) },
            isCombination: isCombination,
            lastSpacingMin: lastSpacingMin,
            limit: limit,
            article: airSuspension
        )
    }

    /// What an offence costs: Article 43, and Article 66 of the Regulation.
    public static let penalty = PenaltyRule(
        currency: "CNY",
        most: 30_000,
        mass: PenaltyRule.Mass(
            warningUpTo: 1_000,
            step: 1_000,
            perStep: 500,
            article: massFines
        ),
        size: PenaltyRule.Size(
            allowed: PenaltyRule.Dimensions(height: 4_000, width: 2_550, length: 18_100),
            bands: [
                band(4_200, 3_000, 20_000, 0...200), band(4_500, 3_750, 28_000, 200...1_000),
                band(.max, .max, .max, 1_000...3_000),
            ],
            article: sizeFines
        ),
        repetition: PenaltyRule.Repeat(
            records: 4,
            months: 12,
            carrierPermille: 100,
            article: repetition
        )
    )

    private static func band(
        _ height: Int32,
        _ width: Int32,
        _ length: Int32,
        _ fine: ClosedRange<Int32>
    ) -> PenaltyRule.Size.Band {
        PenaltyRule.Size.Band(
            upTo: PenaltyRule.Dimensions(height: height, width: width, length: length),
            fine: fine
        )
    }
}
