// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The client against a small centre in the same process, over real HTTP/2: resuming, a window that
// never overflows, a centre that dies and comes back, and the ways in which a centre says no.

import FrameDigest
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import Synchronization
import Testing
import Uplink
import UplinkClient
import UplinkSchema
import Weighing

/// A source of passages and, at some numbers, frames that cannot be read.
struct ListSource: FrameSource {
    var passages: [Passage]
    var unreadable: Set<Int> = []
    var groupSize = 16
    /// Shared, so that a test can see how the client used the source.
    var rewinds = RewindLog()
    private var index = 0

    init(_ passages: [Passage]) { self.passages = passages }

    mutating func next() -> FrameGroup? {
        guard index < passages.count else { return nil }
        let first = UInt64(index + 1)
        if unreadable.contains(index + 1) {
            index += 1
            let frame = UnreadableFrame(bytes: Array("row \(first)".utf8), reason: "bad", hash: [])
            return .unreadable(firstSequence: first, frames: [frame])
        }
        let block = PassageBlock()
        while index < passages.count, block.count < groupSize, !unreadable.contains(index + 1),
            block.append(passages[index], sequence: UInt64(index + 1))
        {
            index += 1
        }
        return .passages(block)
    }

    mutating func rewind(to sequence: UInt64) {
        rewinds.note(sequence)
        index = Int(sequence) - 1
    }
}

final class RewindLog: Sendable {
    private let log = Mutex<[UInt64]>([])
    func note(_ sequence: UInt64) { log.withLock { $0.append(sequence) } }
    var sequences: [UInt64] { log.withLock { $0 } }
}

/// What the small centre keeps: survives the server that serves it.
final class CentreStore: Sendable {
    struct State {
        var hashes: [[UInt8]] = []
        var digest = FrameDigest.zero
        /// Frames that came although they were stored before.
        var repeated = 0
        var frameTotal = 0
        var batches = 0
        var unreadable: [String] = []
        /// Ends a stream with this error after so many more batches.
        var failAfter: (batches: Int, error: RPCError)?
        /// Answers the next batches with this instead of storing them.
        var answers: [Steelyard_V1_Receipt.Reason] = []
        /// Answers nothing at all.
        var isMute = false
        /// Called after a batch is stored.
        var afterBatch: (@Sendable (Int) -> Void)?
    }

    let state = Mutex(State())

    func read<T: Sendable>(_ body: (State) -> T) -> T { state.withLock { body($0) } }

    func receipt(_ reason: Steelyard_V1_Receipt.Reason) -> Steelyard_V1_Receipt {
        state.withLock { state in
            var receipt = Steelyard_V1_Receipt()
            receipt.committed = UInt64(state.hashes.count)
            receipt.expectedNext = UInt64(state.hashes.count + 1)
            receipt.digest.append(contentsOf: state.digest)
            receipt.reason = reason
            return receipt
        }
    }

    /// Stores a batch as the centre promises: once, in order, chained.
    func store(_ batch: Steelyard_V1_FrameBatch) throws -> Steelyard_V1_Receipt {
        let reason: Steelyard_V1_Receipt.Reason = try state.withLock { state in
            if let fail = state.failAfter {
                if fail.batches == 0 {
                    state.failAfter = nil
                    throw fail.error
                }
                state.failAfter = (fail.batches - 1, fail.error)
            }
            if !state.answers.isEmpty { return state.answers.removeFirst() }
            let hashes = [UInt8](batch.frameHashes)
            let frames = hashes.count / 32
            let first = Int(batch.firstSequence)
            guard first <= state.hashes.count + 1 else { return .gap }
            state.frameTotal += frames
            state.batches += 1
            for i in 0..<frames {
                let hash = Array(hashes[i * 32..<i * 32 + 32])
                if first + i <= state.hashes.count {
                    state.repeated += 1
                    if state.hashes[first + i - 1] != hash { return .digestConflict }
                    continue
                }
                if i == 0 || first + i == state.hashes.count + 1 {
                    state.hashes.append(hash)
                    state.digest = FrameDigest.chain(previous: state.digest, frameHash: hash)
                }
            }
            state.unreadable += batch.unreadable.map(\.reason)
            return .committed
        }
        let receipt = receipt(reason)
        if let after = read({ $0.afterBatch }) { after(Int(receipt.committed)) }
        return receipt
    }
}

/// The service of the small centre.
struct SmallCentre: Steelyard_V1_Uplink.SimpleServiceProtocol {
    let store: CentreStore

