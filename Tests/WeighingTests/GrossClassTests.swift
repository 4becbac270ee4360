// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Testing
import Weighing

@Suite("What a row keeps of its gross limit")
struct GrossClassTests {
    @Test("Every part comes back, at its ends, and none touches another")
    func parts() {
        for limit: Int32 in [0, 1_000, 49_000, 1_048_575] {
            for article: UInt8 in [0, 1, 255] {
                for flags in 0..<8 {
                    let grossClass = GrossClass(
                        limit: limit,
                        articleIndex: article,
                        isCombination: flags & 1 != 0,
                        isPatternUnknown: flags & 2 != 0,
                        isWithoutLimit: flags & 4 != 0
                    )
                    #expect(grossClass.limit == limit)
                    #expect(grossClass.articleIndex == article)
                    #expect(grossClass.isCombination == (flags & 1 != 0))
                    #expect(grossClass.isPatternUnknown == (flags & 2 != 0))
                    #expect(grossClass.isWithoutLimit == (flags & 4 != 0))
                    #expect(GrossClass(rawValue: grossClass.rawValue) == grossClass)
                }
            }
        }
    }

    @Test(
        "Excess in permille and deduction follow from the row, toward zero",
        arguments: [
            // gross, limit, permissible error ‰, excess ‰, deduction
            (49_000, 49_000, 50, 0, 2_450), (49_001, 49_000, 50, 0, 2_451),
            (49_049, 49_000, 50, 1, 2_453), (98_000, 49_000, 0, 1_000, 0),
            (1_048_560, 1_000, 999, 1_047_560, 1_047_512), (0, 1_000, 50, 0, 0),
        ] as [(Int32, Int32, UInt16, Int32, Int32)]
    )
    func derived(
        gross: Int32,
        limit: Int32,
        error: UInt16,
        permille: Int32,
        deduction: Int32
    )
        throws
    {
        let block = PassageBlock()
        var passage = Passage()
        passage.site = "CS-N-01"
        passage.axleLoads = [1_000, 1_000]
        passage.spacings = [3_000]
        try #require(block.append(passage))
        block.setStanding(SiteStanding(permissibleErrorPermille: error), row: 0)
        block.grosses[0] = gross
        block.classes[0] =
            GrossClass(limit: limit, articleIndex: 0, isCombination: false).rawValue
        #expect(block.excessPermille(at: 0) == permille)
        #expect(block.deduction(at: 0) == deduction)
    }
}
