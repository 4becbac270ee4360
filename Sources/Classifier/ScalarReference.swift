// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The law read aloud: one passage, one sentence of the rulebook after the other, in whole numbers.
// It is kept for ever as the yardstick of the SIMD kernels, so it shares no table and no trick with
// them; it reads an `Edition`, the plain values, and is written to be compared with the text:
//
//   grouping → class, combination, gross limit → numbers → validity → verdict

public import Rulebook
public import Weighing

/// Judges one passage by the plain values of a rulebook.
///
/// ```swift
/// let judgement = ScalarReference(rulebook).judge(passage, standing: standing, now: now)
/// ```
/// It trades speed for being easy to check: it allocates, and it walks the rules from the top for
/// every passage. For blocks of passages use ``Judge``; the two agree bit for bit.
///
/// - Thread: any; a reference is a value and keeps no state.
public struct ScalarReference: Sendable {
    /// The law.
    public let rulebook: Rulebook

    /// Takes the law.
    ///
    /// - Parameter rulebook: A rulebook that ``CompiledRulebook`` accepts: every axle count has a
    ///   limit, every article cited is listed.
    public init(_ rulebook: Rulebook) {
        precondition(!rulebook.editions.isEmpty, "Rulebook '\(rulebook.id)' has no edition.")
        self.rulebook = rulebook
    }

    /// Says everything that the law says of one passage.
    ///
    /// - Parameters:
    ///   - passage: A passage without a ``Passage/fault()``; a faulty one is refused, not judged.
    ///   - standing: What the site's certificate grants at that instant; its reasons are added.
    ///   - facts: What the vehicle registry knows; nil where it does not know the vehicle.
    ///   - now: The clock; instants too far ahead of it are not believed.
    /// - Returns: The judgement; its numbers are computed also where the verdict is invalid.
    public func judge(
        _ passage: Passage,
        standing: SiteStanding,
        facts: VehicleFacts? = nil,
        now: Instant
    ) -> Judgement {
        precondition(passage.fault() == nil, "A faulty passage must be refused, not judged.")
        let edition = edition(at: passage.passedAt)
        let groups = edition.groups(of: passage)
        var allowed = edition.patternAllowance(groups, type: passage.vehicleType)
        edition.limitByLength(&allowed, passage, groups)
        let registered = edition.registered(allowed, passage, groups, facts: facts)
        if let registered {
            allowed.limit = Int(registered.limit)
            allowed.article = registered.article
            allowed.reasons.formUnion(registered.reasons)
        }

        let gross = passage.axleLoads.reduce(0, +)
        let excess = gross - allowed.limit
        let permille = Int(standing.permissibleErrorPermille)
        let kept = gross * (1_000 - permille) / 1_000
        let parts = edition.limitedParts(passage, groups)
        // A permit is for the whole: what its axles may carry, nobody has told the registry.
        let partsDecide = edition.groupLimits.isDeciding && !allowed.reasons.contains(.permit)
        let partsOver = partsDecide ? parts.filter { $0.load > $0.limit } : []
        let partsKept = partsOver.filter { $0.load * (1_000 - permille) / 1_000 > $0.limit }
        // Sixteen axles at the cap reach the clamp only where the standard axle is under 2,613 kg.
        let esalMilli = passage.axleLoads.map(edition.wear.thousandths).reduce(0, +)

        let reasons = standing.reasons
            .union(edition.validityReasons(passage, gross: gross, now: now))
            .union(allowed.reasons)
            .union(edition.shownReasons(passage, groups: groups))
            .union(partsOver.isEmpty ? [] : .groupOver)
        let verdict: Verdict =
            if !reasons.isDisjoint(with: .validity) {
                .invalid
            } else if registered?.isExempt == true {
                .within
            } else if gross <= allowed.limit && partsOver.isEmpty {
                .within
            } else if kept <= allowed.limit && partsKept.isEmpty {
                .marginal
            } else {
                .overload
            }
        return Judgement(
            pattern: pattern(of: groups),
            isCombination: allowed.isCombination,
            gross: Int32(gross),
            grossLimit: Int32(allowed.limit),
            excessPermille: excess > 0 ? Int32(1_000 * excess / allowed.limit) : 0,
            worstGroupExcess: parts.map { Int32($0.load - $0.limit) }.max(),
            deduction: Int32(gross - kept),
            esalMilli: Int32(clamping: esalMilli),
            verdict: verdict,
            reasons: reasons,
            articleIndex: edition.index(ofArticle: allowed.article)
        )
    }

