// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The judging kernel: 16 vehicles at a time, one vehicle a SIMD lane. This one source is built three
// times (KernelBaseline, KernelAVX2 and KernelAVX512 link to it) with different instruction sets; the
// `Classifier` chooses one at run time and holds it against the scalar reference in tests.
//
//   lane            0      1      2     …    15          one register: 16 × Int32
//   load of axle i  6,900  7,100  5,200 …    7,000       loads[i × 256 + row … + 15]
//
// It walks the axles front to rear and keeps, per lane, the group it is in: its load so far, its size,
// its largest inner spacing and its index. Where a group ends its excess is taken. Control flow is the
// same for all lanes; what differs between vehicles is a mask (all ones or zeros per lane).
//
// Two quotients are estimated in Float and put right by their remainder, which is exact in 32 bits:
// the estimate is off by one at most, since numerators stay below 2³⁰ and quotients below 2²².

public import Rulebook
public import Weighing

private typealias Lanes = SIMD16<Int32>

/// All ones where the comparison holds.
@inline(__always)
private func mask(_ condition: SIMDMask<Lanes>) -> Lanes {
    // Sound: a mask of Int32 lanes has the layout of its lanes.
    unsafe unsafeBitCast(condition, to: Lanes.self)
}

/// `a` where the mask is set, else `b`.
@inline(__always)
private func select(_ a: Lanes, _ b: Lanes, _ mask: Lanes) -> Lanes { b ^ ((a ^ b) & mask) }

@inline(__always)
private func larger(_ a: Lanes, _ b: Lanes) -> Lanes { select(a, b, mask(a .> b)) }

@inline(__always)
private func all(_ value: Int32) -> Lanes { Lanes(repeating: value) }

/// 16 neighbouring values, widened; written lane by lane because that becomes one instruction.
@inline(__always)
private func widened(_ p: UnsafePointer<UInt16>) -> Lanes {
    unsafe Lanes(
        Int32(p[0]),
        Int32(p[1]),
        Int32(p[2]),
        Int32(p[3]),
        Int32(p[4]),
        Int32(p[5]),
        Int32(p[6]),
        Int32(p[7]),
        Int32(p[8]),
        Int32(p[9]),
        Int32(p[10]),
        Int32(p[11]),
        Int32(p[12]),
        Int32(p[13]),
        Int32(p[14]),
        Int32(p[15])
    )
}

@inline(__always)
private func widened(_ p: UnsafePointer<UInt8>) -> Lanes {
    unsafe Lanes(
        Int32(p[0]),
        Int32(p[1]),
        Int32(p[2]),
        Int32(p[3]),
        Int32(p[4]),
        Int32(p[5]),
        Int32(p[6]),
        Int32(p[7]),
        Int32(p[8]),
        Int32(p[9]),
        Int32(p[10]),
        Int32(p[11]),
        Int32(p[12]),
        Int32(p[13]),
        Int32(p[14]),
        Int32(p[15])
    )
}

