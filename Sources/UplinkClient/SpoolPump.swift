// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Between the source and the stream: makes batches, keeps the running digest, and finds the way back to
// any frame that the centre asks for.
//
//   checkpoints   (1, zeros)   …   (4001, d₁)   (4257, d₂)   (4513, d₃)     digest before each frame
//                                     ▲ last one the centre has               ▲ next to be sent
//
// A checkpoint is kept for every batch without a receipt, for the last one with, and for frame 1. From
// the nearest one at or before the frame asked for, frames are read and hashed, not sent.

import FrameDigest
import Uplink
import Weighing

/// A batch ready to be sent.
struct OutgoingBatch: Sendable {
    var bytes: [UInt8]
    /// Number of the frame after its last.
    var nextSequence: UInt64
    var frameCount: Int
    var isUnreadable: Bool
    /// The earliest instant of its passages.
    var instant: Instant?
}

/// Makes batches of a source.
actor SpoolPump<Source: FrameSource> {
    private struct Checkpoint {
        var sequence: UInt64
        var digest: [UInt8]
    }

    private let gateway: String
    private let spoolID: String
    private var source: Source
    /// The group from the source of which some frames are still to be sent, and how many are not.
    private var held: (group: FrameGroup, skip: Int)?
    /// The next frame to be sent, and the digest before it.
    private var next = Checkpoint(sequence: 1, digest: FrameDigest.zero)
    private var checkpoints = [Checkpoint(sequence: 1, digest: FrameDigest.zero)]

    init(gateway: String, spoolID: String, source: sending Source) {
        self.gateway = gateway
        self.spoolID = spoolID
        self.source = source
    }

    /// Goes to the frame that the centre expects.
    ///
    /// - Throws: `conflict` where the frames before it have another digest than the centre's;
    ///   `beyondSource` where the source ends before it.
    func resume(at expected: UInt64, digest: [UInt8]) throws {
        if expected < next.sequence {
            let back = checkpoints.last { $0.sequence <= expected } ?? checkpoints[0]
            try source.rewind(to: back.sequence)
            held = nil
            next = back
            checkpoints.removeAll { $0.sequence > back.sequence }
        }
        while next.sequence < expected {
            guard let (group, skip) = try take() else {
                throw UplinkFailure.beyondSource(
                    spoolID: spoolID,
                    expected: expected,
                    last: next.sequence - 1
                )
            }
            let known = min(group.count - skip, Int(clamping: expected - next.sequence))
            pass(group, skip..<skip + known)
            if skip + known < group.count { held = (group, skip + known) }
        }
        try compare(next, with: digest, detail: "")
        remember()
    }

    /// The next batch; nil at the end of the source.
    func nextBatch() throws -> OutgoingBatch? {
        guard let (group, skip) = try take() else { return nil }
        let envelope = BatchEnvelope(
            gateway: gateway,
            spoolID: spoolID,
            firstSequence: next.sequence,
            digestBefore: next.digest
        )
        pass(group, skip..<group.count)
        remember()
        var batch = OutgoingBatch(
            bytes: [],
            nextSequence: next.sequence,
            frameCount: group.count - skip,
            isUnreadable: false,
            instant: nil
        )
        switch group {
        case .passages(let block, _):
            batch.bytes = BatchEncoder.passages(block, rows: skip..<block.count, envelope: envelope)
            batch.instant = Instant(microseconds: block.instantMin)
        case .unreadable(_, let frames):
            batch.bytes = BatchEncoder.unreadable(Array(frames[skip...]), envelope: envelope)
            batch.isUnreadable = true
        }
        return batch
    }

    /// Takes note of a receipt, and compares its digest where the source's is known.
    func acknowledge(expectedNext: UInt64, digest: [UInt8], detail: String) throws {
        guard let last = checkpoints.lastIndex(where: { $0.sequence <= expectedNext }) else {
            return
        }
        if checkpoints[last].sequence == expectedNext {
            try compare(checkpoints[last], with: digest, detail: detail)
        }
        if last > 1 { checkpoints.removeSubrange(1..<last) }
    }

    private func remember() {
        if let last = checkpoints.last, last.sequence < next.sequence { checkpoints.append(next) }
    }

    private func compare(_ ours: Checkpoint, with digest: [UInt8], detail: String) throws {
        guard ours.digest == digest else {
            throw UplinkFailure.conflict(
                spoolID: spoolID,
                sequence: ours.sequence - 1,
                detail: detail
            )
        }
    }

    /// The held group or the source's next one with frames, hashed and checked.
    private func take() throws -> (FrameGroup, Int)? {
        if let held {
            self.held = nil
            return held
        }
        while let group = try source.next() {
            guard group.count > 0 else { continue }
            switch group {
            case .passages(let block, let isHashed):
                try checkOrder((0..<block.count).map { block.sequence(at: $0) })
                if !isHashed { FrameDigest.fillHashes(block) }
                return (group, 0)
            case .unreadable(let first, var frames):
                try checkOrder([first])
                for i in frames.indices where frames[i].hash.isEmpty {
                    frames[i].hash = FrameDigest.hash(frames[i].bytes)
                }
                return (.unreadable(firstSequence: first, frames: frames), 0)
            }
        }
        return nil
    }

    private func checkOrder(_ sequences: [UInt64]) throws {
        var expected = next.sequence
        for sequence in sequences {
            guard sequence == expected else {
                throw UplinkFailure.sourceOrder(expected: expected, found: sequence)
            }
            expected += 1
        }
    }

    /// Moves over frames of a group.
    private func pass(_ group: FrameGroup, _ frames: Range<Int>) {
        for i in frames {
            let hash =
                switch group {
                case .passages(let block, _): block.frameHash(at: i)
                case .unreadable(_, let unreadable): unreadable[i].hash
                }
            next.digest = FrameDigest.chain(previous: next.digest, frameHash: hash)
        }
        next.sequence += UInt64(frames.count)
    }
}
