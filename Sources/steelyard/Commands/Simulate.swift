// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Records
import Registry
import RoadTraffic
import Rulebook
import UplinkClient
import Weighing

/// Makes a world: passages, exit records, weighings, and the truth.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Makes a city's freight traffic with its truth; the same seed gives the same bytes.",
        discussion: """
            Writes passages.csv, exits.csv, weighings.csv, vehicles.csv, truth.ndjson and summary.json \
            into a folder, or streams the passages into a centre. The sites and enterprises are those of \
            the configuration. See docs/simulator.md.
            """
    )

    @Option(help: "Decides everything.")
    var seed: UInt64

    @Option(help: "Days in which trips set out.")
    var days = 1

    @Option(help: "Name of a scenario in config/scenarios, or a file.")
    var scenario = "calm-city"

    @Option(help: "Folder for the files; - writes the passages alone to standard output.")
    var out: String?

    @Option(help: "Streams the passages into the centre at HOST:PORT instead.")
    var to: String?

    @Option(help: "With --to: how many times as fast as it happens, or max.")
    var speed: ReplaySpeed = .max

    @Flag(help: "With --to: connect without TLS.")
    var insecure = false

    @Option(help: "With --to: gateways that the sites are shared among.")
    var gateways = 1

    @Option(help: "Raw sensor signals of so many passages of each five minutes.")
    var waveforms = 0

    @Option(help: "Passages made at a time; the result does not depend on it.")
    var batchRows = PassageBlock.rowCapacity

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @OptionGroup var config: ConfigOptions

    func validate() throws {
        guard (1...36_500).contains(days) else {
            throw ValidationError("--days is from 1 to 36500.")
        }
        guard (1...PassageBlock.rowCapacity).contains(batchRows) else {
            throw ValidationError("--batch-rows is from 1 to \(PassageBlock.rowCapacity).")
        }
        guard (out == nil) != (to == nil) else {
            throw ValidationError("Name either --out DIR or --to HOST:PORT.")
        }
        guard waveforms >= 0, waveforms == 0 || (out != nil && out != "-") else {
            throw ValidationError("--waveforms needs --out DIR.")
        }
        guard gateways >= 1 else { throw ValidationError("--gateways is at least 1.") }
    }

    func run() async throws {
        let stream = try makeStream(withTruth: to == nil && out != "-")
        if let to { return try await play(stream, to: to) }
        guard out != "-" else { return try printPassages(stream) }
        var files = try SimulationFiles(folder: out ?? "", stream)
        try files.write(stream, batchRows: batchRows, waveforms: waveforms) { day in
            progress("day \(day + 1) of \(days)")
        }
        try report(files.summary)
    }

    // MARK: - The world

    private func makeStream(withTruth: Bool) throws -> TrafficStream {
        let configuration = try config.load()
        let scenario = try ScenarioFile.load(try scenarioPath(configuration))
        let sites = try configuration.siteBook().sites
        guard !sites.isEmpty else { throw Outcome.usage("the registry has no sites to simulate") }
        let codes = Set(sites.map(\.code))
        if let unknown = scenario.sensors.mirroredSites.first(where: { !codes.contains($0) }) {
            throw Outcome.usage(
                "scenario '\(scenario.name)' names the site '\(unknown)', which the registry does not "
                    + "know"
            )
        }
        return TrafficStream(
            scenario,
            sites: sites,
            enterprises: try EnterprisesFile.load(configuration.enterprises),
            law: try configuration.law(),
            seed: seed,
            days: days,
            withTruth: withTruth
        )
    }

    /// A file as it is named, else one of `config/scenarios`.
    private func scenarioPath(_ configuration: CentreConfiguration) throws -> String {
        if scenario.contains("/") || scenario.hasSuffix(".yaml") { return scenario }
        let folder = URL(fileURLWithPath: configuration.sites).deletingLastPathComponent()
            .appendingPathComponent("scenarios")
        let path = folder.appendingPathComponent("\(scenario).yaml").path
        guard FileManager.default.fileExists(atPath: path) else {
            let known = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            let names = known.filter { $0.hasSuffix(".yaml") }.map { $0.dropLast(5) }.sorted()
            throw Outcome.usage(
                "there is no scenario '\(scenario)' in \(folder.path); there are "
                    + names.joined(separator: ", ")
            )
        }
        return path
    }

    // MARK: - Passages alone

    private func printPassages(_ stream: TrafficStream) throws {
        var stream = stream
        var writer = PassageWriter()
        var bytes: [UInt8] = []
        writer.appendHeader(to: &bytes)
        let block = PassageBlock()
        while stream.next(into: block, rows: batchRows) {
            for row in 0..<block.count { writer.append(block.passage(at: row), to: &bytes) }
            if bytes.count >= 1 << 18 {
                standardOutput(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        standardOutput(bytes)
    }

    // MARK: - Into a centre

    private struct Played: Encodable {
        var gateway: String
        var frames: UInt64
        var committed: Int
        var reconnects: Int
    }

    private func play(_ stream: TrafficStream, to address: String) async throws {
        guard let target = Endpoint(address), target.port > 0 else {
            throw Outcome.usage("--to '\(address)' is no address such as 127.0.0.1:7443")
        }
        var options = UplinkOptions()
        if case .times(let factor) = speed { options.pace = Pacer(factor: factor).pace }
        let client = UplinkClient(
            host: target.host,
            port: target.port,
            security: insecure ? .insecure : .tls(UplinkTLS()),
            options: options
        )
        let count = min(gateways, stream.sites.count)
        let spool = "simulate-\(seed)-\(stream.scenario.name)-\(days)"
        let played = try await withThrowingTaskGroup(of: Played.self) { group in
            for gateway in 0..<count {
                let sites = Set(stream.sites.indices.filter { $0 % count == gateway })
                let source = SimulationSource(stream, sites: sites)
                let name = "simulated-\(gateway + 1)-of-\(count)"
                group.addTask {
                    let report = try await client.stream(
                        gateway: name,
                        spoolID: spool,
                        source: source
                    )
                    return Played(
                        gateway: name,
                        frames: report.lastSequence,
                        committed: report.committedFrameCount,
                        reconnects: report.reconnectCount
                    )
                }
            }
            var all: [Played] = []
            for try await played in group { all.append(played) }
            return all.sorted { $0.gateway < $1.gateway }
        }
        if json { return try printJSON(played) }
        for gateway in played {
            print(
                "\(gateway.gateway): \(gateway.frames) frames, \(gateway.committed) committed now, "
                    + "every receipt in"
            )
        }
    }

    // MARK: - What is said

    private func progress(_ text: String) {
        if isatty(STDERR_FILENO) != 0 {
            FileHandle.standardError.write(Data("\r\(text)".utf8))
        }
    }

    private func report(_ summary: SimulationSummary) throws {
        if isatty(STDERR_FILENO) != 0 { standardError("") }
        if json { return try printJSON(summary) }
        print(
            """
            \(summary.passages) passages of \(summary.trips.values.reduce(0, +)) trips at \
            \(summary.sites) sites, \(summary.records) exit records of \(summary.enterprises) \
            enterprises, \(summary.weighings) static weighings.
            Truly over the limit: \(summary.overloadedTrips) trips, \(summary.overloadedPassages) passages.
            """
        )
        let frauds = summary.frauds.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        print(
            "Done to the records: " + (frauds.isEmpty ? "nothing" : frauds.joined(separator: ", "))
        )
    }
}
