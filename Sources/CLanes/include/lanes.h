// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// CLanes gives the judging kernel the vector instructions that Swift's SIMD types have no operation
// for: widening loads, narrowing stores, conversion, minimum and maximum, gathering from a table.
// Every function becomes one instruction or a few, in the instruction set of the target that imports
// it; there is nothing to link. Swift sees the vectors as SIMD16<Int32>, SIMD8<Double> and so on.
//
// Why not in Swift: written lane by lane, the same operations leave 16 scalars that the optimiser
// tears the whole computation apart for (docs/decisions/0009-lanes-in-c.md has the figures).

#ifndef STEELYARD_LANES_H
#define STEELYARD_LANES_H

#include <stdint.h>

typedef int32_t steelyard_int32x16 __attribute__((vector_size(64)));
typedef int32_t steelyard_int32x8 __attribute__((vector_size(32)));
typedef int64_t steelyard_int64x8 __attribute__((vector_size(64)));
typedef double steelyard_double8 __attribute__((vector_size(64)));
typedef uint8_t steelyard_uint8x16 __attribute__((vector_size(16), aligned(1)));
typedef uint16_t steelyard_uint16x16 __attribute__((vector_size(32), aligned(1)));
typedef int32_t steelyard_int32x16_u __attribute__((vector_size(64), aligned(1)));

#define STEELYARD_LANES static inline __attribute__((always_inline, unused))

// Vectors wider than a register are passed in memory in the lesser builds; all of it is inlined.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

/// 16 neighbouring bytes, widened.
STEELYARD_LANES steelyard_int32x16 steelyard_widened_u8(const uint8_t *_Nonnull p) {
    return __builtin_convertvector(*(const steelyard_uint8x16 *)p, steelyard_int32x16);
}

/// 16 neighbouring 16-bit numbers, widened.
STEELYARD_LANES steelyard_int32x16 steelyard_widened_u16(const uint16_t *_Nonnull p) {
    return __builtin_convertvector(*(const steelyard_uint16x16 *)p, steelyard_int32x16);
}

/// Stores the low bytes of 16 lanes.
STEELYARD_LANES void steelyard_store_u8(steelyard_int32x16 x, uint8_t *_Nonnull p) {
    *(steelyard_uint8x16 *)p = __builtin_convertvector(x, steelyard_uint8x16);
}

/// Stores the low 16 bits of 16 lanes.
STEELYARD_LANES void steelyard_store_u16(steelyard_int32x16 x, uint16_t *_Nonnull p) {
    *(steelyard_uint16x16 *)p = __builtin_convertvector(x, steelyard_uint16x16);
}

/// Bits set in both.
STEELYARD_LANES steelyard_int32x16 steelyard_and(steelyard_int32x16 a, steelyard_int32x16 b) {
    return a & b;
}

/// Bits set in either.
STEELYARD_LANES steelyard_int32x16 steelyard_or(steelyard_int32x16 a, steelyard_int32x16 b) {
    return a | b;
}

/// Bits not set.
STEELYARD_LANES steelyard_int32x16 steelyard_not(steelyard_int32x16 a) { return ~a; }

/// `a` where the mask is all ones, `b` where it is zero.
STEELYARD_LANES steelyard_int32x16 steelyard_select(
    steelyard_int32x16 a, steelyard_int32x16 b, steelyard_int32x16 mask) {
    return (a & mask) | (b & ~mask);
}

/// The low 32 bits of each product.
STEELYARD_LANES steelyard_int32x16 steelyard_times(steelyard_int32x16 a, steelyard_int32x16 b) {
    return a * b;
}

/// The bit of each number 0…31.
STEELYARD_LANES steelyard_int32x16 steelyard_bit(steelyard_int32x16 number) {
    return 1 << number;
}

/// The larger of each pair of lanes.
STEELYARD_LANES steelyard_int32x16 steelyard_larger(steelyard_int32x16 a, steelyard_int32x16 b) {
    return __builtin_elementwise_max(a, b);
}

/// The smaller of each pair of lanes.
STEELYARD_LANES steelyard_int32x16 steelyard_smaller(steelyard_int32x16 a, steelyard_int32x16 b) {
    return __builtin_elementwise_min(a, b);
}

/// The first eight lanes as Double.
STEELYARD_LANES steelyard_double8 steelyard_double_low(steelyard_int32x16 x) {
    return __builtin_convertvector(
        __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7), steelyard_double8);
}

/// The last eight lanes as Double.
STEELYARD_LANES steelyard_double8 steelyard_double_high(steelyard_int32x16 x) {
    return __builtin_convertvector(
        __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15), steelyard_double8);
}

/// sum + the bits of ((x² × scale) × x² + lift) + magic, each step rounded by itself: contraction to
/// a fused multiply-add would round once and give other bits.
STEELYARD_LANES steelyard_int64x8 steelyard_add_fourth_power(
    steelyard_int64x8 sum, steelyard_double8 x, double scale, double lift, double magic) {
#pragma clang fp contract(off)
    steelyard_double8 square = x * x;
    steelyard_double8 power = square * scale * square;
    steelyard_double8 rounded = (power + lift) + magic;
    return sum + (steelyard_int64x8)rounded;
}

/// The low 32 bits of twice eight lanes, as 16.
STEELYARD_LANES steelyard_int32x16 steelyard_low_bits(steelyard_int64x8 a, steelyard_int64x8 b) {
    steelyard_int32x8 low = __builtin_convertvector(a, steelyard_int32x8);
    steelyard_int32x8 high = __builtin_convertvector(b, steelyard_int32x8);
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

/// One look-up a lane; every index must lie inside the table.
STEELYARD_LANES steelyard_int32x16 steelyard_gathered(
    const uint32_t *_Nonnull table, steelyard_int32x16 index) {
#if defined(__AVX512F__)
    steelyard_int32x16 none = {0};
    return __builtin_ia32_gathersiv16si(none, table, index, (unsigned short)0xFFFF, 4);
#else
    steelyard_int32x16 found;
    for (int lane = 0; lane < 16; lane++) found[lane] = (int32_t)table[index[lane]];
    return found;
#endif
}

/// Asks for the cache line of an address into the second-level cache (the first one is too small for a
/// block ahead); changes nothing else, whatever the address.
STEELYARD_LANES void steelyard_prefetch(const void *_Nonnull p) { __builtin_prefetch(p, 0, 2); }

#pragma clang diagnostic pop

#endif
