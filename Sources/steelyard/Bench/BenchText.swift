// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The whole of `steelyard classify`, from a file to text that is thrown away, with one worker and
// with all; and simdjson over the same NDJSON, which only parses. NDJSON is measured in both forms
// that lists may have: arrays, whose numbers both sides read, and texts, whose numbers only
// `classify` reads. What it is not for: disks (the files are in the system's memory) and the speed of
// the judging kernel, which hardly counts here.

import Foundation
import Records
import Rulebook
import Weighing

private typealias SimdjsonLoad = @convention(c) (UnsafePointer<CChar>) -> UnsafeMutableRawPointer?
private typealias SimdjsonUnload = @convention(c) (UnsafeMutableRawPointer) -> Void
/// A file and where a sum over its fields goes; the number of rows.
private typealias SimdjsonParse =
    @convention(c) (
        UnsafeMutableRawPointer, UnsafeMutablePointer<UInt64>
    ) -> UInt64

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
        let files = try BenchTextFile.Form.allCases.map { form in
            try BenchTextFile(form, passages: passages, sites: sites, folder: folder)
        }
        let shares = StageShares()
        let processors = ProcessInfo.processInfo.activeProcessorCount
        var contestants: [Contestant] = []
        for file in files {
            contestants.append(contestant(file, workers: 1, shares))
            if processors > 1 { contestants.append(contestant(file, workers: processors, shares)) }
        }
        // Before the peer loads whole files.
        for contestant in contestants { try contestant.run() }
        let resident = BenchText.residentPeak()
        shares.reset()
        var notes = ["\(passages) passages; bytes a row: " + sizes(files)]
        let peers = try peers(files, &notes)
        let timings = try measure(
            contestants + peers,
            items: passages,
            rounds: rounds
        )
        notes += remarks(timings, files, hasPeers: !peers.isEmpty)
        if let resident { notes.append("peak resident memory: \(resident / 1_024) MiB") }
        notes += shares.remarks
        return [BenchTable(title: "text", rows: rows(timings), notes: notes)]
    }

    private func contestant(
        _ file: BenchTextFile,
        workers: Int,
        _ shares: StageShares
    ) -> Contestant {
        Contestant(name: "classify, \(file.form.name), \(workers) thread\(workers > 1 ? "s" : "")")
        {
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
            if workers == 1 { shares.add(run.times, file.form) }
        }
    }

    /// Peak of the process's resident memory, KiB.
    private static func residentPeak() -> Int? {
        let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first
    }

    private func sizes(_ files: [BenchTextFile]) -> String {
        files.map { "\($0.byteCount / passages) in \($0.form.name)" }.joined(separator: ", ")
    }

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

    /// What `classify` reaches of the peer's faster way, for each form of NDJSON.
    private func remarks(
        _ timings: [Timing],
        _ files: [BenchTextFile],
        hasPeers: Bool
    ) -> [String] {
        files.filter { hasPeers && $0.form.format == .ndjson }.compactMap { file in
            let same = timings.filter { $0.name.contains(file.form.name) }
            let ours = same.last { $0.name.hasPrefix("classify") }
            let peer = same.filter { $0.name.hasPrefix("simdjson") }.min { $0.median < $1.median }
            guard let ours, let peer else { return nil }
            return
                "\(ours.name) against \(peer.name): \(fixed(peer.median / ours.median)) × its rate"
        }
    }
}

// MARK: - The peer

extension BenchText {
    private func peers(_ files: [BenchTextFile], _ notes: inout [String]) throws -> [Contestant] {
        do {
            let peer = try Peer(
                source: PackageResources.simdjson_cpp,
                fileName: "simdjson.cpp",
                compiler: "c++",
                flags: ["-std=c++17", "-Wl,--no-as-needed", "-lsimdjson"]
            )
            return try files.filter { $0.form.format == .ndjson }.flatMap { file in
                let loaded = try SimdjsonFile(peer, file)
                return try [("on demand", "simdjson_on_demand"), ("dom", "simdjson_dom")].map {
                    way,
                    function in
                    let parse = try unsafe peer.function(function, as: SimdjsonParse.self)
                    return Contestant(name: "simdjson \(way), \(file.form.name), parses only") {
                        var sum: UInt64 = 0
                        // Sound: the file is loaded, and the function writes one number.
                        let count = unsafe parse(loaded.file, &sum)
                        guard count == UInt64(passages), sum > 0 else {
                            throw Peer.Absent(description: "simdjson read \(count) rows")
                        }
                    }
                }
            }
        } catch let absent as Peer.Absent {
            notes.append("simdjson skipped (Debian: libsimdjson-dev): \(absent)")
            return []
        }
    }
}