    /// The edition in force at an instant: the last that had begun, before all of them the first.
    private func edition(at instant: Instant) -> Edition {
        rulebook.editions.last { $0.effectiveFrom <= instant } ?? rulebook.editions[0]
    }
}

// MARK: - Grouping

/// One axle group of a passage.
private struct WeighedGroup {
    /// Where it stands on the vehicle, which decides the limit of a single axle and a steer pair.
    enum Role { case steer, steerPair, drive, other }

    /// The role.
    var role: Role
    /// Loads of its axles, kg.
    var loads: [Int]
    /// Distances between its axles, mm; one fewer than the axles.
    var innerSpacings: [Int]

    var axleCount: Int { loads.count }
    var load: Int { loads.reduce(0, +) }
}

private func pattern(of groups: [WeighedGroup]) -> AxlePattern {
    guard let pattern = AxlePattern(groups: groups.map(\.axleCount)) else {
        preconditionFailure("The groups of a passage without a fault have 2 to 16 axles together.")
    }
    return pattern
}

extension Edition {
    /// The axle groups front to rear: neighbours closer than the joining distance belong together,
    /// except that a steer pair is a group of two of its own whatever its spacing.
    ///
    /// - Source: Default rulebook, section 1.
    fileprivate func groups(of passage: Passage) -> [WeighedGroup] {
        let hasSteerPair = isSteerPair(passage)
        let steerAxle = passage.axleLoads[0]
        var groups = [
            WeighedGroup(
                role: hasSteerPair ? .steerPair : .steer,
                loads: [steerAxle],
                innerSpacings: []
            )
        ]
        for (index, spacing) in passage.spacings.enumerated() {
            let load = passage.axleLoads[index + 1]
            let isJoined =
                switch index {
                case 0 where hasSteerPair: true
                case 1 where hasSteerPair: false
                default: spacing < Int(grouping.joinedBelow)
                }
            if isJoined {
                groups[groups.count - 1].loads.append(load)
                groups[groups.count - 1].innerSpacings.append(spacing)
            } else {
                let role: WeighedGroup.Role = groups.count == 1 ? .drive : .other
                groups.append(WeighedGroup(role: role, loads: [load], innerSpacings: []))
            }
        }
        return groups
    }

    private func isSteerPair(_ passage: Passage) -> Bool {
        guard let rule = grouping.steerPair, passage.spacings.count >= 2 else { return false }
        return passage.axleLoads.count >= Int(rule.axleCountMin)
            && passage.spacings[0] < Int(rule.firstBelow)
            && passage.spacings[1] >= Int(rule.secondAtLeast)
    }
}

// MARK: - Class, combination, gross limit

/// What the axle pattern or the given type allows, and why.
private struct PatternAllowance {
    /// Whether the vehicle counts as a combination.
    var isCombination: Bool
    /// The limit, kg.
    var limit: Int
    /// `id` of the article that gave the limit.
    var article: String
    /// `patternUnknown`, `noRigidLimit` or nothing.
    var reasons: Reasons
    /// Whether the wheelbase may lower the limit.
    var isWheelbaseLimited: Bool
}

extension Edition {
    /// The gross limit: that of the axle pattern, unless a vehicle type was given that replaces it.
    ///
    /// - Source: Default rulebook, section 2; Order 62 Art. 3(4)–(8), para. 2(3).
    fileprivate func patternAllowance(
        _ groups: [WeighedGroup],
        type: VehicleType
    ) -> PatternAllowance {
        let axles = groups.map(\.axleCount).reduce(0, +)
        guard let rule = grossRules.first(where: { speaks($0, of: groups, axles: axles) }) else {
            preconditionFailure("Edition \(name) has no gross limit for \(axles) axles.")
        }
        var allowance = PatternAllowance(
            isCombination: rule.isCombination,
            limit: Int(rule.limit),
            article: rule.article,
            reasons: rule.isPatternUnknown ? .patternUnknown : [],
            isWheelbaseLimited: rule.isWheelbaseLimited
        )
        guard type != .unspecified else { return allowance }

        allowance.isCombination = type == .combination
        allowance.reasons = []
        guard let typeRule = typeRules.first(where: { $0.type == type && $0.axles.contains(axles) })
        else { return allowance }
        if let limit = typeRule.limit {
            allowance.limit = Int(limit)
            allowance.isWheelbaseLimited = typeRule.isWheelbaseLimited
        }
        if let article = typeRule.article { allowance.article = article }
        if typeRule.isWithoutLimit { allowance.reasons = .noRigidLimit }
        return allowance
    }

