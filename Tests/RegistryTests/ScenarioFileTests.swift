// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The fields of `Scenario`, the keys of `calm-city.yaml` and the table in docs/scenarios.md are three
// lists of the same things. The tests hold them together: a field without a key, a key that fills
// another field, or a range that the document has otherwise, each fails.

import Foundation
import Registry
import RoadTraffic
import Testing
import Weighing

private func load(_ text: String) throws -> Scenario {
    try withFile(text) { try ScenarioFile.load($0) }
}

private func shipped(_ name: String) throws -> Scenario {
    try ScenarioFile.load(Checkout.path("config/scenarios/\(name).yaml"))
}

/// The groups of keys; all other fields stand at the top.
private let groups = ["traffic", "loading", "sensors", "plates", "frauds"]

/// Every field of a scenario under its key, such as `traffic.light_per_lane`, in their order.
private func fields(_ scenario: Scenario) -> [(key: String, value: String)] {
    func named(_ value: Any) -> [(key: String, value: Any)] {
        Mirror(reflecting: value).children.map { child in
            let key = (child.label ?? "").map { $0.isUppercase ? "_" + $0.lowercased() : "\($0)" }
            return (key.joined(), child.value)
        }
    }
    return named(scenario).flatMap { part in
        guard groups.contains(part.key) else { return [(part.key, "\(part.value)")] }
        return named(part.value).map { ("\(part.key).\($0.key)", "\($0.value)") }
    }
}

/// A file that sets one key, its value in the last line.
private func setting(_ key: String, to value: String) -> String {
    let parts = key.split(separator: ".")
    return parts.count == 1 ? "\(key): \(value)\n" : "\(parts[0]):\n  \(parts[1]): \(value)\n"
}

/// A row of the schema in docs/scenarios.md.
private struct SchemaRow: CustomTestStringConvertible {
    let key: String
    let range: String
    let standard: String

    var testDescription: String { key }

    /// The ends of a range of numbers as they stand in a file; nil where the range is none.
    var ends: (least: String, most: String)? {
        let ends = range.split(separator: "–").map(String.init)
        return ends.count == 2 && ends.allSatisfy { Double($0) != nil } ? (ends[0], ends[1]) : nil
    }

    static func all() throws -> [SchemaRow] {
        try Checkout.text("docs/scenarios.md").split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 7, cells[1].hasPrefix("`") else { return nil }
            let plain = { (cell: String) in cell.replacing(",", with: "") }
            return SchemaRow(
                key: cells[1].replacing("`", with: ""),
                range: plain(cells[3]),
                standard: plain(cells[4])
            )
        }
    }
}

@Suite("The scenarios that ship")
struct ShippedScenarioTests {
    @Test("The calm city is what stands in the program, to the last field")
    func calmCity() throws {
        #expect(try shipped("calm-city") == Scenario())
    }

    @Test("The file of the calm city writes every field out, once and in its order")
    func calmCityKeys() throws {
        var group = ""
        var keys: [String] = []
        for line in try Checkout.text("config/scenarios/calm-city.yaml").split(separator: "\n") {
            guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { continue }
            let key = String(line[..<colon])
            if groups.contains(key) {
                group = key + "."
            } else {
                keys.append(key.hasPrefix("  ") ? group + key.dropFirst(2) : key)
            }
        }
        #expect(keys == fields(Scenario()).map(\.key))
    }

    @Test("Every scenario of the folder loads, has the name of its file and stands in the document")
    func folder() throws {
        let files = try FileManager.default
            .contentsOfDirectory(atPath: Checkout.path("config/scenarios"))
        let names = ["calm-city", "exact", "fraud-season", "national-load", "sensor-rot"]
        #expect(files.sorted() == names.map { $0 + ".yaml" })
        let document = try Checkout.text("docs/scenarios.md")
        for name in names {
            #expect(try shipped(name).name == name)
            #expect(document.contains("| `\(name).yaml` |"), "\(name)")
        }
    }