/// A file that the peer has loaded.
@safe
private final class SimdjsonFile {
    let file: UnsafeMutableRawPointer
    private let unload: SimdjsonUnload

    init(_ peer: Peer, _ file: BenchTextFile) throws {
        let load = try unsafe peer.function("simdjson_load", as: SimdjsonLoad.self)
        unsafe unload = try unsafe peer.function("simdjson_unload", as: SimdjsonUnload.self)
        // Sound: the path is a terminated string for the length of the call.
        guard let loaded = unsafe load(file.path) else {
            throw Peer.Absent(description: "simdjson cannot load \(file.path)")
        }
        unsafe self.file = loaded
    }

    deinit { unsafe unload(file) }
}

// MARK: - The files

/// A file of made-up passages.
private struct BenchTextFile {
    /// How passages stand in it.
    enum Form: CaseIterable {
        case csv, arrays, texts

        var format: RecordFormat { self == .csv ? .csv : .ndjson }

        var name: String {
            switch self {
            case .csv: "csv"
            case .arrays: "ndjson with arrays"
            case .texts: "ndjson with texts"
            }
        }
    }

    let form: Form
    let path: String
    private(set) var byteCount = 0

    /// Writes it.
    init(_ form: Form, passages: Int, sites: SiteBook, folder: URL) throws {
        self.form = form
        path = folder.appendingPathComponent("\(form).\(form.format.rawValue)").path
        let sink = try ByteSink(path: path)
        var fleet = Fleet(seed: 20_260_518, hasWheelLoads: true)
        var writer = PassageWriter(format: form.format)
        var bytes: [UInt8] = []
        let codes = sites.sites.isEmpty ? ["CS-N-01"] : sites.sites.map(\.code)
        writer.appendHeader(to: &bytes)
        for number in 0..<passages {
            var passage = fleet.next(site: codes[number % codes.count], plated: true)
            passage.passageID = "\(1_000_000_000_000_000 + number)"
            writer.append(passage, to: &bytes)
            guard bytes.count >= 1 << 18 || number == passages - 1 else { continue }
            if form == .arrays { BenchTextFile.makeArrays(&bytes) }
            try sink.write(bytes)
            byteCount += bytes.count
            bytes.removeAll(keepingCapacity: true)
        }
    }

    /// Makes arrays of lists that are texts: they end with `_kg` or are `spacing_mm`.
    private static func makeArrays(_ bytes: inout [UInt8]) {
        var last: [UInt8] = []
        var isInList = false
        for index in bytes.indices {
            let byte = bytes[index]
            if isInList {
                if byte == UInt8(ascii: " ") { bytes[index] = UInt8(ascii: ",") }
                guard byte == UInt8(ascii: "\"") else { continue }
                bytes[index] = UInt8(ascii: "]")
                isInList = false
                last.removeAll(keepingCapacity: true)
                continue
            }
            if byte == UInt8(ascii: ","), last.last != UInt8(ascii: ",") {
                last.removeAll(keepingCapacity: true)
            }
            last.append(byte)
            let isList =
                last.suffix(6).elementsEqual("_kg\":\"".utf8)
                || last.suffix(13).elementsEqual("spacing_mm\":\"".utf8)
            guard isList else { continue }
            bytes[index] = UInt8(ascii: "[")
            isInList = true
        }
    }
}

// MARK: - What bounds it

/// What the stages took with one worker, so that none waits for another.
private final class StageShares {
    private var times: [(form: BenchTextFile.Form, times: ClassifyTimes)] = []

    func reset() { times = [] }

    func add(_ more: ClassifyTimes, _ form: BenchTextFile.Form) { times.append((form, more)) }

    /// One line a form: the share of each stage, the largest first.
    var remarks: [String] {
        BenchTextFile.Form.allCases.compactMap { form in
            let mine = times.filter { $0.form == form }.map(\.times)
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
            return "\(form.name) is bound by \(most.name): "
                + parts.joined(separator: ", ") + " of the time of one worker"
        }
    }
}
