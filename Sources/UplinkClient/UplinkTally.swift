// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The report in the making, over all streams of a run.
final class UplinkTally: Sendable {
    private struct State {
        var report = UplinkReport()
        var firstNext: UInt64?

        mutating func advance(to expectedNext: UInt64) {
            guard let firstNext, expectedNext > 0 else { return }
            report.lastSequence = expectedNext - 1
            report.committedFrameCount = Int(clamping: max(expectedNext, firstNext) - firstNext)
        }
    }

    private let state = Mutex(State())

    /// The report so far.
    var report: UplinkReport { state.withLock { $0.report } }

    /// The centre answered the hello.
    func resumed(at expected: UInt64) {
        state.withLock {
            if $0.firstNext == nil {
                $0.firstNext = expected
                $0.report.knownFrameCount = Int(clamping: expected - 1)
            }
            $0.advance(to: expected)
        }
    }

    /// A batch went out.
    func sent(_ batch: OutgoingBatch) {
        state.withLock {
            $0.report.batchCount += 1
            $0.report.sentFrameCount += batch.frameCount
            if batch.isUnreadable { $0.report.unreadableFrameCount += batch.frameCount }
        }
    }

    /// A receipt came in.
    ///
    /// - Returns: Frames sent so far.
    func committed(expectedNext: UInt64) -> Int {
        state.withLock {
            $0.advance(to: expectedNext)
            return $0.report.sentFrameCount
        }
    }

    /// The connection is made again.
    func reconnected() { state.withLock { $0.report.reconnectCount += 1 } }
}
