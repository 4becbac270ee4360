// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The way from a passage to its verdict, once more and independent of the classifier: what an
// explanation says is read off here.
//
//   spacings → groups → pattern → limit of pattern or type → length → registry → gross limit
//   loads → gross, groups, stretches → deduction → verdict

import Phrases
import Rulebook
import Weighing

/// Neighbouring axles that have a limit together: an axle group, or a stretch that a bridge rule limits.
struct WeighedPart: Equatable {
    /// The axles, from 1.
    var axles: Axles
    /// From the first of them to the last, mm.
    var length: Int
    /// What they weigh, kg.
    var load: Int
    /// What they may weigh, kg.
    var limit: Int

    var excess: Int { load - limit }
}

/// An axle group.
struct DerivedGroup: Equatable {
    /// Where it stands.
    var role: Phrase.GroupRole
    /// Its axles, from 1.
    var axles: Axles
    /// Distances between its axles, mm.
    var innerSpacings: [Int]
    /// What it weighs, kg.
    var load: Int
    /// What it may weigh, kg; nil where the law has no limit.
    var limit: Int?

    var axleCount: Int { innerSpacings.count + 1 }

    /// The group as something with a limit.
    var part: WeighedPart? {
        limit.map {
            WeighedPart(axles: axles, length: innerSpacings.reduce(0, +), load: load, limit: $0)
        }
    }
}

/// What the length of a vehicle allows.
struct LengthLimit: Equatable {
    /// The limit, kg.
    var limit: Int
    /// `id` of its article.
    var article: String
    /// Whether it is lower than what held before.
    var lowers: Bool
}

/// Everything that follows from a passage, an edition, a vehicle's facts and an error.
struct Derivation {
    let passage: Passage
    let edition: Edition
    /// The permissible error granted, permille.
    let permille: Int

    /// Whether axles 1 and 2 are a steer pair.
    let hasSteerPair: Bool
    /// The groups front to rear.
    let groups: [DerivedGroup]
    /// The pattern that they make.
    let pattern: AxlePattern
    /// Limit of the axle pattern or the type given.
    let base: BaseLimit
    /// What length allows, in the order of the law.
    let lengthLimits: [LengthLimit]
    /// What the registry's facts make of it; nil where the law does not ask.
    let allowance: GrossAllowance?
    /// The gross limit, kg.
    let limit: Int
    /// `id` of its article.
    let article: String
    /// Stretches shorter than the vehicle that a bridge rule limits.
    let stretches: [WeighedPart]
    /// Reasons that follow from the passage and the law alone.
    let shownReasons: Reasons

    /// Works everything out.
    ///
    /// - Throws: ``ExplanationFault/refused(_:)`` or ``ExplanationFault/noLimit(axles:)``.
    init(
        _ passage: Passage,
        _ edition: Edition,
        _ facts: VehicleFacts?,
        permille: Int
    ) throws(ExplanationFault) {
        if let fault = passage.fault() { throw .refused(fault) }
        self.passage = passage
        self.edition = edition
        self.permille = permille
        hasSteerPair = edition.isSteerPair(passage.spacings)
        groups = edition.groups(passage, hasSteerPair: hasSteerPair)
        guard let pattern = AxlePattern(groups: groups.map(\.axleCount)),
            let base = edition.baseLimit(pattern, passage.vehicleType)
        else { throw .noLimit(axles: passage.axleLoads.count) }
        self.pattern = pattern
        self.base = base
        stretches = edition.stretches(passage)
        lengthLimits = edition.lengthLimits(passage, base)
        let lowest = lengthLimits.last { $0.lowers }
        let question = AllowanceQuestion(
            limit: Int32(lowest?.limit ?? base.limit),
            article: lowest?.article ?? base.article,
            pattern: pattern,
            isCombination: base.isCombination,
            lastSpacing: passage.spacings.last ?? 0,
            sumOfGroupLimits: Derivation.sum(groups.map(\.limit)),
            instant: passage.passedAt
        )
        allowance = edition.registry?.allowance(question, facts)
        limit = Int(allowance?.limit ?? question.limit)
        article = allowance?.article ?? question.article
        shownReasons = edition.derivedReasons(passage, groups).union(base.reasons)
    }

    /// The sum of limits; nil where one is missing.
    private static func sum(_ limits: [Int?]) -> Int32? {
        let known = limits.compactMap(\.self)
        return known.count == limits.count ? Int32(known.reduce(0, +)) : nil
    }

    /// The gross mass, kg.
    var gross: Int { passage.axleLoads.reduce(0, +) }

    /// What stays of a mass once the permissible error is deducted, kg.
    func kept(_ kilograms: Int) -> Int { kilograms * (1_000 - permille) / 1_000 }

    /// The heaviest that a mass may be measured so that what is kept of it is not over a limit, kg.
    func heaviest(keeping limit: Int) -> Int { ((limit + 1) * 1_000 - 1) / (1_000 - permille) }

    /// Whether the vehicle is not deemed over-limit whatever it weighs.
    var isExempt: Bool { allowance?.isExempt ?? false }

    /// Groups and stretches with a limit.
    var parts: [WeighedPart] { groups.compactMap(\.part) + stretches }

    /// What a group over its limit does to the verdict.
    var groupEffect: Phrase.GroupEffect {
        guard edition.groupLimits.isDeciding else { return .advisory }
        return allowance?.reasons.contains(.permit) == true ? .underPermit : .deciding
    }

    /// Groups and stretches over their limits, where that decides.
    ///
    /// Of two limits for the same axles, a group's and a stretch's, the lower.
    var partsOver: [WeighedPart] {
        guard groupEffect == .deciding else { return [] }
        var over: [WeighedPart] = []
        for part in parts where part.excess > 0 {
            if let twin = over.firstIndex(where: { $0.axles == part.axles }) {
                over[twin].limit = min(over[twin].limit, part.limit)
            } else {
                over.append(part)
            }
        }
        return over
    }

    /// Those of them that are over also after the deduction.
    var partsOverKept: [WeighedPart] { partsOver.filter { kept($0.load) > $0.limit } }

    /// Reasons that follow from the passage, the law and the facts.
    var reasons: Reasons {
        shownReasons.union(allowance?.reasons ?? []).union(partsOver.isEmpty ? [] : .groupOver)
    }

    /// 1000 × excess ÷ limit, toward zero; 0 when not over.
    var excessPermille: Int { gross > limit ? 1_000 * (gross - limit) / limit : 0 }

    /// The verdict for a reading that is valid.
    var verdictIfValid: Verdict {
        if isExempt || (gross <= limit && partsOver.isEmpty) { return .within }
        return kept(gross) <= limit && partsOverKept.isEmpty ? .marginal : .overload
    }
}
