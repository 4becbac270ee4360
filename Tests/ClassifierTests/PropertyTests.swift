// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import TestKit
import Testing
import Weighing

/// What must hold of every passage, tried on seeded ones of both flavours.
@Suite("What holds of every judgement")
struct PropertyTests {
    private static let seeds: [UInt64] = [1, 2, 0xC5, 20_160_921]
    private static let samplesPerSeed = 3_000

    /// Runs a claim over the samples of a seed; the message of a failure names seed and sample.
    private func everySample(
        of seed: UInt64,
        _ claim: (PassageSample, Judgement, Comment) -> Void
    ) {
        var generator = PassageGenerator(seed: seed, now: noon)
        for index in 0..<PropertyTests.samplesPerSeed {
            let sample = generator.next()
            claim(sample, judged(sample), "seed \(seed), sample \(index): \(sample)")
        }
    }

    private func judged(_ sample: PassageSample) -> Judgement {
        ClassifierTests.judged(
            sample.passage,
            permille: sample.standing.permissibleErrorPermille,
            reasons: sample.standing.reasons
        )
    }

    @Test("One more kilogram never lowers the verdict of a valid passage", arguments: seeds)
    func monotone(seed: UInt64) {
        everySample(of: seed) { sample, before, note in
            guard before.verdict != .invalid else { return }
            for axle in sample.passage.axleLoads.indices {
                var heavier = sample
                heavier.passage.leftLoads = []
                heavier.passage.rightLoads = []
                heavier.passage.axleLoads[axle] += 1
                let after = judged(heavier)
                guard after.verdict != .invalid else { continue }
                #expect(after.verdict.rawValue >= before.verdict.rawValue, note)
                #expect(after.excessPermille >= before.excessPermille, note)
                #expect(after.esalMilli >= before.esalMilli, note)
                #expect(after.grossLimit == before.grossLimit, note)
            }
        }
    }

    @Test("The verdict says what the numbers say", arguments: seeds)
    func consistency(seed: UInt64) {
        everySample(of: seed) { sample, found, note in
            #expect(Int(found.gross) == sample.passage.axleLoads.reduce(0, +), note)
            #expect(found.pattern.axleCount == sample.passage.axleLoads.count, note)
            let isInvalid = !found.reasons.isDisjoint(with: .validity)
            #expect((found.verdict == .invalid) == isInvalid, note)
            #expect((0...found.gross).contains(found.deduction), note)
            #expect(found.excessPermille >= 0, note)
            #expect(found.excessPermille == 0 || found.gross > found.grossLimit, note)
            switch found.verdict {
            case .invalid: break
            case .within: #expect(found.grossExcess <= 0, note)
            case .marginal:
                #expect(found.grossExcess > 0, note)
                #expect(found.gross - found.deduction <= found.grossLimit, note)
            case .overload: #expect(found.gross - found.deduction > found.grossLimit, note)
            }
        }
    }

    @Test("Reasons are the standing's and the law's, printed in one order", arguments: seeds)
    func reasons(seed: UInt64) {
        let order = Reasons.named.map(\.name)
        everySample(of: seed) { sample, found, note in
            #expect(found.reasons.isSuperset(of: sample.standing.reasons), note)
            #expect(found.reasons.isDisjoint(with: [.hashMismatch, .duplicate]), note)
            let positions = found.reasons.names.compactMap { order.firstIndex(of: $0) }
            #expect(positions == positions.sorted(), note)
            if sample.passage.vehicleType == .unspecified {
                #expect(!found.reasons.contains(.noRigidLimit), note)
            } else {
                #expect(!found.reasons.contains(.patternUnknown), note)
                #expect(found.isCombination == (sample.passage.vehicleType == .combination), note)
            }
        }
    }

    @Test("Left and right may be exchanged, names and sizes do not matter", arguments: seeds)
    func indifference(seed: UInt64) {
        everySample(of: seed) { sample, found, note in
            var other = sample
            swap(&other.passage.leftLoads, &other.passage.rightLoads)
            other.passage.plate = ""
            other.passage.lane = 7
            other.passage.length = 0
            other.passage.passageID = "another"
            other.passage.vendorFlags = "straddle"
            #expect(judged(other) == found, note)
        }
    }

    @Test("A larger permissible error never makes the verdict worse", arguments: seeds)
    func leniency(seed: UInt64) {
        everySample(of: seed) { sample, found, note in
            guard sample.standing.permissibleErrorPermille < 999 else { return }
            var lenient = sample
            lenient.standing.permissibleErrorPermille += 1
            let after = judged(lenient)
            #expect(after.deduction >= found.deduction, note)
            #expect(after.verdict.rawValue <= found.verdict.rawValue, note)
            #expect(after.reasons == found.reasons, note)
        }
    }
}
