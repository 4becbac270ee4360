// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The judging kernel against scalar Swift, plain C and AVX-512 intrinsics on the same columns,
// against data frames on the same vehicles, and against the memory of the machine. What it is not
// for: the speed of reading or storing passages (see the other benches), or of another law than
// `cn`.

import Classifier
import Rulebook
import Weighing

/// The columns of a block as the C peer sees them; the order of the fields is that of judge.c.
@safe
private struct PeerColumns {
    var pointers: InlineArray<17, UnsafeMutableRawPointer>
    var count: Int64
    var hasWheels: Int64

    init(_ block: PassageBlock) {
        unsafe pointers = [
            .init(block.axleCounts), .init(block.axleCountMaxima), .init(block.vehicleTypes),
            .init(block.wheelFlags), .init(block.loads), .init(block.spacings),
            .init(block.lefts), .init(block.rights), .init(block.permissibleErrors),
            .init(block.speeds), .init(block.grosses), .init(block.worstGroupExcesses),
            .init(block.esals), .init(block.classes), .init(block.reasons),
            .init(block.patterns), .init(block.verdicts),
        ]
        count = Int64(block.count)
        hasWheels = block.hasWheelLoads ? 1 : 0
    }
}

/// The thresholds as the C peer sees them; the order is that of judge.c.
@safe
private struct PeerLaw {
    var numbers: InlineArray<29, Int32>
    var wearScale: Double
    var table: UnsafePointer<UInt32>

    init(_ edition: CompiledEdition) {
        let t = edition.thresholds
        numbers = [
            t.joinedBelow, t.pairAxleCountMin, t.pairFirstBelow, t.pairSecondAtLeast,
            t.steerSingle, t.steerPair, t.driveSingle, t.otherSingle,
            t.tandem.0, t.tandem.1, t.tandem.2, t.tandemFrom.0, t.tandemFrom.1,
            t.tridem.0, t.tridem.1, t.tridem.2, t.tridemFrom.0, t.tridemFrom.1,
            t.speedMin, t.speedMax, t.axleMin, t.axleMax, t.grossMax, t.spacingMin, t.spacingMax,
            t.imbalanceMaxPermille, t.mirroredAxleCountMin, t.mirroredTolerance, t.wearCap,
        ]
        wearScale = t.wearScale
        unsafe table = edition.classTable
    }
}

/// Columns of the blocks, their number, the law; untyped, as C functions know no Swift types.
private typealias PeerFunction = @convention(c) (UnsafeRawPointer, Int64, UnsafeRawPointer) -> Void

/// One way of judging in C.
@safe
private struct PeerJudge {
    /// How it is written and built.
    let name: String
    /// Whether it is written in intrinsics: the yardstick, where the others are what is usual.
    let isYardstick: Bool
    private let function: PeerFunction

    init(_ peer: Peer, function name: String, way: String, isYardstick: Bool) throws {
        self.name = "C \(way) (\(peer.build))"
        self.isYardstick = isYardstick
        unsafe function = try peer.function(name, as: PeerFunction.self)
    }

    func judge(_ columns: [PeerColumns], _ law: PeerLaw) {
        // Sound: both outlive the call, have the layout of judge.c, and it touches only them and
        // the columns that they point to.
        unsafe withUnsafePointer(to: law) { law in
            unsafe columns.withUnsafeBytes { columns in
                guard let start = columns.baseAddress else { return }
                unsafe function(
                    start,
                    Int64(columns.count / MemoryLayout<PeerColumns>.stride),
                    law
                )
            }
        }
    }
}

/// Measures the kernel against its peers.
struct BenchClassify {
    /// The law to judge by.
    let rulebook: CompiledRulebook
    /// Vehicles judged from memory.
    let vehicles: Int
    /// Rounds counted.
    let rounds: Int

    /// Vehicles of the run from cache: their columns fit the second-level cache.
    static let cachedBlocks = 16

    /// Runs the benchmark and returns its tables.
    func run() throws -> [BenchTable] {
        var notes: [String] = []
        let triad: Triad?
        do {
            triad = try Triad(rounds: rounds, notes: &notes)
        } catch {
            triad = nil
            notes.append("skipped: \(error)")
        }
        var tables: [BenchTable] = []
        for (name, hasWheelLoads) in [("axle loads", false), ("wheel loads", true)] {
            let blockCount = max(vehicles / PassageBlock.rowCapacity, BenchClassify.cachedBlocks)
            var fleet = Fleet(seed: 20_260_518, hasWheelLoads: hasWheelLoads)
            let blocks = fleet.blocks(count: blockCount)
            tables.append(try table(name, blocks, triad, notes))
            notes = []
            if !hasWheelLoads { tables.append(try frames(blocks)) }
        }
        tables.append(try longVehicles())
        return tables
    }

