// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The whole of `steelyard classify`, from a file to text that is thrown away, with one worker and
// with all; and simdjson over the same NDJSON, which only parses. What it is not for: disks (both
// files are in the system's memory) and the speed of the judging kernel, which hardly counts here.

import Foundation
import Records
import Rulebook
import Weighing

/// Number of rows and a sum over their fields.
private typealias SimdjsonParse = @convention(c) (UnsafeMutablePointer<UInt64>) -> UInt64
private typealias SimdjsonLoad = @convention(c) (UnsafePointer<CChar>) -> Int32
private typealias SimdjsonUnload = @convention(c) () -> Void

/// Measures reading, judging and printing of passage files against a parser of JSON.
struct BenchText {
    /// The law to judge by.
    let law: CompiledRulebook
    /// The registry.
    let sites: SiteBook
    /// Passages in each file.
    let passages: Int
    /// Rounds counted.
    let rounds: Int

    /// Runs the benchmark and returns its table.
    func run() throws -> [BenchTable] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("steelyard-bench-text-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try RecordFormat.allCases.map { format in
            let path = folder.appendingPathComponent("passages.\(format.rawValue)").path
            return File(format: format, path: path, byteCount: try write(format, to: path))
        }
        var notes: [String] = []
        let shares = Shares()
        var contestants: [Contestant] = []
        for file in files {
            for workers in Set([1, ProcessInfo.processInfo.activeProcessorCount]).sorted() {
                contestants.append(contestant(file, workers: workers, shares))
            }
        }
        // Before the peer loads its whole file.
        for contestant in contestants { try contestant.run() }
        let resident = BenchText.residentPeak()
        shares.reset()
        let peers = try simdjson(files.first { $0.format == .ndjson }, &notes)
        defer { peers.unload() }
        let timings = try measure(
            contestants + peers.contestants,
            items: passages,
            rounds: rounds
        )
        notes += remarks(timings, peers: peers.contestants.count, files)
        if let resident { notes.append("peak resident memory: \(resident / 1_024) MiB") }
        notes += shares.remarks
        return [BenchTable(title: "text", rows: rows(timings), notes: notes)]
    }

    /// A file of passages.
    private struct File {
        var format: RecordFormat
        var path: String
        var byteCount: Int
    }

    /// Writes made-up passages, and says how many bytes they are.
    private func write(_ format: RecordFormat, to path: String) throws -> Int {
        let sink = try ByteSink(path: path)
        var fleet = Fleet(seed: 20_260_518, hasWheelLoads: true)
        var writer = PassageWriter(format: format)
        var bytes: [UInt8] = []
        var byteCount = 0
        let codes = sites.sites.isEmpty ? ["CS-N-01"] : sites.sites.map(\.code)
        writer.appendHeader(to: &bytes)
        for number in 0..<passages {
            var passage = fleet.next(site: codes[number % codes.count], plated: true)
            passage.passageID = "\(1_000_000_000_000_000 + number)"
            writer.append(passage, to: &bytes)
            guard bytes.count >= 1 << 18 || number == passages - 1 else { continue }
            try sink.write(bytes)
            byteCount += bytes.count
            bytes.removeAll(keepingCapacity: true)
        }
        return byteCount
    }

    private func contestant(_ file: File, workers: Int, _ shares: Shares) -> Contestant {
        let name = "classify, \(file.format.rawValue), \(workers) worker\(workers == 1 ? "" : "s")"
        return Contestant(name: name) {
            let run = try ClassifyRun(
                judge: BlockJudge(
                    law: law,
                    sites: sites,
                    now: Instant(seconds: 4_000_000_000)
                ),
                writer: VerdictWriter(format: .csv),
                output: try ByteSink(path: "/dev/null"),
                workers: workers
            )
            try run.read(file.path, ignoreUnknown: false)
            guard run.judged == passages else {
                throw Peer.Absent(description: "\(run.judged) of \(passages) passages judged")
            }
            if workers == 1 { shares.add(run.times, file.format) }
        }
    }

    /// Peak of the process's resident memory, KiB.
    private static func residentPeak() -> Int? {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first
    }
}

