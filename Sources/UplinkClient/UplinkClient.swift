// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// UplinkClient is the sending end of the wire: it streams a spool (or a file replayed as one) to the
// centre by gRPC over HTTP/2 until every frame has its receipt. It asks where the centre stands, reads
// and hashes what the centre has already without sending it, keeps a bounded window of frames without
// receipt, and after a lost connection (a centre killed and started again) connects and asks anew. What
// it sends twice the centre drops by its number, so a run may be repeated at any time.

import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Uplink

/// A client of one centre.
///
/// ```swift
/// let client = UplinkClient(host: "127.0.0.1", port: 7443, security: .insecure)
/// let report = try await client.stream(gateway: "replay", spoolID: hash, source: file)
/// ```
public struct UplinkClient: Sendable {
    /// Host name or address of the centre.
    public var host: String
    /// Port of the centre's ingest.
    public var port: Int
    /// How the connection is secured.
    public var security: UplinkSecurity
    /// How the client behaves.
    public var options: UplinkOptions

    /// How often the centre may miss one and the same frame before the client gives up.
    private static let gapCountMax = 3

    /// Makes a client; it connects when it streams.
    public init(
        host: String,
        port: Int,
        security: UplinkSecurity,
        options: UplinkOptions = UplinkOptions()
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.options = options
    }

    /// Streams a source until every frame has its receipt.
    ///
    /// - Parameters:
    ///   - gateway: Name of the gateway; 1 to 64 bytes.
    ///   - spoolID: Name of the spool; 1 to 128 bytes.
    ///   - source: The frames of the spool from frame 1.
    ///   - clock: The clock of the waits.
    /// - Returns: What was sent and committed.
    /// - Throws: ``UplinkFailure``, an error of the source, or `CancellationError`.
    public func stream<Source: FrameSource>(
        gateway: String,
        spoolID: String,
        source: sending Source,
        clock: some Clock<Duration> = ContinuousClock()
    ) async throws -> UplinkReport {
        let pump = SpoolPump(gateway: gateway, spoolID: spoolID, source: source)
        let tally = UplinkTally()
        var backoff = Backoff(first: options.retryDelay, most: options.retryDelayMax)
        var generator = SystemRandomNumberGenerator()
        var attempts = Attempts(now: clock.now)
        while true {
            let session = UplinkSession(
                gateway: gateway,
                spoolID: spoolID,
                pump: pump,
                options: options,
                tally: tally
            )
            let transport = try transport()
            do {
                try await session.run(transport, clock: clock)
                return tally.report
            } catch let failure as OwnFailure {
                throw failure.error
            } catch {
                try Task.checkCancellation()
                let reason = try mendable(error)
                if tally.report.lastSequence > attempts.lastSequence {
                    attempts = Attempts(now: clock.now)
                    attempts.lastSequence = tally.report.lastSequence
                    backoff.reset()
                }
                try checkGap(error, &attempts.gapCount, spoolID: spoolID)
                let delay = backoff.next(using: &generator)
                let spent = attempts.start.duration(to: clock.now)
                guard spent + delay <= options.retryLimit else {
                    throw UplinkFailure.unavailable(target: target, for: spent, last: reason)
                }
                options.observe?(.reconnecting(after: delay, because: reason))
                try await clock.sleep(for: delay)
                tally.reconnected()
            }
        }
    }

    private var target: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Attempts since something was committed.
    private struct Attempts<Moment> {
        var start: Moment
        var lastSequence: UInt64 = 0
        var gapCount = 0

        init(now: Moment) { start = now }
    }

    private func checkGap(_ error: any Error, _ count: inout Int, spoolID: String) throws {
        guard case SessionEnd.gap(let expected) = error else { return }
        count += 1
        guard count < UplinkClient.gapCountMax else {
            throw UplinkFailure.gap(spoolID: spoolID, expected: expected)
        }
    }

    /// Why the stream ended, where another attempt makes sense; otherwise throws the refusal.
    ///
    /// What is no error of gRPC is one of the network below it.
    private func mendable(_ error: any Error) throws -> String {
        switch error {
        case let end as SessionEnd: return describe(end)
        case let error as RPCError:
            let permanent: [RPCError.Code] = [
                .invalidArgument, .notFound, .alreadyExists, .permissionDenied, .failedPrecondition,
                .outOfRange, .unimplemented, .unauthenticated,
            ]
            guard !permanent.contains(error.code) else {
                throw UplinkFailure.refused(
                    target: target,
                    code: "\(error.code)",
                    message: error.message
                )
            }
            let cause = error.cause.map { ": \($0)" } ?? ""
            return "\(error.code), \(error.message)\(cause)"
        default: return "\(error)"
        }
    }

    private func describe(_ end: SessionEnd) -> String {
        switch end {
        case .gap(let expected): "the centre missed frame \(expected)"
        case .storeUnavailable(let detail):
            "the centre's database is away\(detail.isEmpty ? "" : " (\(detail))")"
        case .silence(let time): "no receipt came for \(time)"
        case .closed: "the centre ended the stream before all frames had a receipt"
        }
    }
}
