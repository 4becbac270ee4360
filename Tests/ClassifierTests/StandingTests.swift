// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import TestKit
import Testing
import Weighing

@Suite("Standings of a block's rows")
struct StandingTests {
    /// Two editions that differ in what they grant, the second from second 5,000 on.
    private func law() throws -> CompiledRulebook {
        var first = SampleLaw.edition
        first.effectiveFrom = Instant(seconds: 1_000)
        var second = first
        second.name = "later"
        second.effectiveFrom = Instant(seconds: 5_000)
        second.deduction.permilleByClass = ["5": 51, "10": 101]
        second.deduction.unknownSitePermille = 41
        return try CompiledRulebook(
            Rulebook(
                id: "two",
                title: BilingualText(zh: "二", en: "Two"),
                utcOffsetSeconds: 0,
                editions: [first, second]
            )
        )
    }

    private func certificate(_ accuracyClass: String, _ from: Int64, _ until: Int64) -> Certificate
    {
        Certificate(
            accuracyClass: accuracyClass,
            permissibleErrorPermille: nil,
            validFrom: Instant(seconds: from),
            validUntil: Instant(seconds: until),
            document: "D"
        )
    }

    private func site(_ code: String, _ certificates: [Certificate]) -> Site {
        Site(
            code: code,
            nameZH: "甲",
            nameEN: "A",
            kind: .nonstop,
            road: "G107",
            direction: "northbound",
            latitude: 28,
            longitude: 113,
            lanes: 1,
            certificates: certificates
        )
    }

    @Test(
        "Each row gets what a look-up for it alone gives, whatever came before it",
        arguments: 1...20
    )
    func rowsAlone(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let law = try law()
        let book = SiteBook([
            site("A", [certificate("5", 2_000, 6_000)]),
            site("B", [certificate("5", 0, 4_000), certificate("10", 3_000, 7_000)]),
            site("C", []),
        ])
        let edges: [Int64] = [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000]
        let block = PassageBlock()
        // A memo that has seen other blocks says the same.
        var memo = StandingMemo(book, law, CasePolicy(), marksUnknownSite: true)
        for _ in 0..<3 {
            block.reset()
            fill(block, edges, &chance)
            memo.grant(to: block)
            try expectRowsAlone(block, book, law)
        }
        block.reset()
        fill(block, edges, &chance)
        book.grantStandings(to: block, by: law, marksUnknownSite: true)
        try expectRowsAlone(block, book, law)
    }

    private func fill(_ block: PassageBlock, _ edges: [Int64], _ chance: inout SeededGenerator) {
        while block.count < PassageBlock.rowCapacity {
            var passage = Passage()
            passage.site = chance.pick(["A", "B", "C", "unknown"])
            passage.axleLoads = [5_000, 5_000]
            passage.spacings = [4_000]
            passage.passedAt = Instant(
                microseconds: chance.pick(edges) * 1_000_000 + Int64(chance.number(-1...1))
            )
            let isIn = block.append(passage)
            #expect(isIn)
        }
    }

    private func expectRowsAlone(
        _ block: PassageBlock,
        _ book: SiteBook,
        _ law: CompiledRulebook
    ) throws {
        for row in 0..<block.count {
            let instant = block.instant(at: row)
            let expected = book.standing(
                ofSite: block.site(at: row),
                at: instant,
                rule: law.editions[law.editionIndex(at: instant)].edition.deduction,
                marksUnknownSite: true
            )
            #expect(block.permissibleErrors[row] == expected.permissibleErrorPermille)
            #expect(block.reasons(at: row) == expected.reasons)
        }
    }
}