    @Test("The mirrored sites of every scenario are non-stop systems of the registry")
    func mirroredSites() throws {
        let book = try SitesFile.load(Checkout.path("config/sites.yaml"), utcOffsetSeconds: 28_800)
        let codes = try shipped("fraud-season").sensors.mirroredSites
        #expect((1...2).contains(codes.count))
        for code in codes {
            let site = try #require(book[code], "\(code)")
            #expect(site.kind == .nonstop)
            #expect(site.lanes > 1, "the mirrored lane needs another beside it to differ from")
        }
    }

    @Test("The national load is 30 million passages a day over the sample sites, on any day")
    func nationalLoad() throws {
        let sites = try SitesFile.load(
            Checkout.path("config/sites.yaml"),
            utcOffsetSeconds: 28_800
        ).sites
        let lanes = sites.filter { $0.kind == .nonstop }.reduce(0) { $0 + Int($1.lanes) }
        let traffic = try shipped("national-load").traffic
        let sitesOfTrip = 2.0
        let passages =
            Double(lanes) * traffic.lightPerLane
            + sitesOfTrip * (traffic.throughTrips + traffic.exits)
        #expect((29e6...31e6).contains(passages), "\(passages)")
        #expect(traffic.exits == 1_000_000)
        #expect(traffic.weekendFactor == 1)
        #expect(traffic.seasonShare == 0)
    }

    @Test("The exact world has no error and no fraud, and the traffic of the calm city")
    func exact() throws {
        var expected = Scenario()
        expected.name = "exact"
        expected.sensors = .exact
        expected.plates = .exact
        expected.frauds = .none
        #expect(try shipped("exact") == expected)
    }

    @Test("In the fraud season every fraud is at least four times as common as in the calm city")
    func fraudSeason() throws {
        let season = try shipped("fraud-season")
        let calm = Dictionary(uniqueKeysWithValues: fields(Scenario()).map { ($0.key, $0.value) })
        var compared = 0
        for (key, value) in fields(season)
        where key.hasPrefix("frauds.") && key != "frauds.tampered_share" {
            let before = try #require(calm[key].flatMap(Double.init))
            let now = try #require(Double(value))
            #expect(now >= 4 * before, "\(key)")
            compared += 1
        }
        #expect(compared == 11)
        #expect(season.loading.overloadShare >= 3 * Scenario().loading.overloadShare)
        // The ways an overload is hidden exclude each other, so that together they are a share too.
        let frauds = season.frauds
        #expect(frauds.deletedRecord + frauds.falsifiedGross + frauds.splitExit <= 1)
    }

    @Test("Sensor rot worsens sensors and plates alone, and every failing of a sensor")
    func sensorRot() throws {
        let rot = try shipped("sensor-rot")
        var expected = Scenario()
        expected.name = "sensor-rot"
        expected.sensors = rot.sensors
        expected.plates = rot.plates
        #expect(rot == expected)
        let worse: [KeyPath<SensorHabits, Double>] = [
            \.agingPerYear, \.temperaturePerDegree, \.sideSpread, \.straddling, \.missedAxle,
            \.ghostAxle, \.split, \.dyingLanes, \.driftingClocks, \.clockSecondsPerDay,
        ]
        for field in worse {
            #expect(rot.sensors[keyPath: field] > Scenario().sensors[keyPath: field], "\(field)")
        }
        let worsePlates: [KeyPath<PlateReading, Double>] = [\.none, \.unread, \.misread, \.partial]
        for field in worsePlates {
            #expect(rot.plates[keyPath: field] > Scenario().plates[keyPath: field], "\(field)")
        }
    }
}

@Suite("Files of scenarios")
struct ScenarioFileTests {
    @Test("Every key can be left out, all of them too", arguments: ["", "# nothing\n", "{}\n"])
    func nothingSet(_ text: String) throws {
        #expect(try load(text) == Scenario())
    }

    @Test("Every key fills its own field and no other")
    func everyKey() throws {
        for row in try SchemaRow.all() {
            let other =
                switch row.key {
                case "name": "other"
                case "start": "2027-02-28"
                case "loading.as_measured": "true"
                case "sensors.mirrored_sites": "[A-1, A-2]"
                default: try #require(row.ends).most
                }
            let text = setting(row.key, to: other)
            let changed = zip(fields(try load(text)), fields(Scenario())).filter {
                $0.0.value != $0.1.value
            }
            #expect(changed.map(\.0.key) == [row.key], "\(text)")
        }
    }

