// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import Rulebook
import TestKit
import Testing
import Weighing

/// The reference knows no number of the default law: with another rulebook it says other things.
@Suite("Another law gives other answers")
struct OtherLawTests {
    private func judged(_ passage: Passage, _ change: (inout Edition) -> Void) -> Judgement {
        var edition = SampleLaw.edition
        change(&edition)
        var book = SampleLaw.cn
        book.editions = [edition]
        let standing = SiteStanding(permissibleErrorPermille: 50)
        return ScalarReference(book).judge(passage, standing: standing, now: noon)
    }

    @Test("A law without a steer pair joins by distance only")
    func noSteerPair() {
        let tipper = vehicle([7_000, 7_000, 8_000, 8_000], [2_000, 3_000, 1_350])
        let found = judged(tipper) { $0.grouping.steerPair = nil }
        #expect(found.pattern.groupsText == "1-1-2")
        #expect(found.grossLimit == 36_000)
        // The second axle is the drive axle now, 7,000 of 11,500; the steer axle is the worst.
        #expect(found.worstGroupExcess == 0)
    }

    @Test("A steer pair is a group of its own even where the next axle is near")
    func steerPairStandsAlone() {
        let near = vehicle([7_000, 7_001, 3_000], [2_000, 1_600])
        let found = judged(near) {
            $0.grouping.steerPair = SteerPairRule(
                axleCountMin: 3,
                firstBelow: 2_600,
                secondAtLeast: 1_500
            )
        }
        #expect(found.pattern.groupsText == "2-1")
        #expect(found.worstGroupExcess == 1)
    }

    @Test("A steer pair may need more axles")
    func steerPairOfFourAxles() {
        let three = vehicle([7_000, 7_000, 8_000], [2_000, 3_000])
        let found = judged(three) { $0.grouping.steerPair?.axleCountMin = 4 }
        #expect(found.pattern.groupsText == "1-1-1")
    }

    @Test("A vehicle type brings its own limit and article")
    func typeArticle() {
        let truck = vehicle([9_000, 9_001], [4_000], type: .rigid)
        let found = judged(truck) {
            $0.typeRules = [
                TypeRule(type: .rigid, axles: 2...2, limit: 17_000, article: SampleLaw.loads)
            ]
        }
        #expect(found.grossLimit == 17_000)
        #expect(found.excessPermille == 58)
        #expect(citation(found) == SampleLaw.loads)
    }

    @Test("A vehicle type without a rule keeps the table's limit and drops the doubt")
    func typeWithoutRule() {
        let lump = vehicle([9_000, 9_000, 9_000], [1_350, 1_350], type: .rigid)
        let found = judged(lump) { $0.typeRules = [] }
        #expect(found.grossLimit == 27_000)
        #expect(!found.isCombination)
        #expect(found.reasons == [])
        #expect(citation(found) == SampleLaw.item5)
    }

    @Test("Road wear counts in the standard axle of the law and stops at its cap")
    func wear() {
        let truck = vehicle([10_000, 30_000], [4_000])
        // (10,000 ÷ 8,165)⁴ = 2.24996…; (30,000 ÷ 8,165)⁴ = 182.24694…
        let american = judged(truck) { $0.wear = WearRule(reference: 8_165, cap: 50_000) }
        #expect(american.esalMilli == 2_249 + 182_246)
        let capped = judged(truck) { $0.wear = WearRule(reference: 10_000, cap: 20_000) }
        #expect(capped.esalMilli == 1_000 + 16_000)
    }

    @Test("The first rule that fits decides")
    func firstRule() {
        let truck = vehicle([6_000, 6_000], [4_000])
        let found = judged(truck) {
            $0.grossRules.insert(
                GrossRule(
                    axles: 2...3,
                    match: .any,
                    isCombination: true,
                    limit: 11_999,
                    article: SampleLaw.annex,
                    isPatternUnknown: true
                ),
                at: 0
            )
        }
        #expect(found.grossLimit == 11_999)
        #expect(found.isCombination)
        #expect(found.reasons == .patternUnknown)
        #expect(found.verdict == .marginal)
        #expect(citation(found) == SampleLaw.annex)
    }
}
