// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook

extension StepWriter {
    /// The axle groups against their limits, and the stretches that matter.
    mutating func writeGroups() throws(ExplanationFault) {
        let limits = judged.law.edition.groupLimits
        add(
            .groupRule,
            .groupRule(derived.groupEffect, try source(limits.article)),
            ["effect": .text(derived.groupEffect.rawValue), "article": .text(limits.article)]
        )
        for (index, group) in derived.groups.enumerated() {
            write(group, number: index + 1)
        }
        // The worst, and every one that is over; of two as bad the one in front.
        let worst = derived.stretches.map(\.excess).max()
        let shown = derived.stretches.firstIndex { $0.excess == worst }
        for (index, stretch) in derived.stretches.enumerated()
        where stretch.excess > 0 || index == shown {
            add(
                .stretch,
                .stretch(
                    stretch.axles,
                    Length(stretch.length),
                    Mass(stretch.load),
                    limit: Mass(stretch.limit)
                ),
                [
                    "first_axle": .number(stretch.axles.first),
                    "last_axle": .number(stretch.axles.last), "mm": .number(stretch.length),
                    "kg": .number(stretch.load), "limit_kg": .number(stretch.limit),
                    "excess_kg": .number(stretch.excess),
                ]
            )
        }
    }

    private mutating func write(_ group: DerivedGroup, number: Int) {
        let phrase = Phrase.group(
            number,
            group.role,
            group.axles,
            Mass(group.load),
            limit: group.limit.map { Mass($0) }
        )
        var step = ExplanationStep(
            .group,
            phrase,
            [
                .init("group", .number(number)), .init("role", .text(group.role.rawValue)),
                .init("first_axle", .number(group.axles.first)),
                .init("last_axle", .number(group.axles.last)), .init("kg", .number(group.load)),
            ]
        )
        if let part = group.part {
            step.fields.append(.init("limit_kg", .number(part.limit)))
            step.fields.append(.init("excess_kg", .number(part.excess)))
        }
        add(step)
    }
}
