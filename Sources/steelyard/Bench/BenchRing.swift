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
                + "slots published together"
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
        if batch == 1 && slots == 1 {
            for number in 0..<UInt64(count) {
                let message = RingMessage.numbered(number, slot: 0)
                while !ends.producer.publish(message) { sched_yield() }
            }
        } else {
            var sent = 0
            var items = [RingMessage](repeating: RingMessage(), count: batch * slots)
            while sent < count {
                let size = min(batch, count - sent)
                for i in 0..<size {
                    for slot in 0..<slots {
                        items[i * slots + slot] = .numbered(UInt64(sent + i), slot: slot)
                    }
                }
                var done = 0
                while done < size * slots {
                    let rest = items.span.extracting(done..<size * slots)
                    let taken = ends.producer.publish(batch: rest)
                    if taken == 0 { sched_yield() }
                    done += taken
                }
                sent += size
            }
        }
        thread.join()
        try check(reader.sum.load(ordering: .acquiring), words: words)
    }
}

extension RingMessage {
    /// Eight words, as the peer writes them: word w of message n is n × (w + 1).
    @inline(__always)
    fileprivate static func numbered(_ number: UInt64, slot: Int) -> RingMessage {
        let w = UInt64(slot * 8)
        let second = number &* (w + 2)
        return RingMessage(
            block: UInt32(truncatingIfNeeded: second),
            stream: UInt32(truncatingIfNeeded: second >> 32),
            passageCount: UInt32(truncatingIfNeeded: number &* (w + 3)),
            frameCount: UInt32(truncatingIfNeeded: (number &* (w + 3)) >> 32),
            firstSequence: number &* (w + 1),
            receivedAt: Int64(bitPattern: number &* (w + 4)),
            payload: [
                number &* (w + 5), number &* (w + 6), number &* (w + 7), number &* (w + 8),
            ]
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
        let wanted = messages * slots
        var seen = 0
        var total: UInt64 = 0
        var first: UInt64 = 0
        func add(_ message: RingMessage) {
            if slots == 1 {
                total &+= message.firstSequence ^ message.payload[3]
            } else if seen & 1 == 0 {
                first = message.firstSequence
            } else {
                total &+= first ^ message.payload[3]
            }
            seen += 1
        }
        while seen < wanted {
            if isSingle && slots == 1 {
                guard let message = consumer.take() else {
                    sched_yield()
                    continue
                }
                add(message)
            } else if consumer.drain(upTo: 64 * slots, { add($0) }) == 0 {
                sched_yield()
            }
        }
        sum.store(total, ordering: .releasing)
    }
}
