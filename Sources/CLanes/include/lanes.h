// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// CLanes gives the judging kernel the vector instructions that Swift's SIMD types have no operation
// for: widening loads, narrowing stores, conversion, minimum and maximum, masks, gathering from a
// table.
// Every function becomes one instruction or a few, in the instruction set of the target that
// imports it; there is nothing to link. Swift sees the vectors as SIMD16<Int32>, SIMD8<Double> and
// so on.
//
// Why not in Swift: written lane by lane, the same operations leave 16 scalars that the optimiser
// tears the whole computation apart for (docs/decisions/0009-lanes-in-c.md has the figures).

#ifndef STEELYARD_LANES_H
#define STEELYARD_LANES_H

#include <stdint.h>

typedef int32_t steelyard_int32x16 __attribute__((vector_size(64)));
typedef int32_t steelyard_int32x8 __attribute__((vector_size(32)));
typedef int64_t steelyard_int64x8 __attribute__((vector_size(64)));
typedef uint16_t steelyard_half16 __attribute__((vector_size(32)));
typedef int16_t steelyard_signed_half16 __attribute__((vector_size(32)));
typedef double steelyard_double8 __attribute__((vector_size(64)));
typedef uint8_t steelyard_uint8x16 __attribute__((vector_size(16), aligned(1)));
typedef uint16_t steelyard_uint16x16 __attribute__((vector_size(32), aligned(1)));
typedef int32_t steelyard_int32x16_u __attribute__((vector_size(64), aligned(1)));
typedef _Bool steelyard_bool16 __attribute__((ext_vector_type(16)));

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

/// All ones where a > b.
STEELYARD_LANES steelyard_int32x16 steelyard_above(steelyard_int32x16 a, steelyard_int32x16 b) {
    return a > b;
}

/// The low 32 bits of each product.
STEELYARD_LANES steelyard_int32x16 steelyard_times(steelyard_int32x16 a, steelyard_int32x16 b) {
    return a * b;
}

/// The larger of each pair of lanes.
STEELYARD_LANES steelyard_int32x16 steelyard_larger(steelyard_int32x16 a, steelyard_int32x16 b) {
    return __builtin_elementwise_max(a, b);
}

/// The smaller of each pair of lanes.
STEELYARD_LANES steelyard_int32x16 steelyard_smaller(steelyard_int32x16 a, steelyard_int32x16 b) {
    return __builtin_elementwise_min(a, b);
}

/// Eight sums of wear on top of 1.5 × 2⁵², each with the whole part of (square × root)² added; the
/// squares are lanes 0, 1, 4, 5, 8, 9, 12, 13 of 16 for `part` 0 and the others for 1.
///
/// Under the exponent of 2⁵² a whole number below 2³² is the Double 2⁵² + number, so there is
/// nothing to convert. A sum has 1 as its last place: what is added to it is rounded to a whole
/// number, down where the instruction set can choose the direction, else to the nearest of `lift`
/// less.
STEELYARD_LANES steelyard_double8 steelyard_add_wear(
    steelyard_double8 sum, steelyard_double8 raised, double root, double lift) {
#pragma clang fp contract(off)
#if defined(__FMA__)
    steelyard_double8 roots = (steelyard_double8){} + root;
    steelyard_double8 base = (steelyard_double8){} - root * 0x1p52;
    steelyard_double8 x = __builtin_elementwise_fma(raised, roots, base);
#else
    steelyard_double8 x = (raised - 0x1p52) * root;
#endif
#if defined(__AVX512F__)
    return __builtin_ia32_vfmaddpd512_mask(x, x, sum, (unsigned char)0xFF, 0x09);
#else
    return sum + (x * x + lift);
#endif
}

