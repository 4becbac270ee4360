// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// From the limit of the axle pattern to the limit of this vehicle: what the registry knows is applied
// in the order of the law, each step kept so that a verdict can be explained. The kernel judges by the
// pattern alone; this runs afterwards, for the few passages whose vehicle the registry knows.

public import Weighing

/// One thing that the registry changed in a gross limit.
public enum AllowanceStep: Sendable, Equatable {
    /// Air suspension raises the limit to so many kg.
    case airSuspension(limit: Int32)
    /// The limits of the groups together are lower: kg.
    case sumOfGroups(limit: Int32)
    /// So many axles with single tyres take so many kg off.
    case singleTyres(axles: Int, reduction: Int32)
    /// The registered gross mass is lower: kg.
    case registeredGross(limit: Int32)
    /// A class whose limit is its registered gross mass: kg.
    case licensed(className: String, limit: Int32)
    /// A permit allows so many kg; nil where the registry does not know how many.
    case permit(limit: Int32?)
    /// A class that is not deemed over-limit.
    case exempt(className: String)
}

/// A fact that the registry does not know and that would matter.
public enum UnknownFact: String, Sendable, CaseIterable {
    /// Tyres: no reduction is made, and the groups' limits together do not count.
    case tyres
    /// Suspension: the limit of the axle pattern holds.
    case suspension
    /// Registered gross mass: the limit of the axle count holds.
    case registeredGross = "registered_gross"
    /// Another number of axles than registered: the tyres of the vehicle as it passed are not known.
    case axleCount = "axle_count"
    /// What the permit allows: decided for the vehicle.
    case permitGross = "permit_gross"
}

/// What a vehicle may weigh, and why.
public struct GrossAllowance: Sendable, Equatable {
    /// The limit, kg.
    public var limit: Int32
    /// `id` of the article that gave the limit.
    public var article: String
    /// What the registry changed, in order, each with the `id` of its article.
    public var steps: [(step: AllowanceStep, article: String)] = []
    /// What would matter and is not known.
    public var unknown: [UnknownFact] = []

    /// Whether the vehicle is not deemed over-limit whatever it weighs.
    public var isExempt: Bool {
        steps.contains {
            switch $0.step {
            case .exempt, .permit(limit: nil): true
            default: false
            }
        }
    }

    /// The reasons that a verdict shows for it.
    public var reasons: Reasons {
        var reasons: Reasons = []
        for (step, _) in steps {
            switch step {
            case .exempt: reasons.insert(.exemptClass)
            case .permit: reasons.insert(.permit)
            default: reasons.insert(.registryLimit)
            }
        }
        return reasons
    }

    /// Two allowances are equal when everything in them is.
    public static func == (a: GrossAllowance, b: GrossAllowance) -> Bool {
        a.limit == b.limit && a.article == b.article && a.unknown == b.unknown
            && a.steps.elementsEqual(b.steps) { $0.step == $1.step && $0.article == $1.article }
    }
}

/// What the registry's rules ask about a passage, beside its vehicle's facts.
public struct AllowanceQuestion: Sendable {
    /// The limit of the axle pattern, kg.
    public var limit: Int32
    /// `id` of its article.
    public var article: String
    /// The axle groups.
    public var pattern: AxlePattern
    /// Whether the vehicle counts as a combination.
    public var isCombination: Bool
    /// The last spacing, mm.
    public var lastSpacing: Int
    /// The limits of all groups together, kg; nil where one has none.
    public var sumOfGroupLimits: Int32?
    /// When the vehicle passed.
    public var instant: Instant

    /// Puts a question together.
    public init(
        limit: Int32,
        article: String,
        pattern: AxlePattern,
        isCombination: Bool,
        lastSpacing: Int,
        sumOfGroupLimits: Int32?,
        instant: Instant
    ) {
        self.limit = limit
        self.article = article
        self.pattern = pattern
        self.isCombination = isCombination
        self.lastSpacing = lastSpacing
        self.sumOfGroupLimits = sumOfGroupLimits
        self.instant = instant
    }
}

