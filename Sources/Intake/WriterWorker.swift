// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import PassageRing
import Synchronization
import Weighing

/// The thread of one writer: takes all blocks that wait, commits them together, tells their streams.
///
/// Batches size themselves: while a commit runs the next blocks gather, so that they are small when it
/// is quiet and large under load.
///
/// - Thread: `enqueue` and `stop` any; the rest runs on its own thread.
final class WriterWorker: Sendable {
    /// A judged block and the stream that waits for it.
    struct Work: Sendable {
        /// Index in the pool.
        var block: UInt32
        /// The stream it came by.
        var monitor: StreamMonitor
    }

    private let pool: BlockPool
    private let rowCountMax: Int
    private let commit: CommitBlocks
    private let counters: IntakeCounters
    private let queue = Mutex<[Work]>([])
    private let ready = ReadySet(capacity: 1)
    private let isStopping = Atomic<Bool>(false)

    /// Makes the worker; `run` is its thread's body.
    init(
        pool: BlockPool,
        rowCountMax: Int,
        counters: IntakeCounters,
        commit: @escaping CommitBlocks
    ) {
        self.pool = pool
        self.rowCountMax = rowCountMax
        self.counters = counters
        self.commit = commit
    }

    /// Adds a block; the pool's size bounds the queue.
    func enqueue(_ work: Work) {
        queue.withLock { $0.append(work) }
        ready.signal(0)
    }

    /// Ends the thread once its queue is empty.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        ready.wake()
    }

    /// The thread's body.
    func run() {
        while true {
            _ = ready.collect { _ in }
            let batch = nextBatch()
            guard batch.isEmpty else {
                finish(batch)
                continue
            }
            if isStopping.load(ordering: .sequentiallyConsistent) { return }
            ready.park(upToMilliseconds: 1_000)
        }
    }

    private func nextBatch() -> [Work] {
        queue.withLock { queue in
            var rows = 0
            var count = 0
            while count < queue.count {
                rows += pool[queue[count].block].frameCount
                if count > 0 && rows > rowCountMax { break }
                count += 1
            }
            defer { queue.removeFirst(count) }
            return Array(queue.prefix(count))
        }
    }

    private func finish(_ batch: [Work]) {
        let outcomes = commit(batch.map { pool[$0.block] })
        for (work, outcome) in zip(batch, outcomes) {
            let block = pool[work.block]
            let event: StreamMonitor.Event =
                switch outcome {
                case .success(.committed(let mark)): .committed(mark)
                case .success(.gap(let mark)): .gap(mark)
                case .success(.conflict(let mark)): .conflict(mark)
                case .failure(let error): .failed(error.message)
                }
            if case .committed = event { counters.add(block) }
            // The block goes back first: the stream may wait for it before it reads the event.
            pool.release(work.block)
            work.monitor.blockDone(event)
        }
    }
}
