// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// One stream, from hello to the last receipt. Two tasks share a ledger: the sender asks the pump for
// batches while the window has room, the reader takes receipts. A watchdog ends a stream on which the
// centre owes an answer and says nothing.

import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Uplink
import UplinkSchema

/// Why a stream ended before its time, in a way that a new stream may mend.
enum SessionEnd: Error {
    /// The centre missed a frame.
    case gap(expected: UInt64)
    /// The centre's database is away.
    case storeUnavailable(String)
    /// No receipt came in time.
    case silence(Duration)
    /// The centre ended the stream without an error while frames had no receipt.
    case closed
}

/// An error of our own side (the source, the pace, a digest that differs): to be thrown as it is, while
/// any other error is the connection's.
struct OwnFailure: Error {
    var error: any Error
}

/// Encoded batches as gRPC messages: the bytes as they are.
struct BatchSerializer: MessageSerializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes {
        Bytes(message)
    }
}

/// One stream to the centre.
struct UplinkSession<Source: FrameSource>: Sendable {
    let gateway: String
    let spoolID: String
    let pump: SpoolPump<Source>
    let options: UplinkOptions
    let tally: UplinkTally
    let ledger = ReceiptLedger()

    /// Runs until every frame of the source has its receipt.
    func run(
        _ transport: HTTP2ClientTransport.Posix,
        clock: some Clock<Duration>
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await call(transport) }
            group.addTask { try await watch(clock) }
            defer { group.cancelAll() }
            do {
                try await group.next()
            } catch {
                if let failure = ledger.read({ $0.failure }) { throw OwnFailure(error: failure) }
                // All receipts are in: how the stream ends does not matter any more.
                if ledger.read({ $0.isComplete }) { return }
                throw error
            }
        }
        if let failure = ledger.read({ $0.failure }) { throw OwnFailure(error: failure) }
        guard ledger.read({ $0.isComplete }) else { throw SessionEnd.closed }
    }

    private func call(_ transport: HTTP2ClientTransport.Posix) async throws {
        try await withGRPCClient(transport: transport) { client in
            try await client.bidirectionalStreaming(
                request: StreamingClientRequest(of: [UInt8].self) { writer in
                    try await send(to: writer)
                },
                descriptor: Steelyard_V1_Uplink.Method.Stream.descriptor,
                serializer: BatchSerializer(),
                deserializer: ReceiptCoding(),
                options: .defaults
            ) { response in
                for try await receipt in response.messages { try await take(receipt) }
            }
        }
    }

    private func watch(_ clock: some Clock<Duration>) async throws {
        var seen = -1
        while true {
            try await clock.sleep(for: options.receiptTimeout)
            let now = ledger.read { $0.isWaiting ? $0.receiptCount : -1 }
            if now >= 0, now == seen { throw SessionEnd.silence(options.receiptTimeout) }
            seen = now
        }
    }

    // MARK: - Sending

    private func send(to writer: RPCWriter<[UInt8]>) async throws {
        try await writer.write(BatchEncoder.hello(gateway: gateway, spoolID: spoolID))
        let (expected, digest) = try await ledger.wait { $0.hello }
        try await own { try await pump.resume(at: expected, digest: digest) }
        tally.resumed(at: expected)
        options.observe?(.resumed(at: expected))
        while let batch = try await own({ try await pump.nextBatch() }) {
            if let pace = options.pace, let instant = batch.instant {
                try await own { try await pace(instant) }
            }
            let window = options.windowFrameCount
            try await ledger.wait { state in
                let open = state.openFrameCount
                return open == 0 || open + batch.frameCount <= window ? () : nil
            }
            ledger.update { $0.sentNext = batch.nextSequence }
            try await writer.write(batch.bytes)
            tally.sent(batch)
        }
        try await ledger.wait { $0.openFrameCount == 0 ? () : nil }
        ledger.update { $0.isComplete = true }
    }

    /// Does something of our own side, whose failure ends the run and not only the stream.
    private func own<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch {
            if !(error is CancellationError) { ledger.update { $0.failure = error } }
            throw error
        }
    }

    // MARK: - Receipts

    private func take(_ receipt: Steelyard_V1_Receipt) async throws {
        let expected = receipt.expectedNext
        let digest = [UInt8](receipt.digest)
        switch receipt.reason {
        case .gap: throw SessionEnd.gap(expected: expected)
        case .digestConflict:
            let failure = UplinkFailure.conflict(
                spoolID: spoolID,
                sequence: receipt.committed,
                detail: receipt.detail
            )
            ledger.update { $0.failure = failure }
            throw failure
        case .storeUnavailable: throw SessionEnd.storeUnavailable(receipt.detail)
        case .hello:
            ledger.update {
                $0.receiptCount += 1
                $0.hello = (expected, digest)
                $0.sentNext = expected
                $0.committedNext = expected
            }
        case .committed, .unspecified, .UNRECOGNIZED:
            try await acknowledge(expected, digest, detail: receipt.detail)
        }
    }

    private func acknowledge(_ expected: UInt64, _ digest: [UInt8], detail: String) async throws {
        try await own {
            try await pump.acknowledge(expectedNext: expected, digest: digest, detail: detail)
        }
        ledger.update {
            $0.receiptCount += 1
            $0.committedNext = max($0.committedNext, expected)
        }
        let sent = tally.committed(expectedNext: expected)
        options.observe?(
            .progress(sentFrameCount: sent, committed: expected > 0 ? expected - 1 : 0)
        )
    }
}