    func stream(
        request: RPCAsyncSequence<Steelyard_V1_FrameBatch, any Error>,
        response: RPCWriter<Steelyard_V1_Receipt>,
        context: ServerContext
    ) async throws {
        for try await batch in request where !store.read({ $0.isMute }) {
            let isHello = batch.frameHashes.isEmpty
            try await response.write(isHello ? store.receipt(.hello) : try store.store(batch))
        }
    }
}

@Suite("The uplink client", .serialized)
struct UplinkClientTests {
    private func passages(_ count: Int, seed: UInt64 = 1) -> [Passage] {
        var random = WirePassages(seed: seed)
        return (0..<count).map { _ in random.next() }
    }

    private func options() -> UplinkOptions {
        var options = UplinkOptions()
        options.retryDelay = .milliseconds(20)
        options.retryDelayMax = .milliseconds(200)
        options.retryLimit = .seconds(10)
        return options
    }

    private func serve<T: Sendable>(
        _ store: CentreStore,
        _ body: @escaping @Sendable (Int) async throws -> T
    ) async throws -> T {
        let transport = HTTP2ServerTransport.Posix(
            address: .ipv4(host: "127.0.0.1", port: 0),
            transportSecurity: .plaintext
        )
        return try await withGRPCServer(
            transport: transport,
            services: [SmallCentre(store: store)]
        ) { server in
            let address = try await server.listeningAddress
            return try await body(try #require(address?.ipv4).port)
        }
    }

    private func client(_ port: Int, _ options: UplinkOptions? = nil) -> UplinkClient {
        UplinkClient(
            host: "127.0.0.1",
            port: port,
            security: .insecure,
            options: options ?? self.options()
        )
    }

    @Test("Every frame is sent once and has its receipt")
    func plain() async throws {
        let store = CentreStore()
        let passages = passages(500)
        let report = try await serve(store) { port in
            var source = ListSource(passages)
            source.unreadable = [1, 100, 101, 500]
            return try await client(port).stream(gateway: "g", spoolID: "s", source: source)
        }
        #expect(report.sentFrameCount == 500)
        #expect(report.committedFrameCount == 500)
        #expect(report.unreadableFrameCount == 4)
        #expect(report.lastSequence == 500)
        #expect(report.reconnectCount == 0)
        #expect(store.read { $0.repeated } == 0)
        #expect(store.read { $0.unreadable } == ["bad", "bad", "bad", "bad"])
        #expect(store.read { $0.hashes[99] } == FrameDigest.hash(Array("row 100".utf8)))
    }

    @Test("The same source again sends nothing")
    func again() async throws {
        let store = CentreStore()
        let passages = passages(100)
        let report = try await serve(store) { port in
            let client = client(port)
            _ = try await client.stream(gateway: "g", spoolID: "s", source: ListSource(passages))
            return try await client.stream(gateway: "g", spoolID: "s", source: ListSource(passages))
        }
        #expect(report.knownFrameCount == 100)
        #expect(report.sentFrameCount == 0)
        #expect(report.lastSequence == 100)
        #expect(store.read { $0.frameTotal } == 100)
    }

    @Test("It resumes in the middle of a group and repeats no frame")
    func resume() async throws {
        let store = CentreStore()
        let passages = passages(100)
        let report = try await serve(store) { port in
            let client = client(port)
            _ = try await client.stream(
                gateway: "g",
                spoolID: "s",
                source: ListSource(Array(passages[..<37]))
            )
            return try await client.stream(gateway: "g", spoolID: "s", source: ListSource(passages))
        }
        #expect(report.knownFrameCount == 37)
        #expect(report.sentFrameCount == 63)
        #expect(store.read { $0.repeated } == 0)
        #expect(store.read { $0.hashes.count } == 100)
    }

    @Test("An empty source is done at once")
    func empty() async throws {
        let report = try await serve(CentreStore()) { port in
            try await client(port).stream(gateway: "g", spoolID: "s", source: ListSource([]))
        }
        #expect(report == UplinkReport())
    }

    @Test("A stream that breaks is made again until all frames are in, each once")
    func reconnect() async throws {
        let store = CentreStore()
        store.state.withLock {
            $0.failAfter = (7, RPCError(code: .unavailable, message: "going down"))
        }
        let passages = passages(400)
        let source = ListSource(passages)
        let log = source.rewinds
        let report = try await serve(store) { port in
            try await client(port).stream(gateway: "g", spoolID: "s", source: source)
        }
        #expect(report.reconnectCount == 1)
        #expect(report.committedFrameCount == 400)
        #expect(store.read { $0.hashes.count } == 400)
        #expect(store.read { $0.repeated } == 0)
        #expect(log.sequences == [113])
    }

    @Test("A centre that is killed and started again loses nothing")
    func killed() async throws {
        let store = CentreStore()
        let passages = passages(3_000)
        let (stops, stop) = AsyncStream<Void>.makeStream()
        store.state.withLock { state in
            state.afterBatch = { committed in if committed == 800 { stop.yield() } }
        }
        let options = options()
        let (ready, isReady) = AsyncStream<Int>.makeStream()
        let report = try await withThrowingTaskGroup(of: UplinkReport?.self) { group in
            group.addTask {
                try await UplinkClientTests.serveTwice(store, until: stops, isReady)
                return nil
            }
            group.addTask {
                let port = try #require(await ready.first { _ in true })
                return try await UplinkClient(
                    host: "127.0.0.1",
                    port: port,
                    security: .insecure,
                    options: options
                ).stream(gateway: "g", spoolID: "s", source: ListSource(passages))
            }
            defer { group.cancelAll() }
            return try #require(try await group.next() ?? nil)
        }
        #expect(report.reconnectCount >= 1)
        #expect(report.committedFrameCount == 3_000)
        #expect(store.read { $0.hashes.count } == 3_000)
        #expect(
            store.read { $0.digest }
                == store.read { $0.hashes }.reduce(FrameDigest.zero) {
                    FrameDigest.chain(previous: $0, frameHash: $1)
                }
        )
    }

