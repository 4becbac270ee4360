// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Synchronization

/// The shared part of a ring: slots and both indices.
///
/// Owned by the two ends together.
@safe
@usableFromInline
final class RingCore: @unchecked Sendable {
    // Sendable is sound because the writer touches only slots in [tail, head + capacity) and the
    // reader only slots in [head, tail), and each learns of the other's move by an acquire load that
    // pairs with the other's release store.

    /// Next position to write; stored by the writer.
    @usableFromInline let tail = Atomic<UInt64>(0)
    // A line of the writer, one of the reader, and one between them, since processors fetch pairs.
    private let gapAfterTail = InlineArray<16, UInt64>(repeating: 0)
    /// Next position to read; stored by the reader.
    @usableFromInline let head = Atomic<UInt64>(0)
    private let gapAfterHead = InlineArray<16, UInt64>(repeating: 0)
    /// The slots, aligned to a cache line each.
    @usableFromInline let slots: UnsafeMutablePointer<RingMessage>
    /// capacity − 1.
    @usableFromInline let mask: UInt64

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
    @usableFromInline let core: RingCore
    @usableFromInline var tail: UInt64 = 0
    @usableFromInline var headSeen: UInt64 = 0

    fileprivate init(_ core: RingCore) { self.core = core }

    /// Messages the ring can hold.
    @inlinable public var capacity: Int { Int(core.mask) + 1 }

    /// Publishes one message.
    ///
    /// - Parameter message: The message.
    /// - Returns: false, with nothing changed, when the ring is full.
    @inlinable
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

    /// Publishes up to `wanted` messages, made where they will lie, all at once.
    ///
    /// - Parameters:
    ///   - wanted: How many messages there are.
    ///   - make: Gives message 0, 1, 2 and so on; called as often as there is room.
    /// - Returns: How many of them, from the first, are in the ring now.
    @inlinable
    public mutating func publish(upTo wanted: Int, _ make: (Int) -> RingMessage) -> Int {
        let wanted = UInt64(max(0, wanted))
        var free = core.mask &+ 1 &- (tail &- headSeen)
        if free < wanted {
            headSeen = core.head.load(ordering: .acquiring)
            free = core.mask &+ 1 &- (tail &- headSeen)
        }
        let count = Int(truncatingIfNeeded: min(free, wanted))
        guard count > 0 else { return 0 }
        let start = Int(truncatingIfNeeded: tail & core.mask)
        let untilEnd = min(count, capacity &- start)
        // Sound: both stretches lie inside the slots, and all of them are ours (see RingCore).
        for i in 0..<untilEnd { unsafe core.slots[start &+ i] = make(i) }
        for i in untilEnd..<count { unsafe core.slots[i &- untilEnd] = make(i) }
        tail &+= UInt64(count)
        core.tail.store(tail, ordering: .releasing)
        return count
    }
}

/// The reading end of a ring.
///
/// - Thread: one at a time.
public struct PassageConsumer: ~Copyable, Sendable {
    @usableFromInline let core: RingCore
    @usableFromInline var head: UInt64 = 0
    @usableFromInline var tailSeen: UInt64 = 0

    fileprivate init(_ core: RingCore) { self.core = core }

    /// Takes the oldest message.
    ///
    /// - Returns: The message, or nil when the ring is empty.
    @inlinable
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

    /// Takes up to `limit` messages, hands them to `body` where they lie, and frees their slots together.
    ///
    /// - Parameters:
    ///   - limit: The most messages to take.
    ///   - body: Called with the messages in order: once, or twice where they go round the end.
    /// - Returns: How many messages were taken; 0 when the ring was empty.
    @inlinable
    public mutating func drain(
        upTo limit: Int = .max,
        _ body: (Span<RingMessage>) -> Void
    ) -> Int {
        // Looks at the writer's index every time, unlike `take`: one shared load a batch is cheap, and
        // 0 means that the ring was empty when it was called.
        tailSeen = core.tail.load(ordering: .acquiring)
        let count = min(limit, Int(tailSeen &- head))
        guard count > 0 else { return 0 }
        let start = Int(truncatingIfNeeded: head & core.mask)
        let untilEnd = min(count, Int(core.mask) + 1 - start)
        // Sound: both stretches lie inside the slots and are ours to read until `head` moves; a span
        // cannot outlive the call.
        unsafe body(UnsafeBufferPointer(start: core.slots + start, count: untilEnd).span)
        if untilEnd < count {
            unsafe body(UnsafeBufferPointer(start: core.slots, count: count - untilEnd).span)
        }
        head &+= UInt64(count)
        core.head.store(head, ordering: .releasing)
        return count
    }
}
