// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import Rulebook
import TestKit
import Testing
import Weighing

@Suite("The SIMD kernel against the scalar reference")
struct KernelTests {
    /// Blocks of one seed: as many passages as asked for, realistic and hostile by turns.
    private func compare(seed: UInt64, count: Int) throws {
        let law = try CompiledRulebook(SampleLaw.cn)
        let reference = ScalarReference(SampleLaw.cn)
        let judges = InstructionSet.allCases.filter { $0 <= .best }.map {
            Judge(law, instructionSet: $0)
        }
        var generator = PassageGenerator(seed: seed)
        let now = generator.now
        let block = PassageBlock()
        var done = 0
        while done < count {
            block.reset()
            var expected: [Judgement] = []
            var standings: [SiteStanding] = []
            while block.count < PassageBlock.rowCapacity && done + block.count < count {
                let sample = generator.next(done % 512 < 256 ? .hostile : .realistic)
                guard block.append(sample.passage) else { break }
                standings.append(sample.standing)
                expected.append(
                    reference.judge(sample.passage, standing: sample.standing, now: now)
                )
            }
            for judge in judges {
                for (row, standing) in standings.enumerated() {
                    block.setStanding(standing, row: row)
                }
                judge.judge(block, now: now)
                for row in 0..<block.count where block.judgement(at: row) != expected[row] {
                    Issue.record(
                        """
                        \(judge.instructionSet.rawValue), seed \(seed), passage \(done + row): \
                        \(block.judgement(at: row)) instead of \(expected[row]) for \
                        \(block.passage(at: row)) with \(standings[row])
                        """
                    )
                    return
                }
            }
            done += block.count
        }
    }

    @Test(
        "10⁶ random passages get the same judgement to the bit, in every build of the kernel",
        arguments: [UInt64(1), 20_260_518, 4, 0xDEAD_BEEF]
    )
    func random(seed: UInt64) throws {
        try compare(seed: seed, count: 250_000)
    }

    @Test(
        "Blocks of every length are judged whole",
        arguments: [1, 2, 15, 16, 17, 31, 33, 255, 256]
    )
    func lengths(count: Int) throws {
        try compare(seed: UInt64(count), count: count)
    }

    @Test("Every axle load wears the road as the law's fourth power says")
    func wear() throws {
        let law = try CompiledRulebook(SampleLaw.cn)
        let judge = Judge(law)
        let block = PassageBlock()
        var load = 0
        while load <= Passage.valueMax {
            block.reset()
            while block.count < PassageBlock.rowCapacity && load <= Passage.valueMax {
                var passage = Passage()
                passage.site = "s"
                passage.axleLoads = [load, 0]
                passage.spacings = [4_000]
                passage.passedAt = Instant(seconds: 1_780_000_000)
                let isIn = block.append(passage)
                #expect(isIn)
                load += 1
            }
            judge.judge(block, now: Instant(seconds: 1_780_000_000))
            for row in 0..<block.count {
                let kilograms = UInt64(min(block.passage(at: row).axleLoads[0], 50_000))
                let exact =
                    kilograms * kilograms * kilograms * kilograms / 10_000_000_000_000
                #expect(UInt64(block.judgement(at: row).esalMilli) == exact)
            }
        }
    }
}
