// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Synchronization
import Weighing

/// The fixed set of blocks in which everything between the socket and the commit lives.
///
/// - Thread: any.
final class BlockPool: Sendable {
    private struct State {
        var free: [UInt32]
        /// Tasks that wait for a block, first come first served, by ticket.
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<UInt32?, Never>)] = []
        var nextTicket: UInt64 = 0
        var cancelled: Set<UInt64> = []
    }

    private let blocks: [PassageBlock]
    private let state: Mutex<State>

    /// Makes the blocks; their memory becomes resident when they are first used.
    init(count: Int) {
        blocks = (0..<count).map { _ in PassageBlock() }
        state = Mutex(State(free: (0..<UInt32(count)).reversed()))
    }

    /// The block of an index that `acquire` gave.
    subscript(index: UInt32) -> PassageBlock { blocks[Int(index)] }

    /// How many blocks are not in use.
    var freeCount: Int { state.withLock { $0.free.count } }

    /// Takes a block out, empty; waits until there is one.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    func acquire() async throws -> UInt32 {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        let index = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let immediate: UInt32?? = state.withLock { state in
                    if state.cancelled.remove(ticket) != nil { return .some(nil) }
                    if state.waiting.isEmpty, let index = state.free.popLast() { return index }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let immediate { continuation.resume(returning: immediate) }
            }
        } onCancel: {
            cancel(ticket)
        }
        guard let index else { throw CancellationError() }
        if Task.isCancelled {
            state.withLock { _ = $0.cancelled.remove(ticket) }
            release(index)
            throw CancellationError()
        }
        blocks[Int(index)].reset()
        return index
    }

    private func cancel(_ ticket: UInt64) {
        let continuation: CheckedContinuation<UInt32?, Never>? = state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                // Not waiting yet, or served already: `acquire` looks at its task afterwards.
                state.cancelled.insert(ticket)
                return nil
            }
            return state.waiting.remove(at: place).continuation
        }
        continuation?.resume(returning: nil)
    }

    /// Puts a block back, or hands it to the task that has waited longest.
    func release(_ index: UInt32) {
        let waiter: CheckedContinuation<UInt32?, Never>? = state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free.append(index)
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        waiter?.resume(returning: index)
    }
}
