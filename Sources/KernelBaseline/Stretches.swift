// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// What some laws ask beyond the limits of axle patterns: a limit for every stretch of axles by its
// length, a limit by the wheelbase, drive groups of their own, and groups that decide. It runs after
// `judgeLanes` over the same 16 rows and mends what that wrote; a law that asks none of it never comes
// here, so that it costs the other laws nothing.

import CLanes
public import Rulebook
public import Weighing

/// What is over a limit so far, a mask each.
private struct Over {
    var measured = Lanes.zero
    var enforced = Lanes.zero
    var worst = all(PassageBlock.noGroupLimit)

    /// Holds a load against its limit, where `isThere`.
    ///
    /// A limit beyond all masses counts as 2²⁰ kg, more than 16 axles weigh, so that the products fit.
    @inline(__always)
    mutating func add(_ load: Lanes, limit: Lanes, granted: Lanes, isThere: Lanes) {
        let reachable = smaller(limit, all(1 << 20))
        measured = measured | (isThere & mask(load .> limit))
        let isEnforced = mask(load &* granted .>= (reachable &+ 1) &* all(1_000))
        enforced = enforced | (isThere & isEnforced)
        worst = select(larger(worst, load &- limit), worst, isThere)
    }
}

/// Judges every row of a block again by what goes beyond the limits of patterns.
///
/// - Parameters:
///   - block: A block that ``judgeColumns(_:count:hasWheelLoads:next:_:)`` has judged by the same
///     edition.
///   - count: The block's rows.
///   - edition: An edition whose thresholds are extended.
public func judgeStretches(_ block: PassageBlock, count: Int, _ edition: CompiledEdition) {
    let law = edition.thresholds
    let bridge = unsafe edition.bridgeTable
    var row = 0
    while row < count {
        unsafe judgeLanesAgain(block, row, law, bridge)
        row &+= PassageBlock.laneCount  // At most 256.
    }
}

@inline(__always)
private func judgeLanesAgain(
    _ block: PassageBlock,
    _ row: Int,
    _ law: KernelThresholds,
    _ bridge: UnsafePointer<Int32>
) {
    let axles = unsafe steelyard_widened_u8(UnsafePointer(block.axleCounts + row))
    let top = unsafe Int(block.axleCountMaxima[row / PassageBlock.laneCount])
    let granted =
        unsafe all(1_000) &- steelyard_widened_u16(UnsafePointer(block.permissibleErrors + row))
    let gross = unsafe loaded(UnsafePointer(block.grosses + row))
    var entry = unsafe loaded(
        UnsafeRawPointer(block.classes + row).assumingMemoryBound(to: Int32.self)
    )
    var reasons = unsafe loaded(
        UnsafeRawPointer(block.reasons + row).assumingMemoryBound(to: Int32.self)
    )

    var over = Over()
    addGroups(block, row, law, axles, top, granted, to: &over)
    if law.hasBridge {
        let whole = unsafe addStretches(block, row, law, axles, top, granted, bridge, to: &over)
        entry = lowered(entry, to: whole, article: law.bridgeArticle, where: all(-1))
        reasons = reasons & ~flag(.groupLimitUnknown)
    }
    if law.wheelbaseFactor > 0 {
        let wheelbase = outerDistance(block, row, axles, top)
        let isMeant = mask(entry & all(Int32(GrossClass.wheelbaseBit)) .!= .zero)
        let allowed = larger(wheelbase &* all(law.wheelbaseFactor), all(GrossClass.limitMin))
        entry = lowered(entry, to: allowed, article: law.wheelbaseArticle, where: isMeant)
    }

    let limit = entry & all(Int32(bitPattern: GrossClass.limitMask))
    var isOver = mask(gross .> limit)
    var isEnforced = mask(gross &* granted .>= (limit &+ 1) &* all(1_000))
    if law.groupsDecide {
        isOver = isOver | over.measured
        isEnforced = isEnforced | over.enforced
        reasons = reasons | (over.measured & flag(.groupOver))
    }
    let isInvalid = mask((reasons & flag(.validity)) .!= .zero)
    let verdict = (all(1) &- isOver &- isEnforced) & ~isInvalid
    let isKnown = mask(over.worst .> all(-beyondLimits / 2))
    let worst = select(over.worst, all(PassageBlock.noGroupLimit), isKnown)

    unsafe store(entry, block.classes + row)
    unsafe store(worst, block.worstGroupExcesses + row)
    unsafe store(reasons, block.reasons + row)
    unsafe steelyard_store_u8(verdict, block.verdicts + row)
}

