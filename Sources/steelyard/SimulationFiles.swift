// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Records
import RoadTraffic
import UplinkClient
import Weighing

/// Totals of a world, as `summary.json` has them.
struct SimulationSummary: Encodable {
    var seed: UInt64
    var days: Int
    var scenario: String
    var sites: Int
    var enterprises: Int
    var passages: Int
    var heavyPassagesByAxles: [String: Int]
    var unsentPassages: Int
    var overloadedPassages: Int
    var trips: [String: Int]
    var overloadedTrips: Int
    var records: Int
    var weighings: Int
    var frauds: [String: Int]
    var effects: [String: Int]
    var waveforms: Int

    init(_ stream: TrafficStream, waveforms: Int) {
        let totals = stream.totals
        seed = stream.seed
        days = stream.days
        scenario = stream.scenario.name
        sites = stream.sites.count
        enterprises = stream.enterprises.count
        passages = totals.passages
        heavyPassagesByAxles = SimulationSummary.named(totals.heavyPassagesByAxles) { "\($0)" }
        unsentPassages = totals.unsentPassages
        overloadedPassages = totals.overloadedPassages
        trips = SimulationSummary.named(totals.trips) { $0.rawValue }
        overloadedTrips = totals.overloadedTrips
        records = totals.records
        weighings = totals.weighings
        frauds = SimulationSummary.named(totals.frauds) { $0.rawValue }
        effects = totals.effects
        self.waveforms = waveforms
    }

    private static func named<Key>(_ counts: [Key: Int], _ name: (Key) -> String) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: counts.map { (name($0.key), $0.value) })
    }
}

/// Writes a world into a folder, slice by slice.
struct SimulationFiles {
    /// Totals; complete once ``write(_:batchRows:waveforms:onDay:)`` is through.
    private(set) var summary: SimulationSummary
    private let folder: URL
    private let passages: OutputFile
    private let exits: OutputFile
    private let weighings: OutputFile
    private let truth: OutputFile
    private let text: TrafficText

    /// Makes the folder and the files in it; files of an earlier run are written over.
    init(folder path: String, _ stream: TrafficStream) throws {
        folder = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw Outcome.unavailable("\(path) cannot be made: \(error.localizedDescription)")
        }
        passages = try OutputFile(folder.appendingPathComponent("passages.csv"))
        exits = try OutputFile(folder.appendingPathComponent("exits.csv"))
        weighings = try OutputFile(folder.appendingPathComponent("weighings.csv"))
        truth = try OutputFile(folder.appendingPathComponent("truth.ndjson"))
        text = TrafficText(stream)
        summary = SimulationSummary(stream, waveforms: 0)
    }

    /// Writes everything.
    ///
    /// - Parameters:
    ///   - stream: The world from its beginning.
    ///   - batchRows: Passages made at a time.
    ///   - waveforms: Raw signals of so many passages of each slice.
    ///   - onDay: Called as each day begins.
    /// - Throws: `Outcome` where a file cannot be written.
    mutating func write(
        _ stream: TrafficStream,
        batchRows: Int,
        waveforms: Int,
        onDay: (Int) -> Void
    ) throws {
        var stream = stream
        var writer = PassageWriter()
        writer.appendHeader(to: &passages.bytes)
        exits.bytes.append(contentsOf: TrafficText.exitHeader.utf8)
        weighings.bytes.append(contentsOf: TrafficText.weighingHeader.utf8)
        try writeVehicles(stream)
        let block = PassageBlock()
        var slices = 0
        var signals = 0
        while stream.advance() {
            if slices % 288 == 0 { onDay(min(slices / 288, stream.days - 1)) }
            slices += 1
            for trip in stream.trips { text.append(trip, to: &truth.bytes) }
            for record in stream.records { text.append(record, to: &exits.bytes) }
            for weighing in stream.weighings { text.append(weighing, to: &weighings.bytes) }
            if waveforms > 0 { signals += try writeSignals(stream, upTo: waveforms) }
            while stream.remaining > 0 {
                block.reset()
                _ = stream.fill(block, rows: batchRows)
                for row in 0..<block.count {
                    writer.append(block.passage(at: row), to: &passages.bytes)
                }
            }
            try passages.flush(ifLarge: true)
            try exits.flush(ifLarge: true)
            try weighings.flush(ifLarge: true)
            try truth.flush(ifLarge: true)
        }
        try passages.flush()
        try exits.flush()
        try weighings.flush()
        try truth.flush()
        summary = SimulationSummary(stream, waveforms: signals)
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try OutputFile.write(
            [UInt8](try encoder.encode(summary)) + [UInt8(ascii: "\n")],
            to: folder.appendingPathComponent("summary.json")
        )
    }

    private func writeVehicles(_ stream: TrafficStream) throws {
        var text = "plate,plate_color,carrier,axle_count,registered_gross_kg,single_tyre_axles,"
        text += "air_suspension,exempt_class,permit_until\n"
        for vehicle in stream.registeredVehicles() {
            text += "\(vehicle.plate),\(vehicle.color.name),\(vehicle.carrier),"
            text += "\(vehicle.axleCount),\(vehicle.registeredGross),,,,\n"
        }
        try OutputFile.write([UInt8](text.utf8), to: folder.appendingPathComponent("vehicles.csv"))
    }

    private func writeSignals(_ stream: TrafficStream, upTo count: Int) throws -> Int {
        let signals = folder.appendingPathComponent("waveforms")
        try FileManager.default.createDirectory(at: signals, withIntermediateDirectories: true)
        let layout = StripWaveform.Layout()
        var written = 0
        for passage in stream.signalledPassages(upTo: count) {
            guard let samples = passage.samples(layout: layout, seed: stream.seed) else { continue }
            let name = signals.appendingPathComponent("\(passage.site)-\(passage.passageID)")
            try OutputFile.write(
                NumpyFile.bytes(samples: samples, channels: layout.channelCount),
                to: name.appendingPathExtension("npy")
            )
            try OutputFile.write(
                NumpyFile.description(
                    sampleRate: layout.sampleRate,
                    channels: layout.channels(lane: passage.lane),
                    startedAt: passage.passedAt
                ),
                to: name.appendingPathExtension("json")
            )
            written += 1
        }
        return written
    }
}

