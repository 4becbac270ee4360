// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Phrases
import Rulebook
import Weighing

extension StepWriter {
    /// Every reason of the judgement in words, in the order in which they are printed.
    mutating func writeReasons() {
        for (reason, name) in Reasons.named where judged.judgement.reasons.contains(reason) {
            guard let word = Phrase.Reason(rawValue: name) else { continue }
            add(.reason, sentence(word), ["name": .text(name)])
        }
        let verdict = judged.judgement.verdict
        add(.verdict, .verdict(word(verdict)), ["name": .text(verdict.name)])
    }

    private func word(_ verdict: Verdict) -> Phrase.Verdict {
        switch verdict {
        case .invalid: .invalid
        case .within: .within
        case .marginal: .marginal
        case .overload: .overload
        }
    }

    /// A reason with its numbers: those of the axle or spacing that is farthest out.
    private func sentence(_ reason: Phrase.Reason) -> Phrase {
        let bounds = judged.law.edition.validity
        let passage = judged.passage
        let loads = passage.axleLoads.enumerated()
        let spacings = passage.spacings.enumerated()
        switch reason {
        case .speed:
            return .speed(
                Speed(hundredths: Int(passage.speed)),
                from: Speed(hundredths: Int(bounds.speedMin)),
                to: Speed(hundredths: Int(bounds.speedMax))
            )
        case .axleLight:
            guard let (axle, load) = loads.min(by: { $0.element < $1.element }) else { break }
            return .axleLight(axle + 1, Mass(load), least: Mass(Int(bounds.axleMin)))
        case .axleHeavy:
            guard let (axle, load) = loads.max(by: { $0.element < $1.element }) else { break }
            return .axleHeavy(axle + 1, Mass(load), most: Mass(Int(bounds.axleMax)))
        case .grossHeavy:
            return .grossHeavy(Mass(derived.gross), most: Mass(Int(bounds.grossMax)))
        case .spacingShort:
            guard let (axle, gap) = spacings.min(by: { $0.element < $1.element }) else { break }
            return .spacingShort(
                after: axle + 1,
                Length(gap),
                least: Length(Int(bounds.spacingMin))
            )
        case .spacingLong:
            guard let (axle, gap) = spacings.max(by: { $0.element < $1.element }) else { break }
            return .spacingLong(
                after: axle + 1,
                Length(gap),
                most: Length(Int(bounds.spacingMax))
            )
        case .imbalance:
            return .imbalance(
                left: Mass(passage.leftLoads.reduce(0, +)),
                right: Mass(passage.rightLoads.reduce(0, +)),
                most: Share(permille: Int(bounds.imbalanceMaxPermille))
            )
        case .clock:
            return passage.passedAt < bounds.clockEarliest
                ? .clockEarly(earliest: judged.law.moment(bounds.clockEarliest))
                : .clockAhead(mostSeconds: Int(bounds.clockAheadMaxSeconds))
        case .noRulebook:
            return .noRulebook(from: judged.law.moment(judged.law.edition.effectiveFrom))
        case .mirroredWheels:
            return .mirroredWheels(tolerance: Mass(Int(bounds.mirroredTolerance)))
        default: break
        }
        return .reason(reason)
    }
}
