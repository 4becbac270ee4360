// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// The shared part of a ring: slots and both indices.
///
/// Owned by the two ends together.
@safe
final class RingCore: @unchecked Sendable {
    // Sendable is sound because the writer touches only slots in [tail, head + capacity) and the
    // reader only slots in [head, tail), and each learns of the other's move by an acquire load that
    // pairs with the other's release store.

    /// Next position to write; stored by the writer.
    let tail = Atomic<UInt64>(0)
    // A line of the writer, one of the reader, and one between them, since processors fetch pairs.
    private let gapAfterTail = InlineArray<16, UInt64>(repeating: 0)
    /// Next position to read; stored by the reader.
    let head = Atomic<UInt64>(0)
    private let gapAfterHead = InlineArray<16, UInt64>(repeating: 0)
    /// The slots, aligned to a cache line each.
    let slots: UnsafeMutablePointer<RingMessage>
    /// capacity − 1.
    let mask: UInt64

    init(capacity: Int) {
        precondition(
            capacity > 0 && capacity & (capacity - 1) == 0,
            "A ring's capacity must be a power of two, not \(capacity)."
        )
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: capacity * MemoryLayout<RingMessage>.stride,
            alignment: 64
        )
        // Sound: freshly allocated for exactly this type and number; freed in deinit.
        unsafe slots = memory.bindMemory(to: RingMessage.self, capacity: capacity)
        unsafe slots.initialize(repeating: RingMessage(), count: capacity)
        mask = UInt64(capacity - 1)
    }

    deinit { unsafe slots.deallocate() }
}

/// A ring before it is split into its two ends.
public struct PassageRing: ~Copyable {
    private let core: RingCore

    /// Makes an empty ring.
    ///
    /// - Parameter capacity: Messages it holds; a power of two.
    public init(capacity: Int) { core = RingCore(capacity: capacity) }

    /// Gives the ring's ends, each to exactly one owner.
    public consuming func split() -> RingEnds {
        RingEnds(producer: PassageProducer(core), consumer: PassageConsumer(core))
    }
}

/// Both ends of a ring.
@frozen
public struct RingEnds: ~Copyable, Sendable {
    /// The end that writes.
    public var producer: PassageProducer
    /// The end that reads.
    public var consumer: PassageConsumer
}

/// The writing end of a ring.
///
/// - Thread: one at a time; a task that owns it may move between threads.
public struct PassageProducer: ~Copyable, Sendable {
    private let core: RingCore
    private var tail: UInt64 = 0
    private var headSeen: UInt64 = 0

    fileprivate init(_ core: RingCore) { self.core = core }

    /// Messages the ring can hold.
    public var capacity: Int { Int(core.mask) + 1 }

    /// Publishes one message.
    ///
    /// - Parameter message: The message.
    /// - Returns: false, with nothing changed, when the ring is full.
    @inline(__always)
    public mutating func publish(_ message: RingMessage) -> Bool {
        if tail &- headSeen > core.mask {
            // Acquire pairs with the reader's release of `head`: the slot is free for us.
            headSeen = core.head.load(ordering: .acquiring)
            if tail &- headSeen > core.mask { return false }
        }
        // Sound: the index is masked into the allocation, and the slot is ours (see RingCore).
        unsafe core.slots[Int(truncatingIfNeeded: tail & core.mask)] = message
        tail &+= 1  // Positions count up for ever; 2⁶⁴ messages take centuries.
        // Release pairs with the reader's acquire of `tail`: the slot's content comes with it.
        core.tail.store(tail, ordering: .releasing)
        return true
    }

    /// Publishes as many messages of a batch as fit, all at once.
    ///
    /// - Parameter messages: The messages in order.
    /// - Returns: How many of them, from the first, are in the ring now.
    public mutating func publish(batch messages: borrowing Span<RingMessage>) -> Int {
        let wanted = UInt64(messages.count)
        var free = core.mask &+ 1 &- (tail &- headSeen)
        if free < wanted {
            headSeen = core.head.load(ordering: .acquiring)
            free = core.mask &+ 1 &- (tail &- headSeen)
        }
        let count = Int(min(free, wanted))
        guard count > 0 else { return 0 }
        for i in 0..<count {
            // Sound: as in `publish`; i < messages.count is checked by the span.
            unsafe core.slots[Int(truncatingIfNeeded: (tail &+ UInt64(i)) & core.mask)] =
                messages[i]
        }
        tail &+= UInt64(count)
        core.tail.store(tail, ordering: .releasing)
        return count
    }
}

/// The reading end of a ring.
///
/// - Thread: one at a time.
public struct PassageConsumer: ~Copyable, Sendable {
    private let core: RingCore
    private var head: UInt64 = 0
    private var tailSeen: UInt64 = 0

    fileprivate init(_ core: RingCore) { self.core = core }

    /// Takes the oldest message.
    ///
    /// - Returns: The message, or nil when the ring is empty.
    @inline(__always)
    public mutating func take() -> RingMessage? {
        if head == tailSeen {
            // Acquire pairs with the writer's release of `tail`.
            tailSeen = core.tail.load(ordering: .acquiring)
            if head == tailSeen { return nil }
        }
        // Sound: the index is masked into the allocation; [head, tailSeen) is ours to read.
        let message = unsafe core.slots[Int(truncatingIfNeeded: head & core.mask)]
        head &+= 1
        // Release pairs with the writer's acquire of `head`: we have copied the slot out.
        core.head.store(head, ordering: .releasing)
        return message
    }

    /// Takes up to `limit` messages, hands each to `body` in order, and frees their slots together.
    ///
    /// - Parameters:
    ///   - limit: The most messages to take.
    ///   - body: Called for each message.
    /// - Returns: How many messages were taken; 0 when the ring was empty.
    @inline(__always)
    public mutating func drain(upTo limit: Int = .max, _ body: (RingMessage) -> Void) -> Int {
        // Looks at the writer's index every time, unlike `take`: one shared load a batch is cheap, and
        // 0 means that the ring was empty when it was called.
        tailSeen = core.tail.load(ordering: .acquiring)
        let count = min(limit, Int(tailSeen &- head))
        for i in 0..<UInt64(count) {
            // Sound: as in `take`.
            unsafe body(core.slots[Int(truncatingIfNeeded: (head &+ i) & core.mask)])
        }
        head &+= UInt64(count)
        core.head.store(head, ordering: .releasing)
        return count
    }
}