// MARK: - The peer

extension BenchText {
    private struct Peers {
        var contestants: [Contestant] = []
        var unload: () -> Void = {}
    }

    private func simdjson(_ file: File?, _ notes: inout [String]) throws -> Peers {
        guard let file else { return Peers() }
        do {
            let peer = try Peer(
                source: PackageResources.simdjson_cpp,
                fileName: "simdjson.cpp",
                compiler: "c++",
                flags: ["-std=c++17", "-Wl,--no-as-needed", "-lsimdjson"]
            )
            let load = try unsafe peer.function("simdjson_load", as: SimdjsonLoad.self)
            let unload = try peer.function("simdjson_unload", as: SimdjsonUnload.self)
            // Sound: the path is a terminated string for the length of the call.
            guard unsafe load(file.path) == 0 else {
                throw Peer.Absent(description: "simdjson cannot load \(file.path)")
            }
            let contestants = try [("on demand", "simdjson_on_demand"), ("dom", "simdjson_dom")].map
            {
                name,
                function in
                let parse = try unsafe peer.function(function, as: SimdjsonParse.self)
                return Contestant(name: "simdjson, \(name), 1 thread, parses only") {
                    var sum: UInt64 = 0
                    // Sound: the function writes one number.
                    let count = unsafe parse(&sum)
                    guard count == UInt64(passages), sum > 0 else {
                        throw Peer.Absent(description: "simdjson read \(count) rows")
                    }
                }
            }
            return Peers(contestants: contestants, unload: unload)
        } catch let absent as Peer.Absent {
            notes.append("simdjson skipped (Debian: libsimdjson-dev): \(absent)")
            return Peers()
        }
    }
}

// MARK: - The table

extension BenchText {
    private func rows(_ timings: [Timing]) -> [BenchRow] {
        timings.map { timing in
            BenchRow(
                name: timing.name,
                value: 1_000 / timing.median,
                unit: "M rows/s",
                spread: "\(timing.spread) ns",
                ratio: timings[0].median / timing.median
            )
        }
    }

    private func remarks(_ timings: [Timing], peers: Int, _ files: [File]) -> [String] {
        let sizes = files.map { "\($0.byteCount / passages) in \($0.format.rawValue)" }
        var remarks = ["\(passages) passages; bytes a row: \(sizes.joined(separator: ", "))"]
        let fastest = timings.suffix(peers).map(\.median).min()
        let ndjson = timings.dropLast(peers).last
        if let fastest, let ndjson {
            let ratio = fixed(fastest / ndjson.median)
            remarks.append("\(ndjson.name) against simdjson's faster way: \(ratio) × its rate")
        }
        return remarks
    }

    /// What the stages took with one worker, so that none waits for another.
    private final class Shares {
        private var times: [(format: RecordFormat, times: ClassifyTimes)] = []

        func reset() { times = [] }

        func add(_ more: ClassifyTimes, _ format: RecordFormat) { times.append((format, more)) }

        /// One line a format: the share of each stage, the largest first.
        var remarks: [String] {
            RecordFormat.allCases.compactMap { format in
                let mine = times.filter { $0.format == format }.map(\.times)
                let stages: [(name: String, KeyPath<ClassifyTimes, UInt64>)] = [
                    ("cutting into chunks", \.cutting), ("parsing", \.parsing),
                    ("judging", \.judging), ("printing", \.printing), ("writing", \.writing),
                ]
                let sums = stages.map { stage in
                    (name: stage.name, sum: mine.reduce(0) { $0 + $1[keyPath: stage.1] })
                }.sorted { $0.sum > $1.sum }
                let total = sums.reduce(0) { $0 + $1.sum }
                guard total > 0, let most = sums.first else { return nil }
                let parts = sums.map { "\($0.name) \(100 * $0.sum / total) %" }
                return "\(format.rawValue) is bound by \(most.name): "
                    + parts.joined(separator: ", ") + " of the time of one worker"
            }
        }
    }
}