/// The class with a lower limit and its article, where `limit` is lower and meant.
@inline(__always)
private func lowered(
    _ entry: Lanes,
    to limit: Lanes,
    article: UInt32,
    where isMeant: Lanes
) -> Lanes {
    let mask20 = all(Int32(bitPattern: GrossClass.limitMask))
    let isLower = isMeant & mask(limit .< (entry & mask20))
    let flags = entry & all(Int32(bitPattern: GrossClass.flagMask))
    return select(flags | limit | all(Int32(bitPattern: article)), entry, isLower)
}

/// Loads and inner spacings of the groups, against limits of their own: the walk of `judgeLanes`.
@inline(__always)
private func addGroups(
    _ block: PassageBlock,
    _ row: Int,
    _ law: KernelThresholds,
    _ axles: Lanes,
    _ top: Int,
    _ granted: Lanes,
    to over: inout Over
) {
    let stride = PassageBlock.axleStride
    let first = unsafe steelyard_widened_u16(UnsafePointer(block.spacings + row))
    let second = unsafe steelyard_widened_u16(UnsafePointer(block.spacings + row + stride))
    let isPair =
        mask(axles .>= all(law.pairAxleCountMin)) & mask(first .< all(law.pairFirstBelow))
        & mask(second .>= all(law.pairSecondAtLeast))
    let endless = all(1 << 16)
    var breaksFrom = select(endless, all(law.joinedBelow), isPair)
    var inPair = isPair
    var groupLoad = Lanes.zero
    var inner = Lanes.zero
    var single = all(law.steerSingle)
    var nextSingle = all(law.driveSingle)
    var isDrive = Lanes.zero
    var isNextDrive = all(-1)
    var before = Lanes.zero

    for axle in 0..<top {
        let isThere = mask(all(Int32(axle)) .< axles)
        let hasNext = mask(all(Int32(axle &+ 1)) .< axles)
        let cell = row &+ axle &* stride  // Below 16 × 512.
        let load = unsafe steelyard_widened_u16(UnsafePointer(block.loads + cell)) & isThere
        let gap = unsafe steelyard_widened_u16(UnsafePointer(block.spacings + cell))
        let closes = isThere & mask(select(gap, endless, hasNext) .>= breaksFrom)
        let stays = hasNext & mask(gap .< breaksFrom)
        breaksFrom = all(law.joinedBelow)
        groupLoad = groupLoad &+ load

        let pair = select(
            banded(inner, law.driveTandem, law.driveTandemFrom),
            banded(inner, law.tandem, law.tandemFrom),
            isDrive
        )
        let two = select(all(law.steerPair), pair, inPair)
        let small = select(two, single, mask(before .> .zero))
        let three = banded(inner, law.tridem, law.tridemFrom)
        let limited = select(three, small, mask(before .> all(1)))
        let limit = select(all(beyondLimits), limited, mask(before .> all(2)))
        over.add(groupLoad, limit: limit, granted: granted, isThere: closes)

        single = select(nextSingle, single, closes)
        nextSingle = select(all(law.otherSingle), nextSingle, closes)
        isDrive = select(isNextDrive, isDrive, closes)
        isNextDrive = isNextDrive & ~closes
        inPair = inPair & stays
        before = (before &+ all(1)) & stays
        groupLoad = groupLoad & stays
        inner = larger(inner, gap) & stays
    }
}

/// The limit of the band in which a spacing lies.
@inline(__always)
private func banded(
    _ spacing: Lanes,
    _ limits: (Int32, Int32, Int32),
    _ from: (Int32, Int32)
) -> Lanes {
    let low = select(all(limits.1), all(limits.0), mask(spacing .>= all(from.0)))
    return select(low, all(limits.2), mask(spacing .< all(from.1)))
}

