// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The last steps: what would have to be different for the passage to be lawful, or by how much it is.
// Each condition is exact: one kilogram less of it would not do.

import Phrases
import Rulebook
import Weighing

extension StepWriter {
    /// What would make the passage lawful; all conditions of one kind together.
    mutating func writeConditions() throws(ExplanationFault) {
        switch judged.judgement.verdict {
        case .within: writeLawful()
        case .invalid: writeValidReading()
        case .marginal, .overload:
            writeMassConditions()
            try writeRegistryConditions()
        }
    }

    private mutating func writeLawful() {
        guard !derived.isExempt else {
            return add(.lawful, .lawfulWhateverMass, ["exempt": .flag(true)])
        }
        let spare = derived.limit - derived.gross
        add(.lawful, .lawful(spare: Mass(spare)), ["kg": .number(spare)])
    }

    private mutating func writeValidReading() {
        let faults = judged.judgement.reasons.intersection(.validity)
        add(
            .lawfulIf,
            .lawfulIfValid(faults.names.compactMap(Phrase.Reason.init)),
            ["condition": .text("valid_reading"), "without": .text(faults.text)]
        )
        guard !derived.isExempt else { return }
        add(
            .lawfulIf,
            .validGross(atMost: Mass(derived.limit)),
            ["condition": .text("gross"), "at_most_kg": .number(derived.limit)]
        )
        for part in derived.partsOver {
            add(
                .lawfulIf,
                .validPart(part.axles, atMost: Mass(part.limit)),
                [
                    "condition": .text("axles"), "first_axle": .number(part.axles.first),
                    "last_axle": .number(part.axles.last), "at_most_kg": .number(part.limit),
                ]
            )
        }
    }

    private mutating func writeMassConditions() {
        let (gross, limit) = (derived.gross, derived.limit)
        if gross > limit {
            add(
                .lawfulIf,
                .lawfulIfGross(less: Mass(gross - limit), atMost: Mass(limit)),
                [
                    "condition": .text("gross"), "less_kg": .number(gross - limit),
                    "at_most_kg": .number(limit),
                ]
            )
        }
        for part in derived.partsOver {
            add(
                .lawfulIf,
                .lawfulIfPart(part.axles, less: Mass(part.excess), atMost: Mass(part.limit)),
                [
                    "condition": .text("axles"), "first_axle": .number(part.axles.first),
                    "last_axle": .number(part.axles.last), "less_kg": .number(part.excess),
                    "at_most_kg": .number(part.limit),
                ]
            )
        }
        // Without a deduction the same would have to be less for both.
        guard derived.permille > 0 else { return }
        if derived.kept(gross) > limit {
            let most = derived.heaviest(keeping: limit)
            add(
                .marginalIf,
                .marginalIfGross(less: Mass(gross - most), atMost: Mass(most)),
                [
                    "condition": .text("gross"), "less_kg": .number(gross - most),
                    "at_most_kg": .number(most),
                ]
            )
        }
        for part in derived.partsOverKept {
            let most = derived.heaviest(keeping: part.limit)
            add(
                .marginalIf,
                .marginalIfPart(part.axles, less: Mass(part.load - most), atMost: Mass(most)),
                [
                    "condition": .text("axles"), "first_axle": .number(part.axles.first),
                    "last_axle": .number(part.axles.last),
                    "less_kg": .number(part.load - most), "at_most_kg": .number(most),
                ]
            )
        }
    }

    private mutating func writeRegistryConditions() throws(ExplanationFault) {
        for change in Phrase.RegistryChange.allCases {
            guard let facts = changed(change) else { continue }
            let other = try Derivation(
                judged.passage,
                judged.law.edition,
                facts,
                permille: derived.permille
            )
            guard other.isExempt || other.limit > derived.limit else { continue }
            let suffices = other.verdictIfValid == .within
            var step = ExplanationStep(
                .lawfulIf,
                .registryIf(
                    change,
                    limit: other.isExempt ? nil : Mass(other.limit),
                    suffices: suffices
                ),
                [
                    .init("condition", .text("registry")), .init("fact", .text(change.rawValue)),
                    .init("suffices", .flag(suffices)),
                ]
            )
            if !other.isExempt { step.fields.append(.init("limit_kg", .number(other.limit))) }
            add(step)
        }
    }

    /// The vehicle's facts with one of them as it would have to be; nil where it is so already, or
    /// where the registry gives no ground to suppose it.
    private func changed(_ change: Phrase.RegistryChange) -> VehicleFacts? {
        guard let rule = judged.law.edition.registry else { return nil }
        var facts = judged.facts ?? VehicleFacts()
        switch change {
        case .airSuspension:
            guard facts.hasAirSuspension != true else { return nil }
            facts.hasAirSuspension = true
        case .noSingleTyres:
            guard let single = facts.singleTyreAxles, single > facts.wideTyreAxles else {
                return nil
            }
            facts.singleTyreAxles = 0
        case .registeredGross:
            let isBinding =
                derived.allowance?.steps.contains {
                    if case .registeredGross = $0.step { true } else { false }
                } ?? false
            guard isBinding else { return nil }
            facts.registeredGross = nil
        case .permit:
            guard rule.permit != nil, let until = facts.permitUntil,
                until <= judged.passage.passedAt
            else { return nil }
            facts.permitUntil = judged.passage.passedAt.advanced(bySeconds: 1)
        }
        return facts
    }
}
