// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The judging kernel: 16 vehicles at a time, one vehicle a SIMD lane. This one source is built
// three times (KernelBaseline, KernelAVX2 and KernelAVX512 link to it) with different instruction
// sets; the `Classifier` chooses one at run time, and tests hold each against the scalar reference.
//
//   lane            0      1      2     …    15          one register: 16 × UInt16
//   load of axle i  6,900  7,100  5,200 …    7,000       loads[i × 512 + row … + 15]
//
// It walks the axles front to rear and keeps, per lane, the group it is in: its load so far, its
// size, its largest inner spacing and which group of the vehicle it is. Where a group ends, its
// excess is taken. Control flow is the same for all lanes; what differs between vehicles is a mask.
//
// The law is here, in Swift; single vector instructions that Swift has no operation for come from
// the header CLanes (docs/decisions/0009-lanes-in-c.md). There is no division and no rounding but
// that of the wear: everything else is whole numbers, in 16 bits where they fit (half the width,
// half the work), else in 32.

private import CLanes
public import Rulebook
public import Weighing

// Private, though it is of the same kind as what stands in Lanes.swift: a type that other files see gets
// functions to copy it, and nothing may be called in the kernel.

/// A yes or no for each of the 16 lanes.
private struct Mask {
    var bits: steelyard_mask

    @inline(__always)
    init(_ bits: steelyard_mask) { self.bits = bits }

    /// Yes in every lane.
    static var yes: Mask {
        @inline(__always) get { Mask(steelyard_mask_all()) }
    }

    /// Yes in no lane.
    static var no: Mask {
        @inline(__always) get { ~yes }
    }

    /// Whether any lane says yes.
    var hasAny: Bool {
        @inline(__always) get { steelyard_mask_any(bits) }
    }
}

@inline(__always)
private func & (a: Mask, b: Mask) -> Mask { Mask(steelyard_mask_and(a.bits, b.bits)) }

@inline(__always)
private prefix func ~ (a: Mask) -> Mask { Mask(steelyard_mask_not(a.bits)) }

/// Where `a` > `b`.
@inline(__always)
private func above(_ a: Halves, _ b: Halves) -> Mask { Mask(steelyard_half_above(a, b)) }

/// `a` where the mask says yes, else `b`.
@inline(__always)
private func select(_ a: Halves, _ b: Halves, _ mask: Mask) -> Halves {
    steelyard_half_select(a, b, mask.bits)
}

/// `a` where the mask says yes, else `b`.
@inline(__always)
private func select(_ a: Lanes, _ b: Lanes, _ mask: Mask) -> Lanes {
    steelyard_select_by(a, b, mask.bits)
}

/// The sum of each pair, held at the largest number.
@inline(__always)
private func heldSum(_ a: Halves, _ b: Halves) -> Halves { steelyard_half_held_sum(a, b) }

/// `x` where the mask says yes, else 0.
@inline(__always)
private func kept(_ x: Halves, _ mask: Mask) -> Halves { steelyard_half_kept(x, mask.bits) }

/// `x` where the mask says yes, else the largest number.
@inline(__always)
private func keptOrMost(_ x: Halves, _ mask: Mask) -> Halves {
    steelyard_half_kept_or_most(x, mask.bits)
}

/// The larger of each pair where the mask says yes, else `a`.
@inline(__always)
private func larger(_ a: Halves, _ b: Halves, where mask: Mask) -> Halves {
    steelyard_half_larger_where(a, b, mask.bits)
}

/// The smaller of each pair where the mask says yes, else `a`.
@inline(__always)
private func smaller(_ a: Halves, _ b: Halves, where mask: Mask) -> Halves {
    steelyard_half_smaller_where(a, b, mask.bits)
}

/// `x` and, where the mask says yes, `step` more; held at the largest number.
@inline(__always)
private func raised(_ x: Halves, by step: Halves, where mask: Mask) -> Halves {
    steelyard_half_raised(x, step, mask.bits)
}

/// `x` and, where the mask says yes, `step` less; held at 0.
@inline(__always)
private func lowered(_ x: Halves, by step: Halves, where mask: Mask) -> Halves {
    steelyard_half_lowered(x, step, mask.bits)
}

