// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Synchronization
import Weighing

/// What a stream hears of its blocks: the mark after each commit, or why nothing was taken.
///
/// - Thread: any.
final class StreamMonitor: Sendable {
    /// Something to tell the gateway.
    enum Event: Sendable, Equatable {
        /// Frames up to the mark are committed.
        case committed(UplinkMark)
        /// The store expected another frame.
        case gap(UplinkMark)
        /// The store has these frames with another digest.
        case conflict(UplinkMark)
        /// The store refused the block for a reason of its own.
        case failed(String)
    }

    private struct State {
        var inFlight = 0
        var hasFinished = false
    }

    /// Index of the writer that the gateway is bound to.
    let writer: Int
    /// What happened, in order.
    ///
    /// Only the newest committed mark matters, but gaps and conflicts do too, so nothing is
    /// dropped; there is at most one event for each block under way.
    let events: AsyncStream<Event>

    private let continuation: AsyncStream<Event>.Continuation
    private let state = Mutex(State())

    /// Makes a monitor of a stream bound to a writer.
    init(writer: Int) {
        self.writer = writer
        (events, continuation) = AsyncStream.makeStream()
    }

    /// Counts a block that goes on its way.
    func blockSent() { state.withLock { $0.inFlight += 1 } }

    /// Tells what became of a block.
    func blockDone(_ event: Event) {
        continuation.yield(event)
        let isOver = state.withLock { state in
            state.inFlight -= 1
            return state.inFlight == 0 && state.hasFinished
        }
        if isOver { continuation.finish() }
    }

    /// Tells something that is not about a block under way.
    func tell(_ event: Event) { continuation.yield(event) }

    /// Says that the gateway sends nothing more; the events end with the last block's.
    func gatewayFinished() {
        let isOver = state.withLock { state in
            state.hasFinished = true
            return state.inFlight == 0
        }
        if isOver { continuation.finish() }
    }
}
