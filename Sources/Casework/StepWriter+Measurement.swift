// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

extension StepWriter {
    /// The law, the loads, the groups, pattern and class.
    mutating func writeMeasurement() throws(ExplanationFault) {
        let law = judged.law
        let passage = judged.passage
        add(
            .law,
            .law(
                zh: law.title.zh,
                en: law.title.en,
                rulebook: law.rulebookID,
                edition: law.edition.name
            ),
            ["rulebook": .text(law.rulebookID), "edition": .text(law.edition.name)]
        )
        add(
            .measured,
            .measured(axles: passage.axleLoads, gross: Mass(derived.gross)),
            ["axle_kg": .numbers(passage.axleLoads), "gross_kg": .number(derived.gross)]
        )
        writeSpacings()
        let pattern = derived.pattern
        add(
            .pattern,
            .pattern(groups: pattern.groupsText, vehicleClass: pattern.classText),
            [
                "axle_groups": .text(pattern.groupsText),
                "vehicle_class": .text(pattern.classText),
            ]
        )
        if let scheme = law.edition.classes {
            let name = scheme.name(of: passage)
            add(
                .className,
                .className(name, try source(scheme.article)),
                ["name": .text(name), "article": .text(scheme.article)]
            )
        }
        let isGiven = passage.vehicleType != .unspecified
        add(
            .combination,
            .combination(derived.base.isCombination, isGiven: isGiven),
            [
                "combination": .flag(derived.base.isCombination),
                "by": .text(isGiven ? "vehicle_type" : "pattern"),
            ]
        )
    }

    private mutating func writeSpacings() {
        let spacings = judged.passage.spacings
        let grouping = judged.law.edition.grouping
        if derived.hasSteerPair, let rule = grouping.steerPair {
            add(
                .steerPair,
                .steerPair(
                    first: Length(spacings[0]),
                    firstBelow: Length(Int(rule.firstBelow)),
                    second: Length(spacings[1]),
                    secondAtLeast: Length(Int(rule.secondAtLeast))
                ),
                [
                    "first_mm": .number(spacings[0]),
                    "first_below_mm": .number(Int(rule.firstBelow)),
                    "second_mm": .number(spacings[1]),
                    "second_at_least_mm": .number(Int(rule.secondAtLeast)),
                ]
            )
        }
        let joinedBelow = Int(grouping.joinedBelow)
        for (index, spacing) in spacings.enumerated().dropFirst(derived.hasSteerPair ? 2 : 0) {
            add(
                .spacing,
                .spacing(after: index + 1, Length(spacing), joinedBelow: Length(joinedBelow)),
                [
                    "axle": .number(index + 1), "mm": .number(spacing),
                    "joined_below_mm": .number(joinedBelow),
                    "joined": .flag(spacing < joinedBelow),
                ]
            )
        }
    }
}
