// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

private let header = "passage_id,site,lane,passed_at,plate,speed_kmh,axle_kg,spacing_mm\n"
private let good = "good,CS-N-01,1,2026-05-18T08:00:00+08:00,湘A12345,60,7000 11000,4000\n"

/// Hostile rows; each must end as refused or invalid, never as a case.
private let hostile = [
    "0 axles,CS-N-01,1,2026-05-18T08:00:00+08:00,,60,,",
    "1 axle,CS-N-01,1,2026-05-18T08:00:00+08:00,,60,30000,",
    "17 axles,CS-N-01,1,2026-05-18T08:00:00+08:00,,60,"
        + Array(repeating: "9000", count: 17).joined(separator: " ") + ","
        + Array(repeating: "1300", count: 16).joined(separator: " "),
    "negative,CS-N-01,1,2026-05-18T08:00:00+08:00,,60,-7000 90000,4000",
    "absurd,CS-N-01,1,2026-05-18T08:00:00+08:00,,60,7000 99999999999,4000",
    "heavy axle,CS-N-01,1,2026-05-18T08:00:00+08:00,,60,7000 65535,4000",
    "spacings,CS-N-01,1,2026-05-18T08:00:00+08:00,,60,17000 21000,4000 4000",
    "1970,CS-N-01,1,1970-01-01T08:00:00+08:00,,60,17000 21000,4000",
    "2100,CS-N-01,1,2100-01-01T08:00:00+08:00,,60,17000 21000,4000",
    "no date,CS-N-01,1,2026-02-30T08:00:00+08:00,,60,17000 21000,4000",
    "long plate,CS-N-01,1,2026-05-18T08:00:00+08:00," + String(repeating: "A", count: 4_096)
        + ",60,17000 21000,4000",
    "unknown site,nowhere,1,2026-05-18T08:00:00+08:00,,60,17000 21000,4000",
]

@Suite("Bad input", .serialized)
struct BadInputTests {
    @Test("classify judges the good rows, names the bad ones by line and ends with 1")
    func classify() async throws {
        let place = try Workplace("bad-classify")
        let file = try place.write(header + hostile.joined(separator: "\n") + "\n" + good, "p.csv")
        let result = try await place.run(["classify", file, "--now", "2026-06-01T00:00:00Z"])
        #expect(result.status == 1)
        let rows = result.output.split(separator: "\n")
        #expect(rows.last?.hasPrefix("good,") == true)
        #expect(rows.last?.contains(",within,") == true)
        #expect(result.errors.contains("line 2"))
        for name in ["heavy axle", "1970", "2100"] {
            let row = rows.first { $0.hasPrefix(name + ",") }
            #expect(row?.contains(",invalid,") == true, "\(name): \(row ?? "no row")")
        }
        try await place.clean()
    }

    @Test(
        "serve stores hostile rows as refused or invalid, never as cases, and the good one as it is"
    )
    func serve() async throws {
        let place = try Workplace("bad-serve")
        let centre = try await RunningCentre(place)
        let file = try place.write(header + hostile.joined(separator: "\n") + "\n" + good, "p.csv")
        let result = try await place.run([
            "replay", file, "--to", "127.0.0.1:\(centre.ingest)", "--insecure",
        ])
        #expect(result.status == 1, "\(result.errors)")
        let passages = try await place.count("SELECT count(*) FROM passages")
        let refused = try await place.count("SELECT count(*) FROM rejected_frames")
        #expect(passages + refused == hostile.count + 1)
        #expect(try await place.count("SELECT count(*) FROM cases") == 0)
        #expect(
            try await place.count("SELECT count(*) FROM passages WHERE passage_id = 'good'") == 1
        )
        #expect(
            try await place.count(
                "SELECT count(*) FROM passages WHERE reasons LIKE '%unknown_site%'"
            ) == 1
        )
        try await centre.stop(place)
        try await place.clean()
    }

    @Test(
        "Every verb ends with the code of its contract and says what and where",
        arguments: [
            (["serve"], 2, "--insecure"),
            (["serve", "--insecure", "--ingest", "0.0.0.0:0"], 2, "loopback"),
            (["serve", "--insecure", "--ingest", "nonsense"], 2, "nonsense"),
            (["classify", "/nowhere/p.csv"], 3, "/nowhere/p.csv"),
            (["classify", "--mpe-permille", "1000", "x"], 2, "999"),
            (["classify", "--nonsense", "x"], 2, "nonsense"),
            (["classify", "fixtures/sample-day/passages.csv", "--rulebook", "xx"], 2, "xx"),
            (["classify", "config/enterprises.csv"], 2, "column"),
            (["classify", "x", "--config", "/nowhere.yaml"], 3, "/nowhere.yaml"),
            (["nonsense"], 2, "nonsense"),
            (["replay", "/nowhere.csv", "--to", "127.0.0.1:1", "--insecure"], 3, "/nowhere.csv"),
            (["replay", "config/sites.yaml", "--to", "nowhere", "--insecure"], 2, "nowhere"),
            (["import", "passages", "--layout", "xx", "f"], 2, "hs-data"),
            (["rulebook", "check", "config/sites.yaml"], 2, "sites.yaml:"),
            (["hotspots", "--from", "2026-13-01"], 2, "2026-13-01"),
            (["cases", "list", "--database-url", "host=/nowhere dbname=x"], 3, "nowhere"),
        ]
    )
    func exitCodes(arguments: [String], status: Int, words: String) async throws {
        let place = try Workplace("codes-\(abs(arguments.hashValue))")
        let result = try await place.run(arguments)
        #expect(Int(result.status) == status, "\(arguments): \(result.output) \(result.errors)")
        #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
        try await place.clean()
    }

    @Test("A second serve on a data directory is refused with 3; other verbs join it")
    func secondServe() async throws {
        let place = try Workplace("second")
        let centre = try await RunningCentre(place)
        let second = try await place.run([
            "serve", "--insecure", "--ingest", "127.0.0.1:0", "--web", "127.0.0.1:0", "--data-dir",
            place.data,
        ])
        #expect(second.status == 3)
        #expect(second.errors.contains(place.data))
        let status = try await place.run(["db", "status", "--data-dir", place.data])
        #expect(status.status == 0)
        try await centre.stop(place)
        try await place.clean()
    }
}
