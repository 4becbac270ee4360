// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The simulator on one core: a calm day as wire batches in memory, and the same without making
// batches of it. What it is not for: the speed of writing files, or of the truth.

import FrameDigest
import RoadTraffic
import Rulebook
import Uplink
import Weighing

/// Measures how fast a world is made.
struct BenchSimulate {
    /// Says what the limits are.
    let law: CompiledRulebook
    /// The registry's sites.
    let sites: [Site]
    /// The registry's enterprises.
    let enterprises: [Enterprise]
    /// Rounds counted.
    let rounds: Int

    /// Runs the benchmark and returns its table.
    func run() throws -> [BenchTable] {
        let passages = day { _ in 0 }.passages
        var byteCount = 0
        let ways: [(String, (PassageBlock) -> Int)] = [
            ("columns", { _ in 0 }),
            ("wire batches", { BenchSimulate.batch($0).count }),
            (
                "wire batches, frames hashed",
                { block in
                    FrameDigest.fillHashes(block)
                    return BenchSimulate.batch(block).count
                }
            ),
        ]
        let timings = try measure(
            ways.map { way in
                Contestant(name: way.0) { byteCount = max(byteCount, day(way.1).bytes) }
            },
            items: passages,
            rounds: rounds
        )
        return [
            BenchTable(
                title: "simulate",
                rows: timings.map {
                    BenchRow(
                        name: $0.name,
                        value: 1_000 / $0.median,
                        unit: "M passages/s",
                        spread: "\($0.spread) ns",
                        ratio: timings[0].median / $0.median
                    )
                },
                notes: [
                    "a day of the calm city: \(passages) passages at \(sites.count) sites, one core",
                    "\(byteCount / max(1, passages)) bytes a passage on the wire",
                ]
            )
        ]
    }

    private func day(_ use: (PassageBlock) -> Int) -> (passages: Int, bytes: Int) {
        var stream = TrafficStream(
            Scenario(),
            sites: sites,
            enterprises: enterprises,
            law: law,
            seed: 1,
            days: 1,
            withTruth: false
        )
        let block = PassageBlock()
        var passages = 0
        var bytes = 0
        while stream.next(into: block) {
            passages += block.count
            bytes += use(block)
        }
        return (passages, bytes)
    }

    private static func batch(_ block: PassageBlock) -> [UInt8] {
        BatchEncoder.passages(
            block,
            rows: 0..<block.count,
            envelope: BatchEnvelope(
                gateway: "bench",
                spoolID: "bench",
                firstSequence: 1,
                digestBefore: FrameDigest.zero
            )
        )
    }
}