/// Every stretch of two or more neighbouring axles against its bridge limit; the stretch of all axles
/// is left to the gross mass, whose limit is returned.
@inline(__always)
private func addStretches(
    _ block: PassageBlock,
    _ row: Int,
    _ law: KernelThresholds,
    _ axles: Lanes,
    _ top: Int,
    _ granted: Lanes,
    _ bridge: UnsafePointer<Int32>,
    to over: inout Over
) -> Lanes {
    let stride = PassageBlock.axleStride
    var whole = all(Int32(bitPattern: GrossClass.limitMask))
    for first in 0..<top {
        var load = unsafe steelyard_widened_u16(
            UnsafePointer(block.loads + row + first * stride)
        )
        var length = Lanes.zero
        for last in first &+ 1..<max(top, first &+ 1) {
            let isThere = mask(all(Int32(last)) .< axles)
            let cell = row &+ last &* stride  // Below 16 × 512.
            let gap = unsafe steelyard_widened_u16(UnsafePointer(block.spacings + cell - stride))
            length = length &+ (gap & isThere)
            load =
                load
                &+ (unsafe steelyard_widened_u16(UnsafePointer(block.loads + cell)) & isThere)
            let feet = smaller(wholeFeet(length), all(Int32(CompiledEdition.bridgeStride - 1)))
            let count = last &- first &+ 1
            let index = feet &+ all(Int32(count &* CompiledEdition.bridgeStride))
            var limit = unsafe steelyard_gathered(
                UnsafeRawPointer(bridge).assumingMemoryBound(to: UInt32.self),
                index
            )
            if count == 4 {
                let areTwo = areTwoPairs(block, row, law, first: first)
                let isLong = mask(feet .>= all(law.bridgePairsFrom))
                limit = select(
                    larger(limit, all(law.bridgePairsLimit)),
                    limit,
                    areTwo & isLong
                )
            }
            let isWhole = first == 0 ? mask(axles .== all(Int32(last &+ 1))) : Lanes.zero
            whole = select(limit, whole, isWhole)
            over.add(load, limit: limit, granted: granted, isThere: isThere & ~isWhole)
        }
    }
    return whole
}

/// Whether four axles are two groups of two by their three spacings.
@inline(__always)
private func areTwoPairs(
    _ block: PassageBlock,
    _ row: Int,
    _ law: KernelThresholds,
    first: Int
) -> Lanes {
    let stride = PassageBlock.axleStride
    let start = unsafe UnsafePointer(block.spacings + row + first * stride)
    let a = unsafe steelyard_widened_u16(start)
    let b = unsafe steelyard_widened_u16(start + stride)
    let c = unsafe steelyard_widened_u16(start + 2 * stride)
    let joined = all(law.joinedBelow)
    return mask(a .< joined) & mask(b .>= joined) & mask(c .< joined)
}

/// ⌊(mm × 10 + 1,524) ÷ 3,048⌋, the nearest whole foot, for up to 15 × 65,535 mm: a product that is
/// off by less than one, then set right by what is left over.
@inline(__always)
private func wholeFeet(_ millimetres: Lanes) -> Lanes {
    let wanted = millimetres &* all(10) &+ all(1_524)
    let near = ((millimetres &>> all(2)) &* all(860)) &>> all(16)
    let rest = wanted &- near &* all(3_048)
    return near &- mask(rest .>= all(3_048)) &+ mask(rest .< .zero)
}

/// From the first axle to the last, mm.
@inline(__always)
private func outerDistance(
    _ block: PassageBlock,
    _ row: Int,
    _ axles: Lanes,
    _ top: Int
) -> Lanes {
    var length = Lanes.zero
    for axle in 0..<top {
        let hasNext = mask(all(Int32(axle &+ 1)) .< axles)
        let cell = row &+ axle &* PassageBlock.axleStride  // Below 16 × 512.
        length =
            length
            &+ (unsafe steelyard_widened_u16(UnsafePointer(block.spacings + cell)) & hasNext)
    }
    return length
}
