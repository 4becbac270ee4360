// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Which rings have something to read, and a place for the reader to sleep until one has.
//
//   writer                              reader
//   fill slot, release tail             take the word's bits (exchange with 0), drain those rings
//   set the ring's bit (was it set?)    nothing set: say `parked`, look once more, sleep
//   parked? then wake
//
// The last two steps on both sides are sequentially consistent: either the writer sees `parked` or the
// reader sees the bit, so no wake-up is lost.

internal import CHost
internal import Glibc
internal import Synchronization

/// A set of up to 64 × `words` rings that wait for their reader.
///
/// - Thread: `signal` any; `collect` and `park` the one reader.
@safe
public final class ReadySet: @unchecked Sendable {
    // Sendable is sound: all shared state is atomic, and the semaphore is made for it.
    private let words: UnsafeMutablePointer<Atomic<UInt64>>
    private let wordCount: Int
    private let parked = Atomic<Bool>(false)
    private let semaphore: UnsafeMutablePointer<sem_t>

    /// Makes an empty set.
    ///
    /// - Parameter capacity: Rings it has room for, at least 1.
    public init(capacity: Int) {
        precondition(capacity > 0, "A ready-set needs room for a ring.")
        wordCount = (capacity + 63) / 64
        unsafe words = .allocate(capacity: wordCount)
        for word in 0..<wordCount { unsafe (words + word).initialize(to: Atomic(0)) }
        unsafe semaphore = .allocate(capacity: 1)
        unsafe semaphore.initialize(to: sem_t())
        let failed = unsafe sem_init(semaphore, 0, 0)
        precondition(failed == 0, "A process-private semaphore with value 0 is always granted.")
    }

    deinit {
        unsafe words.deinitialize(count: wordCount).deallocate()
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    /// Rings it has room for.
    public var capacity: Int { wordCount * 64 }

    /// Says that a ring has something to read, and wakes the reader if it sleeps.
    ///
    /// - Parameter ring: 0 ..< ``capacity``.
    public func signal(_ ring: Int) {
        precondition((0..<capacity).contains(ring), "Ring \(ring) is not in the set.")
        let bit = UInt64(1) << UInt64(ring & 63)
        // Sound: the word index was bounded above.
        let before = unsafe words[ring >> 6].bitwiseOr(
            bit,
            ordering: .sequentiallyConsistent
        ).oldValue
        // A set bit means the reader has yet to collect it, and will then see our message too.
        guard before & bit == 0 else { return }
        wake()
    }

    /// Wakes the reader even if no ring is ready, for instance to stop it.
    public func wake() {
        guard parked.load(ordering: .sequentiallyConsistent),
            parked.exchange(false, ordering: .sequentiallyConsistent)
        else { return }
        unsafe sem_post(semaphore)
    }

    /// Takes every ready ring out of the set.
    ///
    /// - Parameter body: Called with each ready ring, which must then be drained until it is empty.
    /// - Returns: Whether any ring was ready.
    public func collect(_ body: (Int) -> Void) -> Bool {
        var found = false
        for index in 0..<wordCount {
            // Acquire pairs with the writer's `signal`: what it published before is visible.
            var bits = unsafe words[index].exchange(0, ordering: .acquiringAndReleasing)
            while bits != 0 {
                found = true
                body(index * 64 + bits.trailingZeroBitCount)
                bits &= bits &- 1  // Clears the lowest bit; bits is not 0.
            }
        }
        return found
    }

    /// Sleeps until a ring is ready, someone calls `wake`, or the time is over.
    ///
    /// - Parameter milliseconds: The longest sleep.
    public func park(upToMilliseconds milliseconds: Int) {
        parked.store(true, ordering: .sequentiallyConsistent)
        for index in 0..<wordCount
        where unsafe words[index].load(ordering: .sequentiallyConsistent) != 0 {
            unpark()
            return
        }
        var deadline = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &deadline)
        deadline.tv_sec += milliseconds / 1_000
        deadline.tv_nsec += milliseconds % 1_000 * 1_000_000
        if deadline.tv_nsec >= 1_000_000_000 {
            deadline.tv_sec += 1
            deadline.tv_nsec -= 1_000_000_000
        }
        let woken = unsafe steelyard_sem_wait_until(semaphore, &deadline) == 0
        if !woken { unpark() }
    }

    /// Takes `parked` back; where a writer was quicker its post is on the way and is taken here.
    private func unpark() {
        if !parked.exchange(false, ordering: .sequentiallyConsistent) {
            while unsafe sem_wait(semaphore) != 0 && errno == EINTR {}
        }
    }
}