STEELYARD_LANES steelyard_double8 steelyard_add_wear_low(
    steelyard_double8 sum, steelyard_int32x16 square, double root, double lift) {
    const steelyard_int32x16 exponent = (steelyard_int32x16){} + 0x43300000;
    steelyard_int32x16 raised = __builtin_shufflevector(
        square, exponent, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
    return steelyard_add_wear(sum, (steelyard_double8)raised, root, lift);
}

/// See ``steelyard_add_wear_low``.
STEELYARD_LANES steelyard_double8 steelyard_add_wear_high(
    steelyard_double8 sum, steelyard_int32x16 square, double root, double lift) {
    const steelyard_int32x16 exponent = (steelyard_int32x16){} + 0x43300000;
    steelyard_int32x16 raised = __builtin_shufflevector(
        square, exponent, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
    return steelyard_add_wear(sum, (steelyard_double8)raised, root, lift);
}

/// The low 32 bits of both sums, in the order of the 16 lanes.
STEELYARD_LANES steelyard_int32x16 steelyard_wear_total(
    steelyard_double8 low, steelyard_double8 high) {
    return __builtin_shufflevector(
        (steelyard_int32x16)low, (steelyard_int32x16)high,
        0, 2, 16, 18, 4, 6, 20, 22, 8, 10, 24, 26, 12, 14, 28, 30);
}

/// 16 neighbouring 16-bit numbers.
STEELYARD_LANES steelyard_half16 steelyard_halves(const uint16_t *_Nonnull p) {
    return *(const steelyard_uint16x16 *)p;
}

/// 16 neighbouring bytes, widened to 16 bits.
STEELYARD_LANES steelyard_half16 steelyard_halves_u8(const uint8_t *_Nonnull p) {
    return __builtin_convertvector(*(const steelyard_uint8x16 *)p, steelyard_half16);
}

/// Stores 16 numbers of 16 bits.
STEELYARD_LANES void steelyard_store_halves(steelyard_half16 x, uint16_t *_Nonnull p) {
    *(steelyard_uint16x16 *)p = x;
}

/// Widened to 32 bits.
STEELYARD_LANES steelyard_int32x16 steelyard_widened(steelyard_half16 x) {
    return __builtin_convertvector(x, steelyard_int32x16);
}

/// The larger of each pair.
STEELYARD_LANES steelyard_half16 steelyard_half_larger(steelyard_half16 a, steelyard_half16 b) {
    return __builtin_elementwise_max(a, b);
}

/// The smaller of each pair.
STEELYARD_LANES steelyard_half16 steelyard_half_smaller(steelyard_half16 a, steelyard_half16 b) {
    return __builtin_elementwise_min(a, b);
}

// A yes or no for each of 16 lanes: one bit each where the instruction set has registers for that,
// so that an operation "where the mask says yes" costs no more than the operation; else 16 bits
// each, all ones or zeros.
#if defined(__AVX512BW__) && defined(__AVX512VL__)
#define STEELYARD_MASK_BITS 1
typedef uint16_t steelyard_mask;
#else
typedef steelyard_half16 steelyard_mask;
#endif

/// Yes where a > b.
STEELYARD_LANES steelyard_mask steelyard_half_above(steelyard_half16 a, steelyard_half16 b) {
#if defined(STEELYARD_MASK_BITS)
    union {
        steelyard_bool16 lanes;
        steelyard_mask bits;
    } found = {__builtin_convertvector(a > b, steelyard_bool16)};
    return found.bits;
#else
    return (steelyard_half16)(a > b);
#endif
}

/// Yes in every lane.
STEELYARD_LANES steelyard_mask steelyard_mask_all(void) { return ~(steelyard_mask){0}; }

/// Yes where both say so.
STEELYARD_LANES steelyard_mask steelyard_mask_and(steelyard_mask a, steelyard_mask b) {
    return a & b;
}

/// Yes where the mask says no.
STEELYARD_LANES steelyard_mask steelyard_mask_not(steelyard_mask a) { return ~a; }

/// Whether any lane says yes.
STEELYARD_LANES _Bool steelyard_mask_any(steelyard_mask a) {
#if defined(STEELYARD_MASK_BITS)
    return a != 0;
#else
    return __builtin_reduce_or(a) != 0;
#endif
}

/// `a` where the mask says yes, else `b`.
STEELYARD_LANES steelyard_half16 steelyard_half_select(
    steelyard_half16 a, steelyard_half16 b, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return (steelyard_half16)__builtin_ia32_selectw_256(
        mask, (steelyard_signed_half16)a, (steelyard_signed_half16)b);
#else
    return (a & mask) | (b & ~mask);
#endif
}

/// `a` where the mask says yes, else `b`.
STEELYARD_LANES steelyard_int32x16 steelyard_select_by(
    steelyard_int32x16 a, steelyard_int32x16 b, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return __builtin_ia32_selectd_512(mask, a, b);
#else
    steelyard_int32x16 wide =
        __builtin_convertvector((steelyard_signed_half16)mask, steelyard_int32x16);
    return (a & wide) | (b & ~wide);
#endif
}

/// The same numbers, but the optimiser does not know them: where it knows that a masked sum cannot
/// carry it writes it as two operations.
STEELYARD_LANES steelyard_half16 steelyard_half_unknown(steelyard_half16 x) {
#if defined(STEELYARD_MASK_BITS)
    __asm__("" : "+v"(x));
#endif
    return x;
}

/// `x` where the mask says yes, else 0.
STEELYARD_LANES steelyard_half16 steelyard_half_kept(steelyard_half16 x, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return steelyard_half_select(x, (steelyard_half16){}, mask);
#else
    return x & mask;
#endif
}

/// `x` where the mask says yes, else the largest number.
STEELYARD_LANES steelyard_half16 steelyard_half_kept_or_most(
    steelyard_half16 x, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return steelyard_half_select(x, ~(steelyard_half16){}, mask);
#else
    return x | ~mask;
#endif
}

/// The larger of each pair where the mask says yes, else `a`.
STEELYARD_LANES steelyard_half16 steelyard_half_larger_where(
    steelyard_half16 a, steelyard_half16 b, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return steelyard_half_select(__builtin_elementwise_max(a, b), a, mask);
#else
    return __builtin_elementwise_max(a, b & mask);
#endif
}

/// The smaller of each pair where the mask says yes, else `a`.
STEELYARD_LANES steelyard_half16 steelyard_half_smaller_where(
    steelyard_half16 a, steelyard_half16 b, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return steelyard_half_select(__builtin_elementwise_min(a, b), a, mask);
#else
    return __builtin_elementwise_min(a, b | ~mask);
#endif
}

/// The sum of each pair, held at the largest number.
STEELYARD_LANES steelyard_half16 steelyard_half_held_sum(steelyard_half16 a, steelyard_half16 b) {
    return __builtin_elementwise_add_sat(a, b);
}

/// `x` and, where the mask says yes, `step` more; held at the largest number.
STEELYARD_LANES steelyard_half16 steelyard_half_raised(
    steelyard_half16 x, steelyard_half16 step, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return steelyard_half_select(__builtin_elementwise_add_sat(x, step), x, mask);
#else
    return __builtin_elementwise_add_sat(x, step & mask);
#endif
}

/// `x` and, where the mask says yes, `step` less; held at 0.
STEELYARD_LANES steelyard_half16 steelyard_half_lowered(
    steelyard_half16 x, steelyard_half16 step, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return steelyard_half_select(__builtin_elementwise_sub_sat(x, step), x, mask);
#else
    return __builtin_elementwise_sub_sat(x, step & mask);
#endif
}

/// `x` and, where the mask says yes, `step` more.
STEELYARD_LANES steelyard_int32x16 steelyard_raised(
    steelyard_int32x16 x, steelyard_int32x16 step, steelyard_mask mask) {
#if defined(STEELYARD_MASK_BITS)
    return __builtin_ia32_selectd_512(mask, x + step, x);
#else
    return x + (step & __builtin_convertvector((steelyard_signed_half16)mask, steelyard_int32x16));
#endif
}

/// Whether any of 16 neighbouring bytes is not 0.
STEELYARD_LANES _Bool steelyard_any_u8(const uint8_t *_Nonnull p) {
    typedef uint64_t pair __attribute__((vector_size(16), aligned(1)));
    pair both = *(const pair *)p;
    return (both[0] | both[1]) != 0;
}

/// One of 16 numbers a lane, by the low four bits of the index.
STEELYARD_LANES steelyard_int32x16 steelyard_one_of_16(
    steelyard_int32x16 numbers, steelyard_half16 index) {
    #if defined(__AVX512F__)
    return __builtin_ia32_permvarsi512(numbers, steelyard_widened(index));
#elif defined(__AVX2__)
    steelyard_int32x16 at = steelyard_widened(index & 15);
    steelyard_int32x8 low = __builtin_shufflevector(numbers, numbers, 0, 1, 2, 3, 4, 5, 6, 7);
    steelyard_int32x8 high =
        __builtin_shufflevector(numbers, numbers, 8, 9, 10, 11, 12, 13, 14, 15);
    steelyard_int32x8 a = __builtin_shufflevector(at, at, 0, 1, 2, 3, 4, 5, 6, 7);
    steelyard_int32x8 b = __builtin_shufflevector(at, at, 8, 9, 10, 11, 12, 13, 14, 15);
    steelyard_int32x8 p = a > 7, q = b > 7;
    steelyard_int32x8 x =
        (__builtin_ia32_permvarsi256(high, a) & p) | (__builtin_ia32_permvarsi256(low, a) & ~p);
    steelyard_int32x8 z =
        (__builtin_ia32_permvarsi256(high, b) & q) | (__builtin_ia32_permvarsi256(low, b) & ~q);
    return __builtin_shufflevector(x, z, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#else
    int32_t table[16], found[16];
    uint16_t place[16];
    __builtin_memcpy(table, &numbers, sizeof table);
    __builtin_memcpy(place, &index, sizeof place);
    for (int lane = 0; lane < 16; lane++) found[lane] = table[place[lane] & 15];
    return *(steelyard_int32x16_u *)found;
#endif
}

/// One look-up a lane by an index below 64: in registers where there are enough.
STEELYARD_LANES steelyard_int32x16 steelyard_one_of_64(
    const uint32_t *_Nonnull table, steelyard_int32x16 index) {
#if defined(__AVX512F__)
    const steelyard_int32x16_u *rows = (const steelyard_int32x16_u *)table;
    steelyard_int32x16 low = __builtin_ia32_vpermi2vard512(rows[0], index, rows[1]);
    steelyard_int32x16 high = __builtin_ia32_vpermi2vard512(rows[2], index, rows[3]);
    steelyard_int32x16 mask = index > 31;
    return (high & mask) | (low & ~mask);
#else
    steelyard_int32x16 found;
    for (int lane = 0; lane < 16; lane++) found[lane] = (int32_t)table[index[lane]];
    return found;
#endif
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

/// Asks for the cache line of an address into the second-level cache (the first one is too small
/// for a block ahead); changes nothing else, whatever the address.
STEELYARD_LANES void steelyard_prefetch(const void *_Nonnull p) { __builtin_prefetch(p, 0, 2); }

#pragma clang diagnostic pop

#endif
