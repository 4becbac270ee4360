// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Records
import Weighing

/// The chunks of a file on their way through the workers.
final class ClassifyQueue: @unchecked Sendable {
    // Sendable is sound: `chunks` and `cutting` are used under `turn`, `tally`, `judged`, `refused`,
    // `hasFailed` and `writing` by whoever set `isWriting`, everything else under `state`; a job is in one pair
    // of hands at a time.
    let shape: PassageFileShape
    private let file: String
    private let output: ByteSink
    private let turn = NSLock()
    private var chunks: PassageChunks
    private(set) var cutting: UInt64 = 0
    private let state = NSCondition()
    private var free: [ClassifyJob]
    private var done: [Int: ClassifyJob] = [:]
    private var cut = 0
    private var written = 0
    private var isOver = false
    private var isWriting = false
    private var hasFailed = false
    /// Why the run ended early.
    private(set) var fault: (any Error)?
    private var tally: ChunkTally
    private(set) var judged = 0
    private(set) var refused = 0
    private(set) var writing: UInt64 = 0

    init(file: String, _ chunks: PassageChunks, jobs: [ClassifyJob], output: ByteSink) {
        self.file = file
        self.chunks = chunks
        self.output = output
        shape = chunks.shape
        tally = ChunkTally(chunks.shape)
        free = jobs
    }

    /// The next chunk of the file, once a job is free; nil when there is none.
    func take() -> ClassifyJob? {
        state.lock()
        while free.isEmpty { state.wait() }
        let job = free.removeLast()
        state.unlock()
        turn.lock()
        defer { turn.unlock() }
        if cutNext(into: job) { return job }
        putBack(job)
        return nil
    }

    /// Cuts a chunk, under `turn`; false at the end.
    private func cutNext(into job: ClassifyJob) -> Bool {
        state.lock()
        let isOver = isOver
        state.unlock()
        guard !isOver else { return false }
        var watch = Watch()
        defer { cutting += watch.lap() }
        do {
            if try chunks.next(into: job.chunk) {
                job.number = cut
                cut += 1
                return true
            }
            end(nil)
        } catch {
            end(error)
        }
        return false
    }

    /// Takes a job that is done, and writes what is next.
    func give(_ job: ClassifyJob) {
        state.lock()
        defer { state.unlock() }
        done[job.number] = job
        guard !isWriting else { return }
        isWriting = true
        while let next = done.removeValue(forKey: written) {
            state.unlock()
            // Behind what could not be written, nothing is: a hole would look like a whole file.
            if !hasFailed {
                do {
                    try write(next)
                } catch {
                    hasFailed = true
                    end(error)
                }
            }
            state.lock()
            written += 1
            free.append(next)
            state.signal()
        }
        isWriting = false
    }

    private func write(_ job: ClassifyJob) throws {
        var watch = Watch()
        defer { writing += watch.lap() }
        tally.add(rows: job.rows, lines: job.lines, faults: &job.faults)
        judged += job.judged
        refused += job.faults.count
        if !job.faults.isEmpty {
            standardError(job.faults.map { "\(file): \($0)" }.joined(separator: "\n"))
        }
        if let fault = job.fault { throw fault }
        try output.write(job.text)
    }

    private func putBack(_ job: ClassifyJob) {
        state.lock()
        free.append(job)
        state.signal()
        state.unlock()
    }

    /// Says that nothing more is to be read.
    private func end(_ error: (any Error)?) {
        state.lock()
        isOver = true
        if fault == nil { fault = error }
        state.unlock()
    }
}
