// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

extension EditionReader {
    /// From 1,000 kg, below which no road vehicle is meant, to what fits 20 bits.
    static let grossLimits: ClosedRange<Int32> = 1_000...Int32(GrossClass.limitMask)

    static let axleCounts = Passage.axleCountMin...Passage.axleCountMax

    /// The gross limits by axle count and pattern, in the order of the file.
    func grossRules(_ value: YAMLValue) -> [GrossRule] {
        let items = value.list()
        var rules: [GrossRule] = []
        let isClean = value.faults.isClean { rules = items.map(grossRule) }
        if isClean, value.node != nil {
            faultUnreachable(rules, items)
            faultOpen(rules, value)
        }
        return rules
    }

    private func grossRule(_ value: YAMLValue) -> GrossRule {
        value.mapping { keys in
            let axles = keys.required("axles").range(in: Self.axleCounts, of: "axle counts")
            return GrossRule(
                axles: axles,
                match: match(keys, axles),
                isCombination: keys.required("combination").bool(),
                limit: keys.mass("limit", in: Self.grossLimits),
                article: citation(keys),
                isPatternUnknown: keys.optional("pattern_unknown")?.bool() ?? false,
                isWheelbaseLimited: isWheelbaseLimited(keys)
            )
        }
    }

    /// Whether a rule names the limit by wheelbase, which the edition must then have.
    private func isWheelbaseLimited(_ keys: YAMLMapping) -> Bool {
        guard let value = keys.optional("wheelbase_limited"), value.bool() else { return false }
        if !hasWheelbase { value.fault("the edition has no 'wheelbase_limit'") }
        return true
    }

    /// Which patterns a rule speaks of: those listed, those of so many groups, or any.
    private func match(_ keys: YAMLMapping, _ axles: ClosedRange<Int>) -> GrossRule.Match {
        let patterns = keys.optional("patterns")
        let groups = keys.optional("groups_at_least")
        let drive = keys.optional("drive_axles")
        if let patterns {
            if groups != nil || drive != nil {
                patterns.fault(
                    "a rule has either 'patterns' or 'groups_at_least' and 'drive_axles', not both"
                )
            }
            return .patterns(self.patterns(patterns, axles))
        }
        guard groups != nil || drive != nil else { return .any }
        return .groups(
            atLeast: groups?.integer(in: 2...16, unit: "groups") ?? 2,
            driveAxles: drive?.range(in: 1...15, of: "axles of the drive group") ?? 1...15
        )
    }

    /// The patterns of a list, at least one.
    func patterns(_ value: YAMLValue, _ axles: ClosedRange<Int>) -> [AxlePattern] {
        let items = value.list()
        if items.isEmpty, value.isList || value.isEmpty {
            value.fault("'\(value.name)' must list at least one pattern")
        }
        return items.compactMap { pattern($0, axles) }
    }

    /// A pattern such as `1-2-3` with so many axles; nil where it is none, which is noted.
    private func pattern(_ value: YAMLValue, _ axles: ClosedRange<Int>) -> AxlePattern? {
        let text = value.text()
        guard !text.isEmpty else { return nil }
        guard let pattern = AxlePattern(text), pattern.groupsText == text else {
            value.fault("a pattern is sizes of groups such as 1-2-3, 2 to 16 axles, not '\(text)'")
            return nil
        }
        guard axles.contains(pattern.axleCount) else {
            value.fault(
                "the pattern \(text) has \(pattern.axleCount) axles, but the rule speaks of "
                    + "\(axles.text)"
            )
            return nil
        }
        return pattern
    }

    /// Notes rules that never decide because rules above them already have.
    private func faultUnreachable(_ rules: [GrossRule], _ items: [YAMLValue]) {
        for (index, rule) in rules.enumerated() {
            let above = zip(rules, items).prefix(index)
            let closed = rule.axles.map { axles in
                above.first { $0.0.match == .any && $0.0.axles.contains(axles) }
            }
            if let line = closed.first??.1.line, closed.allSatisfy({ $0 != nil }) {
                items[index].fault(
                    "the rule never decides: the one in line \(line) takes any pattern before it"
                )
            }
            guard case .patterns(let patterns) = rule.match else { continue }
            for pattern in patterns {
                let first = above.first {
                    if case .patterns(let named) = $0.0.match { return named.contains(pattern) }
                    return false
                }
                guard let line = first?.1.line else { continue }
                items[index].fault(
                    "the pattern \(pattern.groupsText) was decided by the rule in line \(line)"
                )
            }
        }
    }

    /// Notes the axle counts for which some pattern would have no limit.
    private func faultOpen(_ rules: [GrossRule], _ value: YAMLValue) {
        let open = Self.axleCounts.filter { axles in
            !rules.contains { $0.match == .any && $0.axles.contains(axles) }
        }
        guard !open.isEmpty else { return }
        let counts = open.map(String.init).joined(separator: ", ")
        value.fault(
            "no rule takes any other pattern of \(counts) axles; add one without 'patterns', "
                + "'groups_at_least' and 'drive_axles'"
        )
    }

    /// What a vehicle type given by the sensor changes.
    func typeRules(_ value: YAMLValue) -> [TypeRule] {
        let items = value.list()
        var rules: [TypeRule] = []
        let isClean = value.faults.isClean { rules = items.map(typeRule) }
        guard isClean else { return rules }
        for (index, rule) in rules.enumerated() {
            let first = zip(rules, items).prefix(index).first {
                $0.0.type == rule.type && $0.0.axles.overlaps(rule.axles)
            }
            guard let line = first?.1.line else { continue }
            items[index].fault(
                "axle counts of the type \(rule.type.name) were decided by the rule in line \(line)"
            )
        }
        return rules
    }

    private func typeRule(_ value: YAMLValue) -> TypeRule {
        value.mapping { keys in
            let type = keys.required("type").choice([
                ("rigid", VehicleType.rigid), ("combination", .combination),
            ])
            let axles = keys.required("axles").range(in: Self.axleCounts, of: "axle counts")
            let limit = keys.optional("limit_kg", or: "limit_lb")
            let article = keys.optional("article")
            let isWithoutLimit = keys.optional("no_limit")?.bool() ?? false
            let isWheelbaseLimited = isWheelbaseLimited(keys)
            if let limit, isWithoutLimit {
                value.fault("a rule has either '\(limit.name)' or 'no_limit: true', not both")
            } else if limit == nil, !isWithoutLimit {
                value.fault("a rule needs 'limit_kg' with 'article', or 'no_limit: true'")
            } else if limit == nil, let article {
                article.fault(
                    "'article' goes with 'limit_kg'; without a limit there is none to cite"
                )
            } else if limit != nil, article == nil {
                value.fault("the key 'article' is missing")
            }
            if limit == nil, isWheelbaseLimited {
                value.fault(
                    "'wheelbase_limited' goes with 'limit_kg'; without a limit that of the pattern says"
                )
            }
            return TypeRule(
                type: type,
                axles: axles,
                limit: limit?.mass(in: Self.grossLimits),
                article: article.map(checked),
                isWithoutLimit: isWithoutLimit,
                isWheelbaseLimited: isWheelbaseLimited
            )
        }
    }
}

extension ClosedRange<Int> {
    /// The range as in the file, `5` or `6-16`.
    fileprivate var text: String {
        lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)"
    }
}
