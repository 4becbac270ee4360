// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import Weighing

extension BenchClassify {
    /// The kernel on vehicles of nine to sixteen axles beside the usual fleet, both from cache.
    ///
    /// What counts is the axle: a vehicle of many axles takes longer, but no axle of it twice as long.
    func longVehicles() throws -> BenchTable {
        let judge = Judge(rulebook)
        let now = Instant(seconds: 4_000_000_000)
        var usual = Fleet(seed: 20_260_518, hasWheelLoads: false)
        var long = Fleet(seed: 20_260_518, hasWheelLoads: false, longAxles: 9...16)
        let fleets = [
            ("2 to 6 axles", usual.blocks(count: BenchClassify.cachedBlocks)),
            ("9 to 16 axles", long.blocks(count: BenchClassify.cachedBlocks)),
        ]
        let repeats = max(
            1,
            2_000_000 / (BenchClassify.cachedBlocks * PassageBlock.rowCapacity)
        )
        let timings = try measure(
            fleets.map { name, blocks in
                Contestant(name: name) {
                    for _ in 0..<repeats { for block in blocks { judge.judge(block, now: now) } }
                }
            },
            items: BenchClassify.cachedBlocks * PassageBlock.rowCapacity * repeats,
            rounds: rounds
        )
        // The kernel walks as many axles as the longest of 16 neighbours has: that is what is paid for.
        let perAxle = zip(timings, fleets).map { $0.median / walkedAxles($1.1) }
        let rows = timings.map { timing in
            BenchRow(
                name: "kernel \(judge.instructionSet.rawValue), \(timing.name), from cache",
                value: timing.median,
                unit: "ns/vehicle",
                spread: timing.spread,
                ratio: timing.median / timings[0].median
            )
        }
        return BenchTable(
            title: "classify, long vehicles",
            rows: rows,
            notes: [
                "an axle of the long ones takes \(fixed(perAxle[1])) ns, one of the usual ones "
                    + "\(fixed(perAxle[0])) ns: \(fixed(perAxle[1] / perAxle[0])) ×"
            ]
        )
    }

    /// Axles that the kernel walks for a vehicle, on average.
    private func walkedAxles(_ blocks: [PassageBlock]) -> Double {
        var walked = 0
        var groups = 0
        for block in blocks {
            for group in 0..<PassageBlock.rowCapacity / PassageBlock.laneCount {
                // Sound: a block has one number for each group of lanes.
                walked += unsafe Int(block.axleCountMaxima[group])
                groups += 1
            }
        }
        return Double(walked) / Double(groups)
    }
}
