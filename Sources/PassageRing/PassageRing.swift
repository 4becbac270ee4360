// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// PassageRing carries blocks of passages from the task that decodes a gateway's stream to the thread
// that judges them: one ring for each stream, with one writer and one reader, no lock, and no spinning
// when there is nothing to do. Constraints: two cores serve the sockets, the judge, the database and
// its server, so an idle worker must sleep; a frame must never be lost or seen twice, so a full ring
// says so and the writer waits.
//
//            tail (writer's line)                 head (reader's line)
//             │  128 bytes apart, so that the two cores do not fight for one line
//   slots:  … [free][free] | [msg][msg][msg] | [free] …      index = position & (capacity − 1)
//                          head            tail
//
// Protocol: the writer fills slots, then stores `tail` with release; the reader loads `tail` with
// acquire, copies slots out, then stores `head` with release; the writer loads `head` with acquire
// before it fills a slot again. Each side keeps a copy of the other's index and looks again only when
// the copy says full (or empty), which spares most of the traffic between the cores.
// After Erik Rigtorp, "SPSCQueue", and the cached indices of Morgan Stanley's and Disruptor's rings.

/// What travels in a ring: 64 bytes that name a block and say what is in it.
@frozen
public struct RingMessage: BitwiseCopyable, Sendable, Equatable {
    /// Index of the block in its pool.
    public var block: UInt32
    /// Number of the stream that sent it.
    public var stream: UInt32
    /// Passages in the block.
    public var passageCount: UInt32
    /// Frames that the block covers.
    public var frameCount: UInt32
    /// Number of its first frame.
    public var firstSequence: UInt64
    /// When it was received, microseconds since the epoch.
    public var receivedAt: Int64
    /// Free for the user of the ring; the stress test carries checksums here.
    public var payload: InlineArray<4, UInt64>

    /// Puts a message together.
    public init(
        block: UInt32 = 0,
        stream: UInt32 = 0,
        passageCount: UInt32 = 0,
        frameCount: UInt32 = 0,
        firstSequence: UInt64 = 0,
        receivedAt: Int64 = 0,
        payload: InlineArray<4, UInt64> = [0, 0, 0, 0]
    ) {
        self.block = block
        self.stream = stream
        self.passageCount = passageCount
        self.frameCount = frameCount
        self.firstSequence = firstSequence
        self.receivedAt = receivedAt
        self.payload = payload
    }

    /// Whether all fields are equal.
    public static func == (a: RingMessage, b: RingMessage) -> Bool {
        a.block == b.block && a.stream == b.stream && a.passageCount == b.passageCount
            && a.frameCount == b.frameCount && a.firstSequence == b.firstSequence
            && a.receivedAt == b.receivedAt && (0..<4).allSatisfy { a.payload[$0] == b.payload[$0] }
    }
}
