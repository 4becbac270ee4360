// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The simulator through the real binary: bytes, files, the way into classify and into a centre.

import Foundation
import Testing

@Suite("simulate", .serialized)
struct SimulateTests {
    /// A small city, so that a test takes a second or two.
    private static let small = """
        name: small
        traffic:
          light_per_lane: 200
          through_trips: 3000
          exits: 2000
        frauds:
          deleted_record: 0.2
          late_upload: 0.05
          duplicate_upload: 0.05
        """

    private static let files = [
        "exits.csv", "passages.csv", "summary.json", "truth.ndjson", "vehicles.csv",
        "weighings.csv",
    ]

    private func digest(_ file: URL) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sha256sum", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output.prefix(64), as: UTF8.self)
    }

    private func digests(_ folder: String, in place: Workplace) throws -> [String] {
        try SimulateTests.files.map {
            try digest(place.folder.appendingPathComponent("\(folder)/\($0)"))
        }
    }

    private func world(
        _ place: Workplace,
        _ scenario: String,
        seed: Int,
        into folder: String,
        extra: [String] = []
    ) async throws -> ProgramResult {
        try await place.run(
            [
                "simulate", "--seed", "\(seed)", "--scenario", scenario, "--out",
                place.folder.appendingPathComponent(folder).path,
            ] + extra
        )
    }

    @Test("The same seed gives the same bytes in two processes and at two batch sizes")
    func bytes() async throws {
        let place = try Workplace("simulate-bytes")
        let scenario = try place.write(Self.small, "small.yaml")
        #expect(try await world(place, scenario, seed: 4, into: "a").status == 0)
        let again = try await world(
            place,
            scenario,
            seed: 4,
            into: "b",
            extra: ["--batch-rows", "17"]
        )
        #expect(again.status == 0)
        #expect(try await world(place, scenario, seed: 5, into: "c").status == 0)
        let a = try digests("a", in: place)
        #expect(Set(a).count == a.count, "Six different files.")
        #expect(try digests("b", in: place) == a)
        let c = try digests("c", in: place)
        for (one, other) in zip(a, c) { #expect(one != other) }
        try await place.clean()
    }

    @Test("What stands in the files is what the summary counts")
    func summary() async throws {
        let place = try Workplace("simulate-summary")
        let scenario = try place.write(Self.small, "small.yaml")
        let result = try await world(
            place,
            scenario,
            seed: 1,
            into: "w",
            extra: ["--days", "2", "--json"]
        )
        #expect(result.status == 0)
        let summary = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        )
        func lines(_ name: String) throws -> [Substring] {
            try String(
                contentsOf: place.folder.appendingPathComponent("w/\(name)"),
                encoding: .utf8
            ).split(separator: "\n")
        }
        #expect(summary["sites"] as? Int == 44)
        #expect(summary["enterprises"] as? Int == 263)
        #expect(try lines("passages.csv").count - 1 == summary["passages"] as? Int)
        #expect(try lines("exits.csv").count - 1 == summary["records"] as? Int)
        #expect(try lines("weighings.csv").count - 1 == summary["weighings"] as? Int)
        let trips = try lines("truth.ndjson").map {
            try #require(
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            )
        }
        let counted = try #require(summary["trips"] as? [String: Int])
        #expect(trips.count == counted.values.reduce(0, +))
        let over = trips.filter { ($0["excess_kg"] as? Int ?? 0) > 0 }.count
        #expect(over == summary["overloadedTrips"] as? Int && over > 10)
        let frauds = trips.flatMap { $0["frauds"] as? [String] ?? [] }
        let byKind = Dictionary(grouping: frauds) { $0 }.mapValues(\.count)
        #expect(byKind == summary["frauds"] as? [String: Int])
        #expect((byKind["deleted_record"] ?? 0) > 0)
        try await place.clean()
    }

    @Test("An exact world through classify: its overloads are exactly the true ones")
    func classify() async throws {
        let place = try Workplace("simulate-classify")
        let text = Self.small + "\nsensors: exact\nplates: exact\nloading:\n  overload_share: 0.3\n"
        let scenario = try place.write(text, "exact.yaml")
        #expect(try await world(place, scenario, seed: 8, into: "w").status == 0)
        let passages = place.folder.appendingPathComponent("w/passages.csv").path
        let verdicts = try await place.run(["classify", passages, "--mpe-permille", "50"])
        #expect(verdicts.status == 0)
        var overloads: Set<String> = []
        for line in verdicts.output.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            if cells[15] == "overload" { overloads.insert(String(cells[0])) }
        }
        var expected: Set<String> = []
        let truth = try String(
            contentsOf: place.folder.appendingPathComponent("w/truth.ndjson"),
            encoding: .utf8
        )
        for line in truth.split(separator: "\n") {
            let trip = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            )
            let gross = try #require(trip["gross_kg"] as? Int)
            let limit = try #require(trip["limit_kg"] as? Int)
            guard gross * 950 / 1_000 > limit else { continue }
            for passage in trip["passages"] as? [[String: Any]] ?? [] {
                expected.insert(try #require(passage["passage_id"] as? String))
            }
        }
        #expect(expected.count > 100)
        #expect(overloads == expected)
        try await place.clean()
    }

    @Test("Streamed into a centre every passage is stored once, also when it is streamed again")
    func stream() async throws {
        let place = try Workplace("simulate-stream")
        let scenario = try place.write(Self.small, "small.yaml")
        let printed = try await place.run([
            "simulate", "--seed", "2", "--scenario", scenario, "--out", "-",
        ])
        #expect(printed.status == 0)
        let passages = printed.output.split(separator: "\n").count - 1
        #expect(passages > 10_000)
        let centre = try await RunningCentre(place)
        for _ in 0..<2 {
            let played = try await place.run([
                "simulate", "--seed", "2", "--scenario", scenario, "--to",
                "127.0.0.1:\(centre.ingest)", "--insecure", "--gateways", "3",
            ])
            #expect(played.status == 0, "\(played.errors)")
            #expect(try await place.count("select count(*) from passages") == passages)
        }
        #expect(try await place.count("select count(distinct uplink) from passages") == 3)
        #expect(try await place.count("select count(*) from cases") > 0)
        try await centre.stop(place)
        try await place.clean()
    }

    @Test("Raw signals come with their descriptions")
    func waveforms() async throws {
        let place = try Workplace("simulate-waveforms")
        let scenario = try place.write(Self.small, "small.yaml")
        let result = try await world(
            place,
            scenario,
            seed: 1,
            into: "w",
            extra: ["--waveforms", "1"]
        )
        #expect(result.status == 0)
        let names = try FileManager.default.contentsOfDirectory(
            atPath: place.folder.appendingPathComponent("w/waveforms").path
        )
        let signals = names.filter { $0.hasSuffix(".npy") }
        #expect(signals.count > 100)
        #expect(names.filter { $0.hasSuffix(".json") }.count == signals.count)
        let first = try #require(signals.sorted().first)
        let bytes = try Data(
            contentsOf: place.folder.appendingPathComponent("w/waveforms/\(first)")
        )
        #expect(bytes.prefix(6) == Data([0x93]) + Data("NUMPY".utf8) && bytes.count > 10_000)
        try await place.clean()
    }

    @Test("Wrong calls say what is wrong and end with 2, or with 3 where a file cannot be written")
    func wrongCalls() async throws {
        let place = try Workplace("simulate-wrong")
        let broken = try place.write("traffic:\n  exit: 3\n", "broken.yaml")
        let ghost = try place.write("sensors:\n  mirrored_sites: [NOWHERE]\n", "ghost.yaml")
        let cases: [(arguments: [String], status: Int32, text: String)] = [
            (["--out", "x"], 2, "--seed"),
            (["--seed", "1"], 2, "--out"),
            (["--seed", "1", "--out", "x", "--to", "127.0.0.1:1"], 2, "either"),
            (["--seed", "1", "--out", "x", "--days", "0"], 2, "--days"),
            (["--seed", "1", "--out", "x", "--batch-rows", "0"], 2, "--batch-rows"),
            (["--seed", "1", "--out", "-", "--waveforms", "1"], 2, "--waveforms"),
            (["--seed", "1", "--out", "x", "--scenario", "no-such"], 2, "calm-city"),
            (["--seed", "1", "--out", "x", "--scenario", broken], 2, "exit"),
            (["--seed", "1", "--out", "x", "--scenario", ghost], 2, "NOWHERE"),
            (["--seed", "1", "--out", "/proc/nothing/here"], 3, "/proc/nothing/here"),
            (["--seed", "1", "--to", "nowhere", "--insecure"], 2, "nowhere"),
        ]
        for wrong in cases {
            let result = try await place.run(["simulate"] + wrong.arguments)
            #expect(result.status == wrong.status, "\(wrong.arguments): \(result.errors)")
            #expect(result.errors.contains(wrong.text), "\(wrong.arguments): \(result.errors)")
        }
        try await place.clean()
    }
}
