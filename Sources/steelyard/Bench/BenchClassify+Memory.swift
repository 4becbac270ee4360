// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// How near the kernel is to what this machine's memory gives one thread: the bytes that it has to
// move against the triad.

import Weighing

/// Bytes that judging moves between memory and the processor, whole cache lines.
struct KernelTraffic {
    /// Bytes read because they are inputs.
    private(set) var read = 0
    /// Bytes written; those that are read before are in ``read`` too.
    private(set) var written = 0
    /// Bytes of written lines that are fetched only to be overwritten.
    private(set) var fetched = 0

    private static let lineBytes = 64

    /// Counts what the kernel touches in a fleet: each line of each column once.
    ///
    /// - Parameter blocks: Filled blocks.
    init(_ blocks: [PassageBlock]) {
        for block in blocks { add(block) }
    }

    private mutating func add(_ block: PassageBlock) {
        let lanes = PassageBlock.laneCount
        let groups = (block.count + lanes - 1) / lanes
        let rows = groups * lanes
        let inputs = unsafe [
            lines(block.axleCounts, rows), lines(block.vehicleTypes, rows),
            lines(block.axleCountMaxima, groups), lines(block.permissibleErrors, rows),
            lines(block.speeds, rows), lines(block.reasons, rows),
            block.hasWheelLoads ? lines(block.wheelFlags, rows) : 0,
        ]
        let outputs = unsafe [
            lines(block.grosses, rows), lines(block.classes, rows), lines(block.patterns, rows),
            lines(block.worstGroupExcesses, rows), lines(block.esals, rows),
            lines(block.verdicts, rows),
        ]
        let reasons = unsafe lines(block.reasons, rows)
        read += inputs.reduce(0, +) * KernelTraffic.lineBytes
        written += (outputs.reduce(0, +) + reasons) * KernelTraffic.lineBytes
        fetched += outputs.reduce(0, +) * KernelTraffic.lineBytes
        // Of the axles, each 16 rows read as many as the longest vehicle among them has. A line
        // holds several such groups and comes once, if any of them needs it.
        let groupsPerLine = KernelTraffic.lineBytes / MemoryLayout<UInt16>.stride / lanes
        let columns = block.hasWheelLoads ? 4 : 2
        for first in stride(from: 0, to: groups, by: groupsPerLine) {
            let together = first..<min(first + groupsPerLine, groups)
            let axles = together.map { unsafe Int(block.axleCountMaxima[$0]) }.max() ?? 0
            read += axles * columns * KernelTraffic.lineBytes
        }
    }

    /// Lines that the first elements of a column lie on; columns begin with a line.
    private func lines<T>(_: UnsafeMutablePointer<T>, _ count: Int) -> Int {
        (count * MemoryLayout<T>.stride + KernelTraffic.lineBytes - 1) / KernelTraffic.lineBytes
    }
}

/// The arrays and the result of the triad a = b + s × c.
struct Triad {
    /// Numbers of each array: 128 MiB, far above any cache that one thread fills.
    private static let count = 16 * 1_024 * 1_024
    /// Bytes an element, counted as is usual: two read, one written.
    private static let bytesPerElement = 3 * MemoryLayout<Double>.stride

    /// The best way of writing and building it, as printed.
    let name: String
    /// Gigabytes (10⁹) a second of the median round.
    let gigabytesPerSecond: Double
    /// Slowest and fastest round of it.
    let spread: String

    private typealias Function =
        @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer, UnsafeRawPointer, Int64) -> Void

    /// Measures the triad with plain and with non-temporal stores, in turn, and keeps the better.
    ///
    /// - Parameters:
    ///   - rounds: Rounds counted.
    ///   - notes: Receives a line for each compiler that is not there.
    /// - Throws: ``Peer/Absent`` where none is.
    init(rounds: Int, notes: inout [String]) throws {
        var a = [Double](repeating: 0, count: Triad.count)
        let b = [Double](repeating: 1, count: Triad.count)
        let c = [Double](repeating: 2, count: Triad.count)
        var contestants: [Contestant] = []
        // Sound: the arrays outlive the calls, have `count` elements each, and the functions of
        // triad.c take three of Double and a count.
        let timings = try unsafe a.withUnsafeMutableBytes { a in
            try unsafe b.withUnsafeBytes { b in
                try unsafe c.withUnsafeBytes { c in
                    guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else {
                        return [Timing]()
                    }
                    for compiler in ["cc", "clang"] {
                        do {
                            let peer = try Peer(
                                source: PackageResources.triad_c,
                                fileName: "triad.c",
                                compiler: compiler
                            )
                            for (function, way) in [
                                ("triad_plain", "plain"), ("triad_streaming", "non-temporal"),
                            ] {
                                let triad = try unsafe peer.function(function, as: Function.self)
                                contestants.append(
                                    Contestant(name: "\(way) stores (\(peer.build))") {
                                        unsafe triad(a, b, c, Int64(Triad.count))
                                    }
                                )
                            }
                        } catch {
                            notes.append("skipped: \(error)")
                        }
                    }
                    return try measure(contestants, items: Triad.count, rounds: rounds)
                }
            }
        }
        guard let best = timings.min(by: { $0.median < $1.median }),
            let fastest = best.rounds.first, let slowest = best.rounds.last
        else {
            throw Peer.Absent(description: "the triad needs a C compiler")
        }
        func rate(_ nanoseconds: Double) -> Double { Double(Triad.bytesPerElement) / nanoseconds }
        name = best.name
        gigabytesPerSecond = rate(best.median)
        spread = "\(fixed(rate(slowest)))–\(fixed(rate(fastest)))"
    }

    /// What to say of a kernel that took so long over a fleet.
    ///
    /// - Parameters:
    ///   - nanoseconds: What it took a vehicle, from memory.
    ///   - blocks: The fleet.
    /// - Returns: Lines for people.
    func notes(kernel nanoseconds: Double, _ blocks: [PassageBlock]) -> [String] {
        let traffic = KernelTraffic(blocks)
        let vehicles = Double(blocks.reduce(0) { $0 + $1.count })
        let read = Double(traffic.read) / vehicles
        let written = Double(traffic.written) / vehicles
        let moved = (read + written) / nanoseconds
        let all = (read + written + Double(traffic.fetched) / vehicles) / nanoseconds
        func percent(_ rate: Double) -> String { fixed(100 * rate / gigabytesPerSecond) }
        return [
            "triad, \(name): \(fixed(gigabytesPerSecond)) GB/s (\(spread))",
            "kernel, from memory: \(fixed(read)) bytes/vehicle read, \(fixed(written)) written: "
                + "\(fixed(moved)) GB/s, \(percent(moved)) % of the triad",
            "with the lines fetched to be overwritten: \(fixed(all)) GB/s, \(percent(all)) %",
        ]
    }
}
