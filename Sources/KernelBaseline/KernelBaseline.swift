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

/// Road wear of 16 vehicles: the sum over axles of ⌊kg⁴ × scale⌋, eight lanes at a time in Double.
///
/// ⌊x⌋ is the nearest whole number of x − ½, but for an x that is whole: 2⁻³⁰ lifts it over. That this
/// is exact for every load up to the cap is tried when the edition is compiled. Adding 1.5 × 2⁵² rounds
/// to a whole number, since there the distance of neighbouring Doubles is 1, and leaves it in the low
/// 32 bits, which are what is summed.
private struct Wear {
    private var low = SIMD8<Int64>.zero
    private var high = SIMD8<Int64>.zero
    private let cap: Lanes
    private let scale: Double

    @inline(__always)
    init(_ law: KernelThresholds) {
        cap = all(law.wearCap)
        scale = law.wearScale
    }

    /// Adds an axle a lane; a load of 0 adds nothing.
    @inline(__always)
    mutating func add(_ load: Lanes) {
        let counted = smaller(load, cap)
        low = steelyard_add_fourth_power(
            low,
            steelyard_double_low(counted),
            scale,
            0x1p-30 - 0.5,
            0x1.8p52
        )
        high = steelyard_add_fourth_power(
            high,
            steelyard_double_high(counted),
            scale,
            0x1p-30 - 0.5,
            0x1.8p52
        )
    }