/// `x` and, where the mask says yes, `step` more.
@inline(__always)
private func raised(_ x: Lanes, by step: Lanes, where mask: Mask) -> Lanes {
    steelyard_raised(x, step, mask.bits)
}

/// Road wear of 16 vehicles: the sum over axles of ⌊kg⁴ × scale⌋, as ⌊(kg² × root)²⌋ in Double.
///
/// That this is exact for every load up to the cap is tried when the edition is compiled.
private struct Wear {
    private var low = SIMD8<Double>(repeating: 0x1.8p52)
    private var high = SIMD8<Double>(repeating: 0x1.8p52)
    private let root: Double

    @inline(__always)
    init(_ law: KernelThresholds) { root = law.wearRoot }

    /// Adds an axle a lane; a load of 0 adds nothing.
    @inline(__always)
    mutating func add(_ load: Lanes) {
        let square = load &* load
        low = steelyard_add_wear_low(low, square, root, KernelThresholds.wearLift)
        high = steelyard_add_wear_high(high, square, root, KernelThresholds.wearLift)
    }

    /// The sums, one a lane.
    var total: Lanes {
        @inline(__always) get { steelyard_wear_total(low, high) }
    }
}

/// Numbers of the limits that a group may fall under, of which the lowest four bits count.
///
/// 2, 1, 0 is a single axle as first, second or later group. A group of 2, 3, 4 axles has 4, 8, 12
/// in these bits, and its spacing band is added. Both counts are held at their end by arithmetic
/// itself: that of the groups goes down to 0, that of the axles up to 2¹⁶ − 1, which is 15.
private enum LimitNumber {
    static let firstSingle: UInt16 = 2
    static let steerPair: UInt16 = 3
    static let perAxle: UInt16 = 0x5554
    static let large: UInt16 = 3 * perAxle

    /// The limits by number; a group of four axles and more has none.
    @inline(__always)
    static func limits(_ law: KernelThresholds) -> Lanes {
        Lanes(
            law.otherSingle,
            law.driveSingle,
            law.steerSingle,
            law.steerPair,
            law.tandem.0,
            law.tandem.1,
            law.tandem.2,
            0,
            law.tridem.0,
            law.tridem.1,
            law.tridem.2,
            0,
            beyondLimits,
            beyondLimits,
            beyondLimits,
            beyondLimits
        )
    }
}

/// Bounds of the law in 16 bits, each as the last value that is not beyond; made once a block.
private struct Bounds {
    let belowJoined: Halves
    let belowPairCount: Halves
    let pairFirst: Halves
    let belowPairSecond: Halves
    let belowTandem: (Halves, Halves)
    let belowTridem: (Halves, Halves)
    let axleMin: Halves
    let axleMax: Halves
    let spacingMin: Halves
    let spacingMax: Halves
    let wearCap: Halves
    // Numbers that are no bounds; see `steelyard_half_unknown`.
    let zero: Halves
    let one: Halves
    let perAxle: Halves
    let steerSingle: Int32
    let limits: Lanes

    @inline(__always)
    init(_ law: KernelThresholds) {
        // Where no axle follows, the gap is wider than any bound.
        belowJoined = halves(min(law.joinedBelow, Int32(UInt16.max)) &- 1)
        belowPairCount = halves(law.pairAxleCountMin &- 1)
        pairFirst = halves(law.pairFirstBelow)
        belowPairSecond = halves(law.pairSecondAtLeast &- 1)
        belowTandem = (halves(law.tandemFrom.0 &- 1), halves(law.tandemFrom.1 &- 1))
        belowTridem = (halves(law.tridemFrom.0 &- 1), halves(law.tridemFrom.1 &- 1))
        axleMin = halves(law.axleMin)
        axleMax = halves(law.axleMax)
        spacingMin = halves(law.spacingMin)
        spacingMax = halves(law.spacingMax)
        wearCap = halves(law.wearCap)
        zero = steelyard_half_unknown(.zero)
        one = steelyard_half_unknown(every(1))
        perAxle = steelyard_half_unknown(every(LimitNumber.perAxle))
        steerSingle = law.steerSingle
        limits = LimitNumber.limits(law)
    }
}