    private func speaks(_ rule: GrossRule, of groups: [WeighedGroup], axles: Int) -> Bool {
        guard rule.axles.contains(axles) else { return false }
        switch rule.match {
        case .any:
            return true
        case .patterns(let patterns):
            return patterns.contains { $0.groups == groups.map(\.axleCount) }
        case .groups(let atLeast, let driveAxles):
            guard groups.count >= atLeast, let drive = groups.first(where: { $0.role == .drive })
            else { return false }
            return driveAxles.contains(drive.axleCount)
        }
    }

    fileprivate func index(ofArticle id: String) -> UInt8 {
        guard let index = articles.firstIndex(where: { $0.id == id }), index <= Int(UInt8.max)
        else {
            preconditionFailure("Edition \(name) cites article '\(id)' but does not list it.")
        }
        return UInt8(index)
    }
}

// MARK: - Numbers

extension Edition {
    /// The limit of a group, kg; nil where the law has none.
    ///
    /// - Source: Default rulebook, section 3; GB 1589-2016, axle and axle group tables.
    fileprivate func limit(of group: WeighedGroup) -> Int? {
        switch (group.axleCount, group.role) {
        case (1, .steer): Int(groupLimits.steerSingle)
        case (1, .drive): Int(groupLimits.driveSingle)
        case (1, _): Int(groupLimits.otherSingle)
        case (2, .steerPair): Int(groupLimits.steerPair)
        case (2, .drive) where !groupLimits.drivePair.isEmpty:
            limit(in: groupLimits.drivePair, at: group.innerSpacings[0])
        case (2, _): limit(in: groupLimits.pair, at: group.innerSpacings[0])
        case (3, _): limit(in: groupLimits.tridem, at: group.innerSpacings.max() ?? 0)
        default: nil
        }
    }

    private func limit(in bands: [SpacingBand], at spacing: Int) -> Int? {
        bands.first { spacing < Int($0.below) }.map { Int($0.limit) }
    }

    /// Everything short of the whole vehicle that has a limit: the groups, and where the law has a
    /// bridge rule every stretch of two or more neighbouring axles but that of all of them.
    fileprivate func limitedParts(
        _ passage: Passage,
        _ groups: [WeighedGroup]
    ) -> [(load: Int, limit: Int)] {
        var parts = groups.compactMap { group in limit(of: group).map { (group.load, $0) } }
        guard let bridge else { return parts }
        let last = passage.axleLoads.count - 1
        for first in 0..<last {
            for end in first + 1...last where !(first == 0 && end == last) {
                let load = passage.axleLoads[first...end].reduce(0, +)
                parts.append((load, limit(by: bridge, of: passage, first, end)))
            }
        }
        return parts
    }

    /// What a bridge rule allows the stretch from one axle to another, kg.
    ///
    /// - Source: 23 U.S.C. 127(a)(2).
    private func limit(
        by bridge: BridgeRule,
        of passage: Passage,
        _ first: Int,
        _ end: Int
    ) -> Int {
        let spacings = passage.spacings[first..<end]
        // A stretch of 255 feet or more is as good as one of 255.
        let feet = min(BridgeRule.feet(spacings.reduce(0, +)), 255)
        let limit = BridgeRule.kilograms(bridge.pounds(axles: end - first + 1, feet: feet))
        guard let exception = bridge.twoPairs, feet >= Int(exception.lengthMin) else {
            return limit
        }
        let joins = spacings.map { $0 < Int(grouping.joinedBelow) }
        return joins == [true, false, true] ? max(limit, Int(exception.limit)) : limit
    }

    /// Lowers the gross limit to what the vehicle's length allows.
    fileprivate func limitByLength(
        _ allowance: inout PatternAllowance,
        _ passage: Passage,
        _ groups: [WeighedGroup]
    ) {
        if let bridge {
            let limit = limit(by: bridge, of: passage, 0, passage.axleLoads.count - 1)
            if limit < allowance.limit {
                allowance.limit = limit
                allowance.article = bridge.article
            }
        }
        if let wheelbase, allowance.isWheelbaseLimited {
            let distance = passage.spacings.reduce(0, +)
            let limit = max(
                distance * Int(wheelbase.kilogramsPerMillimetre),
                Int(GrossClass.limitMin)
            )
            if limit < allowance.limit {
                allowance.limit = limit
                allowance.article = wheelbase.article
            }
        }
    }

