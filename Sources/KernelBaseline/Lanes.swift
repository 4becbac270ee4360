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
