// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Sixteen whole numbers of 32 bits as one value, and what the kernel does with them. All of it is
// inlined: a function shared by the three builds would carry one build's instructions into another.

import CLanes
import Weighing

typealias Lanes = SIMD16<Int32>

/// All ones where the comparison holds.
@inline(__always)
func mask(_ condition: SIMDMask<Lanes>) -> Lanes {
    // Sound: a mask of Int32 lanes has the layout of its lanes.
    unsafe unsafeBitCast(condition, to: Lanes.self)
}

/// `a` where the mask is set, else `b`.
@inline(__always)
func select(_ a: Lanes, _ b: Lanes, _ mask: Lanes) -> Lanes {
    steelyard_select(a, b, mask)
}

// The standard library writes these four lane by lane, which the optimiser cannot always undo.

@inline(__always)
func & (a: Lanes, b: Lanes) -> Lanes { steelyard_and(a, b) }

@inline(__always)
func | (a: Lanes, b: Lanes) -> Lanes { steelyard_or(a, b) }

@inline(__always)
func &* (a: Lanes, b: Lanes) -> Lanes { steelyard_times(a, b) }

@inline(__always)
prefix func ~ (a: Lanes) -> Lanes { steelyard_not(a) }

@inline(__always)
func larger(_ a: Lanes, _ b: Lanes) -> Lanes { steelyard_larger(a, b) }

@inline(__always)
func smaller(_ a: Lanes, _ b: Lanes) -> Lanes { steelyard_smaller(a, b) }

@inline(__always)
func all(_ value: Int32) -> Lanes { Lanes(repeating: value) }

@inline(__always)
func loaded(_ p: UnsafePointer<Int32>) -> Lanes {
    unsafe UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func store(_ lanes: Lanes, _ p: UnsafeMutablePointer<Int32>) {
    unsafe UnsafeMutableRawPointer(p).storeBytes(of: lanes, as: Lanes.self)
}

@inline(__always)
func store(_ lanes: Lanes, _ p: UnsafeMutablePointer<UInt32>) {
    unsafe UnsafeMutableRawPointer(p).storeBytes(of: lanes, as: Lanes.self)
}

/// What stands in for the limit of a group that has none, kg: more than any group weighs, by far.
let beyondLimits: Int32 = 1 << 29

@inline(__always)
func flag(_ reasons: Reasons) -> Lanes { all(Int32(bitPattern: reasons.rawValue)) }

/// All ones where `a` > `b`.
@inline(__always)
func above(_ a: Lanes, _ b: Lanes) -> Lanes { steelyard_above(a, b) }

/// Sixteen whole numbers of 16 bits: half the width, half the work.
typealias Halves = SIMD16<UInt16>

@inline(__always)
func larger(_ a: Halves, _ b: Halves) -> Halves { steelyard_half_larger(a, b) }

@inline(__always)
func smaller(_ a: Halves, _ b: Halves) -> Halves { steelyard_half_smaller(a, b) }

/// A yes or no for each of the 16 lanes.
struct Mask {
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
func & (a: Mask, b: Mask) -> Mask { Mask(steelyard_mask_and(a.bits, b.bits)) }

@inline(__always)
prefix func ~ (a: Mask) -> Mask { Mask(steelyard_mask_not(a.bits)) }

/// Where `a` > `b`.
@inline(__always)
func above(_ a: Halves, _ b: Halves) -> Mask { Mask(steelyard_half_above(a, b)) }

/// `a` where the mask says yes, else `b`.
@inline(__always)
func select(_ a: Halves, _ b: Halves, _ mask: Mask) -> Halves {
    steelyard_half_select(a, b, mask.bits)
}

/// `a` where the mask says yes, else `b`.
@inline(__always)
func select(_ a: Lanes, _ b: Lanes, _ mask: Mask) -> Lanes {
    steelyard_select_by(a, b, mask.bits)
}

/// `x` where the mask says yes, else 0.
@inline(__always)
func kept(_ x: Halves, _ mask: Mask) -> Halves { steelyard_half_kept(x, mask.bits) }

/// `x` where the mask says yes, else the largest number.
@inline(__always)
func keptOrMost(_ x: Halves, _ mask: Mask) -> Halves { steelyard_half_kept_or_most(x, mask.bits) }

/// The larger of each pair where the mask says yes, else `a`.
@inline(__always)
func larger(_ a: Halves, _ b: Halves, where mask: Mask) -> Halves {
    steelyard_half_larger_where(a, b, mask.bits)
}

/// The smaller of each pair where the mask says yes, else `a`.
@inline(__always)
func smaller(_ a: Halves, _ b: Halves, where mask: Mask) -> Halves {
    steelyard_half_smaller_where(a, b, mask.bits)
}

/// `x` and, where the mask says yes, `step` more; held at the largest number.
@inline(__always)
func raised(_ x: Halves, by step: Halves, where mask: Mask) -> Halves {
    steelyard_half_raised(x, step, mask.bits)
}

/// `x` and, where the mask says yes, `step` less; held at 0.
@inline(__always)
func lowered(_ x: Halves, by step: Halves, where mask: Mask) -> Halves {
    steelyard_half_lowered(x, step, mask.bits)
}

/// `x` and, where the mask says yes, `step` more.
@inline(__always)
func raised(_ x: Lanes, by step: Lanes, where mask: Mask) -> Lanes {
    steelyard_raised(x, step, mask.bits)
}

/// A number in every lane.
@inline(__always)
func every(_ value: UInt16) -> Halves { Halves(repeating: value) }

/// A number in every lane; beyond 16 bits the nearest that fits.
@inline(__always)
func halves(_ value: Int32) -> Halves { Halves(repeating: UInt16(clamping: value)) }

@inline(__always)
func loadedHalves(_ p: UnsafeMutablePointer<UInt16>) -> Halves {
    unsafe steelyard_halves(UnsafePointer(p))
}
