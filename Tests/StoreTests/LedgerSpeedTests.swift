// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Store
import Testing
import Weighing

#if canImport(Glibc)
import Glibc
#endif

/// Traffic of 44 sites in time order: many cars, some trucks, one passage in so many flagged.
private func addTraffic(
    _ count: Int,
    oneIn: Int,
    minute: Int64,
    to spool: TestSpool,
    _ chance: inout Chance
) {
    for n in 0..<count {
        let isFlagged = n % oneIn == 0
        var passage = TestPassages.truck(
            n % 3 == 0 ? "" : "湘A\(Int.random(in: 10_000...99_999, using: &chance))",
            site: "site-\(Int.random(in: 1...44, using: &chance))",
            lane: Int.random(in: 1...3, using: &chance),
            gross: isFlagged ? Int.random(in: 52_000...60_000, using: &chance) : 25_000
        )
        passage.passedAt = TestPassages.start.advanced(bySeconds: minute * 60)
        passage.passedAt.microseconds += Int64(n) * 50_000
        if !isFlagged && n % 2 == 0 {
            passage.axleLoads = [900, 800]
            passage.spacings = [2_600 + n % 5 * 100]
        } else if n % 5 == 0 {
            passage.axleLoads += [7_000, 7_000, 7_000]
            passage.spacings += [7_000, 1_300, 1_300]
        }
        passage.passageID = "row-\(n)"
        spool.append(passage)
    }
}

extension LedgerSuites {
    @Suite(
        "The ledger writer's speed",
        .serialized,
        .enabled(if: getenv("STEELYARD_BENCH") != nil)
    )
    struct LedgerSpeedTests {
        /// What a flagged row costs more (its case with evidence, three indexes, its link, its match)
        /// is about four plain rows, so the floor depends on how many are flagged.
        @Test(
            "A commit of 10,000 rows keeps its share of the speed of the bare copy",
            arguments: [
                (oneIn: 1_000, floor: 0.75), (oneIn: 33, floor: 0.7), (oneIn: 8, floor: 0.55),
            ]
        )
        func ratio(_ oneIn: Int, _ floor: Double) async throws {
            try await withDatabase { address in
                let writer = try TestLedger.writer(address)
                let connection = try Connection(address)
                var chance = Chance(seed: 50)
                var commits: [Double] = []
                var copies: [Double] = []
                let spool = TestSpool("g1")
                try spool.open(writer)
                for round in 0..<25 {
                    addTraffic(10_000, oneIn: oneIn, minute: Int64(round) * 9, to: spool, &chance)
                    let first = round * 10_000 + 1
                    let blocks = stride(from: first, to: first + 10_000, by: 250).map {
                        spool.block($0...$0 + 249)
                    }
                    guard round > 0 else {
                        _ = try writer.commit(blocks)  // opens the day, warms up
                        continue
                    }
                    let baseline = CopyBaseline(blocks)
                    let clock = ContinuousClock()
                    // In turn, because the second of two finds the caches and the disk otherwise.
                    for isCopy in round % 2 == 0 ? [true, false] : [false, true] {
                        let elapsed = try clock.measure {
                            if isCopy {
                                _ = try baseline.run(on: connection)
                            } else {
                                _ = try writer.commit(blocks)
                            }
                        }
                        if isCopy {
                            copies.append(elapsed / .seconds(1))
                        } else {
                            commits.append(elapsed / .seconds(1))
                        }
                    }
                }
                let ratios = zip(copies, commits).map { $0 / $1 }.sorted()
                let ratio = ratios[ratios.count / 2]
                let commit = commits.sorted()[commits.count / 2]
                let copy = copies.sorted()[copies.count / 2]
                print(
                    "one in \(oneIn) flagged: commit \(Int(10_000 / commit)) rows/s,",
                    "copy \(Int(10_000 / copy)) rows/s, median ratio \(ratio),",
                    "quartiles \(ratios[ratios.count / 4]) \(ratios[ratios.count * 3 / 4])"
                )
                #expect(try connection.number("SELECT count(*) FROM passages") == 490_000)
                #expect(ratio >= floor)
            }
        }
    }
}
