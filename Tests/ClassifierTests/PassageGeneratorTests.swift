// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import TestKit
import Testing
import Weighing

/// The generators are only worth something where they reach what they promise to reach.
@Suite("Seeded passages")
struct PassageGeneratorTests {
    @Test("SplitMix64 gives its published sequence")
    func splitMix() {
        // The first outputs of the public domain C version for the seed 1234567.
        var chance = SeededGenerator(seed: 1_234_567)
        #expect(chance.next() == 6_457_827_717_110_365_317)
        #expect(chance.next() == 3_203_168_211_198_807_973)
        #expect(chance.next() == 9_817_491_932_198_370_423)
    }

    @Test("The same seed makes the same passages")
    func repeatable() {
        var first = PassageGenerator(seed: 42)
        var second = PassageGenerator(seed: 42)
        var third = PassageGenerator(seed: 43)
        let a = (0..<200).map { _ in first.next() }
        let b = (0..<200).map { _ in second.next() }
        let c = (0..<200).map { _ in third.next() }
        #expect(a == b)
        #expect(a != c)
    }

    @Test("Every passage fits a block, 256 of them at a time", arguments: [1, 2, 3] as [UInt64])
    func appendable(seed: UInt64) {
        var generator = PassageGenerator(seed: seed)
        for flavour in PassageGenerator.Flavour.allCases {
            for _ in 0..<12 {
                let block = PassageBlock()
                for row in 0..<PassageBlock.rowCapacity {
                    let passage = generator.next(flavour).passage
                    #expect(passage.fault() == nil, "seed \(seed): \(passage)")
                    #expect(block.append(passage), "seed \(seed), row \(row)")
                }
            }
        }
    }

    @Test("The sample law is complete")
    func sampleLaw() throws {
        let compiled = try CompiledRulebook(SampleLaw.cn)
        #expect(compiled.editions.count == 1)
        #expect(SampleLaw.effectiveFrom == Instant(seconds: 1_474_387_200))
        #expect(SampleLaw.clockEarliest == Instant(seconds: 946_656_000))
    }

    @Test("Hostile passages reach every reason, verdict and article, and sit on the edges")
    func coverage() {
        var generator = PassageGenerator(seed: 20_160_921, now: noon)
        var reasons: [String: Int] = [:]
        var verdicts: [Verdict: Int] = [:]
        var articles: [String: Int] = [:]
        var axleCounts: Set<Int> = []
        var atLimit = 0
        var spacingsAtEdge: [Int: Int] = [:]
        for _ in 0..<20_000 {
            let sample = generator.next(.hostile)
            let found = judged(
                sample.passage,
                permille: sample.standing.permissibleErrorPermille,
                reasons: sample.standing.reasons
            )
            for name in found.reasons.names { reasons[name, default: 0] += 1 }
            verdicts[found.verdict, default: 0] += 1
            articles[citation(found), default: 0] += 1
            axleCounts.insert(sample.passage.axleLoads.count)
            if abs(found.grossExcess) <= 1 { atLimit += 1 }
            for gap in sample.passage.spacings { spacingsAtEdge[gap, default: 0] += 1 }
        }
        // What only other laws, a registry or the way to the store give.
        let foreign: Reasons = [
            .groupOver, .registryLimit, .permit, .exemptClass, .hashMismatch, .duplicate,
        ]
        for (reason, name) in Reasons.named where !foreign.contains(reason) {
            #expect(reasons[name, default: 0] >= 100, "\(name): \(reasons)")
        }
        for verdict in Verdict.allCases {
            #expect(verdicts[verdict, default: 0] >= 1_000, "\(verdicts)")
        }
        for article in Set(SampleLaw.edition.grossRules.map(\.article)) {
            #expect(articles[article, default: 0] >= 50, "\(articles)")
        }
        #expect(axleCounts == Set(2...16))
        #expect(atLimit >= 2_000)
        for gap in [599, 600, 999, 1_000, 1_299, 1_300, 1_301, 1_799, 1_800, 2_599, 2_600] {
            #expect(spacingsAtEdge[gap, default: 0] >= 500, "\(gap) mm")
        }
    }

    @Test("Realistic trucks are mostly usable and of both sides of the law")
    func realism() {
        var generator = PassageGenerator(seed: 5, now: noon)
        var verdicts: [Verdict: Int] = [:]
        for _ in 0..<4_000 {
            let sample = generator.next(.realistic)
            verdicts[judged(sample.passage).verdict, default: 0] += 1
        }
        #expect(verdicts[.invalid, default: 0] <= 40, "\(verdicts)")
        #expect(verdicts[.within, default: 0] >= 1_500, "\(verdicts)")
        #expect(verdicts[.overload, default: 0] >= 400, "\(verdicts)")
        #expect(verdicts[.marginal, default: 0] >= 40, "\(verdicts)")
    }
}
