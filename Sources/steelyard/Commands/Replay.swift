// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import FrameDigest
import Records
import Registry
import Synchronization
import Uplink
import UplinkClient
import Weighing

/// How fast a file is replayed.
enum ReplaySpeed: ExpressibleByArgument {
    /// As fast as the centre takes it.
    case max
    /// So many times as fast as it happened.
    case times(Double)

    init?(argument: String) {
        if argument == "max" {
            self = .max
        } else if let factor = Double(argument), factor > 0, factor.isFinite {
            self = .times(factor)
        } else {
            return nil
        }
    }
}

/// Streams passage files through the real uplink until every frame has its receipt.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Streams passage files into a centre, as a gateway does, until all receipts are in.",
        discussion: """
            The file's SHA-256 is the spool and the row number the sequence, so the same file again \
            adds nothing. A row that cannot be read is sent at its number as unreadable.
            """
    )

    @Argument(help: "Passage files (CSV or NDJSON, also gzipped).")
    var files: [String]

    @Option(help: "Address of the centre's ingest listener, HOST:PORT.")
    var to: String

    @Option(help: "How many times as fast as it happened, or max.")
    var speed: ReplaySpeed = .max

    @Flag(help: "Connect without TLS.")
    var insecure = false

    @Option(help: "Seconds to go on trying while the centre cannot be reached.")
    var retrySeconds = 60

    @Flag(help: "Keep columns that are not known out of the way instead of refusing the file.")
    var ignoreUnknown = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    private struct Summary: Encodable {
        var file: String
        var frames: UInt64
        var alreadyKnown: Int
        var sent: Int
        var committed: Int
        var unreadable: Int
        var reconnects: Int
    }

    func run() async throws {
        guard let target = Endpoint(to), target.port > 0 else {
            throw Outcome.usage("--to '\(to)' is no address such as 127.0.0.1:7443")
        }
        var options = UplinkOptions()
        options.retryLimit = .seconds(max(0, retrySeconds))
        if case .times(let factor) = speed { options.pace = Pacer(factor: factor).pace }
        let client = UplinkClient(
            host: target.host,
            port: target.port,
            security: insecure ? .insecure : .tls(UplinkTLS()),
            options: options
        )
        var unreadable = 0
        for file in files {
            guard file != "-" else {
                throw Outcome.usage(
                    "replay needs a file that can be read twice, not standard input"
                )
            }
            unreadable += try await replay(file, client)
        }
        if unreadable > 0 { throw ExitCode(1) }
    }

    private func replay(_ file: String, _ client: UplinkClient) async throws -> Int {
        let spool = try Replay.digest(of: file)
        let source = try ReplaySource(file: file, ignoreUnknown: ignoreUnknown)
        let start = ContinuousClock.now
        let report = try await client.stream(gateway: "replay", spoolID: spool, source: source)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let summary = Summary(
            file: file,
            frames: report.lastSequence,
            alreadyKnown: report.knownFrameCount,
            sent: report.sentFrameCount,
            committed: report.committedFrameCount,
            unreadable: report.unreadableFrameCount,
            reconnects: report.reconnectCount
        )
        if json {
            try printJSON(summary)
        } else {
            print(
                "\(file): \(summary.frames) frames, \(summary.alreadyKnown) stored before, "
                    + "\(summary.committed) committed now, \(summary.unreadable) unreadable, "
                    + "every receipt in after \(fixed(seconds)) s"
            )
        }
        return report.unreadableFrameCount
    }

    /// SHA-256 of the file as it stands on disk.
    private static func digest(of file: String) throws -> String {
        let handle: FileHandle
        do {
            handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        } catch {
            throw Outcome.unavailable("\(file) cannot be read: \(error.localizedDescription)")
        }
        defer { try? handle.close() }
        var hash = RunningHash()
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(piece) }
        return hash.hexadecimal
    }
}

/// Holds frames back until their time has come.
final class Pacer: Sendable {
    private struct Origin {
        var event: Instant
        var clock: ContinuousClock.Instant
    }

    private let factor: Double
    private let origin = Mutex<Origin?>(nil)

    init(factor: Double) { self.factor = factor }

    @Sendable func pace(_ instant: Instant) async throws {
        let origin = origin.withLock { origin in
            let known = origin ?? Origin(event: instant, clock: .now)
            origin = known
            return known
        }
        let elapsed = Double(instant.microseconds - origin.event.microseconds) / 1e6 / factor
        guard elapsed > 0 else { return }
        try await Task.sleep(until: origin.clock + .seconds(elapsed), clock: .continuous)
    }
}
