// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Which frames of a call are new. Per uplink, in the order of the blocks:
//
//                     mark (committed, digest)
//   frames    … ──────────┤
//   covered    ├─────┤    │             → committed, nothing to do
//   overlap       ├───────┼────┤        → digest up to the mark equal? take what lies behind it : conflict
//   next                  ├────────┤    → digest before equal? take it all : conflict
//   ahead                    ├─────┤    → gap, and so are the later ones
//
// A block that lies wholly before the mark cannot be compared, because the store keeps the digest at
// the mark only; the receipt carries that digest, with which the gateway compares its own.

internal import Weighing

/// The part of a block that is new.
struct Admission {
    /// The block.
    let block: PassageBlock
    /// Its rows that are new.
    let rows: Range<Int>
    /// Its refused frames that are new.
    let rejected: Range<Int>
}

/// Walks blocks over the marks of their uplinks; plain values in, plain values out.
struct MarkWalk {
    /// Where each uplink stands, moved by every block that was taken.
    private(set) var marks: [Int32: UplinkMark]
    /// Uplinks whose marks moved.
    private(set) var moved: Set<Int32> = []
    /// What is new, in the order of the blocks.
    private(set) var admissions: [Admission] = []
    /// One per block walked.
    private(set) var outcomes: [BlockOutcome] = []
    private var gaps: Set<Int32> = []
    private var conflicts: Set<Int32> = []
    private let chain: ([UInt8], [UInt8]) -> [UInt8]

    init(marks: [Int32: UplinkMark], chain: @escaping ([UInt8], [UInt8]) -> [UInt8]) {
        self.marks = marks
        self.chain = chain
    }

    /// Walks the next block.
    ///
    /// - Throws: `misuse` when the block's uplink has no mark.
    mutating func walk(_ block: PassageBlock) throws(StoreError) {
        guard let mark = marks[block.uplink] else {
            throw StoreError(
                .misuse,
                "uplink \(block.uplink) is not in the store; open it with its gateway and spool "
                    + "before its frames are committed"
            )
        }
        outcomes.append(outcome(of: block, mark))
    }

    private mutating func outcome(of block: PassageBlock, _ mark: UplinkMark) -> BlockOutcome {
        if gaps.contains(block.uplink) { return .gap(mark) }
        if conflicts.contains(block.uplink) { return .conflict(mark) }
        guard block.frameCount > 0 else { return .committed(mark) }
        guard block.firstSequence <= mark.expectedNext else {
            gaps.insert(block.uplink)
            return .gap(mark)
        }
        let last = FrameOrder.lastSequence(block)
        let committed = mark.expectedNext - 1
        guard last >= committed else { return .committed(mark) }
        guard FrameOrder.digest(of: block, through: committed, chain) == mark.digest else {
            conflicts.insert(block.uplink)
            return .conflict(mark)
        }
        guard last > committed else { return .committed(mark) }
        return .committed(take(block, after: committed, last))
    }

    private mutating func take(
        _ block: PassageBlock,
        after committed: UInt64,
        _ last: UInt64
    ) -> UplinkMark {
        var row = 0
        // Sound: row < count.
        while row < block.count, unsafe block.sequences[row] <= committed { row += 1 }
        let refused = block.rejected.firstIndex { $0.sequence > committed }
        admissions.append(
            Admission(
                block: block,
                rows: row..<block.count,
                rejected: (refused ?? block.rejected.count)..<block.rejected.count
            )
        )
        let mark = UplinkMark(
            uplink: block.uplink,
            expectedNext: last + 1,
            digest: block.digestAfter
        )
        marks[block.uplink] = mark
        moved.insert(block.uplink)
        return mark
    }
}
