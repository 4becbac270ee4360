// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

extension StepWriter {
    /// The gross limit: pattern or type, length, registry, and what holds in the end.
    mutating func writeGrossLimit() throws(ExplanationFault) {
        let base = derived.base
        let hasSteps = !(derived.allowance?.steps.isEmpty ?? true)
        if hasSteps || !derived.lengthLimits.isEmpty {
            add(
                .baseLimit,
                .baseLimit(Mass(base.limit), byType: base.isByType, try source(base.article)),
                [
                    "kg": .number(base.limit), "article": .text(base.article),
                    "by": .text(base.isByType ? "vehicle_type" : "pattern"),
                ]
            )
        }
        let distance = judged.passage.spacings.reduce(0, +)
        for limit in derived.lengthLimits {
            add(
                .lengthLimit,
                .lengthLimit(
                    Length(distance),
                    Mass(limit.limit),
                    lowers: limit.lowers,
                    try source(limit.article)
                ),
                [
                    "mm": .number(distance), "kg": .number(limit.limit),
                    "lowers": .flag(limit.lowers), "article": .text(limit.article),
                ]
            )
        }
        if let allowance = derived.allowance { try writeRegistry(allowance) }
        let source = try source(derived.article)
        add(
            .grossLimit,
            .grossLimit(Mass(derived.limit), source),
            [
                "kg": .number(derived.limit), "article": .text(derived.article),
                "verified": .flag(source.isVerified),
            ]
        )
    }

    private mutating func writeRegistry(_ allowance: GrossAllowance) throws(ExplanationFault) {
        if judged.facts == nil, !allowance.unknown.isEmpty {
            add(.registry, .vehicleUnknown, ["fact": .text("vehicle_unknown")])
        }
        var limit = derived.lengthLimits.last { $0.lowers }?.limit ?? derived.base.limit
        for (step, article) in allowance.steps {
            try writeRegistry(step, article, &limit)
        }
        for fact in allowance.unknown {
            add(.registryUnknown, .unknown(phrase(fact)), ["fact": .text(fact.rawValue)])
        }
        guard limit == derived.limit else {
            throw .differs(
                "the limit after the registry's steps",
                recomputed: "\(limit)",
                judged: "\(derived.limit)"
            )
        }
    }

    /// One step of the registry; `limit` becomes what holds after it.
    private mutating func writeRegistry(
        _ step: AllowanceStep,
        _ article: String,
        _ limit: inout Int
    ) throws(ExplanationFault) {
        let source = try source(article)
        let fact: String
        let phrase: Phrase
        switch step {
        case .airSuspension(let raised):
            limit = Int(raised)
            (fact, phrase) = ("air_suspension", .airSuspension(Mass(limit), source))
        case .sumOfGroups(let sum):
            limit = Int(sum)
            (fact, phrase) = ("sum_of_groups", .sumOfGroups(Mass(limit), source))
        case .singleTyres(let axles, let reduction):
            limit -= Int(reduction)
            fact = "single_tyres"
            phrase = .singleTyres(
                axles: axles,
                reduction: Mass(Int(reduction)),
                limit: Mass(limit),
                source
            )
        case .registeredGross(let gross):
            limit = max(Int(gross), Int(GrossClass.limitMin))
            fact = "registered_gross"
            phrase = .registeredGross(Mass(Int(gross)), limit: Mass(limit), source)
        case .licensed(let name, let gross):
            limit = max(Int(gross), Int(GrossClass.limitMin))
            fact = "licensed"
            phrase = .licensed(
                className: name,
                gross: Mass(Int(gross)),
                limit: Mass(limit),
                source
            )
        case .permit(let gross):
            limit = gross.map { Int($0) } ?? limit
            let until = judged.law.moment(judged.facts?.permitUntil ?? judged.passage.passedAt)
            fact = "permit"
            phrase = .permit(until: until, gross.map { Mass(Int($0)) }, source)
        case .exempt(let name):
            (fact, phrase) = ("exempt_class", .exempt(className: name, source))
        }
        add(
            .registry,
            phrase,
            ["fact": .text(fact), "limit_kg": .number(limit), "article": .text(article)]
        )
    }

    private func phrase(_ fact: UnknownFact) -> Phrase.Unknown {
        switch fact {
        case .tyres: .tyres
        case .suspension: .suspension
        case .registeredGross: .registeredGross
        case .axleCount: .axleCount
        case .permitGross: .permitGross
        }
    }
}
