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

/// A stretch of time in which a site's standing stays the same.
private struct StandingSpell {
    /// From this instant on, microseconds.
    let from: Int64
    /// Up to but without this one, microseconds.
    let until: Int64
    let standing: SiteStanding

    func covers(_ microseconds: Int64) -> Bool { from <= microseconds && microseconds < until }
}

extension SiteBook {
    /// Gives every row of a block what its site's scale is granted at its instant.
    ///
    /// - Parameters:
    ///   - block: A filled block that is not judged yet.
    ///   - law: The rulebook whose deduction rules hold.
    ///   - policy: What the city deducts.
    ///   - marksUnknownSite: See ``standing(ofSite:at:rule:marksUnknownSite:)``.
    /// - Complexity: One comparison a row, and a look-up for every change of site's certificate or of
    ///   edition on the way.
    public func grantStandings(
        to block: PassageBlock,
        by law: CompiledRulebook,
        policy: CasePolicy = CasePolicy(),
        marksUnknownSite: Bool
    ) {
        var spells: [StandingSpell?] = Array(repeating: nil, count: block.sites.count)
        for row in 0..<block.count {
            // Sound: the row is inside the block.
            let slot = unsafe Int(block.siteSlots[row])
            let instant = block.instant(at: row)
            if let spell = spells[slot], spell.covers(instant.microseconds) {
                block.setStanding(spell.standing, row: row)
                continue
            }
            let spell = spell(
                ofSite: block.sites[slot],
                at: instant,
                by: law,
                policy: policy,
                marksUnknownSite: marksUnknownSite
            )
            spells[slot] = spell
            block.setStanding(spell.standing, row: row)
        }
    }

    private func spell(
        ofSite code: String,
        at instant: Instant,
        by law: CompiledRulebook,
        policy: CasePolicy,
        marksUnknownSite: Bool
    ) -> StandingSpell {
        // Only where an edition begins or a certificate begins or ends can a standing change.
        let editions = law.editions.map(\.edition.effectiveFrom)
        let certificates = self[code]?.certificates.flatMap { [$0.validFrom, $0.validUntil] } ?? []
        let changes = (editions + certificates).map(\.microseconds)
        let edition = law.editions[law.editionIndex(at: instant)].edition
        return StandingSpell(
            from: changes.filter { $0 <= instant.microseconds }.max() ?? .min,
            until: changes.filter { $0 > instant.microseconds }.min() ?? .max,
            standing: policy.applied(
                to: standing(
                    ofSite: code,
                    at: instant,
                    rule: edition.deduction,
                    marksUnknownSite: marksUnknownSite
                )
            )
        )
    }
}
