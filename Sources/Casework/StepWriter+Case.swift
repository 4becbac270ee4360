// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

extension StepWriter {
    /// Whether the verdict becomes a case, and what bars it.
    mutating func writeCase() {
        let judgement = judged.judgement
        let policy = judged.policy
        let kept = derived.kept(derived.gross)
        let opens = policy.opensCase(
            judgement.verdict,
            judgement.reasons,
            enforced: Int32(kept),
            limit: Int32(derived.limit)
        )
        let barring = judgement.reasons.intersection(policy.barring)
        if opens {
            add(.opensCase, .opensCase, ["opens": .flag(true)])
        } else if judgement.verdict != .overload {
            add(
                .opensCase,
                .noCaseByVerdict,
                ["opens": .flag(false), "barred_by": .text("verdict")]
            )
        } else if !barring.isEmpty {
            let names = barring.names.compactMap(Phrase.Reason.init)
            add(
                .opensCase,
                .noCase(barredBy: names),
                ["opens": .flag(false), "barred_by": .text(barring.text)]
            )
        } else {
            let threshold = Int(policy.thresholdPermille)
            add(
                .opensCase,
                .noCase(belowThreshold: Share(permille: threshold)),
                [
                    "opens": .flag(false), "barred_by": .text("threshold"),
                    "threshold_permille": .number(threshold),
                ]
            )
        }
    }

    /// What the law proposes; nothing where the reading is not usable.
    ///
    /// Nor for a vehicle with a permit: what breaking a permit costs is another article than these.
    mutating func writePenalty() throws(ExplanationFault) {
        guard let rule = judged.law.edition.penalty, judged.judgement.verdict != .invalid,
            judged.judgement.reasons.isDisjoint(with: [.permit, .exemptClass])
        else { return }
        let passage = judged.passage
        let excess = derived.kept(derived.gross) - derived.limit
        let proposal = rule.proposal(
            excess: Int32(excess),
            size: PenaltyRule.Dimensions(
                height: Int32(passage.height),
                width: Int32(passage.width),
                length: Int32(passage.length)
            ),
            rounding: judged.policy.rounding
        )
        if derived.gross > derived.limit { try write(proposal.mass, rule, excess) }
        guard let size = proposal.size, let sizeRule = rule.size else { return }
        add(
            .penaltySize,
            .penaltySize(
                height: Length(passage.height),
                width: Length(passage.width),
                length: Length(passage.length),
                from: Money(Int(size.lowerBound), rule.currency),
                to: Money(Int(size.upperBound), rule.currency),
                try source(sizeRule.article)
            ),
            [
                "height_mm": .number(passage.height), "width_mm": .number(passage.width),
                "length_mm": .number(passage.length), "from": .number(Int(size.lowerBound)),
                "to": .number(Int(size.upperBound)), "currency": .text(rule.currency),
                "article": .text(sizeRule.article),
            ]
        )
        guard case .fine = proposal.mass else { return }
        let (low, high) = (Int(proposal.total.lowerBound), Int(proposal.total.upperBound))
        add(
            .penaltyTotal,
            .penaltyTotal(
                from: Money(low, rule.currency),
                to: Money(high, rule.currency),
                most: Money(Int(rule.most), rule.currency)
            ),
            ["from": .number(low), "to": .number(high), "currency": .text(rule.currency)]
        )
    }

    private mutating func write(
        _ mass: PenaltyProposal.Mass,
        _ rule: PenaltyRule,
        _ excess: Int
    ) throws(ExplanationFault) {
        let rounding = judged.policy.rounding
        let article = rule.mass.article
        switch mass {
        case .nothing: add(.penalty, .penaltyNone, ["kind": .text("nothing")])
        case .warning:
            add(
                .penalty,
                .penaltyWarning(
                    excess: Mass(excess),
                    upTo: Mass(Int(rule.mass.warningUpTo)),
                    try source(article)
                ),
                ["kind": .text("warning"), "kg": .number(excess), "article": .text(article)]
            )
        case .fine(let amount):
            add(
                .penalty,
                .penaltyFine(
                    Money(Int(amount), rule.currency),
                    excess: Mass(excess),
                    step: Mass(Int(rule.mass.step)),
                    perStep: Money(Int(rule.mass.perStep), rule.currency),
                    most: Money(Int(rule.most), rule.currency),
                    rounding: word(rounding),
                    try source(article)
                ),
                [
                    "kind": .text("fine"), "kg": .number(excess),
                    "rounding": .text(rounding.rawValue), "amount": .number(Int(amount)),
                    "currency": .text(rule.currency), "article": .text(article),
                ]
            )
        }
    }

    private func word(_ rounding: PenaltyRule.Rounding) -> Phrase.Rounding {
        switch rounding {
        case .floor: .floor
        case .ceil: .ceil
        case .proRata: .proRata
        }
    }
}
