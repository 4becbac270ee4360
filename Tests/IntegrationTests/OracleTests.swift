// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Verdicts of the real program beside those of an oracle in Python that was written from the law's text
// alone, by somebody who had not seen this code.

import Foundation
import Records
import TestKit
import Testing
import Weighing

@Suite("An independent oracle")
struct OracleTests {
    private func oracle(_ place: Workplace, _ passages: String) async throws -> String {
        let stem = place.folder.appendingPathComponent("oracle").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", place.root.appendingPathComponent("Tests/Oracle/cn_oracle.py").path,
            "--mpe-permille", "50", "--now", "2030-01-01T00:00:00Z", passages,
        ]
        for name in [stem + ".out", stem + ".err"] {
            try Data().write(to: URL(fileURLWithPath: name))
        }
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: stem + ".out"))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: stem + ".err"))
        try process.run()
        try await place.finish(process, within: .seconds(120))
        let errors = try String(contentsOfFile: stem + ".err", encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(errors)")
        return try String(contentsOfFile: stem + ".out", encoding: .utf8)
    }

    @Test("Sixty thousand hostile and realistic passages have the same verdicts, to the bit")
    func verdicts() async throws {
        let place = try Workplace("oracle")
        let seed: UInt64 = 20_261_124
        var generator = PassageGenerator(seed: seed)
        var writer = PassageWriter()
        var bytes: [UInt8] = []
        writer.appendHeader(to: &bytes)
        for number in 0..<60_000 {
            var passage = generator.next().passage
            // The oracle counts in Python's years.
            passage.passedAt = Instant(
                microseconds: min(
                    max(passage.passedAt.microseconds, -30_000_000_000_000_000),
                    200_000_000_000_000_000
                )
            )
            passage.passageID = "p\(number)"
            passage.site = "S"
            passage.plate = ""
            passage.vendorFlags = ""
            writer.append(passage, to: &bytes)
        }
        let file = try place.write(String(decoding: bytes, as: UTF8.self), "hostile.csv")
        let judged = try await place.run([
            "classify", file, "--mpe-permille", "50", "--now", "2030-01-01T00:00:00Z",
        ])
        #expect(judged.status == 0, "\(judged.errors)")
        let ours = judged.output.split(separator: "\n")
        let theirs = try await oracle(place, file).split(separator: "\n")
        try #require(ours.count == 60_001 && theirs.count == ours.count, "seed \(seed)")
        #expect(ours[0] == theirs[0])
        var verdicts: Set<Substring> = []
        var differences = 0
        for (a, b) in zip(ours, theirs).dropFirst() {
            // All columns but the last, the article, whose wording is each side's own.
            let x = a.split(separator: ",", omittingEmptySubsequences: false).prefix(17)
            let y = b.split(separator: ",", omittingEmptySubsequences: false).prefix(17)
            verdicts.insert(x[15])
            guard x != y else { continue }
            differences += 1
            if differences <= 3 {
                Issue.record(Comment(rawValue: "seed \(seed): \(a) but the oracle says \(b)"))
            }
        }
        #expect(differences == 0)
        #expect(verdicts.count == 4, "Every verdict occurred.")
        try await place.clean()
    }
}
