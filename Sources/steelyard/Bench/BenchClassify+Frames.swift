// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The kernel against data-frame libraries on the same vehicles. They do the part of the judgement
// that their users would write: gross, axle pattern, gross limit, excess, and the load of every axle
// group against its limit. The kernel does all of it, in blocks that come from memory.

import Classifier
import Foundation
import Rulebook
import Weighing

/// The sums by which contestants are held against each other.
private struct FrameSums: Equatable {
    var gross = 0
    var limit = 0
    var excess = 0
    var worstGroupExcess = 0

    /// Counts as the worst group excess of a vehicle none of whose groups has a limit, kg.
    ///
    /// Below every excess that there is, and so small that the peers can do sums with it in 32 bits:
    /// twice its amount is more than six axles of 65,535 kg weigh, eight times that fits.
    static let noGroupLimit: Int32 = -(1 << 21)

    init(_ blocks: [PassageBlock]) {
        for block in blocks {
            for row in 0..<block.count {
                let judgement = block.judgement(at: row)
                gross += Int(judgement.gross)
                limit += Int(judgement.grossLimit)
                excess += Int(max(judgement.gross - judgement.grossLimit, 0))
                // Sound: row < count, so it lies within the column.
                let worst = unsafe block.worstGroupExcesses[row]
                worstGroupExcess += Int(
                    worst == PassageBlock.noGroupLimit ? FrameSums.noGroupLimit : worst
                )
            }
        }
    }

    /// Takes the sums in the order in which a peer prints them; nil unless there are four.
    init?(_ sums: some Collection<Int>) {
        guard sums.count == 4 else { return nil }
        let sums = Array(sums)
        gross = sums[0]
        limit = sums[1]
        excess = sums[2]
        worstGroupExcess = sums[3]
    }
}

extension BenchClassify {
    /// The most axles of a vehicle of the fleet: so many columns of loads has a frame.
    private static let frameAxles = 6