    @Test("Values arrive as they are written")
    func values() throws {
        let scenario = try load(
            """
            name: 秋
            start: 2028-02-29
            traffic:
              light_per_lane: 5000.5
              through_fleet: 7
            loading: {as_measured: true, overload_share: 1}
            sensors:
              accuracy_class: 0
              mirrored_sites:
                - A-1
                - A-2
            plates: {look_alike: 0}
            frauds: {tampered_share: 0.0625}
            """
        )
        var expected = Scenario()
        expected.name = "秋"
        expected.start = CivilTime(year: 2028, month: 2, day: 29)
        expected.traffic.lightPerLane = 5_000.5
        expected.traffic.throughFleet = 7
        expected.loading.asMeasured = true
        expected.loading.overloadShare = 1
        expected.sensors.accuracyClass = 0
        expected.sensors.mirroredSites = ["A-1", "A-2"]
        expected.plates.lookAlike = 0
        expected.frauds.tamperedShare = 0.062_5
        #expect(scenario == expected)
    }

    @Test("A word stands for a whole group")
    func presets() throws {
        var expected = Scenario()
        expected.sensors = .exact
        #expect(try load("sensors: exact\n") == expected)
        expected.plates = .exact
        #expect(try load("sensors: exact\nplates: exact\n") == expected)
        expected.frauds = .none
        #expect(try load("frauds: none\nplates: exact\nsensors: exact\n") == expected)
    }

    @Test(
        "The accuracy class is that of the certificates or one for all sites",
        arguments: [
            ("certificate", nil), ("0", 0), ("2", 2), ("12.5", 12.5), ("25", 25),
        ] as [(String, Double?)]
    )
    func accuracyClass(_ text: String, _ expected: Double?) throws {
        #expect(try load("sensors: {accuracy_class: \(text)}").sensors.accuracyClass == expected)
    }

    @Test("All faults of a file are reported together, in its order")
    func together() throws {
        let text = """
            start: soon
            traffic:
              exit: 1
            plates: perfect
            frauds:
              late_upload: 2
            """
        let found = try faults { _ = try load(text) }
        #expect(found.map { [$0.line, $0.column] } == [[1, 8], [3, 3], [4, 9], [6, 16]])
    }

