// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Classifier
import Rulebook
import Weighing

/// A vehicle of these tests, judged by the reference and explained.
struct ExplainedCase {
    var book = CaseLaws.cn
    var passage = Passage()
    var facts: VehicleFacts?
    var certificate: Certificate? = ExplainedCase.classFive
    var standingReasons: Reasons = []
    var policy = CasePolicy()

    /// Of an accuracy class whose error the law gives.
    static let classFive = Certificate(
        accuracyClass: "5",
        permissibleErrorPermille: nil,
        validFrom: CivilTime(year: 2026, month: 1, day: 1).instant(offsetSeconds: 0),
        validUntil: CivilTime(year: 2027, month: 1, day: 1).instant(offsetSeconds: 0),
        document: "HN-2026-001"
    )

    init(_ loads: [Int], _ spacings: [Int], _ change: (inout ExplainedCase) -> Void = { _ in }) {
        passage.site = "CS-1"
        passage.passedAt = CaseLaws.noon
        passage.speed = 6_000
        passage.axleLoads = loads
        passage.spacings = spacings
        change(&self)
    }

    /// What the registry of sites and the policy make of it.
    var standing: SiteStanding {
        let rule = LawInForce(book, at: passage.passedAt).edition.deduction
        let granted = certificate.flatMap { rule.permille(of: $0) }
        let isCertified = !standingReasons.contains(.noCertificate)
        return policy.applied(
            to: SiteStanding(
                permissibleErrorPermille: isCertified
                    ? granted ?? rule.unknownSitePermille : rule.noCertificatePermille,
                reasons: standingReasons
            )
        )
    }

    /// What the reference says.
    var judgement: Judgement {
        ScalarReference(book).judge(passage, standing: standing, facts: facts, now: CaseLaws.noon)
    }

    /// The passage with its judgement and all that it came from.
    var judged: JudgedPassage {
        JudgedPassage(
            passage: passage,
            law: LawInForce(book, at: passage.passedAt),
            judgement: judgement,
            standing: standing,
            certificate: certificate,
            facts: facts,
            policy: policy
        )
    }

    /// The explanation.
    func explained() throws -> Explanation { try Explanation(of: judged) }
}

/// Facts of a vehicle.
func known(_ change: (inout VehicleFacts) -> Void) -> VehicleFacts {
    var facts = VehicleFacts()
    change(&facts)
    return facts
}
