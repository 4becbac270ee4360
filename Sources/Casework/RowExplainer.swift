// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Rulebook
public import Weighing

/// Explains rows of judged blocks, for `classify --explain` and for cases.
///
/// ```swift
/// let explainer = RowExplainer(rulebook: law.rulebook, sites: sites, vehicles: vehicles)
/// try explainer.appendLines(block, row: row, to: &output)
/// ```
/// - Thread: any; it keeps no state.
public struct RowExplainer: Sendable {
    /// The law.
    public let rulebook: Rulebook
    /// The sites that were known when the block was judged.
    public let sites: SiteBook
    /// The vehicles that were known then.
    public let vehicles: VehicleBook
    /// The policy; `classify --mpe-permille P` is the policy `.fixed(permille: P)`.
    public let policy: CasePolicy

    /// Takes everything that the block was judged with.
    public init(
        rulebook: Rulebook,
        sites: SiteBook,
        vehicles: VehicleBook = VehicleBook(),
        policy: CasePolicy = CasePolicy()
    ) {
        self.rulebook = rulebook
        self.sites = sites
        self.vehicles = vehicles
        self.policy = policy
    }

    /// Explains a row.
    ///
    /// - Parameters:
    ///   - block: A judged block.
    ///   - row: One of its rows.
    /// - Returns: The explanation.
    /// - Throws: ``ExplanationFault`` where the row was judged with something else.
    public func explanation(
        of block: PassageBlock,
        row: Int
    ) throws(ExplanationFault) -> Explanation {
        let passage = block.passage(at: row)
        let law = LawInForce(rulebook, at: passage.passedAt)
        let standing = sites.standing(
            ofSite: passage.site,
            at: passage.passedAt,
            rule: law.edition.deduction,
            marksUnknownSite: false
        )
        return try Explanation(
            of: JudgedPassage(
                passage: passage,
                law: law,
                judgement: block.judgement(at: row),
                standing: standing,
                certificate: sites[passage.site]?.certificate(at: passage.passedAt),
                facts: vehicles.facts(of: block, row: row),
                policy: policy
            )
        )
    }

    /// Appends the explanation of a row as JSON lines: a step a line, each with its `passage_id`.
    ///
    /// - Parameters:
    ///   - block: A judged block.
    ///   - row: One of its rows.
    ///   - output: Where to; UTF-8.
    /// - Throws: ``ExplanationFault`` where the row was judged with something else; nothing is then
    ///   appended.
    public func appendLines(
        _ block: PassageBlock,
        row: Int,
        to output: inout [UInt8]
    ) throws(ExplanationFault) {
        output += try explanation(of: block, row: row).jsonLines(
            passageID: block.passageID(at: row)
        )
    }
}