    /// What the registry makes of it; nil where it knows nothing of the vehicle or the law does not ask.
    fileprivate func registered(
        _ allowance: PatternAllowance,
        _ passage: Passage,
        _ groups: [WeighedGroup],
        facts: VehicleFacts?
    ) -> GrossAllowance? {
        guard let registry, let facts else { return nil }
        let limits = groups.map { limit(of: $0) }
        let sum = limits.contains(nil) ? nil : limits.compactMap(\.self).reduce(0, +)
        return registry.allowance(
            AllowanceQuestion(
                limit: Int32(allowance.limit),
                article: allowance.article,
                pattern: pattern(of: groups),
                isCombination: allowance.isCombination,
                lastSpacing: passage.spacings[passage.spacings.count - 1],
                sumOfGroupLimits: sum.map { Int32($0) },
                instant: passage.passedAt
            ),
            facts
        )
    }
}

extension WearRule {
    /// The wear of one axle: ⌊min(kg, cap)⁴ × 1000 ÷ reference⁴⌋, in 128 bits, because
    /// 50,000⁴ × 1000 is above 2⁷².
    ///
    /// - Source: Default rulebook, section 3 (fourth power law of the AASHO road test, 10 t = 1).
    fileprivate func thousandths(_ kilograms: Int) -> Int {
        let load = UInt128(min(kilograms, Int(cap)))
        let standard = UInt128(reference)
        let dividend = load * load * load * load * 1_000
        return Int(dividend / (standard * standard * standard * standard))
    }
}

// MARK: - Validity

extension Edition {
    /// The reasons that make a measurement unusable.
    ///
    /// - Source: Default rulebook, section 4.
    fileprivate func validityReasons(_ passage: Passage, gross: Int, now: Instant) -> Reasons {
        var reasons: Reasons = []
        if passage.speed < validity.speedMin || passage.speed > validity.speedMax {
            reasons.insert(.speed)
        }
        if passage.axleLoads.contains(where: { $0 < Int(validity.axleMin) }) {
            reasons.insert(.axleLight)
        }
        if passage.axleLoads.contains(where: { $0 > Int(validity.axleMax) }) {
            reasons.insert(.axleHeavy)
        }
        if gross > Int(validity.grossMax) { reasons.insert(.grossHeavy) }
        if passage.spacings.contains(where: { $0 < Int(validity.spacingMin) }) {
            reasons.insert(.spacingShort)
        }
        if passage.spacings.contains(where: { $0 > Int(validity.spacingMax) }) {
            reasons.insert(.spacingLong)
        }
        if isImbalanced(passage) { reasons.insert(.imbalance) }
        let latest = now.advanced(bySeconds: validity.clockAheadMaxSeconds)
        if passage.passedAt < validity.clockEarliest || passage.passedAt > latest {
            reasons.insert(.clock)
        }
        if passage.passedAt < effectiveFrom { reasons.insert(.noRulebook) }
        return reasons
    }

    /// The reasons that come from wheels and groups and leave the verdict.
    ///
    /// - Source: Default rulebook, sections 3 and 4.
    fileprivate func shownReasons(_ passage: Passage, groups: [WeighedGroup]) -> Reasons {
        var reasons: Reasons = []
        if hasMirroredWheels(passage) { reasons.insert(.mirroredWheels) }
        if bridge == nil, groups.contains(where: { limit(of: $0) == nil }) {
            reasons.insert(.groupLimitUnknown)
        }
        return reasons
    }

    /// |ΣL − ΣR| > permille ÷ 1000 × (ΣL + ΣR), both sides times 1000 so that it stays exact.
    private func isImbalanced(_ passage: Passage) -> Bool {
        guard !passage.leftLoads.isEmpty else { return false }
        let left = passage.leftLoads.reduce(0, +)
        let right = passage.rightLoads.reduce(0, +)
        return 1_000 * abs(left - right) > Int(validity.imbalanceMaxPermille) * (left + right)
    }

    /// Whether left equals right within the tolerance on every axle of a vehicle of enough axles.
    private func hasMirroredWheels(_ passage: Passage) -> Bool {
        guard !passage.leftLoads.isEmpty,
            passage.axleLoads.count >= Int(validity.mirroredAxleCountMin)
        else { return false }
        return zip(passage.leftLoads, passage.rightLoads).allSatisfy { left, right in
            abs(left - right) <= Int(validity.mirroredTolerance)
        }
    }
}
