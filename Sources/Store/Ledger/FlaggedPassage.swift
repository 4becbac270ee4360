// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Weighing

/// A new row that the intake flagged: it has evidence, so it opens a case or belongs to one.
struct FlaggedPassage {
    /// Its block.
    let block: PassageBlock
    /// Its row there.
    let row: Int
    /// Whether the store has the same passage from another way: then it never opens a case.
    let isDuplicate: Bool
    /// Its plate; empty when there is none.
    let plate: String
    /// What cases are matched by.
    let weighing: CaseWeighing
    /// Number of its frame.
    let sequence: Int64
    /// What happens with it.
    var decision = CaseDecision.open(related: [])

    init(_ block: PassageBlock, row: Int, isDuplicate: Bool) {
        self.block = block
        self.row = row
        self.isDuplicate = isDuplicate
        plate = block.plate(at: row)
        // Sound: the caller passes a row below the block's count, here and below.
        weighing = unsafe CaseWeighing(
            site: block.site(at: row),
            lane: Int16(truncatingIfNeeded: block.lanes[row]),
            passedAt: Instant(microseconds: StoredInstant.clamped(block.instants[row])),
            gross: block.grosses[row]
        )
        sequence = unsafe Int64(bitPattern: block.sequences[row])
    }

    /// The flagged ones among new rows, in the order of the frames.
    static func all(in admissions: [Admission], duplicates: [Set<Int>]) -> [FlaggedPassage] {
        var flagged: [FlaggedPassage] = []
        for (i, admission) in admissions.enumerated() where !admission.block.evidence.isEmpty {
            for row in admission.block.evidence.keys.sorted() where admission.rows.contains(row) {
                flagged.append(
                    FlaggedPassage(
                        admission.block,
                        row: row,
                        isDuplicate: duplicates[i].contains(row)
                    )
                )
            }
        }
        return flagged
    }

    /// Raw value of the plate's colour.
    var plateColor: UInt8 { unsafe block.plateColors[row] }
    /// Code of the axle pattern.
    var pattern: UInt16 { unsafe block.patterns[row] }
    /// Deduction, kg.
    var deduction: Int32 { block.deduction(at: row) }

    /// The stripe of locks that a plate belongs to.
    ///
    /// One lock per plate would let a large batch fill the server's lock table (6,400 entries by
    /// default), so plates share 512: two trucks may wait for each other without need, never a truck
    /// for none. FNV-1a, Fowler, Noll and Vo: every writer must come to the same number.
    static func stripe(of plate: String) -> Int32 {
        var hash: UInt32 = 2_166_136_261
        for byte in plate.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int32(hash % 512)
    }
}
