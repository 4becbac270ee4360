// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

extension DeductionRule {
    /// What a certificate grants: the error that it states, else that of its accuracy class.
    ///
    /// - Parameter certificate: A certificate of the registry.
    /// - Returns: Permille, 0…999; nil where it states no error and the rulebook does not know its
    ///   class.
    public func permille(of certificate: Certificate) -> UInt16? {
        certificate.permissibleErrorPermille ?? permilleByClass[certificate.accuracyClass]
    }
}

extension SiteBook {
    /// What a site's scale is granted at an instant.
    ///
    /// A measurement counts as evidence only under a certificate valid when it was made, so a known
    /// site without one gets the reason `noCertificate`, which bars a case. So does a certificate
    /// whose class the rulebook does not know: nobody can then say how far the scale may err.
    ///
    /// - Parameters:
    ///   - code: The code of the site as the passage gives it.
    ///   - instant: When the vehicle passed.
    ///   - rule: The deduction of the edition in force at that instant.
    ///   - marksUnknownSite: Whether a site that the registry does not know gets the reason
    ///     `unknownSite`: the centre shows it, `classify` without a registry does not.
    /// - Returns: The permissible error and the reasons that come from the registry.
    /// - Complexity: O(1) in sites, linear in the certificates of one site.
    public func standing(
        ofSite code: String,
        at instant: Instant,
        rule: DeductionRule,
        marksUnknownSite: Bool
    ) -> SiteStanding {
        guard let site = self[code] else {
            return SiteStanding(
                permissibleErrorPermille: rule.unknownSitePermille,
                reasons: marksUnknownSite ? .unknownSite : []
            )
        }
        guard
            let certificate = site.certificate(at: instant),
            let permille = rule.permille(of: certificate)
        else {
            return SiteStanding(
                permissibleErrorPermille: rule.noCertificatePermille,
                reasons: .noCertificate
            )
        }
        return SiteStanding(permissibleErrorPermille: permille)
    }
}

extension SiteBook {
    /// Gives every row of a block what its site's scale is granted at its instant.
    ///
    /// - Parameters:
    ///   - block: A filled block that is not judged yet.
    ///   - law: The rulebook whose deduction rules hold.
    ///   - policy: What the city deducts.
    ///   - marksUnknownSite: See ``standing(ofSite:at:rule:marksUnknownSite:)``.
    public func grantStandings(
        to block: PassageBlock,
        by law: CompiledRulebook,
        policy: CasePolicy = CasePolicy(),
        marksUnknownSite: Bool
    ) {
        var memo = StandingMemo(self, law, policy, marksUnknownSite: marksUnknownSite)
        memo.grant(to: block)
    }
}
