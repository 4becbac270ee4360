// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The judging kernel: 16 vehicles at a time, one vehicle a SIMD lane. This one source is built three
// times (KernelBaseline, KernelAVX2 and KernelAVX512 link to it) with different instruction sets; the
// `Classifier` chooses one at run time and holds it against the scalar reference in tests.
//
//   lane            0      1      2     …    15          one register: 16 × Int32
//   load of axle i  6,900  7,100  5,200 …    7,000       loads[i × 512 + row … + 15]
//
// It walks the axles front to rear and keeps, per lane, the group it is in: its load so far, its size,
// its largest inner spacing and which group of the vehicle it is. Where a group ends its excess is taken. Control flow is the
// same for all lanes; what differs between vehicles is a mask (all ones or zeros per lane).
//
// The law is here, in Swift; single vector instructions that Swift has no operation for come from the
// header CLanes (docs/decisions/0009-lanes-in-c.md). There is no division and no rounding but that of
// the wear: everything else is whole numbers in 32 bits.

private import CLanes
public import Rulebook
public import Weighing

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

/// Numbers of the limits that a group may fall under: 0, 1, 2 a single axle as first, second or
/// later group; a group of more axles has 4 for each further axle, and its spacing band is added.
private enum LimitNumber {
    static let steerPair: UInt16 = 3
    static let perAxle: UInt16 = 4
    static let large: UInt16 = 12