    /// Measures Polars and DuckDB beside the kernel.
    ///
    /// - Parameter blocks: The fleet, without wheel loads and without vehicle types.
    /// - Returns: The table; a library that is not there is a note.
    /// - Throws: ``Peer/Absent`` where a library computes something else than the kernel.
    func frames(_ blocks: [PassageBlock]) throws -> BenchTable {
        let vehicles = blocks.count * PassageBlock.rowCapacity
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("steelyard-frames-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try writeColumns(blocks, to: folder)
        let script = folder.appendingPathComponent("classify_peers.py")
        try Data(PackageResources.classify_peers_py).write(to: script)

        var notes = [
            "\(vehicles) vehicles; the kernel judges whole, the others only gross, pattern, limit, "
                + "excess and worst group excess"
        ]
        var peers: [(name: String, peer: PythonPeer)] = []
        let cores = ProcessInfo.processInfo.activeProcessorCount
        for (library, modules) in [("polars", "numpy polars"), ("duckdb", "numpy pyarrow duckdb")] {
            for threads in cores > 1 ? [1, cores] : [1] {
                do {
                    let peer = try PythonPeer(
                        script: script.path,
                        arguments: [library, String(threads), folder.path],
                        modules: modules
                    )
                    let unit = threads == 1 ? "thread" : "threads"
                    peers.append(("\(peer.version), \(threads) \(unit)", peer))
                } catch {
                    notes.append("skipped: \(error)")
                    break
                }
            }
        }
        let timings = try race(blocks, peers)
        for timing in timings.dropFirst() {
            let ratio = fixed(timing.median / timings[0].median)
            notes.append("kernel, 1 thread, against \(timing.name): \(ratio) × its speed")
        }
        return BenchTable(
            title: "classify, beside data frames",
            rows: timings.map {
                BenchRow(
                    name: $0.name,
                    value: $0.median,
                    unit: "ns/vehicle",
                    spread: $0.spread,
                    ratio: $0.median / timings[0].median
                )
            },
            notes: notes
        )
    }

    /// Rounds in turn, like ``measure(_:items:rounds:)``; the libraries measure themselves, so that
    /// neither the pipe nor the sums that are checked count.
    private func race(
        _ blocks: [PassageBlock],
        _ peers: [(name: String, peer: PythonPeer)]
    ) throws -> [Timing] {
        let vehicles = Double(blocks.count * PassageBlock.rowCapacity)
        let kernel = kernel(blocks, repeats: 1)
        var times: [[Double]] = Array(repeating: [], count: peers.count + 1)
        var expected: FrameSums?
        for round in 0...rounds {
            let elapsed = try measure([kernel], items: Int(vehicles), rounds: 1)[0].median
            let sums = expected ?? FrameSums(blocks)
            expected = sums
            var nanoseconds = [elapsed]
            for (name, peer) in peers {
                let answer = try peer.round()
                guard sums == FrameSums(answer.dropFirst()) else {
                    throw Peer.Absent(description: "\(name) does not agree: \(answer), \(sums)")
                }
                nanoseconds.append(Double(answer[0]) / vehicles)
            }
            guard round > 0 else { continue }
            for (index, value) in nanoseconds.enumerated() { times[index].append(value) }
        }
        let names = ["\(kernel.name), 1 thread"] + peers.map { $0.name }
        return zip(names, times).map { Timing(name: $0, rounds: $1.sorted()) }
    }

    /// Writes the fleet as the raw columns that classify_peers.py reads, and the law beside them.
    private func writeColumns(_ blocks: [PassageBlock], to folder: URL) throws {
        func write<T: FixedWidthInteger>(_ name: String, _ values: [T]) throws {
            // Sound: the elements are integers, whose bytes are what a column file holds.
            let bytes = unsafe values.withUnsafeBytes { unsafe Data($0) }
            try bytes.write(to: folder.appendingPathComponent(name))
        }
        func column<T>(_ value: (PassageBlock, Int) -> T) -> [T] {
            var cells: [T] = []
            cells.reserveCapacity(blocks.count * PassageBlock.rowCapacity)
            for block in blocks {
                for row in 0..<block.count { cells.append(value(block, row)) }
            }
            return cells
        }
        try write("axles.u8", column { block, row in unsafe block.axleCounts[row] })
        for axle in 0..<BenchClassify.frameAxles {
            let start = axle * PassageBlock.axleStride
            try write(
                "axle_\(axle + 1).u16",
                column { block, row in
                    unsafe axle < Int(block.axleCounts[row])
                        ? UInt16(littleEndian: block.loads[start + row]) : 0
                }
            )
            guard axle + 1 < BenchClassify.frameAxles else { continue }
            try write(
                "gap_\(axle + 1).u16",
                column { block, row in
                    unsafe axle + 1 < Int(block.axleCounts[row])
                        ? UInt16(littleEndian: block.spacings[start + row]) : 0
                }
            )
        }
        let edition = rulebook.editions[rulebook.editions.count - 1]
        let codes = 0..<UInt16(1 << BenchClassify.frameAxles)
        try write(
            "limits.i32",
            codes.map {
                edition.grossClass(of: AxlePattern(code: $0), type: .unspecified).limit.littleEndian
            }
        )
        let law = edition.thresholds
        let numbers: [String: Int32] = [
            "joined_below": law.joinedBelow,
            "pair_axles_at_least": law.pairAxleCountMin,
            "pair_first_below": law.pairFirstBelow,
            "pair_second_at_least": law.pairSecondAtLeast,
            "steer_single": law.steerSingle, "steer_pair": law.steerPair,
            "drive_single": law.driveSingle, "other_single": law.otherSingle,
            "tandem_0": law.tandem.0, "tandem_1": law.tandem.1, "tandem_2": law.tandem.2,
            "tandem_from_0": law.tandemFrom.0, "tandem_from_1": law.tandemFrom.1,
            "tridem_0": law.tridem.0, "tridem_1": law.tridem.1, "tridem_2": law.tridem.2,
            "tridem_from_0": law.tridemFrom.0, "tridem_from_1": law.tridemFrom.1,
            "no_group_limit": FrameSums.noGroupLimit,
        ]
        try JSONEncoder().encode(numbers).write(to: folder.appendingPathComponent("law.json"))
    }
}
