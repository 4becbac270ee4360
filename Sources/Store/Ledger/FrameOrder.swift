// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// The frames of a block in the order of their numbers, passages and refused ones merged.
enum FrameOrder {
    /// Number of the block's last frame.
    ///
    /// - Precondition: The block passed ``check(_:)`` and has frames.
    static func lastSequence(_ block: PassageBlock) -> UInt64 {
        block.firstSequence + UInt64(block.frameCount) - 1
    }

    /// Refuses a block whose frames are not numbered one after the other: the mark would move past
    /// a frame that is not in it.
    static func check(_ block: PassageBlock) throws(StoreError) {
        guard block.frameCount == block.count + block.rejected.count else {
            throw fault(
                block,
                "\(block.frameCount) frames, but \(block.count) passages and "
                    + "\(block.rejected.count) rejected frames"
            )
        }
        let first = block.firstSequence
        guard first >= 1, first <= UInt64(Int64.max) - UInt64(block.frameCount) else {
            throw fault(block, "its numbers must lie between 1 and 2^63")
        }
        for digest in [block.digestBefore, block.digestAfter]
        where digest.count != PassageBlock.hashByteCount {
            throw fault(block, "a running digest of \(digest.count) bytes instead of 32")
        }
        var row = 0
        var refused = 0
        for sequence in first..<first + UInt64(block.frameCount) {
            // Sound: row < count.
            if row < block.count, unsafe block.sequences[row] == sequence {
                row += 1
            } else if refused < block.rejected.count, block.rejected[refused].sequence == sequence {
                refused += 1
            } else {
                throw fault(block, "frame \(sequence) is missing or out of order")
            }
        }
    }

    /// The spool's running digest after frame `sequence` of a block, as the block's hashes make it.
    ///
    /// - Complexity: One link of the chain per frame up to it.
    static func digest(
        of block: PassageBlock,
        through sequence: UInt64,
        _ chain: ([UInt8], [UInt8]) -> [UInt8]
    ) -> [UInt8] {
        var digest = block.digestBefore
        var row = 0
        var refused = 0
        var number = block.firstSequence
        while number <= sequence, number <= lastSequence(block) {
            // Sound: row < count.
            if row < block.count, unsafe block.sequences[row] == number {
                digest = chain(digest, hash(of: block, row: row))
                row += 1
            } else {
                digest = chain(digest, block.rejected[refused].hash)
                refused += 1
            }
            number += 1
        }
        return digest
    }

    /// The hash of a row's frame.
    static func hash(of block: PassageBlock, row: Int) -> [UInt8] {
        let size = PassageBlock.hashByteCount
        // Sound: the column holds `size` bytes for each of the block's rows.
        return unsafe Array(UnsafeBufferPointer(start: block.hashes + row * size, count: size))
    }

    private static func fault(_ block: PassageBlock, _ what: String) -> StoreError {
        StoreError(
            .misuse,
            "the block of uplink \(block.uplink) from frame \(block.firstSequence) on cannot be "
                + "committed: \(what)"
        )
    }
}
