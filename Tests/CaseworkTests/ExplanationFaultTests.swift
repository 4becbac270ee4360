// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Rulebook
import Phrases
import Testing
import Weighing

@Suite("A wrong explanation does not come into being")
struct ExplanationFaultTests {
    private static let changes: [(String, @Sendable (inout JudgedPassage) -> Void)] = [
        ("pattern", { $0.judgement.pattern = AxlePattern(code: 0b11) }),
        ("combination", { $0.judgement.isCombination.toggle() }),
        ("gross mass", { $0.judgement.gross += 1 }),
        ("gross limit", { $0.judgement.grossLimit -= 1 }),
        ("permille", { $0.judgement.excessPermille += 1 }),
        ("worst group", { $0.judgement.worstGroupExcess = nil }),
        ("deduction", { $0.judgement.deduction += 1 }),
        ("article", { $0.judgement.articleIndex += 1 }),
        ("no such article", { $0.judgement.articleIndex = 255 }),
        ("verdict", { $0.judgement.verdict = .marginal }),
        ("a reason more", { $0.judgement.reasons.insert(.mirroredWheels) }),
        ("an invalid reason more", { $0.judgement.reasons.insert(.clock) }),
        ("another error", { $0.standing.permissibleErrorPermille = 51 }),
        ("another certificate", { $0.certificate?.accuracyClass = "2" }),
        ("no certificate", { $0.standing.reasons = .noCertificate }),
        ("another policy", { $0.policy.deduction = .fixed(permille: 20) }),
        ("another load", { $0.passage.axleLoads[0] += 1 }),
        ("another spacing", { $0.passage.spacings[1] = 2_000 }),
        ("facts", { $0.facts = known { $0.exemptClass = "refrigerated" } }),
        ("a refused passage", { $0.passage.spacings.removeLast() }),
        ("another law", { $0.law.edition.grossRules.removeAll() }),
        ("an article not listed", { $0.law.edition.groupLimits.article = "none" }),
    ]

    @Test("Whatever differs from what was judged is refused", arguments: changes.map(\.0))
    func refused(name: String) throws {
        var judged = Cases.overload.judged
        _ = try Explanation(of: judged)
        let change = try #require(Self.changes.first { $0.0 == name }).1
        change(&judged)
        #expect(throws: ExplanationFault.self) { try Explanation(of: judged) }
    }

    @Test("The fault names what differs, both ways")
    func named() {
        var judged = Cases.overload.judged
        judged.judgement.grossLimit = 46_000
        #expect(
            throws: ExplanationFault.differs(
                "the gross limit",
                recomputed: "49000",
                judged: "46000"
            )
        ) { try Explanation(of: judged) }
    }

    @Test("What the centre found on the way may stand beside what follows from the law")
    func centreReasons() throws {
        var judged = Cases.overload.judged
        judged.judgement.reasons.formUnion([.unknownSite, .hashMismatch, .duplicate])
        let explained = try Explanation(of: judged)
        #expect(
            explained.steps(.reason).compactMap { $0.text("name") }
                == ["unknown_site", "hash_mismatch", "duplicate"]
        )
        #expect(
            explained.steps(.opensCase).first?.phrase.text(in: .en) == """
                No case: barred by the policy for site unknown, hash does not match, duplicate.
                """
        )
    }
}
