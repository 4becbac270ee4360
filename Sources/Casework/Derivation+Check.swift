// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

extension Derivation {
    /// What may stand in a judgement and does not follow from the passage, the law and the facts: the
    /// clock's lead, and what the centre found on the way.
    private static let addedReasons: Reasons = [
        .clock, .unknownSite, .hashMismatch, .duplicate,
    ]

    /// Holds everything against a judgement.
    ///
    /// - Parameters:
    ///   - judgement: What was judged.
    ///   - standing: The reasons of the site.
    /// - Throws: ``ExplanationFault/differs(_:recomputed:judged:)`` for the first that is not equal.
    func check(_ judgement: Judgement, _ standing: SiteStanding) throws(ExplanationFault) {
        try same("the axle pattern", pattern.groupsText, judgement.pattern.groupsText)
        try same("combination", base.isCombination, judgement.isCombination)
        try same("the gross mass", gross, Int(judgement.gross))
        try same("the gross limit", limit, Int(judgement.grossLimit))
        try same("the excess in permille", excessPermille, Int(judgement.excessPermille))
        let worst = parts.map(\.excess).max()
        try same("the worst group's excess", worst, judgement.worstGroupExcess.map { Int($0) })
        try same("the deduction", gross - kept(gross), Int(judgement.deduction))
        let index = Int(judgement.articleIndex)
        let judged = edition.articles.indices.contains(index) ? edition.articles[index].id : ""
        try same("the article", article, judged)
        let expected = reasons.union(standing.reasons)
        let explained = judgement.reasons.subtracting(
            Derivation.addedReasons.subtracting(expected)
        )
        try same("the reasons without those of the centre", expected.text, explained.text)
        let isInvalid = !judgement.reasons.isDisjoint(with: .validity)
        try same("the verdict", isInvalid ? .invalid : verdictIfValid, judgement.verdict)
    }

    private func same<Value: Equatable>(
        _ what: String,
        _ recomputed: Value,
        _ judged: Value
    ) throws(ExplanationFault) {
        guard recomputed != judged else { return }
        throw .differs(what, recomputed: "\(recomputed)", judged: "\(judged)")
    }
}