    /// Serves until the first stop, dies without a word, and serves again at the same port.
    private static func serveTwice(
        _ store: CentreStore,
        until stops: AsyncStream<Void>,
        _ isReady: AsyncStream<Int>.Continuation
    ) async throws {
        let port = try await withThrowingTaskGroup(of: Int?.self) { group in
            let server = GRPCServer(
                transport: HTTP2ServerTransport.Posix(
                    address: .ipv4(host: "127.0.0.1", port: 0),
                    transportSecurity: .plaintext
                ),
                services: [SmallCentre(store: store)]
            )
            group.addTask {
                try? await server.serve()
                return nil
            }
            group.addTask {
                let port = try #require(try await server.listeningAddress?.ipv4?.port)
                isReady.yield(port)
                for await _ in stops { break }
                return port
            }
            defer { group.cancelAll() }
            return try #require(try await group.next() ?? nil)
        }
        try await Task.sleep(for: .milliseconds(300))
        let again = GRPCServer(
            transport: HTTP2ServerTransport.Posix(
                address: .ipv4(host: "127.0.0.1", port: port),
                transportSecurity: .plaintext
            ),
            services: [SmallCentre(store: store)]
        )
        try await again.serve()
    }

    @Test("No more frames are under way than the window allows")
    func window() async throws {
        let store = CentreStore()
        let passages = passages(400)
        var options = options()
        options.windowFrameCount = 40
        let worst = Mutex(0)
        options.observe = { event in
            guard case .progress(let sent, let committed) = event else { return }
            worst.withLock { $0 = max($0, sent - Int(committed)) }
        }
        let final = options
        let report = try await serve(store) { port in
            try await client(port, final).stream(
                gateway: "g",
                spoolID: "s",
                source: ListSource(passages)
            )
        }
        #expect(report.committedFrameCount == 400)
        #expect(worst.withLock { $0 } <= 40)
    }

