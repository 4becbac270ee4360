// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The law through the real program: explanations, other laws, the registry of vehicles, the policy.

import Foundation
import Testing

@Suite("The law on the command line")
struct LawVerbTests {
    private static let passages = """
        passage_id,site,lane,passed_at,plate,plate_color,speed_kmh,axle_kg,spacing_mm
        over,CS-N-07,1,2026-05-18T08:00:00+08:00,样A00001,yellow,60,7000 12000 11000 10000 10000 12000,3300 1350 6500 1310 1310
        sprung,CS-N-07,1,2026-05-18T08:00:00+08:00,样A00002,yellow,60,7000 9500 9400,4500 1350
        fast,nowhere,1,2026-05-18T08:00:00+08:00,,unknown,130,6000 12001,5000

        """
    private static let now = ["--now", "2026-06-01T00:00:00Z"]

    private func verdicts(_ result: ProgramResult) -> [[String: String]] {
        let lines = result.output.split(separator: "\n")
        guard let names = lines.first?.split(separator: ",") else { return [] }
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return Dictionary(
                uniqueKeysWithValues: zip(names.map(String.init), cells.map(String.init))
            )
        }
    }

    @Test("An explained verdict is the verdict, with its steps in both languages")
    func explained() async throws {
        let place = try Workplace("explain")
        let file = try place.write(Self.passages, "p.csv")
        let plain = try await place.run(["classify", file, "--format", "ndjson"] + Self.now)
        let full = try await place.run(
            ["classify", file, "--format", "ndjson", "--explain"] + Self.now
        )
        #expect(plain.status == 0 && full.status == 0, "\(full.errors)")
        let pairs = zip(plain.output.split(separator: "\n"), full.output.split(separator: "\n"))
        #expect(Array(pairs).count == 3)
        for (a, b) in pairs {
            let verdict = try #require(
                try JSONSerialization.jsonObject(with: Data(a.utf8)) as? [String: Any]
            )
            var explained = try #require(
                try JSONSerialization.jsonObject(with: Data(b.utf8)) as? [String: Any]
            )
            let steps = try #require(
                explained.removeValue(forKey: "explanation") as? [[String: Any]]
            )
            let chance = explained.removeValue(forKey: "over_limit_probability")
            let probability = try #require(chance as? Double)
            #expect((0...1).contains(probability))
            #expect(NSDictionary(dictionary: verdict) == NSDictionary(dictionary: explained))
            let limit = try #require(steps.first { $0["step"] as? String == "gross_limit" })
            let zh = try #require(limit["zh"] as? String)
            let en = try #require(limit["en"] as? String)
            let kilograms = try #require(verdict["gross_limit_kg"] as? Int)
            #expect(zh.contains("\(kilograms)千克"))
            #expect(en.contains("\(kilograms / 1_000),"))
        }
        let table = try await place.run(["classify", file, "--explain"] + Self.now)
        #expect(table.output.hasPrefix(try #require(plain.headerOfCSV)))
        #expect(table.output.contains("Verdict: overload, over a limit also after the deduction."))
        #expect(table.output.contains("结论：超限"))
        try await place.clean()
    }

    @Test("Two other laws judge the same vehicles by their own numbers")
    func otherLaws() async throws {
        let place = try Workplace("other-laws")
        let file = try place.write(Self.passages, "p.csv")
        let us = verdicts(
            try await place.run(["classify", file, "--rulebook", "us"] + Self.now)
        )
        try #require(us.count == 3)
        #expect(us[0]["gross_limit_kg"] == "36287")  // 80,000 lb = 36,287.39 kg
        #expect(us[0]["vehicle_class"] == "10")  // three-axle tractor, three-axle semi-trailer
        #expect(us[0]["verdict"] == "overload")
        let eu = verdicts(
            try await place.run(["classify", file, "--rulebook", "eu"] + Self.now)
        )
        try #require(eu.count == 3)
        #expect(eu[0]["gross_limit_kg"] == "40000")
        #expect(eu[0]["vehicle_class"] == "6:1-2-3")
        #expect(eu[2]["verdict"] == "invalid")
        let unknown = try await place.run(["classify", file, "--rulebook", "atlantis"])
        #expect(unknown.status == 2)
        try await place.clean()
    }

    @Test("What the registry knows and the policy says reaches the verdict")
    func registryAndPolicy() async throws {
        let place = try Workplace("registry")
        let file = try place.write(Self.passages, "p.csv")
        let config = place.root.appendingPathComponent("config").path
        let settings = try place.write(
            """
            sites: \(config)/sites.yaml
            enterprises: \(config)/enterprises.csv
            rulebook: \(config)/rulebooks/cn.yaml
            vehicles: vehicles.csv
            policy: policy.yaml

            """,
            "steelyard.yaml"
        )
        _ = try place.write(
            """
            plate,plate_color,carrier,axle_count,registered_gross_kg,single_tyre_axles,air_suspension,exempt_class,permit_until
            样A00002,yellow,Sample,3,,,true,,

            """,
            "vehicles.csv"
        )
        _ = try place.write("deduction: none\n", "policy.yaml")
        let found = verdicts(
            try await place.run(["classify", file, "--config", settings] + Self.now)
        )
        try #require(found.count == 3)
        #expect(found[0]["deduction_kg"] == "0")
        #expect(found[1]["gross_limit_kg"] == "26000")
        #expect(found[1]["reasons"] == "registry_limit")
        #expect(found[1]["verdict"] == "within")
        _ = try place.write("deduction: some\n", "policy.yaml")
        let broken = try await place.run(["classify", file, "--config", settings] + Self.now)
        #expect(broken.status == 2)
        #expect(broken.errors.contains("policy.yaml:1:"))
        try await place.clean()
    }

    @Test("A rulebook is shown with its articles, and two are compared line by line")
    func showAndDiff() async throws {
        let place = try Workplace("rulebooks")
        let shown = try await place.run(["rulebook", "show", "cn", "--date", "2026-05-18"])
        #expect(shown.status == 0, "\(shown.errors)")
        #expect(shown.output.contains("49000 kg"))
        #expect(shown.output.contains("Order 62 Art. 3(8)"))
        let same = try await place.run(["rulebook", "diff", "cn", "cn"])
        #expect(same.status == 0)
        let other = try await place.run(["rulebook", "diff", "cn", "us"])
        #expect(other.status == 1)
        #expect(other.output.contains("~ rulebook.id: cn -> us"))
        let none = try await place.run(["rulebook", "show", "atlantis"])
        #expect(none.status == 2)
        try await place.clean()
    }
}

extension ProgramResult {
    /// The header that the CSV form of an NDJSON verdict file has, from its first line's keys in order.
    fileprivate var headerOfCSV: String? {
        guard let line = output.split(separator: "\n").first else { return nil }
        let keys = line.split(separator: "\"").enumerated().compactMap { index, part in
            index % 2 == 1 ? part : nil
        }
        let columns = keys.filter { line.contains("\"\($0)\":") }
        return columns.joined(separator: ",")
    }
}
