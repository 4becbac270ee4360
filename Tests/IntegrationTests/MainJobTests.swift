// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The main job through the real binary, gRPC and PostgreSQL, on real measured traffic. The figures
// are those of the data's description and of the default rulebook; see docs/rulebooks.md.

import Foundation
import Testing

/// The registry that gives the measured station a certificate for its time.
private let dazhangSites = """
    - code: dazhang
      name: {zh: 测试站, en: Test station}
      kind: nonstop
      road: G0
      direction: north
      latitude: 28.2
      longitude: 113.0
      lanes: 4
      certificates:
        - class: "5"
          valid_from: 2021-01-01
          valid_to: 2021-12-31
          document: TEST-2021
    """

@Suite("The main job", .serialized)
struct MainJobTests {
    private func passages(_ place: Workplace) async throws -> String? {
        guard let file = place.shared("dazhang_2021-06-01_20.csv.gz") else { return nil }
        let result = try await place.run([
            "import", "passages", "--layout", "hs-data", file.path,
        ])
        #expect(result.status == 0)
        return try place.write(result.output, "passages.csv")
    }

    @Test("classify gives 58,810 verdicts with the counts of the data's description")
    func classify() async throws {
        let place = try Workplace("classify")
        guard let file = try await passages(place) else { return try await place.clean() }
        let sites = try place.write(dazhangSites, "sites.yaml")
        let result = try await place.run(["classify", file, "--sites", sites])
        #expect(result.status == 0)
        let rows = result.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.count == 58_810)
        var axles: [Substring: Int] = [:]
        var over: [Substring: Int] = [:]
        var verdicts: [Substring: Int] = [:]
        var cases = 0
        let counting = ["2": 18_000, "3": 27_000, "4": 36_000, "5": 43_000, "6": 49_000]
        for row in rows {
            axles[row[4], default: 0] += 1
            verdicts[row[15], default: 0] += 1
            let threshold = try #require(counting[String(row[4])])
            if try #require(Int(row[8])) > threshold { over[row[4], default: 0] += 1 }
            if row[15] == "overload" && !row[16].contains("mirrored_wheels") { cases += 1 }
        }
        #expect(axles == ["2": 40_517, "3": 2_991, "4": 14_539, "5": 396, "6": 367])
        #expect(over == ["2": 656, "3": 318, "4": 5_717, "5": 34, "6": 54])
        #expect(verdicts["overload"] == 7_285)
        #expect(cases == 6_885)
        try tippers(try String(contentsOfFile: file, encoding: .utf8), rows)
        try await place.clean()
    }

    /// 8x4 tippers of lane 2: first spacing below 2,600 mm, third below 1,800 mm.
    private func tippers(_ passages: String, _ verdicts: [[Substring]]) throws {
        let lines = passages.split(separator: "\n")
        let header = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        let lane = try #require(header.firstIndex(of: "lane"))
        let spacing = try #require(header.firstIndex(of: "spacing_mm"))
        var classes: [Substring: Int] = [:]
        var sides: Set<Bool> = []
        for (line, verdict) in zip(lines.dropFirst(), verdicts) where verdict[4] == "4" {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let spacings = cells[spacing].split(separator: " ").compactMap { Int($0) }
            guard cells[lane] == "2", spacings[0] < 2_600, spacings[2] < 1_800 else { continue }
            classes[verdict[6], default: 0] += 1
            sides.insert(spacings[0] < 1_800)
        }
        #expect(sides == [true, false])
        #expect(classes == ["4:2-2": 7_086])
    }

    @Test("A replay stores every passage once, and the same replay again adds nothing")
    func replayTwice() async throws {
        let place = try Workplace("replay")
        guard let file = try await passages(place) else { return try await place.clean() }
        let centre = try await RunningCentre(
            place,
            sites: try place.write(dazhangSites, "sites.yaml")
        )
        let first = try await replay(place, file, centre)
        #expect(first["committed"] as? Int == 58_810)
        try await expectDazhang(place)
        let again = try await replay(place, file, centre)
        #expect(again["committed"] as? Int == 0)
        #expect(again["alreadyKnown"] as? Int == 58_810)
        try await expectDazhang(place)
        try await rollups(place)
        try await centre.stop(place)
        try await place.clean()
    }

    @Test("Nothing is lost or doubled when serve is killed in the middle of a replay")
    func killInTheMiddle() async throws {
        let place = try Workplace("kill")
        guard let file = try await passages(place) else { return try await place.clean() }
        let sites = try place.write(dazhangSites, "sites.yaml")
        let first = try await RunningCentre(place, sites: sites)
        let output = place.folder.appendingPathComponent("replay.out").path
        // The file's days in some seconds, so that there is a middle.
        let replay = try place.start(
            [
                "replay", file, "--to", "127.0.0.1:\(first.ingest)", "--insecure", "--json",
                "--speed", "400000",
            ],
            output: output,
            errors: output + ".err"
        )
        try await Task.sleep(for: .milliseconds(1_500))
        try await first.kill(place)
        let stored = try await place.count("SELECT count(*) FROM passages")
        let second = try await RunningCentre(place, sites: sites, ingest: first.ingest)
        try await place.finish(replay, within: .seconds(90))
        #expect(replay.terminationStatus == 0)
        let report = try json(try String(contentsOfFile: output, encoding: .utf8))
        #expect(report["frames"] as? Int == 58_810)
        let reconnects = try #require(report["reconnects"] as? Int)
        #expect(reconnects >= 1)
        #expect(stored > 0 && stored < 58_810)
        try await expectDazhang(place)
        try await second.stop(place)
        try await place.clean()
    }

    private func replay(
        _ place: Workplace,
        _ file: String,
        _ centre: RunningCentre
    ) async throws -> [String: Any] {
        let result = try await place.run([
            "replay", file, "--to", "127.0.0.1:\(centre.ingest)", "--insecure", "--json",
        ])
        #expect(result.status == 0, "\(result.errors)")
        return try json(result.output)
    }

    private func json(_ text: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(value as? [String: Any])
    }

    private func expectDazhang(_ place: Workplace) async throws {
        #expect(try await place.count("SELECT count(*) FROM passages") == 58_810)
        #expect(
            try await place.count("SELECT count(DISTINCT sequence) FROM passages") == 58_810
        )
        #expect(
            try await place.count("SELECT count(*) FROM passages WHERE verdict = 'overload'")
                == 7_285
        )
        #expect(
            try await place.count(
                "SELECT count(*) FROM cases WHERE state = 'pending'"
            ) == 6_885
        )
        #expect(try await place.count("SELECT count(*) FROM case_passages") == 6_885)
        #expect(try await place.count("SELECT sum(committed)::int FROM uplinks") == 58_810)
    }

    private func rollups(_ place: Workplace) async throws {
        let hours = try await place.run([
            "hotspots", "--by", "hour", "--data-dir", place.data, "--format", "csv",
        ])
        let first = hours.output.split(separator: "\n").dropFirst().first ?? ""
        #expect(first.hasPrefix("17,"), "the peak hour of overload is 17, not \(first)")
        let lanes = try await place.run([
            "hotspots", "--by", "lane", "--data-dir", place.data, "--format", "csv",
        ])
        let lane = lanes.output.split(separator: "\n").dropFirst().first ?? ""
        #expect(lane.hasPrefix("dazhang,2,"), "lane 2 leads, not \(lane)")
    }
}