/// The walk over the axles of 16 vehicles, front to rear.
@safe
private struct Walk {
    let bounds: Bounds
    let loads: UnsafeMutablePointer<UInt16>
    let spacings: UnsafeMutablePointer<UInt16>
    let axles: Halves

    var gross = Lanes.zero
    var worst = all(PassageBlock.noGroupLimit)
    var wear: Wear
    var code = Halves.zero
    var lightest = Halves(repeating: .max)
    var heaviest = Halves.zero
    var shortest = Halves(repeating: .max)
    var longest = Halves.zero
    /// The largest size of a group, counted as ``size``.
    var largest = Halves.zero

    /// The load of the group that the axle is in.
    private var group = Lanes.zero
    /// ``LimitNumber/perAxle`` for each of the group's axles so far but its first.
    private var size = Halves.zero
    /// The largest spacing inside the group; 0 at its first axle.
    private var inner = Halves.zero
    /// The number of the limit, should the axle be a group of its own.
    private var single = every(LimitNumber.firstSingle)
    /// Whether another axle follows, and the distance to it; where none does, the largest number.
    private var hasNext = Mask.yes
    private var gap = Halves.zero
    /// Whether the axle ends its group.
    private var ends = Mask.yes
    /// Whether the axle is in one group with the axle before it.
    private var joins = Mask.no

    @inline(__always)
    init(_ block: PassageBlock, _ row: Int, _ law: KernelThresholds, _ bounds: Bounds) {
        self.bounds = bounds
        unsafe loads = block.loads + row
        unsafe spacings = block.spacings + row
        wear = Wear(law)
        axles = unsafe steelyard_halves_u8(UnsafePointer(block.axleCounts + row))
    }

    /// The first two axles, which every vehicle has; among them may be the steer pair.
    @inline(__always)
    mutating func stepFirstTwo() {
        let first = unsafe loadedHalves(loads)
        let second = unsafe loadedHalves(loads + PassageBlock.axleStride)
        let between = unsafe loadedHalves(spacings)
        let behind = unsafe loadedHalves(spacings + PassageBlock.axleStride)
        heaviest = larger(first, second)
        lightest = smaller(first, second)
        hasNext = above(axles, every(2))
        gap = keptOrMost(behind, hasNext)
        shortest = smaller(between, gap)
        longest = larger(between, gap, where: hasNext)

        let isPair =
            above(axles, bounds.belowPairCount)
            & above(bounds.pairFirst, between)
            & above(behind, bounds.belowPairSecond)
        let isApart = above(between, bounds.belowJoined) & ~isPair
        joins = ~isApart
        ends = above(gap, bounds.belowJoined)
        code = raised(
            raised(bounds.zero, by: bounds.one, where: isApart),
            by: every(2),
            where: ends
        )
        let steer = steelyard_widened(first)
        let load = steelyard_widened(second)
        gross = steer &+ load
        wear.add(steer)
        wear.add(load)

        worst = select(steer &- all(bounds.steerSingle), worst, isApart)
        single = lowered(single, by: bounds.one, where: isApart)
        group = raised(load, by: steer, where: joins)
        size = kept(bounds.perAxle, joins)
        inner = kept(between, joins)
        var number = select(size, single, joins)
        number = raised(number, by: bounds.one, where: joins & above(between, bounds.belowTandem.0))
        number = raised(number, by: bounds.one, where: joins & above(between, bounds.belowTandem.1))
        endGroups(select(every(LimitNumber.steerPair), number, isPair))
    }

