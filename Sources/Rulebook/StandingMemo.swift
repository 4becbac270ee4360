// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// A stretch of time in which a site's standing stays the same.
private struct StandingSpell {
    /// From this instant on, microseconds.
    let from: Int64
    /// Up to but without this one, microseconds.
    let until: Int64
    let standing: SiteStanding

    func covers(_ microseconds: Int64) -> Bool { from <= microseconds && microseconds < until }
}

/// Grants the rows of one block after the other what their sites' scales are granted, and remembers
/// each site's standing for as long as it stays the same.
///
/// - Thread: one at a time.
public struct StandingMemo: Sendable {
    /// A file may name any number of sites: past this they are looked up anew.
    private static let siteCountMax = 4_096

    private let sites: SiteBook
    private let law: CompiledRulebook
    private let policy: CasePolicy
    private let marksUnknownSite: Bool
    private var spells: [String: StandingSpell] = [:]

    /// Makes a memo that remembers nothing yet.
    ///
    /// - Parameters:
    ///   - sites: The registry's sites.
    ///   - law: The rulebook whose deduction rules hold.
    ///   - policy: What the city deducts.
    ///   - marksUnknownSite: See ``SiteBook/standing(ofSite:at:rule:marksUnknownSite:)``.
    public init(
        _ sites: SiteBook,
        _ law: CompiledRulebook,
        _ policy: CasePolicy,
        marksUnknownSite: Bool
    ) {
        self.sites = sites
        self.law = law
        self.policy = policy
        self.marksUnknownSite = marksUnknownSite
    }

    /// Gives every row of a block what its site's scale is granted at its instant.
    ///
    /// - Parameter block: A filled block that is not judged yet.
    /// - Complexity: One comparison a row, and a look-up for every change of a site's certificate or of
    ///   the edition on the way.
    public mutating func grant(to block: PassageBlock) {
        var known = block.sites.map { spells[$0] }
        for row in 0..<block.count {
            // Sound: the row is inside the block.
            let slot = unsafe Int(block.siteSlots[row])
            let instant = block.instant(at: row)
            if let spell = known[slot], spell.covers(instant.microseconds) {
                block.setStanding(spell.standing, row: row)
                continue
            }
            let spell = spell(ofSite: block.sites[slot], at: instant)
            known[slot] = spell
            if spells.count >= StandingMemo.siteCountMax { spells = [:] }
            spells[block.sites[slot]] = spell
            block.setStanding(spell.standing, row: row)
        }
    }

    private func spell(ofSite code: String, at instant: Instant) -> StandingSpell {
        // Only where an edition begins or a certificate begins or ends can a standing change.
        let editions = law.editions.map(\.edition.effectiveFrom)
        let certificates =
            sites[code]?.certificates.flatMap { [$0.validFrom, $0.validUntil] } ?? []
        let changes = (editions + certificates).map(\.microseconds)
        let edition = law.editions[law.editionIndex(at: instant)].edition
        return StandingSpell(
            from: changes.filter { $0 <= instant.microseconds }.max() ?? .min,
            until: changes.filter { $0 > instant.microseconds }.min() ?? .max,
            standing: policy.applied(
                to: sites.standing(
                    ofSite: code,
                    at: instant,
                    rule: edition.deduction,
                    marksUnknownSite: marksUnknownSite
                )
            )
        )
    }
}
