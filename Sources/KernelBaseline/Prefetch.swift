// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// What is judged next is asked for while this is judged, so that it need not be waited for when it
// comes from memory. Wrong lines would cost time and nothing else.

import CLanes
import Weighing

/// Asks for one of 13 shares of a block's lines, while 16 rows of the block before are judged; so
/// the last are under way some rows before that one ends.
///
/// All that is judged is one stretch of the block's memory, from the axle counts to the spacings of
/// the sixth axle: 221 lines of 64 bytes. Wheel loads are a second one of 96, and four with flags.
/// Neighbouring lines at once, as memory gives them faster than one of each column.
@inline(__always)
func prefetch(_ block: PassageBlock, _ share: Int, _ hasWheelLoads: Bool) {
    guard share < 13 else { return }
    unsafe prefetchLines(UnsafeRawPointer(block.axleCounts) + share &* 17 &* 64, 17)
    guard hasWheelLoads else { return }
    unsafe steelyard_prefetch(block.wheelFlags + share &* PassageBlock.laneCount)
    unsafe prefetchLines(UnsafeRawPointer(block.lefts) + share &* 8 &* 64, 8)
}

@inline(__always)
func prefetchLines(_ first: UnsafeRawPointer, _ count: Int) {
    for line in 0..<count { unsafe steelyard_prefetch(first + line &* 64) }
}