    /// An axle from the third on.
    ///
    /// - Parameters:
    ///   - axle: Its index.
    ///   - isLast: Whether it is known that none of the 16 vehicles has another one.
    @inline(__always)
    mutating func step(_ axle: Int, isLast: Bool = false) {
        let cell = axle &* PassageBlock.axleStride  // Below 16 × 512.
        let isThere = hasNext
        hasNext = isLast ? .no : above(axles, every(UInt16(truncatingIfNeeded: axle &+ 1)))
        let x = kept(unsafe loadedHalves(loads + cell), isThere)
        heaviest = larger(heaviest, x)
        lightest = smaller(lightest, x, where: isThere)
        let before = gap
        gap = keptOrMost(unsafe loadedHalves(spacings + cell), hasNext)
        shortest = smaller(shortest, gap)
        longest = larger(longest, gap, where: hasNext)

        // The axle ends its group, or the next one joins it; neither where there is no axle.
        let follows = joins
        joins = isThere & ~ends
        ends = isLast ? isThere : isThere & above(gap, bounds.belowJoined)
        code = raised(code, by: every(1 &<< UInt16(truncatingIfNeeded: axle)), where: ends)
        let load = steelyard_widened(x)
        gross = gross &+ load
        wear.add(load)

        group = raised(load, by: group, where: joins)
        size = kept(heldSum(size, bounds.perAxle), joins)
        largest = larger(largest, size)
        inner = kept(larger(inner, before), joins)
        // From the group's third axle on; whether this one joins is asked below.
        let from = (
            select(bounds.belowTridem.0, bounds.belowTandem.0, follows),
            select(bounds.belowTridem.1, bounds.belowTandem.1, follows)
        )
        var number = select(size, single, joins)
        number = raised(number, by: bounds.one, where: joins & above(inner, from.0))
        number = raised(number, by: bounds.one, where: joins & above(inner, from.1))
        endGroups(number)
    }

    /// Takes the excess over the limit of a number where the axle ends its group.
    @inline(__always)
    private mutating func endGroups(_ number: Halves) {
        let limit = steelyard_one_of_16(bounds.limits, number)
        worst = select(larger(worst, group &- limit), worst, ends)
        single = lowered(single, by: bounds.one, where: ends)
    }
}

/// Judges every row of a block by one edition.
///
/// - Parameters:
///   - block: A filled block whose rows have their permissible error and given reasons; receives
///     the verdict columns of all its rows.
///   - count: The block's rows.
///   - hasWheelLoads: Whether any of them has wheel loads.
///   - next: The block whose lines are asked for meanwhile; may be the same.
///   - edition: The edition in force at every instant of the block.
public func judgeColumns(
    _ block: PassageBlock,
    count: Int,
    hasWheelLoads: Bool,
    next: PassageBlock,
    _ edition: CompiledEdition
) {
    let law = edition.thresholds
    let bounds = Bounds(law)
    let table = unsafe edition.classTable
    // The next block's object: what its columns are found by.
    let object = unsafe UnsafeRawPointer(Unmanaged.passUnretained(next).toOpaque())
    unsafe prefetchLines(object, 6)
    var row = 0
    // Whole groups of 16: the columns are 256 long, so lanes beyond `count` are inside them; what
    // is computed for them is never read.
    while row < count {
        // Not with the first rows: where the next block's memory lies stands in its object, whose
        // lines have only just been asked for.
        if row > 0 { prefetch(next, row / PassageBlock.laneCount &- 1, hasWheelLoads) }
        unsafe judgeLanes(block, row, law, bounds, table, hasWheelLoads)
        row &+= PassageBlock.laneCount  // At most 256.
    }
}

/// Most axles of a pattern that is looked up without leaving the registers.
private let axlesInRegisters = 6

