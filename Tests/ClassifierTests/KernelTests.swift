// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import Rulebook
import TestKit
import Testing
import Weighing

@Suite("The SIMD kernel against the scalar reference")
struct KernelTests {
    /// Blocks of one seed: as many passages as asked for, realistic and hostile by turns.
    private func compare(
        seed: UInt64,
        count: Int,
        by book: Rulebook = SampleLaw.cn
    ) throws {
        let law = try CompiledRulebook(book)
        let reference = ScalarReference(book)
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
        "So do passages under laws that ask more than the pattern's limit",
        arguments: ExtendedLaws.all
    )
    func extended(book: Rulebook) throws {
        for seed: UInt64 in [2, 62, 1_589] { try compare(seed: seed, count: 100_000, by: book) }
    }

    @Test("Every distance is the nearest foot in the kernel")
    func feet() throws {
        let law = try CompiledRulebook(ExtendedLaws.bridged)
        let judge = Judge(law)
        let reference = ScalarReference(ExtendedLaws.bridged)
        let block = PassageBlock()
        let now = Instant(seconds: 1_780_000_000)
        let standing = SiteStanding(permissibleErrorPermille: 50)
        for spacing in 0...Passage.valueMax {
            var passage = Passage()
            passage.site = "s"
            // Three axles, so that the bridge limit of the first two is a stretch of its own.
            passage.axleLoads = [9_000, 9_000, 0]
            passage.spacings = [spacing, 9_000]
            passage.passedAt = now
            let isIn = block.append(passage)
            #expect(isIn)
            block.setStanding(standing, row: block.count - 1)
            guard block.count == PassageBlock.rowCapacity || spacing == Passage.valueMax else {
                continue
            }
            judge.judge(block, now: now)
            for row in 0..<block.count {
                let passage = block.passage(at: row)
                let expected = reference.judge(passage, standing: standing, now: now)
                #expect(block.judgement(at: row) == expected)
            }
            block.reset()
        }
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

@Suite("What the kernel takes for granted of a block's memory")
struct BlockLayoutTests {
    @Test("All that is judged of six axles is one stretch of 221 lines, the wheels one of 96")
    func stretches() {
        let block = PassageBlock()
        let row = PassageBlock.rowCapacity
        let first = UnsafeRawPointer(block.axleCounts)
        let end = UnsafeRawPointer(block.spacings + 5 * PassageBlock.axleStride + row)
        #expect(end - first == 221 * 64)
        for column in [
            UnsafeRawPointer(block.axleCountMaxima), UnsafeRawPointer(block.speeds),
            UnsafeRawPointer(block.reasons), UnsafeRawPointer(block.permissibleErrors),
            UnsafeRawPointer(block.patterns), UnsafeRawPointer(block.esals),
        ] { #expect(first <= column && column < end) }
        let wheels = UnsafeRawPointer(block.rights + 5 * PassageBlock.axleStride + row)
        #expect(wheels - UnsafeRawPointer(block.lefts) == 96 * 64)
    }
}