    private func table(
        _ name: String,
        _ blocks: [PassageBlock],
        _ triad: Triad?,
        _ given: [String]
    ) throws -> BenchTable {
        var notes = given
        let peers = peers(&notes)
        let memory = try race(blocks, peers, rounds: rounds, repeats: 1)
        let cached = try race(
            Array(blocks.prefix(BenchClassify.cachedBlocks)),
            peers,
            rounds: rounds,
            repeats: max(1, 4_000_000 / (BenchClassify.cachedBlocks * PassageBlock.rowCapacity))
        )
        notes.append("\(blocks.count * PassageBlock.rowCapacity) vehicles with \(name) from memory")
        var rows: [BenchRow] = []
        for (place, timings) in [("memory", memory), ("cache", cached)] {
            let kernel = timings[0].median
            for timing in timings {
                rows.append(
                    BenchRow(
                        name: "\(timing.name), from \(place)",
                        value: timing.median,
                        unit: "ns/vehicle",
                        spread: timing.spread,
                        ratio: timing.median / kernel
                    )
                )
            }
            let inC = zip(peers, timings.dropFirst(2))
            for (title, isYardstick) in [("plain C", false), ("AVX-512 intrinsics", true)] {
                let those = inC.filter { $0.0.isYardstick == isYardstick }
                guard let best = those.map(\.1.median).min() else { continue }
                notes.append(
                    "kernel against the best \(title), from \(place): "
                        + "\(fixed(best / kernel)) × its speed"
                )
            }
        }
        notes.append(
            "kernel against scalar Swift, from memory: "
                + "\(fixed(memory[1].median / memory[0].median)) × its speed"
        )
        if let triad { notes += triad.notes(kernel: memory[0].median, blocks) }
        return BenchTable(title: "classify, \(name)", rows: rows, notes: notes)
    }

    private func peers(_ notes: inout [String]) -> [PeerJudge] {
        var peers: [PeerJudge] = []
        func add(_ source: [UInt8], _ fileName: String, _ ways: [(String, String)], _ best: Bool) {
            for compiler in ["cc", "clang"] {
                do {
                    let peer = try Peer(source: source, fileName: fileName, compiler: compiler)
                    for (function, way) in ways {
                        peers.append(
                            try PeerJudge(peer, function: function, way: way, isYardstick: best)
                        )
                    }
                } catch {
                    notes.append("skipped: \(error)")
                }
            }
        }
        add(
            PackageResources.judge_c,
            "judge.c",
            [("judge_vehicles", "in turn"), ("judge_lanes", "lanes")],
            false
        )
        if InstructionSet.best == .avx512 {
            add(
                PackageResources.judge_avx512_c,
                "judge_avx512.c",
                [("judge_avx512", "AVX-512 intrinsics")],
                true
            )
        } else {
            notes.append("skipped: C in AVX-512 intrinsics, which this processor does not run")
        }
        return peers
    }

    /// The kernel over a fleet, told at each block what comes next.
    func kernel(_ blocks: [PassageBlock], repeats: Int) -> Contestant {
        let judge = Judge(rulebook)
        let now = Instant(seconds: 4_000_000_000)
        return Contestant(name: "kernel \(judge.instructionSet.rawValue)") {
            for _ in 0..<repeats {
                for (index, block) in blocks.enumerated() {
                    let next = index + 1 < blocks.count ? blocks[index + 1] : nil
                    judge.judge(block, now: now, next: next)
                }
            }
        }
    }

    private func race(
        _ blocks: [PassageBlock],
        _ peers: [PeerJudge],
        rounds: Int,
        repeats: Int
    ) throws -> [Timing] {
        let edition = rulebook.editions[rulebook.editions.count - 1]
        let columns = blocks.map { PeerColumns($0) }
        var answers: [UInt64] = []
        func check() throws {
            let answer = checksum(blocks)
            if let first = answers.first, first != answer {
                throw Peer.Absent(description: "the contestants do not agree on the verdicts")
            }
            answers.append(answer)
        }
        var contestants = [
            kernel(blocks, repeats: repeats),
            Contestant(name: "scalar Swift") {
                for _ in 0..<repeats { for block in blocks { judgeVehiclesInTurn(block, edition) } }
            },
        ]
        let law = PeerLaw(edition)
        for peer in peers {
            contestants.append(
                Contestant(name: peer.name) {
                    for _ in 0..<repeats { peer.judge(columns, law) }
                }
            )
        }
        for contestant in contestants {
            for block in blocks { block.forgetVerdicts() }
            try contestant.run()
            try check()
        }
        return try measure(
            contestants,
            items: blocks.count * PassageBlock.rowCapacity * repeats,
            rounds: rounds
        )
    }

    private func checksum(_ blocks: [PassageBlock]) -> UInt64 {
        var sum: UInt64 = 0
        for block in blocks {
            for row in stride(from: 0, to: block.count, by: 7) {
                let j = block.judgement(at: row)
                let parts = [
                    Int64(j.gross), Int64(j.grossLimit), Int64(j.excessPermille),
                    Int64(j.worstGroupExcess ?? -1), Int64(j.deduction), Int64(j.esalMilli),
                    Int64(j.reasons.rawValue), Int64(j.pattern.code), Int64(j.verdict.rawValue),
                    Int64(j.articleIndex), j.isCombination ? 1 : 0,
                ]
                for part in parts { sum = sum &* 1_000_003 &+ UInt64(bitPattern: part) }
            }
        }
        return sum
    }
}

extension PassageBlock {
    /// Clears the verdicts, so that the next contestant has to write them itself.
    fileprivate func forgetVerdicts() {
        for row in 0..<count {
            setStanding(SiteStanding(permissibleErrorPermille: 50), row: row)
            unsafe grosses[row] = -1
            unsafe verdicts[row] = 0xFF
            unsafe patterns[row] = 0
            unsafe esals[row] = -1
            unsafe classes[row] = 0
            unsafe worstGroupExcesses[row] = -1
        }
    }
}
