// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import FrameDigest
import GRPCCore
import PassageRing
import Synchronization
import Uplink
import UplinkSchema
import Weighing

/// The gRPC service `steelyard.v1.Uplink`: one call a stream of a gateway.
struct UplinkService: RegistrableRPCService {
    private let settings: IntakeSettings
    private let writerCount: Int
    private let pool: BlockPool
    private let judge: JudgeWorker
    private let now: @Sendable () -> Instant
    private let openUplink: OpenUplink
    private let admission: StreamAdmission

    init(
        settings: IntakeSettings,
        writerCount: Int,
        pool: BlockPool,
        judge: JudgeWorker,
        now: @escaping @Sendable () -> Instant,
        openUplink: @escaping OpenUplink
    ) {
        self.settings = settings
        self.writerCount = writerCount
        self.pool = pool
        self.judge = judge
        self.now = now
        self.openUplink = openUplink
        admission = StreamAdmission(perGateway: settings.streamsPerGateway)
    }

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.registerHandler(
            forMethod: Steelyard_V1_Uplink.Method.Stream.descriptor,
            deserializer: BatchBytes(),
            serializer: ReceiptCoding()
        ) { request, _ in
            let messages = request.messages
            return StreamingServerResponse { writer in
                try await serve(messages, writer)
                return [:]
            }
        }
    }

    private func serve(
        _ messages: RPCAsyncSequence<[UInt8], any Error>,
        _ writer: RPCWriter<Steelyard_V1_Receipt>
    ) async throws {
        var batches = messages.makeAsyncIterator()
        guard let first = try await batches.next() else { return }
        let opening = try open(first)
        let gateway = opening.header.gateway
        guard admission.enter(gateway) else {
            throw RPCError(
                code: .resourceExhausted,
                message: "gateway '\(gateway)' has \(settings.streamsPerGateway) streams already"
            )
        }
        defer { admission.leave(gateway) }
        let mark = try await mark(of: opening.header)
        let monitor = StreamMonitor(writer: StreamAdmission.index(of: gateway, among: writerCount))
        guard let connection = judge.connect(monitor) else {
            throw RPCError(
                code: .resourceExhausted,
                message: "\(settings.streams) streams are connected already"
            )
        }
        var stream = GatewayStream(
            header: opening.header,
            mark: mark,
            connection: connection,
            monitor: monitor,
            pool: pool,
            judge: judge,
            now: now
        )
        try await writer.write(.init(mark, .hello))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await sendReceipts(monitor.events, writer) }
            do {
                try await stream.take(first, opening)
                while let batch = try await batches.next() {
                    try await stream.take(batch, try open(batch))
                }
            } catch {
                stream.finish()
                throw error
            }
            stream.finish()
            try await group.waitForAll()
        }
    }

    private func open(_ bytes: [UInt8]) throws -> BatchDecoder {
        do {
            return try BatchDecoder(bytes, limits: settings.batch)
        } catch {
            throw RPCError(code: .invalidArgument, message: "undecodable batch: \(error)")
        }
    }

    private func mark(of header: BatchHeader) async throws -> UplinkMark {
        do {
            return try await openUplink(header.gateway, header.spoolID)
        } catch {
            throw RPCError(code: .unavailable, message: "the store is not available: \(error)")
        }
    }

    private func sendReceipts(
        _ events: AsyncStream<StreamMonitor.Event>,
        _ writer: RPCWriter<Steelyard_V1_Receipt>
    ) async throws {
        for await event in events {
            switch event {
            case .committed(let mark): try await writer.write(.init(mark, .committed))
            case .gap(let mark): try await writer.write(.init(mark, .gap))
            case .conflict(let mark): try await writer.write(.init(mark, .digestConflict))
            case .failed(let message):
                throw RPCError(
                    code: .internalError,
                    message: "the store refused frames: \(message)"
                )
            }
        }
    }
}

extension Steelyard_V1_Receipt {
    /// The receipt of a mark.
    init(_ mark: UplinkMark, _ reason: Reason) {
        self.init()
        committed = mark.expectedNext - 1
        expectedNext = mark.expectedNext
        digest = .init(mark.digest)
        self.reason = reason
    }
}

/// Takes a message as it came; the decoder reads it in the stream's own task.
struct BatchBytes: MessageDeserializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> [UInt8] {
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
}

/// How many streams each gateway has open.
///
/// - Thread: any.
final class StreamAdmission: Sendable {
    private let perGateway: Int
    private let open = Mutex<[String: Int]>([:])

    init(perGateway: Int) { self.perGateway = perGateway }

    /// Counts a stream in; false where the gateway has its share already.
    func enter(_ gateway: String) -> Bool {
        open.withLock { open in
            let count = open[gateway, default: 0]
            guard count < perGateway else { return false }
            open[gateway] = count + 1
            return true
        }
    }

    /// Counts a stream out.
    func leave(_ gateway: String) {
        open.withLock { open in
            let count = open[gateway, default: 1] - 1
            open[gateway] = count > 0 ? count : nil
        }
    }

    /// The writer that a gateway is bound to (FNV-1a of its name).
    static func index(of gateway: String, among count: Int) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in gateway.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int(hash % UInt64(count))
    }
}
