// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The ring against boost::lockfree::spsc_queue, producer and consumer on two threads. What it is not
// for: latency, or the wake-up of a reader that sleeps; both sides yield when they have to wait, so
// that the figure is the ring's and not the scheduler's.

import Glibc
import PassageRing
import Synchronization

private typealias BoostRing = @convention(c) (UInt64, UInt64, Int32, Int32) -> UInt64

/// Measures the ring against its peer.
struct BenchRing {
    /// Messages of a round.
    let messages: Int
    /// Rounds counted.
    let rounds: Int

    static let capacity = 4_096

    /// Runs the benchmark and returns its table.
    func run() throws -> [BenchTable] {
        var rows: [BenchRow] = []
        var notes: [String] = []
        var boost: BoostRing?
        do {
            let peer = try Peer(
                source: PackageResources.ring_cpp,
                fileName: "ring.cpp",
                compiler: "c++"
            )
            boost = try peer.function("boost_ring", as: BoostRing.self)
        } catch {
            notes.append("boost skipped (Debian: libboost-dev): \(error)")
        }
        for (byteCount, batch) in [(64, 1), (64, 64), (128, 1), (128, 64)] {
            let words = byteCount / 8
            var contestants = [
                Contestant(name: "ring") { try ours(words: words, batch: batch) }
            ]
            if let boost {
                contestants.append(
                    Contestant(name: "boost") {
                        let sum = boost(
                            UInt64(messages),
                            UInt64(BenchRing.capacity),
                            Int32(words),
                            Int32(batch)
                        )
                        try check(sum, words: words)
                    }
                )
            }
            let timings = try measure(contestants, items: messages, rounds: rounds)
            let way = "\(byteCount) bytes, \(batch == 1 ? "single" : "batch of \(batch)")"
            for timing in timings {
                rows.append(
                    BenchRow(
                        name: "\(timing.name), \(way)",
                        value: 1_000 / timing.median,
                        unit: "M messages/s",
                        spread: "\(timing.spread) ns",
                        ratio: timings[0].median / timing.median
                    )
                )
            }
            if timings.count > 1 {
                let ratio = timings[1].median / timings[0].median
                notes.append("ring against boost, \(way): \(fixed(ratio)) × its rate")
            }
        }
        notes.append(
            "\(messages) messages a round, capacity \(BenchRing.capacity); a message of 128 bytes is two "
                + "slots; in batches the ring makes and reads messages where they lie, boost copies them"
        )
        return [BenchTable(title: "ring", rows: rows, notes: notes)]
    }

    private func check(_ sum: UInt64, words: Int) throws {
        var expected: UInt64 = 0
        for number in 0..<UInt64(messages) {
            expected &+= number ^ (number &* UInt64(words))
        }
        guard sum == expected else {
            throw Peer.Absent(description: "a message was lost or damaged")
        }
    }

    private func ours(words: Int, batch: Int) throws {
        let slots = words / 8
        var ends = PassageRing(capacity: BenchRing.capacity * slots).split()
        let consumer = Handoff(ends.consumer)
        let count = messages
        let reader = RingReader(
            consumer: consumer,
            messages: count,
            slots: slots,
            isSingle: batch == 1
        )
        let thread = WorkerThread(name: "bench-reader") { reader.run() }
        var sent = 0
        while sent < count {
            if batch == 1 && slots == 1 {
                let message = RingMessage.numbered(sent, slot: 0, of: 1)
                while !ends.producer.publish(message) { sched_yield() }
                sent += 1
                continue
            }
            let size = min(batch, count - sent) * slots
            var done = 0
            while done < size {
                let taken = ends.producer.publish(upTo: size - done) { i in
                    // A message is one slot or two.
                    let slot = done + i
                    return .numbered(
                        sent + (slot >> (slots - 1)),
                        slot: slot & (slots - 1),
                        of: slots
                    )
                }
                if taken == 0 { sched_yield() }
                done += taken
            }
            sent += size / slots
        }
        thread.join()
        try check(reader.sum.load(ordering: .acquiring), words: words)
    }
}

extension RingMessage {
    /// As the peer writes it: the message's number in its first word, number × words in its last.
    @inline(__always)
    fileprivate static func numbered(_ number: Int, slot: Int, of slots: Int) -> RingMessage {
        let number = UInt64(number)
        return RingMessage(
            firstSequence: slot == 0 ? number : 0,
            payload: [0, 0, 0, slot == slots - 1 ? number &* UInt64(slots * 8) : 0]
        )
    }
}

/// The reading thread of a round.
private final class RingReader: Sendable {
    let consumer: Handoff<PassageConsumer>
    let messages: Int
    let slots: Int
    let isSingle: Bool
    let sum = Atomic<UInt64>(0)

    init(consumer: Handoff<PassageConsumer>, messages: Int, slots: Int, isSingle: Bool) {
        self.consumer = consumer
        self.messages = messages
        self.slots = slots
        self.isSingle = isSingle
    }

    func run() {
        guard var consumer = consumer.take() else { return }
        var tally = Tally(slots: slots)
        let wanted = messages * slots
        while tally.seen < wanted {
            if isSingle && slots == 1 {
                guard let message = consumer.take() else {
                    sched_yield()
                    continue
                }
                tally.add(message)
            } else {
                let taken = consumer.drain { messages in
                    for i in messages.indices { tally.add(messages[i]) }
                }
                if taken == 0 { sched_yield() }
            }
        }
        sum.store(tally.sum, ordering: .releasing)
    }
}

/// What the reader makes of the messages, so that none can be left out.
private struct Tally {
    let slots: Int
    var seen = 0
    var sum: UInt64 = 0
    private var first: UInt64 = 0

    init(slots: Int) { self.slots = slots }

    @inline(__always)
    mutating func add(_ message: RingMessage) {
        if slots == 1 {
            sum &+= message.firstSequence ^ message.payload[3]
        } else if seen & 1 == 0 {
            first = message.firstSequence
        } else {
            sum &+= first ^ message.payload[3]
        }
        seen += 1
    }
}
