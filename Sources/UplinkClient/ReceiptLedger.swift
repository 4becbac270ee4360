// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What was sent and what came back on one stream: the meeting point of the task that sends and the
/// task that reads receipts.
///
/// The sender is the only one who waits. A tick tells it that something changed; the newest tick is
/// kept, so a change between its look and its wait is not missed.
final class ReceiptLedger: Sendable {
    /// The state of one stream.
    struct State {
        /// The centre's answer to the hello.
        var hello: (expectedNext: UInt64, digest: [UInt8])?
        /// Number of the frame after the last one sent.
        var sentNext: UInt64 = 1
        /// Number of the frame after the last committed one.
        var committedNext: UInt64 = 1
        /// Receipts so far, for the watchdog.
        var receiptCount = 0
        /// Whether the source is at its end and every frame has its receipt.
        var isComplete = false
        /// An error of our own side, which repeating does not mend.
        var failure: (any Error)?

        /// Frames without a receipt.
        var openFrameCount: Int { Int(clamping: max(sentNext, committedNext) - committedNext) }
        /// Whether the centre owes an answer.
        var isWaiting: Bool { hello == nil || openFrameCount > 0 || isComplete }
    }

    private let state = Mutex(State())
    private let ticks: AsyncStream<Void>
    private let tick: AsyncStream<Void>.Continuation

    init() {
        (ticks, tick) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The state as it is now.
    func read<T: Sendable>(_ body: (borrowing State) -> T) -> T { state.withLock { body($0) } }

    /// Changes the state and wakes the sender.
    func update(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
        tick.yield()
    }

    /// Waits until the state gives a value; the watchdog of the stream bounds the wait.
    ///
    /// - Throws: `CancellationError` when the stream ends.
    func wait<T: Sendable>(for body: (borrowing State) -> T?) async throws -> T {
        if let value = read(body) { return value }
        for await _ in ticks {
            if let value = read(body) { return value }
        }
        throw CancellationError()
    }
}
