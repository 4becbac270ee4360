// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// How a network treats what sites send: for tests of everything that receives.
///
/// Two ways are troubled differently. Single passages (files, HTTP, buses) come late, out of order and
/// twice. A gateway's stream cannot lose its order, but it is cut, and what was not acknowledged comes
/// again.
public struct NetworkFaults: Sendable, Equatable {
    /// Share of single passages that are late; those that are late enough are overtaken.
    ///
    /// As many as were overtaken in a day of Swiss counters (15,645 of 92,430).
    public var lateShare = 0.169
    /// How late those are, in seconds: quantiles in steps of an eighth, from the same day, whose
    /// longest was 38 s.
    public var lateness = [0.01, 0.08, 0.15, 0.25, 0.38, 0.6, 0.87, 1.6, 38.1]
    /// Share of single passages that come again, some seconds later.
    public var duplicateShare = 0.01
    /// Share of single passages that come minutes late.
    public var delayedShare = 0.001
    /// The longest such delay, seconds.
    public var delayMax = 600.0
    /// Frames between two cuts of a stream, on average.
    public var framesPerCut = 5_000.0
    /// The most frames of a batch.
    public var batchFrameMax = 256
    /// The most frames that were sent and not acknowledged when a stream is cut.
    public var windowFrameMax = 4_096

    /// As measured, and a cut every few thousand frames.
    public init() {}

    /// One passage at the receiver.
    public struct Arrival: Sendable, Equatable {
        /// Which passage, by its place in what was sent.
        public let index: Int
        /// When it is there.
        public let instant: Instant
        /// Whether it was there before.
        public let isRepeated: Bool
    }

    /// In which order single passages come.
    ///
    /// - Parameters:
    ///   - sent: When each was sent.
    ///   - seed: Decides everything.
    /// - Returns: At least one arrival for each, in the order of arrival.
    public func arrivals(of sent: [Instant], seed: UInt64) -> [Arrival] {
        var random = TrafficRandom(seed: seed, .network)
        let late = QuantileTable(lateness)
        var arrivals: [Arrival] = []
        for (index, instant) in sent.enumerated() {
            var delay = 0.0
            if random.happens(lateShare) { delay += late[random.unit()] }
            if random.happens(delayedShare) {
                delay += random.number(in: max(0, min(60, delayMax))...max(0, delayMax))
            }
            let there = instant.microseconds + Int64(delay * 1e6)
            arrivals.append(
                Arrival(index: index, instant: Instant(microseconds: there), isRepeated: false)
            )
            guard random.happens(duplicateShare) else { continue }
            let again = there + Int64(random.number(in: 0.5...30) * 1e6)
            arrivals.append(
                Arrival(index: index, instant: Instant(microseconds: again), isRepeated: true)
            )
        }
        return arrivals.sorted {
            $0.instant != $1.instant
                ? $0.instant < $1.instant
                : ($0.index, $0.isRepeated ? 1 : 0) < ($1.index, $1.isRepeated ? 1 : 0)
        }
    }

    /// The connections that it takes to send a stream's frames.
    ///
    /// - Parameters:
    ///   - frameCount: How many frames there are.
    ///   - seed: Decides everything.
    /// - Returns: For each connection the batches that were sent on it, as ranges of frames without a
    ///   hole. Each connection but the last is cut; the next one begins at a frame that was sent
    ///   before, or at the first that was not.
    public func connections(frameCount: Int, seed: UInt64) -> [[Range<Int>]] {
        var random = TrafficRandom(seed: seed, .network, 1)
        var connections: [[Range<Int>]] = []
        var resume = 0
        while resume < frameCount {
            let length = min(Double(frameCount), (framesPerCut * random.exponential()).rounded())
            let end = min(frameCount, resume + max(1, Int(length)))
            var batches: [Range<Int>] = []
            var sent = resume
            while sent < end {
                let next = min(end, sent + 1 + random.number(below: max(1, batchFrameMax)))
                batches.append(sent..<next)
                sent = next
            }
            connections.append(batches)
            guard end < frameCount else { break }
            let unacknowledged = random.number(below: max(1, windowFrameMax))
            // Something is always acknowledged in the end: a connection begins after the last one did.
            resume = max(resume + 1, end - unacknowledged)
        }
        return connections
    }
}