/// A file that is written in large pieces.
final class OutputFile {
    /// What is to be written next.
    var bytes: [UInt8] = []
    private let handle: FileHandle
    private let path: String

    /// Makes the file, empty.
    init(_ url: URL) throws {
        path = url.path
        try OutputFile.write([], to: url)
        do {
            handle = try FileHandle(forWritingTo: url)
        } catch {
            throw Outcome.unavailable("\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    deinit { try? handle.close() }

    /// Writes what is there; where asked so, only once it is a quarter of a megabyte.
    func flush(ifLarge: Bool = false) throws {
        guard !bytes.isEmpty, !ifLarge || bytes.count >= 1 << 18 else { return }
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw Outcome.unavailable("\(path) cannot be written: \(error.localizedDescription)")
        }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Writes a whole file.
    static func write(_ bytes: [UInt8], to url: URL) throws {
        do {
            try Data(bytes).write(to: url)
        } catch {
            throw Outcome.unavailable(
                "\(url.path) cannot be written: \(error.localizedDescription)"
            )
        }
    }
}

/// A world as a spool: the passages of some of its sites, numbered from 1.
struct SimulationSource: FrameSource {
    private let origin: TrafficStream
    private var stream: TrafficStream
    private let sites: Set<Int>
    private let block = PassageBlock()
    private var sequence: UInt64 = 1

    /// Makes a spool of a world from its beginning.
    init(_ stream: TrafficStream, sites: Set<Int>) {
        origin = stream
        self.stream = stream
        self.sites = sites
    }

    mutating func next() throws -> FrameGroup? {
        guard stream.next(into: block, sites: sites) else { return nil }
        block.number(from: sequence)
        sequence += UInt64(block.count)
        return .passages(block)
    }

    mutating func rewind(to wanted: UInt64) throws {
        // Groups are the same every time, and the wanted frame begins one.
        stream = origin
        sequence = 1
        while sequence < wanted, stream.next(into: block, sites: sites) {
            sequence += UInt64(block.count)
        }
    }
}
