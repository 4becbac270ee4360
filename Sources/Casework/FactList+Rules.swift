// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

extension FactList {
    mutating func addRegistry(_ rule: RegistryRule) {
        section = .registry
        if let single = rule.singleTyres {
            article = single.article
            add("single_tyres.reduction", single.reduction, "kg")
            add("single_tyres.per_axle", single.isPerAxle)
        }
        let names = FactList.distinct(
            rule.airSuspension.map {
                $0.patterns.map(\.groupsText).joined(separator: ", ")
                    + ($0.isCombination ? " combination" : " rigid")
            }
        )
        article = nil
        // The first that fits decides.
        if names.count > 1 { add("air_suspension.order", names.joined(separator: "; ")) }
        for (entry, name) in zip(rule.airSuspension, names) {
            article = entry.article
            add("air_suspension[\(name)].limit", entry.limit, "kg")
            add("air_suspension[\(name)].last_spacing_at_least", entry.lastSpacingMin, "mm")
        }
        if let sum = rule.sumOfGroups {
            article = sum
            add("sum_of_groups", true)
        }
        if let registered = rule.registeredGross {
            article = registered.article
            add("registered_gross.axles", FactList.text(registered.axles))
        }
        if let licensed = rule.licensed {
            article = licensed.article
            add("licensed", licensed.names.sorted().joined(separator: ", "))
        }
        if let exempt = rule.exempt {
            article = exempt.article
            add("exempt", exempt.names.sorted().joined(separator: ", "))
        }
        if let permit = rule.permit {
            article = permit
            add("permit", true)
        }
        article = nil
    }

    mutating func addDeduction(_ rule: DeductionRule) {
        section = .deduction
        article = rule.article
        // Classes are mostly numbers: 2 before 10.
        let classes = rule.permilleByClass.sorted {
            (Int($0.key) ?? .max, $0.key) < (Int($1.key) ?? .max, $1.key)
        }
        for (name, permille) in classes { add("class[\(name)]", Int32(permille), "permille") }
        add("unknown_site", Int32(rule.unknownSitePermille), "permille")
        add("no_certificate", Int32(rule.noCertificatePermille), "permille")
        article = nil
    }

    mutating func addValidity(_ rule: ValidityRule) {
        section = .validity
        add("speed_at_least", FactList.text(speed: rule.speedMin))
        add("speed_at_most", FactList.text(speed: rule.speedMax))
        add("axle_at_least", rule.axleMin, "kg")
        add("axle_at_most", rule.axleMax, "kg")
        add("gross_at_most", rule.grossMax, "kg")
        add("spacing_at_least", rule.spacingMin, "mm")
        add("spacing_at_most", rule.spacingMax, "mm")
        add("imbalance_at_most", rule.imbalanceMaxPermille, "permille")
        add("clock_earliest", text(rule.clockEarliest))
        add("clock_ahead_at_most", "\(rule.clockAheadMaxSeconds) s")
        add("mirrored_axles_at_least", rule.mirroredAxleCountMin, "")
        add("mirrored_at_most", rule.mirroredTolerance, "kg")
    }

    mutating func addWear(_ rule: WearRule) {
        section = .wear
        add("reference", rule.reference, "kg")
        add("cap", rule.cap, "kg")
    }

    mutating func addPenalty(_ rule: PenaltyRule) {
        section = .penalty
        add("currency", rule.currency)
        add("at_most", rule.most, rule.currency)
        article = rule.mass.article
        add("mass.warning_up_to", rule.mass.warningUpTo, "kg")
        add("mass.step", rule.mass.step, "kg")
        add("mass.per_step", rule.mass.perStep, rule.currency)
        if let size = rule.size {
            article = size.article
            add("size.height_allowed", size.allowed.height, "mm")
            add("size.width_allowed", size.allowed.width, "mm")
            add("size.length_allowed", size.allowed.length, "mm")
            for band in size.bands {
                add(
                    "size[\(FactList.name(band.upTo))].fine",
                    FactList.text(band.fine, rule.currency)
                )
            }
        }
        if let repetition = rule.repetition {
            article = repetition.article
            add("repeat.records", Int32(clamping: repetition.records), "")
            add("repeat.months", Int32(clamping: repetition.months), "")
            add("repeat.carrier", Int32(clamping: repetition.carrierPermille), "permille")
        }
        article = nil
    }

    private static func name(_ size: PenaltyRule.Dimensions) -> String {
        let parts = [("height", size.height), ("width", size.width), ("length", size.length)]
        let named = parts.compactMap { $0.1 == .max ? nil : "\($0.0) \($0.1)" }
        return named.isEmpty ? "larger" : "up to " + named.joined(separator: ", ") + " mm"
    }

    mutating func addClasses(_ scheme: ClassScheme) {
        section = .classes
        article = scheme.article
        let names = FactList.distinct(scheme.rules.map(\.name))
        add("order", names.joined(separator: "; "))
        add("otherwise", scheme.otherwise)
        for (rule, name) in zip(scheme.rules, names) {
            add("[\(name)].axles", FactList.text(rule.axles))
            let spacings = rule.spacings.map { FactList.text($0, "mm") }
            add("[\(name)].spacings", spacings.joined(separator: "; "))
            add("[\(name)].gross", FactList.text(rule.gross, "kg"))
            add("[\(name)].first_axle_at_least", rule.firstAxleMin, "kg")
        }
        article = nil
    }
}
