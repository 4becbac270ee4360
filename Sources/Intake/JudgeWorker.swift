// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Classifier
import FrameDigest
import PassageRing
import Rulebook
import Synchronization
import Uplink
import Weighing

/// The thread that drains every stream's ring, judges the blocks and hands them to their writers.
///
/// - Thread: `connect` and `stop` any; the rest runs on its own thread.
final class JudgeWorker: Sendable {
    /// What a stream needs to reach the judge.
    struct Connection: ~Copyable, Sendable {
        /// The stream's end of its ring.
        var producer: PassageProducer
        /// The ring's place in the ready-set.
        let ring: Int
    }

    /// The reader's side of a stream; owned by the judge's thread once it is connected.
    private final class Reader: @unchecked Sendable {
        // Sendable is sound: handed over through `joining` and then used by the judge's thread only.
        var consumer: PassageConsumer
        let monitor: StreamMonitor

        init(_ consumer: consuming PassageConsumer, _ monitor: StreamMonitor) {
            self.consumer = consumer
            self.monitor = monitor
        }
    }

    private struct State {
        var freeRings: [Int]
        var joining: [(ring: Int, reader: Reader)] = []
    }

    /// In `RingMessage.block`: the stream has ended and its ring can be given away.
    static let endOfStream = UInt32.max

    private let ready: ReadySet
    private let ringCapacity: Int
    private let state: Mutex<State>
    private let isStopping = Atomic<Bool>(false)
    private let pool: BlockPool
    private let judge: Judge
    private let sites: SiteBook
    private let policy: CasePolicy
    private let writers: [WriterWorker]

    /// Makes the worker; `run` is its thread's body.
    init(
        streams: Int,
        ringCapacity: Int,
        pool: BlockPool,
        judge: Judge,
        sites: SiteBook,
        policy: CasePolicy,
        writers: [WriterWorker]
    ) {
        ready = ReadySet(capacity: streams)
        self.ringCapacity = ringCapacity
        state = Mutex(State(freeRings: (0..<streams).reversed()))
        self.pool = pool
        self.judge = judge
        self.sites = sites
        self.policy = policy
        self.writers = writers
    }

    /// Gives a stream a ring of its own; nil when as many streams as allowed are connected.
    func connect(_ monitor: StreamMonitor) -> Connection? {
        let ends = PassageRing(capacity: ringCapacity).split()
        let reader = Reader(ends.consumer, monitor)
        let ring = state.withLock { state -> Int? in
            guard let ring = state.freeRings.popLast() else { return nil }
            state.joining.append((ring, reader))
            return ring
        }
        guard let ring else { return nil }
        return Connection(producer: ends.producer, ring: ring)
    }

    /// Says that a stream has published something.
    func signal(_ ring: Int) { ready.signal(ring) }

    /// Ends the thread once nothing more is ready.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        ready.wake()
    }

    /// The thread's body.
    func run() {
        var readers: [Int: Reader] = [:]
        while true {
            let found = ready.collect { ring in
                if readers[ring] == nil { admit(&readers) }
                guard let reader = readers[ring] else { return }
                if drain(reader) {
                    readers[ring] = nil
                    state.withLock { $0.freeRings.append(ring) }
                }
            }
            if found { continue }
            if isStopping.load(ordering: .sequentiallyConsistent) { return }
            ready.park(upToMilliseconds: 1_000)
        }
    }

    private func admit(_ readers: inout [Int: Reader]) {
        let joining = state.withLock { state in
            defer { state.joining = [] }
            return state.joining
        }
        for (ring, reader) in joining { readers[ring] = reader }
    }

    /// Judges all that is in a ring; true when the stream has ended.
    private func drain(_ reader: Reader) -> Bool {
        var hasEnded = false
        while reader.consumer.drain({ messages in
            for i in messages.indices {
                if messages[i].block == JudgeWorker.endOfStream {
                    hasEnded = true
                } else {
                    process(messages[i].block, reader.monitor)
                }
            }
        }) > 0 {}
        return hasEnded
    }

    private func process(_ index: UInt32, _ monitor: StreamMonitor) {
        let block = pool[index]
        sites.grantStandings(
            to: block,
            by: judge.rulebook,
            policy: policy,
            marksUnknownSite: true
        )
        judge.judge(block, now: block.receivedAt)
        collectEvidence(block)
        writers[monitor.writer].enqueue(WriterWorker.Work(block: index, monitor: monitor))
    }

    /// Keeps the canonical bytes of every row that is to become a case, once they match the hash that
    /// the gateway made when it spooled the frame.
    private func collectEvidence(_ block: PassageBlock) {
        for row in 0..<block.count where block.verdict(at: row) == .overload {
            guard policy.opensCase(block, row: row) else { continue }
            let bytes = BatchEncoder.canonicalBytes(block, row: row)
            if FrameDigest.hash(bytes) == block.hash(at: row) {
                block.evidence[row] = bytes
            } else {
                block.addReasons(.hashMismatch, row: row)
            }
        }
    }
}
