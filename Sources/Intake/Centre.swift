// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Classifier
public import GRPCCore
import PassageRing
public import Rulebook
import Synchronization
public import Uplink
public import Weighing

/// How large the intake is.
public struct IntakeSettings: Sendable {
    /// Blocks in the pool, each up to 256 passages; bounds what is under way and so the memory.
    public var blocks = 512
    /// Streams at a time; each has a ring of its own.
    public var streams = 256
    /// Streams at a time of one gateway.
    public var streamsPerGateway = 4
    /// Frames that one commit takes at most, unless a single block has more.
    public var framesPerCommit = 10_000
    /// What a batch may ask for.
    public var batch = BatchLimits()

    /// The defaults.
    public init() {}
}

/// Finds where a gateway's spool stands in the store; throws while the store is away.
public typealias OpenUplink =
    @Sendable (
        _ gateway: String, _ spool: String
    ) async throws -> UplinkMark

/// The intake as a whole: pool, judge, writers, and the service that gateways stream to.
///
/// - Thread: any; `start` and `stop` once each, by the owner.
public final class Centre: Sendable {
    /// What was committed since the start.
    public let counters = IntakeCounters()
    /// The gRPC service.
    public let service: any RegistrableRPCService

    private let judge: JudgeWorker
    private let writers: [WriterWorker]
    private let threads = Mutex<[WorkerThread]>([])

    /// Puts the parts together; nothing runs before `start`.
    ///
    /// - Parameters:
    ///   - settings: How large.
    ///   - judge: The law and the kernel.
    ///   - sites: The registry's sites.
    ///   - policy: Which verdicts open a case.
    ///   - now: The clock.
    ///   - openUplink: Finds a mark.
    ///   - commits: One for each writer thread; at least one.
    public init(
        settings: IntakeSettings,
        judge: Judge,
        sites: SiteBook,
        policy: CasePolicy,
        now: @escaping @Sendable () -> Instant,
        openUplink: @escaping OpenUplink,
        commits: [CommitBlocks]
    ) {
        precondition(!commits.isEmpty, "The intake needs a writer.")
        let pool = BlockPool(count: settings.blocks)
        let counters = counters
        writers = commits.map {
            WriterWorker(
                pool: pool,
                rowCountMax: settings.framesPerCommit,
                counters: counters,
                commit: $0
            )
        }
        // A ring holds every block there is and the end of the stream, so it can never be full.
        var ringCapacity = 2
        while ringCapacity < settings.blocks + 1 { ringCapacity *= 2 }
        let worker = JudgeWorker(
            streams: settings.streams,
            ringCapacity: ringCapacity,
            pool: pool,
            judge: judge,
            sites: sites,
            policy: policy,
            writers: writers
        )
        self.judge = worker
        service = UplinkService(
            settings: settings,
            writerCount: commits.count,
            pool: pool,
            judge: worker,
            now: now,
            openUplink: openUplink
        )
    }

    /// Starts the judge's and the writers' threads.
    public func start() {
        threads.withLock { threads in
            let judge = judge
            threads.append(WorkerThread(name: "judge") { judge.run() })
            for (index, writer) in writers.enumerated() {
                threads.append(WorkerThread(name: "writer-\(index)") { writer.run() })
            }
        }
    }

    /// Ends the threads once everything under way is judged and committed or given up; no stream
    /// may be open any more.
    ///
    /// Blocks until they have ended.
    public func stop() {
        var threads = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        guard !threads.isEmpty else { return }
        judge.stop()
        threads.removeFirst().join()
        for writer in writers { writer.stop() }
        for thread in threads { thread.join() }
    }
}
