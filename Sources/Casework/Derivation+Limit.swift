// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

/// The limit of an axle pattern, or of the vehicle type given.
struct BaseLimit: Equatable {
    /// The limit, kg.
    var limit: Int
    /// `id` of its article.
    var article: String
    /// Whether the limit is that of the type given.
    var isByType: Bool
    /// Whether the vehicle counts as a combination.
    var isCombination: Bool
    /// Whether the wheelbase may lower it.
    var isWheelbaseLimited: Bool
    /// `patternUnknown`, `noRigidLimit` or nothing.
    var reasons: Reasons
}

extension Edition {
    /// The limit before length and registry; nil where no rule speaks of the pattern.
    func baseLimit(_ pattern: AxlePattern, _ type: VehicleType) -> BaseLimit? {
        guard let rule = grossRules.first(where: { $0.covers(pattern) }) else { return nil }
        var base = BaseLimit(
            limit: Int(rule.limit),
            article: rule.article,
            isByType: false,
            isCombination: rule.isCombination,
            isWheelbaseLimited: rule.isWheelbaseLimited,
            reasons: rule.isPatternUnknown ? .patternUnknown : []
        )
        guard type != .unspecified else { return base }
        base.isCombination = type == .combination
        base.reasons = []
        let typeRule = typeRules.first { $0.type == type && $0.axles.contains(pattern.axleCount) }
        guard let typeRule else { return base }
        if typeRule.isWithoutLimit { base.reasons = .noRigidLimit }
        if let article = typeRule.article { base.article = article }
        if let limit = typeRule.limit {
            base.limit = Int(limit)
            base.isByType = true
            base.isWheelbaseLimited = typeRule.isWheelbaseLimited
        }
        return base
    }

    /// What the length of the vehicle allows.
    func lengthLimits(_ passage: Passage, _ base: BaseLimit) -> [LengthLimit] {
        var limits: [LengthLimit] = []
        var limit = base.limit
        func add(_ allowed: Int, _ article: String) {
            limits.append(LengthLimit(limit: allowed, article: article, lowers: allowed < limit))
            limit = min(limit, allowed)
        }
        if let bridge { add(self.limit(by: bridge, passage.spacings[...]), bridge.article) }
        if let wheelbase, base.isWheelbaseLimited {
            let distance = passage.spacings.reduce(0, +)
            let allowed = distance * Int(wheelbase.kilogramsPerMillimetre)
            add(max(allowed, Int(GrossClass.limitMin)), wheelbase.article)
        }
        return limits
    }

    /// The reasons that follow from a passage and the law, without those of the limit, of the site, of
    /// the centre and of the clock's lead.
    func derivedReasons(_ passage: Passage, _ groups: [DerivedGroup]) -> Reasons {
        let loads = passage.axleLoads
        let (left, right) = (passage.leftLoads.reduce(0, +), passage.rightLoads.reduce(0, +))
        let hasWheels = !passage.leftLoads.isEmpty
        let wheels = zip(passage.leftLoads, passage.rightLoads)
        let isMirrored =
            hasWheels && loads.count >= Int(validity.mirroredAxleCountMin)
            && wheels.allSatisfy { abs($0 - $1) <= Int(validity.mirroredTolerance) }
        let isUnlike =
            1_000 * abs(left - right) > Int(validity.imbalanceMaxPermille) * (left + right)
        let speeds = validity.speedMin...max(validity.speedMin, validity.speedMax)

        var reasons: Reasons = []
        func note(_ reason: Reasons, _ holds: Bool) { if holds { reasons.insert(reason) } }
        note(.speed, !speeds.contains(passage.speed))
        note(.axleLight, loads.contains { $0 < Int(validity.axleMin) })
        note(.axleHeavy, loads.contains { $0 > Int(validity.axleMax) })
        note(.grossHeavy, loads.reduce(0, +) > Int(validity.grossMax))
        note(.spacingShort, passage.spacings.contains { $0 < Int(validity.spacingMin) })
        note(.spacingLong, passage.spacings.contains { $0 > Int(validity.spacingMax) })
        note(.imbalance, hasWheels && isUnlike)
        note(.clock, passage.passedAt < validity.clockEarliest)
        note(.noRulebook, passage.passedAt < effectiveFrom)
        note(.mirroredWheels, isMirrored)
        note(.groupLimitUnknown, bridge == nil && groups.contains { $0.limit == nil })
        return reasons
    }
}