@inline(__always)
private func loaded(_ p: UnsafePointer<Int32>) -> Lanes {
    unsafe UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func store(_ lanes: Lanes, _ p: UnsafeMutablePointer<Int32>) {
    unsafe UnsafeMutableRawPointer(p).storeBytes(of: lanes, as: Lanes.self)
}

/// The low bytes of 16 lanes; written lane by lane, like `widened`.
@inline(__always)
private func store(_ x: Lanes, _ p: UnsafeMutablePointer<UInt8>) {
    let narrow = SIMD16<UInt8>(
        UInt8(truncatingIfNeeded: x[0]),
        UInt8(truncatingIfNeeded: x[1]),
        UInt8(truncatingIfNeeded: x[2]),
        UInt8(truncatingIfNeeded: x[3]),
        UInt8(truncatingIfNeeded: x[4]),
        UInt8(truncatingIfNeeded: x[5]),
        UInt8(truncatingIfNeeded: x[6]),
        UInt8(truncatingIfNeeded: x[7]),
        UInt8(truncatingIfNeeded: x[8]),
        UInt8(truncatingIfNeeded: x[9]),
        UInt8(truncatingIfNeeded: x[10]),
        UInt8(truncatingIfNeeded: x[11]),
        UInt8(truncatingIfNeeded: x[12]),
        UInt8(truncatingIfNeeded: x[13]),
        UInt8(truncatingIfNeeded: x[14]),
        UInt8(truncatingIfNeeded: x[15])
    )
    unsafe UnsafeMutableRawPointer(p).storeBytes(of: narrow, as: SIMD16<UInt8>.self)
}

/// The low 16 bits of 16 lanes; written lane by lane, like `widened`.
@inline(__always)
private func store(_ x: Lanes, _ p: UnsafeMutablePointer<UInt16>) {
    let narrow = SIMD16<UInt16>(
        UInt16(truncatingIfNeeded: x[0]),
        UInt16(truncatingIfNeeded: x[1]),
        UInt16(truncatingIfNeeded: x[2]),
        UInt16(truncatingIfNeeded: x[3]),
        UInt16(truncatingIfNeeded: x[4]),
        UInt16(truncatingIfNeeded: x[5]),
        UInt16(truncatingIfNeeded: x[6]),
        UInt16(truncatingIfNeeded: x[7]),
        UInt16(truncatingIfNeeded: x[8]),
        UInt16(truncatingIfNeeded: x[9]),
        UInt16(truncatingIfNeeded: x[10]),
        UInt16(truncatingIfNeeded: x[11]),
        UInt16(truncatingIfNeeded: x[12]),
        UInt16(truncatingIfNeeded: x[13]),
        UInt16(truncatingIfNeeded: x[14]),
        UInt16(truncatingIfNeeded: x[15])
    )
    unsafe UnsafeMutableRawPointer(p).storeBytes(of: narrow, as: SIMD16<UInt16>.self)
}

/// Whole numbers 0 ..< 2²³ as Float: the bits of 2²³ + x, less 2²³.
@inline(__always)
private func float(_ x: Lanes) -> SIMD16<Float> {
    let bits = x | all(0x4B00_0000)
    return unsafe unsafeBitCast(bits, to: SIMD16<Float>.self) - 8_388_608
}

/// The nearest whole number of a Float 0 ..< 2²², the reverse of `float`.
@inline(__always)
private func nearest(_ x: SIMD16<Float>) -> Lanes {
    let bits = unsafe unsafeBitCast(x + 8_388_608, to: Lanes.self)
    return bits & all(0x7F_FFFF)
}

/// ⌊numerator ÷ divisor⌋ from an estimate that is off by one at most.
@inline(__always)
private func quotient(_ estimate: Lanes, _ numerator: Lanes, _ divisor: Lanes) -> Lanes {
    let rest = numerator &- estimate &* divisor
    let tooLarge = mask(rest .< all(0))
    let tooSmall = mask(rest .>= divisor)
    return estimate &+ tooLarge &- tooSmall
}

/// Eight neighbouring axle loads as Double: the bits of 2⁵² + x, less 2⁵².
@inline(__always)
private func double(_ p: UnsafePointer<UInt16>) -> SIMD8<Double> {
    let x = unsafe SIMD8<UInt64>(
        UInt64(p[0]),
        UInt64(p[1]),
        UInt64(p[2]),
        UInt64(p[3]),
        UInt64(p[4]),
        UInt64(p[5]),
        UInt64(p[6]),
        UInt64(p[7])
    )
    let bits = x | SIMD8<UInt64>(repeating: 0x4330_0000_0000_0000)
    return unsafe unsafeBitCast(bits, to: SIMD8<Double>.self) - 4_503_599_627_370_496
}

/// Wear of eight axles in thousandths, as whole numbers in the low 32 bits.
///
/// ⌊x⌋ is the nearest whole number of x − ½, but for an x that is whole: 2⁻³⁰ lifts it over. That this
/// is exact for every load up to the cap is tried when the edition is compiled. Adding 1.5 × 2⁵² rounds
/// to a whole number, since there the distance of neighbouring Doubles is 1.
@inline(__always)
private func wear(_ load: SIMD8<Double>, _ scale: SIMD8<Double>) -> SIMD8<UInt64> {
    let square = load * load
    let thousandths = (square * scale) * square
    let rounded = (thousandths + (0x1p-30 - 0.5)) + 6_755_399_441_055_744
    return unsafe unsafeBitCast(rounded, to: SIMD8<UInt64>.self)
}

/// Judges every row of a block by one edition.
///
/// - Parameters:
///   - block: A filled block whose rows have their permissible error and given reasons; receives the
///     verdict columns of all its rows.
///   - edition: The edition in force at every instant of the block.
public func judgeColumns(_ block: PassageBlock, _ edition: CompiledEdition) {
    let law = edition.thresholds
    let table = unsafe edition.classTable
    let count = block.count
    let hasWheelLoads = block.hasWheelLoads
    var row = 0
    // Whole groups of 16: the columns are 256 long, so lanes beyond `count` are inside them; what is
    // computed for them is never read.
    while row < count {
        unsafe judgeLanes(block, row, law, table, hasWheelLoads)
        row += PassageBlock.laneCount
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
    let stride = PassageBlock.rowCapacity
    let axles = unsafe widened(UnsafePointer(block.axleCounts + row))
    let top = unsafe Int(block.axleCountMaxima[row / PassageBlock.laneCount])
    let loads = unsafe UnsafePointer(block.loads + row)
    let spacings = unsafe UnsafePointer(block.spacings + row)

    let first = unsafe widened(spacings)
    let second = unsafe widened(spacings + stride)
    let steerPair =
        mask(axles .>= all(law.pairAxleCountMin)) & mask(first .< all(law.pairFirstBelow))
        & mask(second .>= all(law.pairSecondAtLeast))

    var gross = Lanes.zero
    var light = Lanes.zero
    var heavy = Lanes.zero
    var short = Lanes.zero
    var long = Lanes.zero
    var unlimited = Lanes.zero
    var worst = all(PassageBlock.noGroupLimit)
    var code = Lanes.zero
    var groupIndex = Lanes.zero
    var groupLoad = Lanes.zero
    var groupSize = Lanes.zero
    var inner = Lanes.zero
    // Joined at axle 1 whatever the first spacing, when the first two are a steer pair.
    var joins = steerPair

    for axle in 0..<top {
        let number = all(Int32(axle))
        let isThere = mask(number .< axles)
        let hasNext = mask((number &+ 1) .< axles)
        let load = unsafe widened(loads + axle * stride) & isThere
        let spacing = unsafe widened(spacings + axle * stride) & hasNext
        gross = gross &+ load
        light = light | (isThere & mask(load .< all(law.axleMin)))
        heavy = heavy | mask(load .> all(law.axleMax))
        short = short | (hasNext & mask(spacing .< all(law.spacingMin)))
        long = long | mask(spacing .> all(law.spacingMax))

        let breaks = hasNext & mask(spacing .>= all(law.joinedBelow)) & ~joins
        let closes = breaks | (isThere & ~hasNext)
        joins = .zero
        groupLoad = groupLoad &+ load
        groupSize = groupSize &+ 1

        let isFirst = mask(groupIndex .== .zero)
        let single = select(
            all(law.steerSingle),
            select(all(law.driveSingle), all(law.otherSingle), mask(groupIndex .== all(1))),
            isFirst
        )
        let tandem = select(
            all(law.steerPair),
            select(
                all(law.tandem.2),
                select(all(law.tandem.1), all(law.tandem.0), mask(inner .>= all(law.tandemFrom.0))),
                mask(inner .>= all(law.tandemFrom.1))
            ),
            steerPair & isFirst
        )
        let tridem = select(
            all(law.tridem.2),
            select(all(law.tridem.1), all(law.tridem.0), mask(inner .>= all(law.tridemFrom.0))),
            mask(inner .>= all(law.tridemFrom.1))
        )
        let limit = select(
            single,
            select(tandem, tridem, mask(groupSize .== all(2))),
            mask(groupSize .== all(1))
        )
        let isLarge = mask(groupSize .> all(3))
        unlimited = unlimited | (closes & isLarge)
        let excess = select(
            groupLoad &- limit,
            all(PassageBlock.noGroupLimit),
            closes & ~isLarge
        )
        worst = larger(worst, excess)

        code = code | (closes & all(1 << Int32(axle)))
        groupIndex = groupIndex &- closes
        groupLoad = groupLoad & ~closes
        groupSize = groupSize & ~closes
        inner = larger(inner, spacing) & ~closes
    }

    let types = unsafe widened(UnsafePointer(block.vehicleTypes + row))
    let entry = unsafe entries(table, code | (types &<< 16))
    let limit = entry & all(Int32(CompiledEdition.limitMask))
    let excess = gross &- limit
    let isOver = mask(excess .> .zero)
    let over = excess & isOver
    let permille = quotient(
        nearest(float(over) * 1_000 / float(limit)),
        over &* 1_000,
        limit
    )

    let granted = unsafe all(1_000) &- widened(UnsafePointer(block.permissibleErrors + row))
    let kept = quotient(
        nearest(float(gross) * float(granted) * 0.001),
        gross &* granted,
        all(1_000)
    )

    let speed = unsafe loaded(UnsafePointer(block.speeds + row))
    let isOutOfSpeed = mask(speed .< all(law.speedMin)) | mask(speed .> all(law.speedMax))
    var reasons = unsafe loaded(
        UnsafeRawPointer(block.reasons + row).assumingMemoryBound(to: Int32.self)
    )
    reasons = reasons | (isOutOfSpeed & flag(.speed)) | (light & flag(.axleLight))
    reasons = reasons | (heavy & flag(.axleHeavy))
    reasons = reasons | (mask(gross .> all(law.grossMax)) & flag(.grossHeavy))
    reasons = reasons | (short & flag(.spacingShort)) | (long & flag(.spacingLong))
    reasons = reasons | (unlimited & flag(.groupLimitUnknown))
    // Bits 21 and 22 of an entry are the reasons of bits 11 and 12.
    let classReasons = flag(.patternUnknown) | flag(.noRigidLimit)
    reasons = reasons | ((entry &>> 10) & classReasons)
    if hasWheelLoads {
        reasons = reasons | wheelReasons(block, row, law, axles, top)
    }

    let isInvalid = mask((reasons & flag(.validity)) .!= .zero)
    let isEnforced = mask(kept .> limit)
    // Lawful 1, over 2, over after the deduction 3, unusable 0: a mask set is −1.
    let verdict = (all(1) &- isOver &- isEnforced) & ~isInvalid

    unsafe store(gross, block.grosses + row)
    unsafe store(limit, block.grossLimits + row)
    unsafe store(permille, block.excessPermilles + row)
    unsafe store(worst, block.worstGroupExcesses + row)
    unsafe store(gross &- kept, block.deductions + row)
    unsafe store(
        reasons,
        UnsafeMutableRawPointer(block.reasons + row).assumingMemoryBound(to: Int32.self)
    )
    unsafe store(code, block.patterns + row)
    unsafe store(verdict, block.verdicts + row)
    unsafe store(entry &>> all(Int32(CompiledEdition.articleShift)), block.articles + row)
    unsafe store((entry &>> all(20)) & all(1), block.combinations + row)
    wearLanes(block, row, law, top)
}

@inline(__always)
private func flag(_ reasons: Reasons) -> Lanes { all(Int32(bitPattern: reasons.rawValue)) }

/// One look-up a lane in the class table.
@inline(__always)
private func entries(_ t: UnsafePointer<UInt32>, _ i: Lanes) -> Lanes {
    unsafe Lanes(
        Int32(bitPattern: t[Int(i[0])]),
        Int32(bitPattern: t[Int(i[1])]),
        Int32(bitPattern: t[Int(i[2])]),
        Int32(bitPattern: t[Int(i[3])]),
        Int32(bitPattern: t[Int(i[4])]),
        Int32(bitPattern: t[Int(i[5])]),
        Int32(bitPattern: t[Int(i[6])]),
        Int32(bitPattern: t[Int(i[7])]),
        Int32(bitPattern: t[Int(i[8])]),
        Int32(bitPattern: t[Int(i[9])]),
        Int32(bitPattern: t[Int(i[10])]),
        Int32(bitPattern: t[Int(i[11])]),
        Int32(bitPattern: t[Int(i[12])]),
        Int32(bitPattern: t[Int(i[13])]),
        Int32(bitPattern: t[Int(i[14])]),
        Int32(bitPattern: t[Int(i[15])])
    )
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
    let stride = PassageBlock.rowCapacity
    let hasWheels = unsafe mask(
        widened(UnsafePointer(block.wheelFlags + row)) .!= .zero
    )
    var left = Lanes.zero
    var right = Lanes.zero
    var differs = Lanes.zero
    for axle in 0..<top {
        let isThere = mask(all(Int32(axle)) .< axles) & hasWheels
        let l = unsafe widened(UnsafePointer(block.lefts + row + axle * stride)) & isThere
        let r = unsafe widened(UnsafePointer(block.rights + row + axle * stride)) & isThere
        left = left &+ l
        right = right &+ r
        let d = l &- r
        differs = differs | mask(larger(d, Lanes.zero &- d) .> all(law.mirroredTolerance))
    }
    let d = left &- right
    // At most 2 × 1,048,560 × 1,000, which fits 32 bits.
    let isUnlike = mask(
        larger(d, Lanes.zero &- d) &* 1_000 .> (left &+ right) &* all(law.imbalanceMaxPermille)
    )
    let isMirrored = hasWheels & ~differs & mask(axles .>= all(law.mirroredAxleCountMin))
    return (isUnlike & flag(.imbalance)) | (isMirrored & flag(.mirroredWheels))
}

/// Equivalent standard axles of 16 vehicles, eight at a time in Double.
@inline(__always)
private func wearLanes(_ block: PassageBlock, _ row: Int, _ law: KernelThresholds, _ top: Int) {
    let scale = SIMD8<Double>(repeating: law.wearScale)
    let cap = SIMD8<Double>(repeating: Double(law.wearCap))
    for half in 0..<2 {
        let start = row + half * 8
        let counts = unsafe UnsafePointer(block.axleCounts + start)
        let axles = unsafe SIMD8<UInt64>(
            UInt64(counts[0]),
            UInt64(counts[1]),
            UInt64(counts[2]),
            UInt64(counts[3]),
            UInt64(counts[4]),
            UInt64(counts[5]),
            UInt64(counts[6]),
            UInt64(counts[7])
        )
        var sum = SIMD8<UInt64>.zero
        for axle in 0..<top {
            let load = unsafe double(
                UnsafePointer(block.loads + start + axle * PassageBlock.rowCapacity)
            )
            let isThere = unsafe unsafeBitCast(
                SIMD8<UInt64>(repeating: UInt64(axle)) .< axles,
                to: SIMD8<UInt64>.self
            )
            let isOver = unsafe unsafeBitCast(load .> cap, to: SIMD8<UInt64>.self)
            let loadBits = unsafe unsafeBitCast(load, to: SIMD8<UInt64>.self)
            let capBits = unsafe unsafeBitCast(cap, to: SIMD8<UInt64>.self)
            let capped = loadBits ^ ((loadBits ^ capBits) & isOver)
            let counted = unsafe unsafeBitCast(capped, to: SIMD8<Double>.self)
            sum = sum &+ (wear(counted, scale) & isThere & SIMD8(repeating: 0xFFFF_FFFF))
        }
        let total = SIMD8<Int32>(
            Int32(truncatingIfNeeded: sum[0]),
            Int32(truncatingIfNeeded: sum[1]),
            Int32(truncatingIfNeeded: sum[2]),
            Int32(truncatingIfNeeded: sum[3]),
            Int32(truncatingIfNeeded: sum[4]),
            Int32(truncatingIfNeeded: sum[5]),
            Int32(truncatingIfNeeded: sum[6]),
            Int32(truncatingIfNeeded: sum[7])
        )
        unsafe UnsafeMutableRawPointer(block.esals + start).storeBytes(
            of: total,
            as: SIMD8<Int32>.self
        )
    }
}
