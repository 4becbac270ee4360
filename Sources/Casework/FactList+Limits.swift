// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

extension FactList {
    mutating func addEdition(_ edition: Edition) {
        section = .edition
        add("name", edition.name)
        add("effective_from", text(edition.effectiveFrom))
        section = .articles
        for entry in edition.articles {
            article = entry.id
            add("[\(entry.id)].citation.zh", entry.citation.zh)
            add("[\(entry.id)].citation.en", entry.citation.en)
            add("[\(entry.id)].verified", entry.isVerified)
        }
        article = nil
    }

    mutating func addGrouping(_ rule: Grouping) {
        section = .grouping
        add("joined_below", rule.joinedBelow, "mm")
        guard let pair = rule.steerPair else { return }
        add("steer_pair.axles_at_least", pair.axleCountMin, "")
        add("steer_pair.first_spacing_below", pair.firstBelow, "mm")
        add("steer_pair.second_spacing_at_least", pair.secondAtLeast, "mm")
    }

    mutating func addGrossRules(_ rules: [GrossRule]) {
        section = .grossLimits
        let names = FactList.distinct(rules.map(FactList.name))
        // The first rule that fits decides, so that their order is part of the law.
        add("order", names.joined(separator: "; "))
        for (rule, name) in zip(rules, names) {
            article = rule.article
            add("[\(name)].limit", rule.limit, "kg")
            article = nil
            add("[\(name)].combination", rule.isCombination)
            add("[\(name)].pattern_unknown", rule.isPatternUnknown)
            add("[\(name)].wheelbase_limited", rule.isWheelbaseLimited)
        }
    }

    private static func name(_ rule: GrossRule) -> String {
        let axles = text(rule.axles)
        return switch rule.match {
        case .any: "\(axles): any"
        case .patterns(let patterns):
            "\(axles): \(patterns.map(\.groupsText).joined(separator: ", "))"
        case .groups(let atLeast, let driveAxles):
            "\(axles): \(atLeast) groups or more, drive axles \(text(driveAxles))"
        }
    }

    mutating func addTypeRules(_ rules: [TypeRule]) {
        section = .typeLimits
        let names = FactList.distinct(
            rules.map { "\($0.type.name): \(FactList.text($0.axles))" }
        )
        add("order", names.joined(separator: "; "))
        for (rule, name) in zip(rules, names) {
            article = rule.article
            add("[\(name)].limit", rule.limit.map { "\($0) kg" } ?? "that of the pattern")
            article = nil
            add("[\(name)].no_limit", rule.isWithoutLimit)
            add("[\(name)].wheelbase_limited", rule.isWheelbaseLimited)
        }
    }

    mutating func addGroupLimits(_ limits: GroupLimits) {
        section = .groupLimits
        article = limits.article
        add("deciding", limits.isDeciding)
        add("steer_single", limits.steerSingle, "kg")
        add("steer_pair", limits.steerPair, "kg")
        add("drive_single", limits.driveSingle, "kg")
        add("other_single", limits.otherSingle, "kg")
        add("pair", limits.pair)
        add("drive_pair", limits.drivePair)
        add("tridem", limits.tridem)
        article = nil
    }

    private mutating func add(_ key: String, _ bands: [SpacingBand]) {
        for band in bands {
            let end = band.below == .max ? "wider" : "below \(band.below) mm"
            add("\(key)[\(end)]", band.limit, "kg")
        }
    }

    mutating func addBridge(_ rule: BridgeRule) {
        section = .bridge
        article = rule.article
        add("unit", rule.unit, "lb")
        add("per_axle", rule.perAxle, "")
        add("constant", rule.constant, "")
        add("length_at_least", rule.lengthMin, "ft")
        if let pairs = rule.twoPairs {
            add("two_pairs.length_at_least", pairs.lengthMin, "ft")
            add("two_pairs.limit", pairs.limit, "kg")
        }
        article = nil
    }

    mutating func addWheelbase(_ rule: WheelbaseRule) {
        section = .wheelbase
        article = rule.article
        add("per_millimetre", rule.kilogramsPerMillimetre, "kg/mm")
        article = nil
    }
}
