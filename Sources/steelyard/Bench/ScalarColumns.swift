// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Rulebook
import Weighing

/// Judges every row of a block one vehicle after the other: the loop that a Swift programmer writes
/// first over the same columns.
///
/// Only `steelyard bench classify` uses it, as the peer "scalar Swift"; the reference that proves
/// verdicts is `ScalarReference`.
func judgeVehiclesInTurn(_ block: PassageBlock, _ edition: CompiledEdition) {
    let law = edition.thresholds
    let stride = PassageBlock.axleStride
    for row in 0..<block.count {
        let axles = unsafe Int(block.axleCounts[row])
        var gross: Int32 = 0
        var wear: Int32 = 0
        var worst = PassageBlock.noGroupLimit
        var code: Int32 = 0
        var group = 0
        var load: Int32 = 0
        var size = 0
        var inner: Int32 = 0
        var reasons = unsafe Reasons(rawValue: block.reasons[row])
        let isPair =
            unsafe Int32(axles) >= law.pairAxleCountMin
            && Int32(block.spacings[row]) < law.pairFirstBelow
            && Int32(block.spacings[stride + row]) >= law.pairSecondAtLeast
        for axle in 0..<axles {
            let x = unsafe Int32(block.loads[axle * stride + row])
            gross += x
            wear += Int32(
                KernelThresholds.wear(Double(min(x, law.wearCap)), scale: law.wearScale)
            )
            if x < law.axleMin { reasons.insert(.axleLight) }
            if x > law.axleMax { reasons.insert(.axleHeavy) }
            load += x
            size += 1
            if axle < axles - 1 {
                let s = unsafe Int32(block.spacings[axle * stride + row])
                if s < law.spacingMin { reasons.insert(.spacingShort) }
                if s > law.spacingMax { reasons.insert(.spacingLong) }
                if s < law.joinedBelow || (axle == 0 && isPair) {
                    inner = max(inner, s)
                    continue
                }
            }
            if size > 3 {
                reasons.insert(.groupLimitUnknown)
            } else {
                worst = max(worst, load - groupLimit(law, group, size, inner, isPair))
            }
            code |= 1 << Int32(axle)
            group += 1
            load = 0
            size = 0
            inner = 0
        }
        let type = unsafe Int(block.vehicleTypes[row])
        let grossClass = unsafe GrossClass(rawValue: edition.classTable[type << 16 + Int(code)])
        let limit = grossClass.limit
        let granted = unsafe Int32(1_000 - block.permissibleErrors[row])
        let speed = unsafe block.speeds[row]
        if speed < law.speedMin || speed > law.speedMax { reasons.insert(.speed) }
        if gross > law.grossMax { reasons.insert(.grossHeavy) }
        if grossClass.isPatternUnknown { reasons.insert(.patternUnknown) }
        if grossClass.isWithoutLimit { reasons.insert(.noRigidLimit) }
        if unsafe block.hasWheelLoads && block.wheelFlags[row] != 0 {
            reasons.formUnion(wheelReasons(block, row, axles, law))
        }
        unsafe block.grosses[row] = gross
        unsafe block.classes[row] = grossClass.rawValue
        unsafe block.worstGroupExcesses[row] = worst
        unsafe block.esals[row] = wear
        unsafe block.reasons[row] = reasons.rawValue
        unsafe block.patterns[row] = UInt16(truncatingIfNeeded: code)
        let verdict: Verdict =
            !reasons.isDisjoint(with: .validity)
            ? .invalid
            : gross <= limit
                ? .within : gross * granted < (limit + 1) * 1_000 ? .marginal : .overload
        unsafe block.verdicts[row] = verdict.rawValue
    }
}

private func groupLimit(
    _ law: KernelThresholds,
    _ group: Int,
    _ size: Int,
    _ inner: Int32,
    _ isPair: Bool
) -> Int32 {
    switch size {
    case 1: group == 0 ? law.steerSingle : group == 1 ? law.driveSingle : law.otherSingle
    case 2 where isPair && group == 0: law.steerPair
    case 2:
        inner >= law.tandemFrom.1
            ? law.tandem.2 : inner >= law.tandemFrom.0 ? law.tandem.1 : law.tandem.0
    default:
        inner >= law.tridemFrom.1
            ? law.tridem.2 : inner >= law.tridemFrom.0 ? law.tridem.1 : law.tridem.0
    }
}

private func wheelReasons(
    _ block: PassageBlock,
    _ row: Int,
    _ axles: Int,
    _ law: KernelThresholds
) -> Reasons {
    var left: Int32 = 0
    var right: Int32 = 0
    var isMirrored = Int32(axles) >= law.mirroredAxleCountMin
    for axle in 0..<axles {
        let l = unsafe Int32(block.lefts[axle * PassageBlock.axleStride + row])
        let r = unsafe Int32(block.rights[axle * PassageBlock.axleStride + row])
        left += l
        right += r
        if abs(l - r) > law.mirroredTolerance { isMirrored = false }
    }
    var reasons: Reasons = isMirrored ? .mirroredWheels : []
    if abs(left - right) * 1_000 > (left + right) * law.imbalanceMaxPermille {
        reasons.insert(.imbalance)
    }
    return reasons
}