    /// The sums, one a lane.
    var total: Lanes {
        @inline(__always) get { steelyard_low_bits(low, high) }
    }
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
    let table = unsafe edition.classTable
    var row = 0
    // Whole groups of 16: the columns are 256 long, so lanes beyond `count` are inside them; what is
    // computed for them is never read.
    while row < count {
        prefetch(next, row, hasWheelLoads)
        unsafe judgeLanes(block, row, law, table, hasWheelLoads)
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
    for a in axle..<axle + 3 {
        unsafe steelyard_prefetch(block.loads + a * PassageBlock.axleStride + line)
        unsafe steelyard_prefetch(block.spacings + a * PassageBlock.axleStride + line)
    }
    unsafe steelyard_prefetch(block.permissibleErrors + line)
    unsafe steelyard_prefetch(block.patterns + line)
    unsafe steelyard_prefetch(block.axleCounts + row)
    unsafe steelyard_prefetch(block.vehicleTypes + row)
    unsafe steelyard_prefetch(block.verdicts + row)
    guard hasWheelLoads else { return }
    unsafe steelyard_prefetch(block.wheelFlags + row)
    for a in axle..<axle + 3 {
        unsafe steelyard_prefetch(block.lefts + a * PassageBlock.axleStride + line)
        unsafe steelyard_prefetch(block.rights + a * PassageBlock.axleStride + line)
    }
}

@inline(__always)
private func judgeLanes(
    _ block: PassageBlock,
    _ row: Int,
    _ law: KernelThresholds,
    _ table: UnsafePointer<UInt32>,
    _ hasWheelLoads: Bool
) {
    let stride = PassageBlock.axleStride
    let axles = unsafe steelyard_widened_u8(UnsafePointer(block.axleCounts + row))
    let top = unsafe Int32(block.axleCountMaxima[row / PassageBlock.laneCount])
    var loads = unsafe UnsafePointer(block.loads + row)
    var spacings = unsafe UnsafePointer(block.spacings + row)

    let first = unsafe steelyard_widened_u16(spacings)
    let second = unsafe steelyard_widened_u16(spacings + stride)
    // No spacing reaches this: it closes the last group, and holds a steer pair together.
    let endless = all(1 << 16)
    let isPair =
        mask(axles .>= all(law.pairAxleCountMin)) & mask(first .< all(law.pairFirstBelow))
        & mask(second .>= all(law.pairSecondAtLeast))

    var gross = Lanes.zero
    var lightest = endless
    var heaviest = Lanes.zero
    var shortest = endless
    var longest = Lanes.zero
    var worst = all(PassageBlock.noGroupLimit)
    var code = Lanes.zero
    var bit = all(1)
    var number = Lanes.zero
    // The group that the axle is in: its load so far, its largest inner spacing, what it may weigh if
    // it stays a single axle, and what the next group may.
    var groupLoad = Lanes.zero
    var inner = Lanes.zero
    var single = all(law.steerSingle)
    var nextSingle = all(law.driveSingle)
    var inPair = isPair
    var breaksFrom = select(endless, all(law.joinedBelow), isPair)
    // How many axles of the group stand before this one.
    var before = Lanes.zero
    var wear = Wear(law)

    for _ in 0..<top {
        let isThere = mask(number .< axles)
        number = number &+ 1
        let hasNext = mask(number .< axles)
        let load = unsafe steelyard_widened_u16(loads) & isThere
        let gap = unsafe steelyard_widened_u16(spacings)
        let spacing = select(gap, endless, hasNext)
        unsafe loads += stride
        unsafe spacings += stride

        gross = gross &+ load
        heaviest = larger(heaviest, load)
        lightest = select(smaller(lightest, load), lightest, isThere)
        longest = select(larger(longest, gap), longest, hasNext)
        shortest = smaller(shortest, spacing)
        wear.add(load)

        // The axle ends its group, or the next one joins it; neither where there is no axle.
        let closes = isThere & mask(spacing .>= breaksFrom)
        let stays = hasNext & mask(gap .< breaksFrom)
        breaksFrom = all(law.joinedBelow)
        groupLoad = groupLoad &+ load

        let tandem = select(
            select(all(law.tandem.1), all(law.tandem.0), mask(inner .>= all(law.tandemFrom.0))),
            all(law.tandem.2),
            mask(inner .< all(law.tandemFrom.1))
        )
        let tridem = select(
            select(all(law.tridem.1), all(law.tridem.0), mask(inner .>= all(law.tridemFrom.0))),
            all(law.tridem.2),
            mask(inner .< all(law.tridemFrom.1))
        )
        let pairOrTandem = select(all(law.steerPair), tandem, inPair)
        let small = select(pairOrTandem, single, mask(before .> .zero))
        let limited = select(tridem, small, mask(before .> all(1)))
        let limit = select(all(beyondLimits), limited, mask(before .> all(2)))
        worst = select(larger(worst, groupLoad &- limit), worst, closes)

        code = select(code | bit, code, closes)
        bit = bit &+ bit
        single = select(nextSingle, single, closes)
        nextSingle = select(all(law.otherSingle), nextSingle, closes)
        inPair = inPair & stays
        before = (before &+ all(1)) & stays
        groupLoad = groupLoad & stays
        inner = larger(inner, gap) & stays
    }

    worst = select(worst, all(PassageBlock.noGroupLimit), mask(worst .> all(-beyondLimits / 2)))
    // The axles of a group but its last are zeros in the code: three in a row are a group of four.
    let joined = ~code & (steelyard_bit(axles) &- all(1))
    let hasLargeGroup = mask(joined & (joined &>> all(1)) & (joined &>> all(2)) .!= .zero)

    let types = unsafe steelyard_widened_u8(UnsafePointer(block.vehicleTypes + row))
    let entry = unsafe steelyard_gathered(table, code | (types &<< 16))
    let limit = entry & all(Int32(bitPattern: GrossClass.limitMask))
    // kept = ⌊gross × granted ÷ 1,000⌋ is over the limit where gross × granted is at least
    // (limit + 1) × 1,000; neither product reaches 2³⁰ × 1.05.
    let granted =
        unsafe all(1_000) &- steelyard_widened_u16(UnsafePointer(block.permissibleErrors + row))
    let isOver = mask(gross .> limit)
    let isEnforced = mask(gross &* granted .>= (limit &+ 1) &* all(1_000))

    let speed = unsafe loaded(UnsafePointer(block.speeds + row))
    let isOutOfSpeed = mask(speed .< all(law.speedMin)) | mask(speed .> all(law.speedMax))
    var reasons = unsafe loaded(
        UnsafeRawPointer(block.reasons + row).assumingMemoryBound(to: Int32.self)
    )
    reasons = reasons | (isOutOfSpeed & flag(.speed))
    reasons = reasons | (mask(lightest .< all(law.axleMin)) & flag(.axleLight))
    reasons = reasons | (mask(heaviest .> all(law.axleMax)) & flag(.axleHeavy))
    reasons = reasons | (mask(gross .> all(law.grossMax)) & flag(.grossHeavy))
    reasons = reasons | (mask(shortest .< all(law.spacingMin)) & flag(.spacingShort))
    reasons = reasons | (mask(longest .> all(law.spacingMax)) & flag(.spacingLong))
    reasons = reasons | (hasLargeGroup & flag(.groupLimitUnknown))
    // Bits 21 and 22 of an entry are the reasons of bits 11 and 12.
    let classReasons = flag(.patternUnknown) | flag(.noRigidLimit)
    reasons = reasons | ((entry &>> 10) & classReasons)
    if hasWheelLoads {
        reasons = reasons | wheelReasons(block, row, law, axles, Int(top))
    }

    let isInvalid = mask((reasons & flag(.validity)) .!= .zero)
    // Lawful 1, over 2, over after the deduction 3, unusable 0: a mask set is −1.
    let verdict = (all(1) &- isOver &- isEnforced) & ~isInvalid

    unsafe store(gross, block.grosses + row)
    unsafe store(entry, block.classes + row)
    unsafe store(worst, block.worstGroupExcesses + row)
    unsafe store(reasons, block.reasons + row)
    unsafe steelyard_store_u16(code, block.patterns + row)
    unsafe steelyard_store_u8(verdict, block.verdicts + row)
    unsafe store(wear.total, block.esals + row)
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
    let hasWheels = unsafe mask(
        steelyard_widened_u8(UnsafePointer(block.wheelFlags + row)) .!= .zero
    )
    var left = Lanes.zero
    var right = Lanes.zero
    var differs = Lanes.zero
    for axle in 0..<top {
        let isThere = mask(all(Int32(axle)) .< axles) & hasWheels
        let l =
            unsafe steelyard_widened_u16(UnsafePointer(block.lefts + row + axle * stride)) & isThere
        let r =
            unsafe steelyard_widened_u16(UnsafePointer(block.rights + row + axle * stride))
            & isThere
        left = left &+ l
        right = right &+ r
        let d = l &- r
        differs = differs | mask(larger(d, Lanes.zero &- d) .> all(law.mirroredTolerance))
    }
    let d = left &- right
    // At most 2 × 1,048,560 × 1,000, which fits 32 bits.
    let isUnlike = mask(
        larger(d, Lanes.zero &- d) &* all(1_000) .> (left &+ right) &* all(law.imbalanceMaxPermille)
    )
    let isMirrored = hasWheels & ~differs & mask(axles .>= all(law.mirroredAxleCountMin))
    return (isUnlike & flag(.imbalance)) | (isMirrored & flag(.mirroredWheels))
}
