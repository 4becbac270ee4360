// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import TestKit
import Testing
import Weighing

@Suite("What a city decides beside the law")
struct CasePolicyTests {
    @Test("Without a threshold one kilogram over after the deduction opens a case")
    func noThreshold() {
        let policy = CasePolicy()
        #expect(policy.opensCase(.overload, [], enforced: 49_001, limit: 49_000))
        for verdict in [Verdict.invalid, .within, .marginal] {
            #expect(!policy.opensCase(verdict, [], enforced: 60_000, limit: 49_000))
        }
    }

    @Test("A threshold of 5 % needs more than 5 % after the deduction")
    func threshold() {
        let policy = CasePolicy(thresholdPermille: 50)
        #expect(!policy.opensCase(.overload, [], enforced: 51_450, limit: 49_000))
        #expect(policy.opensCase(.overload, [], enforced: 51_451, limit: 49_000))
        // Only a group is over: with a threshold on the gross mass that opens nothing.
        #expect(!policy.opensCase(.overload, .groupOver, enforced: 40_000, limit: 49_000))
        #expect(CasePolicy().opensCase(.overload, .groupOver, enforced: 40_000, limit: 49_000))
    }

    @Test("Every barring reason keeps a verdict from becoming a case", arguments: Reasons.named)
    func barring(_ named: (reason: Reasons, name: String)) {
        let bars: Set<String> = [
            "speed", "axle_light", "axle_heavy", "gross_heavy", "spacing_short", "spacing_long",
            "imbalance", "clock", "no_rulebook", "mirrored_wheels", "no_certificate",
            "unknown_site", "hash_mismatch", "duplicate",
        ]
        let opens = CasePolicy().opensCase(.overload, named.reason, enforced: 2, limit: 1)
        #expect(opens == !bars.contains(named.name), "\(named.name)")
    }

    @Test("The deduction is the certificate's, a fixed one or none; reasons of the site stay")
    func deduction() {
        let standing = SiteStanding(permissibleErrorPermille: 50, reasons: .noCertificate)
        #expect(CasePolicy().applied(to: standing) == standing)
        let fixed = CasePolicy(deduction: .fixed(permille: 100)).applied(to: standing)
        #expect(fixed == SiteStanding(permissibleErrorPermille: 100, reasons: .noCertificate))
        let none = CasePolicy(deduction: .none).applied(to: standing)
        #expect(none == SiteStanding(permissibleErrorPermille: 0, reasons: .noCertificate))
    }

    @Test("Rows of a block are granted what the policy deducts")
    func rows() throws {
        let block = PassageBlock()
        for _ in 0..<3 { try #require(block.append(vehicle([5_000, 5_000], [4_000]))) }
        let law = try CompiledRulebook(SampleLaw.cn)
        let policy = CasePolicy(deduction: .fixed(permille: 33))
        SiteBook([]).grantStandings(to: block, by: law, policy: policy, marksUnknownSite: true)
        for row in 0..<3 {
            #expect(block.permissibleErrors[row] == 33)
            #expect(block.reasons(at: row) == .unknownSite)
        }
    }
}
