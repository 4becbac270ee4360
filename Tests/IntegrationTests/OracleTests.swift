// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Verdicts of the real program beside those of an oracle in Python that was written from the law's
// text alone, by somebody who had not seen this code.

import Foundation
import Records
import TestKit
import Testing
import Weighing

extension Workplace {
    /// Starts the oracle of the rulebook `cn`.
    func startOracle(_ arguments: [String], output: String, errors: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", root.appendingPathComponent("Tests/Oracle/cn_oracle.py").path] + arguments
        process.standardInput = FileHandle.nullDevice
        for name in [output, errors] { try Data().write(to: URL(fileURLWithPath: name)) }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        return process
    }
}

/// The lines of a file in turn, without their line feeds.
private struct Lines: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var start = 0

    init(_ path: String) throws {
        bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    mutating func next() -> ArraySlice<UInt8>? {
        guard start < bytes.count else { return nil }
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        defer { start = end + 1 }
        return bytes[start..<end]
    }
}

/// A part of the passages, judged by both sides under one permissible error.
private struct Chunk: CustomTestStringConvertible {
    /// What both sides take as the clock; the generator aims at the instants around it.
    static let now = CivilTime(year: 2026, month: 3, day: 1, hour: 12).instant(offsetSeconds: 0)
    static let nowText = "2026-03-01T12:00:00Z"
    /// The permissible errors of the chunks in turn, permille: mostly the usual one.
    private static let permissibleErrors = [50, 50, 0, 50, 20, 50, 999, 100]

    let number: Int
    let seed: UInt64
    let rows: Int
    let permille: Int

    init(number: Int, baseSeed: UInt64, rows: Int) {
        self.number = number
        seed = baseSeed &+ UInt64(number)
        self.rows = rows
        permille = Chunk.permissibleErrors[number % Chunk.permissibleErrors.count]
    }

    var testDescription: String { "chunk \(number), seed \(seed), \(permille) ‰" }

    /// The verdicts that must occur, so that nobody compares what never happens.
    ///
    /// With nothing to deduct, over is overload; with 999 ‰ off, not even sixteen axles are over.
    var verdicts: [String] {
        switch permille {
        case 0: ["invalid", "within", "overload"]
        case 999: ["invalid", "within", "marginal"]
        default: ["invalid", "within", "marginal", "overload"]
        }
    }

    /// Writes the passages of this part.
    func write(to path: String) throws {
        var generator = PassageGenerator(seed: seed, now: Chunk.now)
        var writer = PassageWriter()
        var bytes: [UInt8] = []
        writer.appendHeader(to: &bytes)
        for _ in 0..<rows {
            var passage = generator.next().passage
            // The oracle counts in Python's years.
            passage.passedAt = Instant(
                microseconds: min(
                    max(passage.passedAt.microseconds, -30_000_000_000_000_000),
                    200_000_000_000_000_000
                )
            )
            writer.append(passage, to: &bytes)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}

/// How many passages are compared and from which seed on.
private struct Extent {
    static let rowsOfChunk = 62_500
    var seed: UInt64 = 20_261_124
    var rows = 1_000_000

    /// The usual extent, or what `STEELYARD_ORACLE_SEED` and `STEELYARD_ORACLE_ROWS` say.
    init(environment: [String: String]) throws {
        if let text = environment["STEELYARD_ORACLE_SEED"] {
            seed = try #require(UInt64(text), "STEELYARD_ORACLE_SEED is no whole number: \(text)")
        }
        if let text = environment["STEELYARD_ORACLE_ROWS"] {
            rows = try #require(Int(text), "STEELYARD_ORACLE_ROWS is no whole number: \(text)")
            try #require(rows > 0, "STEELYARD_ORACLE_ROWS must be at least 1")
        }
    }

    var chunks: [Chunk] {
        stride(from: 0, to: rows, by: Extent.rowsOfChunk).enumerated().map { number, start in
            Chunk(number: number, baseSeed: seed, rows: min(Extent.rowsOfChunk, rows - start))
        }
    }
}

@Suite("An independent oracle")
struct OracleTests {
    @Test("A million hostile and realistic passages have the same verdicts, byte for byte")
    func verdicts() async throws {
        let extent = try Extent(environment: ProcessInfo.processInfo.environment)
        print("oracle: \(extent.rows) passages, seed \(extent.seed)")
        let place = try Workplace("oracle")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for chunk in extent.chunks {
                // Two at once: two oracle processes keep two cores busy.
                if chunk.number >= 2 { try await group.next() }
                group.addTask { try await compare(chunk, place) }
            }
            try await group.waitForAll()
        }
        try await place.clean()
    }

    /// Judges a chunk on both sides and compares them.
    private func compare(_ chunk: Chunk, _ place: Workplace) async throws {
        let stem = place.folder.appendingPathComponent("chunk-\(chunk.number)").path
        let passages = stem + ".csv"
        try chunk.write(to: passages)
        let options = ["--mpe-permille", "\(chunk.permille)", "--now", Chunk.nowText, passages]
        let theirs = stem + ".oracle"
        let ours = stem + ".program"
        let oracle = try place.startOracle(options, output: theirs, errors: theirs + ".err")
        let program = try place.start(
            ["classify"] + options,
            output: ours,
            errors: ours + ".err"
        )
        try await place.finish(program, within: .seconds(120))
        try await place.finish(oracle, within: .seconds(120))
        for (process, errors) in [(program, ours + ".err"), (oracle, theirs + ".err")] {
            let text = try String(contentsOfFile: errors, encoding: .utf8)
            try #require(process.terminationStatus == 0, "\(chunk.testDescription): \(text)")
        }
        try compare(ours, theirs, passages: passages, chunk)
        for name in [passages, ours, ours + ".err", theirs, theirs + ".err"] {
            try FileManager.default.removeItem(atPath: name)
        }
    }

    /// Compares two verdict files line by line, the header too.
    private func compare(
        _ ours: String,
        _ theirs: String,
        passages: String,
        _ chunk: Chunk
    ) throws {
        var theirLines = try Lines(theirs)
        var sources = try Lines(passages)
        var lineCount = 0
        var differences = 0
        var missing = Set(chunk.verdicts)
        for our in try Lines(ours) {
            lineCount += 1
            let their = theirLines.next()
            let source = sources.next()
            if !missing.isEmpty {
                let text = String(decoding: our, as: UTF8.self)
                missing = missing.filter { !text.contains(",\($0),") }
            }
            guard our != their else { continue }
            differences += 1
            guard differences <= 3 else { continue }
            let text = [our, their, source].map { line in
                line.map { String(decoding: $0, as: UTF8.self) } ?? "nothing"
            }
            Issue.record(
                """
                \(chunk.testDescription), line \(lineCount):
                passage \(text[2])
                program \(text[0])
                oracle  \(text[1])
                """
            )
        }
        #expect(differences == 0, "\(chunk.testDescription)")
        #expect(lineCount == chunk.rows + 1, "\(chunk.testDescription)")
        #expect(theirLines.next() == nil, "\(chunk.testDescription): the oracle has more lines")
        if chunk.rows >= 10_000 {
            #expect(missing.isEmpty, "\(chunk.testDescription): never judged so")
        }
    }
}