extension RegistryRule {
    /// What a vehicle may weigh by everything that is known of it.
    ///
    /// - Parameters:
    ///   - question: The passage.
    ///   - facts: What the registry knows of its vehicle; nil where it does not know the vehicle.
    /// - Returns: The limit with the steps to it; what is not known leaves the limit as it is.
    /// - Source: Order 62 Art. 3 para. 2 and the 2016 annex, in that order.
    public func allowance(
        _ question: AllowanceQuestion,
        _ facts: VehicleFacts?
    ) -> GrossAllowance {
        let facts = facts ?? VehicleFacts()
        var found = GrossAllowance(limit: question.limit, article: question.article)
        let raised = raise(&found, question, facts)
        lowerByTyres(&found, question, facts, raised: raised)
        lowerByRegistration(&found, question, facts)
        if let permit, let until = facts.permitUntil, question.instant < until {
            found.steps.append((.permit(limit: facts.permitGross), permit))
            if let gross = facts.permitGross {
                found.limit = max(gross, GrossClass.limitMin)
                found.article = permit
            } else {
                found.unknown.append(.permitGross)
            }
        }
        if let exempt, exempt.names.contains(facts.exemptClass) {
            found.steps.append((.exempt(className: facts.exemptClass), exempt.article))
        }
        return found
    }

    /// Air suspension; returns by how many kg it raised the limit.
    private func raise(
        _ found: inout GrossAllowance,
        _ question: AllowanceQuestion,
        _ facts: VehicleFacts
    ) -> Int32 {
        let rule = airSuspension.first {
            $0.patterns.contains(question.pattern) && $0.isCombination == question.isCombination
                && question.lastSpacing >= Int($0.lastSpacingMin) && $0.limit > question.limit
        }
        guard let rule else { return 0 }
        guard let hasAirSuspension = facts.hasAirSuspension else {
            found.unknown.append(.suspension)
            return 0
        }
        guard hasAirSuspension else { return 0 }
        found.limit = rule.limit
        found.article = rule.article
        found.steps.append((.airSuspension(limit: rule.limit), rule.article))
        return rule.limit - question.limit
    }

    /// The sum of the groups and the single tyres, both only where the tyres are known.
    private func lowerByTyres(
        _ found: inout GrossAllowance,
        _ question: AllowanceQuestion,
        _ facts: VehicleFacts,
        raised: Int32
    ) {
        guard singleTyres != nil || sumOfGroups != nil else { return }
        guard let single = facts.singleTyreAxles else {
            found.unknown.append(.tyres)
            return
        }
        // With another number of axles on the road, a lifted axle or a trailer, nobody knows which
        // tyres carried the load.
        if let registered = facts.axleCount, registered != question.pattern.axleCount {
            found.unknown.append(.axleCount)
            return
        }
        // Air suspension raises the limit of the sprung group by the same mass.
        if let sumOfGroups, let sum = question.sumOfGroupLimits, sum + raised < found.limit {
            found.limit = sum + raised
            found.article = sumOfGroups
            found.steps.append((.sumOfGroups(limit: found.limit), sumOfGroups))
        }
        let counted = min(max(0, single - facts.wideTyreAxles), question.pattern.axleCount)
        if let singleTyres, counted > 0 {
            let axles = singleTyres.isPerAxle ? Int32(counted) : 1
            let reduction = min(singleTyres.reduction * axles, found.limit - GrossClass.limitMin)
            found.limit -= reduction
            found.article = singleTyres.article
            found.steps.append(
                (.singleTyres(axles: counted, reduction: reduction), singleTyres.article)
            )
        }
    }

    private func lowerByRegistration(
        _ found: inout GrossAllowance,
        _ question: AllowanceQuestion,
        _ facts: VehicleFacts
    ) {
        if let licensed, licensed.names.contains(facts.exemptClass) {
            guard let gross = facts.registeredGross else {
                found.unknown.append(.registeredGross)
                return
            }
            found.limit = max(gross, GrossClass.limitMin)
            found.article = licensed.article
            found.steps.append(
                (.licensed(className: facts.exemptClass, limit: gross), licensed.article)
            )
            return
        }
        guard let registeredGross, registeredGross.axles.contains(question.pattern.axleCount)
        else { return }
        guard let gross = facts.registeredGross else {
            found.unknown.append(.registeredGross)
            return
        }
        guard gross < found.limit else { return }
        found.limit = max(gross, GrossClass.limitMin)
        found.article = registeredGross.article
        found.steps.append((.registeredGross(limit: gross), registeredGross.article))
    }
}