    @Test(
        "What is wrong is reported with its line and what would be right",
        arguments: [
            ("trafic: {}", "the key 'trafic' is not known (did you mean 'traffic'?)"),
            ("weather: {}", "known here: name, start, traffic, loading, sensors, plates, frauds"),
            ("exits: 1", "the key 'exits' is not known"),
            ("traffic: {exit: 1}", "the key 'exit' is not known (did you mean 'exits'?)"),
            ("traffic: {lightPerLane: 1}", "did you mean 'light_per_lane'?"),
            ("loading: {evasion_shares: 1}", "did you mean 'evasion_share'?"),
            ("sensors: {mised_axle: 0}", "did you mean 'missed_axle'?"),
            ("plates: {misred: 0}", "did you mean 'misread'?"),
            ("frauds: {split_exits: 0}", "did you mean 'split_exit'?"),
            ("traffic: heavy", "'traffic' must be a mapping"),
            ("traffic:", "'traffic' must be a mapping"),
            ("loading: exact", "'loading' must be a mapping"),
            (
                "sensors: exakt",
                "'sensors' must be 'exact' or a mapping of keys to values, not 'exakt'"
                    + " (did you mean 'exact'?)"
            ),
            ("sensors: none", "'sensors' must be 'exact' or a mapping of keys to values"),
            ("sensors: [exact]", "'sensors' must be a mapping"),
            ("sensors:", "'sensors' must be a mapping"),
            ("plates: none", "'plates' must be 'exact' or a mapping of keys to values, not 'none'"),
            ("frauds: exact", "'frauds' must be 'none' or a mapping of keys to values"),
            ("name: calm city", "'name' must have no spaces, unlike 'calm city'"),
            ("name: \(String(repeating: "x", count: 65))", "'name' has 65 bytes; at most 64 fit"),
            ("name:", "'name' must be a text"),
            ("start: 2026-02-29", "'start' must be a date such as 2016-09-21, not '2026-02-29'"),
            ("start: 18.5.2026", "'start' must be a date"),
            ("start: 1999-12-31", "from 2000-01-01 to 2099-12-31, not '1999-12-31'"),
            ("start: 2100-01-01", "from 2000-01-01 to 2099-12-31, not '2100-01-01'"),
            ("traffic: {exits: 1e6}", "from 0.0 to 5000000.0 trucks a day, not '1e6'"),
            ("traffic: {exits: 1_000}", "trucks a day, not '1_000'"),
            ("traffic: {exits: \"10\"}", "trucks a day, not '10'"),
            ("traffic: {exits: .inf}", "trucks a day, not '.inf'"),
            ("traffic: {exits: [1]}", "'exits' must be a number from 0.0 to 5000000.0"),
            ("traffic: {through_fleet: 9.5}", "'through_fleet' must be a whole number from 1 to"),
            ("loading: {as_measured: yes}", "'as_measured' must be true or false, not 'yes'"),
            ("plates: {none: 2%}", "'none' must be a number from 0.0 to 1.0 as a share, not '2%'"),
            (
                "sensors: {accuracy_class: certificates}",
                "must be a number from 0.0 to 25.0 percent, or 'certificate', not 'certificates'"
            ),
            ("sensors: {accuracy_class: }", "from 0.0 to 25.0 percent, or 'certificate'"),
            ("sensors: {mirrored_sites: A-1}", "'mirrored_sites' must be a list"),
            ("sensors: {mirrored_sites: [A 1]}", "'mirrored_sites' must have no spaces"),
            ("sensors: {mirrored_sites: [A, B, A]}", "the site 'A' stands here again"),
            (
                "sensors: {mirrored_sites: [\(String(repeating: "x", count: 33))]}",
                "at most 32 fit"
            ),
        ]
    )
    func faulty(_ setting: String, _ message: String) throws {
        let found = try faults { _ = try load("# first line\n\(setting)\n") }
        #expect(found.count == 1, "found: \(found)")
        #expect(found.first?.message.contains(message) == true, "found: \(found)")
        #expect(found.first?.line == 2)
    }
}

@Suite("The table of scenario keys in the document")
struct ScenarioSchemaTests {
    @Test("It has every field, in the order of the program, and nothing else")
    func keys() throws {
        #expect(try SchemaRow.all().map(\.key) == fields(Scenario()).map(\.key))
    }

    @Test("Its defaults are those of the program", arguments: try SchemaRow.all())
    private func defaults(_ row: SchemaRow) throws {
        #expect(try load(setting(row.key, to: row.standard)) == Scenario())
    }

    @Test("All rows but four have a range of numbers")
    func ranges() throws {
        let without = try SchemaRow.all().filter { $0.ends == nil }.map(\.key)
        #expect(without == ["name", "start", "loading.as_measured", "sensors.mirrored_sites"])
    }

    @Test(
        "Both ends of a range are taken; a number beyond is a fault that names key and range",
        arguments: try SchemaRow.all().filter { $0.ends != nil }
    )
    private func ends(_ row: SchemaRow) throws {
        let ends = try #require(row.ends)
        for end in [ends.least, ends.most] {
            #expect(throws: Never.self) { try load(setting(row.key, to: end)) }
        }
        let least = try #require(Double(ends.least))
        let most = try #require(Double(ends.most))
        let isWhole = row.key == "traffic.through_fleet"
        let beyond =
            isWhole ? ["\(Int(least) - 1)", "\(Int(most) + 1)"] : ["-0.001", "\(most + 0.001)"]
        let bounds = isWhole ? "\(Int(least)) to \(Int(most))" : "\(least) to \(most)"
        let name = try #require(row.key.split(separator: ".").last)
        for number in beyond {
            let found = try faults { _ = try load(setting(row.key, to: number)) }
            #expect(found.count == 1, "found: \(found)")
            let fault = try #require(found.first)
            #expect(fault.line == 2)
            #expect(fault.column == name.utf8.count + 5)
            #expect(fault.message.hasPrefix("'\(name)' must be a "), "found: \(found)")
            #expect(fault.message.contains("from \(bounds) "), "found: \(found)")
            #expect(fault.message.hasSuffix(", not '\(number)'"), "found: \(found)")
        }
    }
}