@inline(__always)
private func judgeLanes(
    _ block: PassageBlock,
    _ row: Int,
    _ law: KernelThresholds,
    _ bounds: Bounds,
    _ table: UnsafePointer<UInt32>,
    _ hasWheelLoads: Bool
) {
    let top = unsafe Int(block.axleCountMaxima[row / PassageBlock.laneCount])
    var walk = Walk(block, row, law, bounds)
    // Written out where the longest vehicle has six axles, as among almost every 16 of a road: then
    // nothing is a question at run time, and no axle can follow the sixth.
    walk.stepFirstTwo()
    if top == 6 {
        walk.step(2)
        walk.step(3)
        walk.step(4)
        walk.step(5, isLast: true)
    } else {
        for axle in 2..<max(top, 2) { walk.step(axle) }
    }

    let axles = steelyard_widened(walk.axles)
    let gross = walk.gross
    let worst = select(
        walk.worst,
        all(PassageBlock.noGroupLimit),
        above(walk.worst, all(-beyondLimits / 2))
    )
    var wear = walk.wear.total
    if above(walk.heaviest, bounds.wearCap).hasAny {
        wear = cappedWear(walk, law, top)
    }

    let code = steelyard_widened(walk.code)
    let types = unsafe UnsafePointer(block.vehicleTypes + row)
    let entry: Lanes
    if unsafe top <= axlesInRegisters && !steelyard_any_u8(types) {
        entry = unsafe steelyard_one_of_64(table, code)
    } else {
        entry = unsafe steelyard_gathered(table, code | (steelyard_widened_u8(types) &<< 16))
    }
    let limit = entry & all(Int32(bitPattern: GrossClass.limitMask))
    // kept = ⌊gross × granted ÷ 1,000⌋ is over the limit where gross × granted is at least
    // (limit + 1) × 1,000; neither product reaches 2³⁰ × 1.05.
    let granted =
        unsafe all(1_000) &- steelyard_widened_u16(UnsafePointer(block.permissibleErrors + row))
    let isOver = above(gross, limit)
    let isEnforced = above(gross &* granted, limit &* all(1_000) &+ all(999))

    let speed = unsafe loaded(UnsafePointer(block.speeds + row))
    let isOutOfSpeed = above(all(law.speedMin), speed) | above(speed, all(law.speedMax))
    var reasons = unsafe loaded(
        UnsafeRawPointer(block.reasons + row).assumingMemoryBound(to: Int32.self)
    )
    var flags = raised(bounds.zero, by: .axleLight, where: above(bounds.axleMin, walk.lightest))
    flags = raised(flags, by: .axleHeavy, where: above(walk.heaviest, bounds.axleMax))
    flags = raised(flags, by: .spacingShort, where: above(bounds.spacingMin, walk.shortest))
    flags = raised(flags, by: .spacingLong, where: above(walk.longest, bounds.spacingMax))
    flags = raised(
        flags,
        by: .groupLimitUnknown,
        where: above(walk.largest, every(LimitNumber.large - 1))
    )
    reasons = reasons | steelyard_widened(flags)
    reasons = reasons | (isOutOfSpeed & flag(.speed))
    reasons = reasons | (above(gross, all(law.grossMax)) & flag(.grossHeavy))
    // Bits 21 and 22 of an entry are the reasons of bits 11 and 12.
    let classReasons = flag(.patternUnknown) | flag(.noRigidLimit)
    reasons = reasons | ((entry &>> 10) & classReasons)
    if hasWheelLoads {
        reasons = reasons | wheelReasons(block, row, law, axles, top)
    }

    let isInvalid = above(reasons & flag(.validity), .zero)
    // Lawful 1, over 2, over after the deduction 3, unusable 0: a mask set is −1.
    let verdict = (all(1) &- isOver &- isEnforced) & ~isInvalid

    unsafe store(gross, block.grosses + row)
    unsafe store(entry, block.classes + row)
    unsafe store(worst, block.worstGroupExcesses + row)
    unsafe store(reasons, block.reasons + row)
    unsafe steelyard_store_halves(walk.code, block.patterns + row)
    unsafe steelyard_store_u8(verdict, block.verdicts + row)
    unsafe store(wear, block.esals + row)
}

/// The wear once more, where an axle is heavier than the cap.
@inline(__always)
private func cappedWear(_ walk: Walk, _ law: KernelThresholds, _ top: Int) -> Lanes {
    var wear = Wear(law)
    for axle in 0..<top {
        let isThere = above(walk.axles, every(UInt16(truncatingIfNeeded: axle)))
        let cell = axle &* PassageBlock.axleStride  // Below 16 × 512.
        let load = kept(unsafe loadedHalves(walk.loads + cell), isThere)
        wear.add(steelyard_widened(smaller(load, walk.bounds.wearCap)))
    }
    return wear.total
}

/// Adds a flag of the low 16 bits that is not there yet.
@inline(__always)
private func raised(_ flags: Halves, by reason: Reasons, where mask: Mask) -> Halves {
    raised(flags, by: every(UInt16(truncatingIfNeeded: reason.rawValue)), where: mask)
}