    /// The limits by number; a group of four axles and more has none.
    @inline(__always)
    static func limits(_ law: KernelThresholds) -> Lanes {
        Lanes(
            law.steerSingle,
            law.driveSingle,
            law.otherSingle,
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
            0
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
    let isPair: Halves

    var gross = Lanes.zero
    var worst = all(PassageBlock.noGroupLimit)
    var wear: Wear
    var code = Halves.zero
    var lightest = Halves(repeating: .max)
    var heaviest = Halves.zero
    var shortest = Halves(repeating: .max)
    var longest = Halves.zero
    /// The largest size of a group, in ``LimitNumber/perAxle``.
    var largest = Halves.zero
    /// The load of the group that the axle is in.
    private var group = Lanes.zero
    private var size = Halves.zero
    /// How many groups ended before, at most 2.
    private var groups = Halves.zero
    /// Whether the axle before ended its group, whether it is in one with the axle before it.
    private var ended = Halves(repeating: .max)
    private var joins = Halves.zero
    private var gap = Halves.zero

    @inline(__always)
    init(_ block: PassageBlock, _ row: Int, _ law: KernelThresholds, _ bounds: Bounds) {
        self.bounds = bounds
        unsafe loads = block.loads + row
        unsafe spacings = block.spacings + row
        wear = Wear(law)
        axles = unsafe steelyard_halves_u8(UnsafePointer(block.axleCounts + row))
        let first = unsafe loadedHalves(spacings)
        let second = unsafe loadedHalves(spacings + PassageBlock.axleStride)
        isPair =
            above(axles, bounds.belowPairCount)
            & above(bounds.pairFirst, first)
            & above(second, bounds.belowPairSecond)
    }

    @inline(__always)
    mutating func step(_ axle: Int) {
        let cell = axle &* PassageBlock.axleStride  // Below 16 × 512.
        // Every vehicle has two axles.
        let isThere =
            axle < 2
            ? Halves(repeating: .max) : above(axles, every(UInt16(truncatingIfNeeded: axle)))
        let hasNext =
            axle < 1
            ? Halves(repeating: .max) : above(axles, every(UInt16(truncatingIfNeeded: axle &+ 1)))
        let x = unsafe loadedHalves(loads + cell) & isThere
        let gapBefore = gap
        let gapAfter = unsafe loadedHalves(spacings + cell) | ~hasNext
        heaviest = larger(heaviest, x)
        lightest = smaller(lightest, x | ~isThere)
        shortest = smaller(shortest, gapAfter)
        longest = larger(longest, gapAfter & hasNext)

        // The axle ends its group, or the next one joins it; neither where there is no axle.
        var ends = isThere & above(gapAfter, bounds.belowJoined)
        if axle == 0 { ends = ends & ~isPair }
        code = code | (ends & every(1 &<< UInt16(truncatingIfNeeded: axle)))
        let load = steelyard_widened(x)
        gross = gross &+ load
        wear.add(load)

        let joinedBefore = joins
        joins = isThere & ~ended
        group = load &+ (group & steelyard_widened_mask(joins))
        size = steelyard_half_sum(size, every(LimitNumber.perAxle)) & joins
        largest = larger(largest, size)
        var number = select(groups, smaller(size, every(LimitNumber.large)), ended)
        let isTridem = joins & joinedBefore
        let inner = select(larger(gapBefore, gapBeforeThat), gapBefore, isTridem)
        let from = (
            select(bounds.belowTridem.0, bounds.belowTandem.0, isTridem),
            select(bounds.belowTridem.1, bounds.belowTandem.1, isTridem)
        )
        // A mask set is −1.
        number = steelyard_half_less(number, joins & above(inner, from.0))
        number = steelyard_half_less(number, joins & above(inner, from.1))
        if axle == 1 { number = select(every(LimitNumber.steerPair), number, isPair) }
        let limit = steelyard_one_of_16(bounds.limits, number)
        worst = select(larger(worst, group &- limit), worst, steelyard_widened_mask(ends))
        groups = smaller(steelyard_half_less(groups, ends), every(2))
        ended = ends
        gapBeforeThat = gapBefore
        gap = gapAfter
    }

    private var gapBeforeThat = Halves.zero
}

/// Judges every row of a block by one edition.
///
/// - Parameters:
///   - block: A filled block whose rows have their permissible error and given reasons; receives the
///     verdict columns of all its rows.
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
    var row = 0
    // Whole groups of 16: the columns are 256 long, so lanes beyond `count` are inside them; what is
    // computed for them is never read.
    while row < count {
        prefetch(next, row, hasWheelLoads)
        unsafe judgeLanes(block, row, law, bounds, table, hasWheelLoads)
        row &+= PassageBlock.laneCount  // At most 256.
    }
}

/// Asks for the lines of 16 rows, while the 16 rows before them by a block are judged.
@inline(__always)
private func prefetch(_ block: PassageBlock, _ row: Int, _ hasWheelLoads: Bool) {
    unsafe steelyard_prefetch(block.speeds + row)
    unsafe steelyard_prefetch(block.reasons + row)
    unsafe steelyard_prefetch(block.grosses + row)
    unsafe steelyard_prefetch(block.classes + row)
    unsafe steelyard_prefetch(block.worstGroupExcesses + row)
    unsafe steelyard_prefetch(block.esals + row)
    // A line holds 32 numbers of 16 bits: the axles of one half go with each 16 rows.
    let axle = row & 16 == 0 ? 0 : 3
    let line = row & ~31
    let cell = axle &* PassageBlock.axleStride &+ line  // Below 16 × 512.
    unsafe prefetchThreeAxles(block.loads + cell)
    unsafe prefetchThreeAxles(block.spacings + cell)
    unsafe steelyard_prefetch(block.permissibleErrors + line)
    unsafe steelyard_prefetch(block.patterns + line)
    unsafe steelyard_prefetch(block.axleCounts + row)
    unsafe steelyard_prefetch(block.vehicleTypes + row)
    unsafe steelyard_prefetch(block.verdicts + row)
    guard hasWheelLoads else { return }
    unsafe steelyard_prefetch(block.wheelFlags + row)
    unsafe prefetchThreeAxles(block.lefts + cell)
    unsafe prefetchThreeAxles(block.rights + cell)
}

@inline(__always)
private func prefetchThreeAxles(_ first: UnsafeMutablePointer<UInt16>) {
    unsafe steelyard_prefetch(first)
    unsafe steelyard_prefetch(first + PassageBlock.axleStride)
    unsafe steelyard_prefetch(first + 2 &* PassageBlock.axleStride)
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
    // Written out for the axles that almost all vehicles have: what is special of the first ones is
    // then no question at run time.
    walk.step(0)
    walk.step(1)
    if top > 2 { walk.step(2) }
    if top > 3 { walk.step(3) }
    if top > 4 { walk.step(4) }
    if top > 5 { walk.step(5) }
    if top > 6 { for axle in 6..<top { walk.step(axle) } }

    let axles = steelyard_widened(walk.axles)
    let gross = walk.gross
    let worst = select(
        walk.worst,
        all(PassageBlock.noGroupLimit),
        above(walk.worst, all(-beyondLimits / 2))
    )
    var wear = walk.wear.total
    if steelyard_half_any(above(walk.heaviest, bounds.wearCap)) {
        wear = cappedWear(walk, law, top)
    }

    let code = steelyard_widened(walk.code)
    let types = unsafe steelyard_widened_u8(UnsafePointer(block.vehicleTypes + row))
    let entry: Lanes
    if top <= axlesInRegisters, !steelyard_any(types) {
        entry = unsafe steelyard_one_of_64(table, code)
    } else {
        entry = unsafe steelyard_gathered(table, code | (types &<< 16))
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
    let flags =
        (above(bounds.axleMin, walk.lightest) & half(.axleLight))
        | (above(walk.heaviest, bounds.axleMax) & half(.axleHeavy))
        | (above(bounds.spacingMin, walk.shortest) & half(.spacingShort))
        | (above(walk.longest, bounds.spacingMax) & half(.spacingLong))
        | (above(walk.largest, every(LimitNumber.large - 1)) & half(.groupLimitUnknown))
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
        let load = unsafe loadedHalves(walk.loads + cell) & isThere
        wear.add(steelyard_widened(smaller(load, walk.bounds.wearCap)))
    }
    return wear.total
}

@inline(__always)
private func half(_ reason: Reasons) -> Halves {
    Halves(repeating: UInt16(truncatingIfNeeded: reason.rawValue))
}

/// Flags from the wheels: sides too unlike, and sides that are each other's copy.
@inline(__always)
private func wheelReasons(
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
