// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The wheels of both sides, for the blocks that have them.

import CLanes
import Rulebook
import Weighing

/// Flags from the wheels: sides too unlike, and sides that are each other's copy.
@inline(__always)
func wheelReasons(
    _ block: PassageBlock,
    _ row: Int,
    _ law: KernelThresholds,
    _ axles: Lanes,
    _ top: Int
) -> Lanes {
    let stride = PassageBlock.axleStride
    let hasWheels = unsafe above(
        steelyard_widened_u8(UnsafePointer(block.wheelFlags + row)),
        .zero
    )
    var left = Lanes.zero
    var right = Lanes.zero
    var differs = Lanes.zero
    for axle in 0..<top {
        let isThere = above(axles, all(Int32(truncatingIfNeeded: axle))) & hasWheels
        let l =
            unsafe steelyard_widened_u16(UnsafePointer(block.lefts + row + axle * stride)) & isThere
        let r =
            unsafe steelyard_widened_u16(UnsafePointer(block.rights + row + axle * stride))
            & isThere
        left = left &+ l
        right = right &+ r
        let d = l &- r
        differs = differs | above(larger(d, Lanes.zero &- d), all(law.mirroredTolerance))
    }
    let d = left &- right
    // At most 2 × 1,048,560 × 1,000, which fits 32 bits.
    let isUnlike = above(
        larger(d, Lanes.zero &- d) &* all(1_000),
        (left &+ right) &* all(law.imbalanceMaxPermille)
    )
    let isMirrored = hasWheels & ~differs & above(axles, all(law.mirroredAxleCountMin &- 1))
    return (isUnlike & flag(.imbalance)) | (isMirrored & flag(.mirroredWheels))
}
