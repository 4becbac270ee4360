// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import PassageRing
import Synchronization
import TestKit
import Testing

@Suite("The ring between a decoder and the judge")
struct PassageRingTests {
    @Test("A message fills one cache line")
    func messageSize() {
        #expect(MemoryLayout<RingMessage>.stride == 64)
    }

    @Test("Every small ring behaves like an array, from every position", arguments: [1, 2, 4, 8])
    func modelled(capacity: Int) {
        // All sequences of 10 steps (write or read), at every start position.
        for offset in 0..<capacity {
            for steps in 0..<1 << 10 {
                var ends = PassageRing(capacity: capacity).split()
                for _ in 0..<offset {
                    let isIn = ends.producer.publish(RingMessage())
                    let out = ends.consumer.take()
                    #expect(isIn && out != nil)
                }
                var model: [UInt64] = []
                var next: UInt64 = 0
                for step in 0..<10 {
                    if steps >> step & 1 == 0 {
                        let isIn = ends.producer.publish(RingMessage(firstSequence: next))
                        guard isIn == (model.count < capacity) else {
                            Issue.record("full at \(model.count) of \(capacity)")
                            return
                        }
                        if isIn { model.append(next) }
                        next += 1
                    } else {
                        let out = ends.consumer.take()?.firstSequence
                        guard out == model.first else {
                            Issue.record("took \(String(describing: out))")
                            return
                        }
                        if !model.isEmpty { model.removeFirst() }
                    }
                }
            }
        }
    }

    @Test("A batch goes in as far as there is room, and in order")
    func batches() {
        var ends = PassageRing(capacity: 8).split()
        let messages = (0..<12).map { RingMessage(firstSequence: $0) }
        let first = ends.producer.publish(upTo: messages.count) { messages[$0] }
        #expect(first == 8)
        var seen: [UInt64] = []
        let taken = ends.consumer.drain(upTo: 5) { messages in
            for i in messages.indices { seen.append(messages[i].firstSequence) }
        }
        #expect(taken == 5)
        let second = ends.producer.publish(upTo: messages.count) { messages[$0] }
        #expect(second == 5)
        var pieces: [Int] = []
        let rest = ends.consumer.drain { messages in
            pieces.append(messages.count)
            for i in messages.indices { seen.append(messages[i].firstSequence) }
        }
        #expect(pieces == [3, 5], "The second five went round the end.")
        #expect(rest == 8)
        #expect(seen == [0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4])
        let none = ends.consumer.drain { _ in }
        #expect(none == 0)
    }

    /// STEELYARD_STRESS sets another number of messages: 10⁸ by default, fewer under a sanitizer.
    @Test("10⁸ messages cross two threads in order and whole")
    func stress() {
        let count = UInt64(environment("STEELYARD_STRESS") ?? "") ?? 100_000_000
        let outcome = stressRun(messages: count, capacity: 1_024, seed: 42)
        #expect(outcome.received == count)
        #expect(outcome.firstOutOfOrder == nil)
        #expect(outcome.checksumSent == outcome.checksumReceived)
        #expect(outcome.damaged == 0)
    }

    @Test("A reader that sleeps is woken by every first message", arguments: [1, 64, 65, 200])
    func wakeUps(ring: Int) {
        let ready = ReadySet(capacity: 256)
        let rounds = 2_000
        let reader = HandoffReader(ready: ready, rounds: rounds, expected: ring)
        let thread = WorkerThread(name: "reader") { reader.run() }
        for round in 0..<rounds {
            ready.signal(ring)
            // Waits for the reader, so that it goes to sleep between any two signals.
            while reader.seen.load(ordering: .acquiring) <= round { yieldThread() }
        }
        thread.join()
        #expect(reader.seen.load(ordering: .acquiring) == rounds)
        #expect(reader.wrongRings.load(ordering: .acquiring) == 0)
        #expect(reader.timeOuts.load(ordering: .acquiring) == 0)
    }

    @Test("A handed-over end is given out once")
    func handoff() {
        let ends = PassageRing(capacity: 2).split()
        let handoff = Handoff(ends)
        let first = handoff.take() != nil
        let second = handoff.take() != nil
        #expect(first)
        #expect(!second)
    }
}

/// The reading side of the wake-up test: sleeps whenever nothing is ready.
private final class HandoffReader: Sendable {
    let ready: ReadySet
    let rounds: Int
    let seen = Atomic<Int>(0)
    let expected: Int
    let wrongRings = Atomic<Int>(0)
    let timeOuts = Atomic<Int>(0)

    init(ready: ReadySet, rounds: Int, expected: Int) {
        self.expected = expected
        self.ready = ready
        self.rounds = rounds
    }

    func run() {
        while seen.load(ordering: .relaxed) < rounds {
            let found = ready.collect { ring in
                if ring != expected { wrongRings.wrappingAdd(1, ordering: .relaxed) }
                seen.wrappingAdd(1, ordering: .releasing)
            }
            if found { continue }
            let clock = ContinuousClock()
            let before = clock.now
            ready.park(upToMilliseconds: 5_000)
            if clock.now - before > .milliseconds(4_900) {
                timeOuts.wrappingAdd(1, ordering: .relaxed)
            }
        }
    }
}
