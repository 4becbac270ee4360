// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Glibc
import PassageRing
import Synchronization

/// What a stress run saw.
struct StressOutcome: Sendable {
    var received: UInt64 = 0
    var firstOutOfOrder: UInt64?
    var damaged: UInt64 = 0
    var checksumSent: UInt64 = 0
    var checksumReceived: UInt64 = 0

    /// Takes the next message into account.
    mutating func check(_ message: RingMessage, seed: UInt64) {
        if message.firstSequence != received && firstOutOfOrder == nil {
            firstOutOfOrder = received
        }
        let key = mixed(message.firstSequence ^ seed)
        if message.payload[0] != key || message.payload[3] != ~key { damaged += 1 }
        checksumReceived = checksumReceived &* 31 &+ message.payload[0]
        received += 1
    }
}

func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    return String(cString: value)
}

func yieldThread() { sched_yield() }

/// Mixes 64 bits (the finaliser of SplitMix64).
func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}

/// Sends numbered messages from one thread to another, singly and in batches by turns, and checks
/// order, content and sum.
func stressRun(messages: UInt64, capacity: Int, seed: UInt64) -> StressOutcome {
    var ends = PassageRing(capacity: capacity).split()
    let consumer = Handoff(ends.consumer)
    let ready = ReadySet(capacity: 1)
    let outcome = Mutex(StressOutcome())
    let reader = WorkerThread(name: "stress-reader") {
        guard var consumer = consumer.take() else { return }
        var seen = StressOutcome()
        while seen.received < messages {
            let taken = consumer.drain(upTo: 97) { messages in
                for i in messages.indices { seen.check(messages[i], seed: seed) }
            }
            if taken == 0 && !ready.collect({ _ in }) { ready.park(upToMilliseconds: 1_000) }
        }
        outcome.withLock { $0 = seen }
    }
    var sent: UInt64 = 0
    var checksum: UInt64 = 0
    var batch: [RingMessage] = []
    while sent < messages {
        let size = min(messages - sent, sent % 3 == 0 ? 1 : 64)
        batch.removeAll(keepingCapacity: true)
        for number in sent..<sent + size {
            let key = mixed(number ^ seed)
            batch.append(
                RingMessage(firstSequence: number, payload: [key, 0, number, ~key])
            )
            checksum = checksum &* 31 &+ key
        }
        var done = 0
        while done < batch.count {
            let count = ends.producer.publish(upTo: batch.count - done) { batch[done + $0] }
            done += count
            if count > 0 { ready.signal(0) } else { yieldThread() }
        }
        sent += size
    }
    reader.join()
    var result = outcome.withLock { $0 }
    result.checksumSent = checksum
    return result
}