    @Test("A gap is mended by going back; one that stays is an error")
    func gaps() async throws {
        let store = CentreStore()
        let passages = passages(100)
        store.state.withLock { $0.answers = [.gap] }
        let report = try await serve(store) { port in
            try await client(port).stream(gateway: "g", spoolID: "s", source: ListSource(passages))
        }
        #expect(report.reconnectCount == 1)
        #expect(report.lastSequence == 100)
        let stubborn = CentreStore()
        stubborn.state.withLock { $0.answers = Array(repeating: .gap, count: 100) }
        await #expect(throws: UplinkFailure.gap(spoolID: "s", expected: 1)) {
            try await serve(stubborn) { port in
                try await client(port).stream(
                    gateway: "g",
                    spoolID: "s",
                    source: ListSource(passages)
                )
            }
        }
    }

    @Test("A database that is away for a while is waited for")
    func storeAway() async throws {
        let store = CentreStore()
        let passages = passages(60)
        store.state.withLock { $0.answers = [.storeUnavailable] }
        let report = try await serve(store) { port in
            try await client(port).stream(gateway: "g", spoolID: "s", source: ListSource(passages))
        }
        #expect(report.reconnectCount == 1)
        #expect(report.committedFrameCount == 60)
    }

    @Test("A source with other frames under the same spool is refused before anything is sent")
    func conflict() async throws {
        let store = CentreStore()
        let passages = passages(60)
        let others = self.passages(60, seed: 2)
        await #expect(throws: UplinkFailure.conflict(spoolID: "s", sequence: 60, detail: "")) {
            try await serve(store) { port in
                let client = client(port)
                _ = try await client.stream(
                    gateway: "g",
                    spoolID: "s",
                    source: ListSource(passages)
                )
                return try await client.stream(
                    gateway: "g",
                    spoolID: "s",
                    source: ListSource(others)
                )
            }
        }
        #expect(store.read { $0.frameTotal } == 60)
    }

    @Test("A source that was cut short is told from one that is done")
    func cutShort() async throws {
        let passages = passages(60)
        await #expect(throws: UplinkFailure.beyondSource(spoolID: "s", expected: 61, last: 50)) {
            try await serve(CentreStore()) { port in
                let client = client(port)
                _ = try await client.stream(
                    gateway: "g",
                    spoolID: "s",
                    source: ListSource(passages)
                )
                return try await client.stream(
                    gateway: "g",
                    spoolID: "s",
                    source: ListSource(Array(passages[..<50]))
                )
            }
        }
    }

    @Test("What the centre refuses for good is not tried again")
    func refused() async throws {
        let store = CentreStore()
        let passages = passages(10)
        store.state.withLock {
            $0.failAfter = (0, RPCError(code: .invalidArgument, message: "frame_hashes is short"))
        }
        let failure = await #expect(throws: UplinkFailure.self) {
            try await serve(store) { port in
                try await client(port).stream(
                    gateway: "g",
                    spoolID: "s",
                    source: ListSource(passages)
                )
            }
        }
        guard case .refused(_, _, "frame_hashes is short") = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test("Where nobody listens it gives up after the limit and says what to do")
    func nobody() async throws {
        var options = options()
        options.retryLimit = .milliseconds(300)
        let client = client(1, options)
        let failure = await #expect(throws: UplinkFailure.self) {
            try await client.stream(gateway: "g", spoolID: "s", source: ListSource([]))
        }
        guard case .unavailable("127.0.0.1:1", _, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test("A centre that takes the call and says nothing counts as lost")
    func mute() async throws {
        let store = CentreStore()
        store.state.withLock { $0.isMute = true }
        var options = options()
        options.receiptTimeout = .milliseconds(50)
        options.retryLimit = .milliseconds(400)
        let final = options
        let failure = await #expect(throws: UplinkFailure.self) {
            try await serve(store) { port in
                try await client(port, final).stream(
                    gateway: "g",
                    spoolID: "s",
                    source: ListSource([])
                )
            }
        }
        guard case .unavailable(_, _, let last) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(last.hasPrefix("no receipt came"))
    }

    @Test("The pace is asked before each group, with its earliest instant")
    func pace() async throws {
        let passages = passages(48).enumerated().map { i, passage in
            var passage = passage
            passage.passedAt = Instant(seconds: Int64(1_000 + i))
            return passage
        }
        let asked = Mutex<[Instant]>([])
        var options = options()
        options.pace = { instant in asked.withLock { $0.append(instant) } }
        let final = options
        _ = try await serve(CentreStore()) { port in
            try await client(port, final).stream(
                gateway: "g",
                spoolID: "s",
                source: ListSource(passages)
            )
        }
        #expect(asked.withLock { $0 } == [1_000, 1_016, 1_032].map { Instant(seconds: $0) })
    }

    @Test("TLS files that are not there are named before anything is tried")
    func missingFiles() async throws {
        let client = UplinkClient(
            host: "127.0.0.1",
            port: 1,
            security: .tls(UplinkTLS(trustRoots: "/nonexistent/roots.pem"))
        )
        let failure = await #expect(throws: UplinkFailure.self) {
            try await client.stream(gateway: "g", spoolID: "s", source: ListSource([]))
        }
        guard case .security = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test("An error of the source ends the run as it is")
    func sourceError() async throws {
        struct Broken: FrameSource {
            struct Failure: Error {}
            func next() throws -> FrameGroup? { throw Failure() }
            func rewind(to sequence: UInt64) {}
        }
        await #expect(throws: Broken.Failure.self) {
            try await serve(CentreStore()) { port in
                try await client(port).stream(gateway: "g", spoolID: "s", source: Broken())
            }
        }
    }
}
