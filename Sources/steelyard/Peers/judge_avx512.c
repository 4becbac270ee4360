// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The judging rules in AVX-512 intrinsics, written by hand: the yardstick of `steelyard bench
// classify`. Same columns in and out as judge.c, 16 vehicles at a time. Compiled at bench time, -O3
// -march=native.
//
// What makes it fast:
//   – which axles end a group is a mask register, and what follows from it masked arithmetic;
//   – smallest and largest values, breaks, patterns and the number of the limit that a group falls
//     under stay in 16 bits: half the width, half the work; one permutation then gives the limit;
//   – the loop over axles is unrolled for each largest axle count up to 6;
//   – patterns of up to 6 axles without a type are looked up in four registers instead of memory;
//   – road wear is one fused multiply-add rounded down, onto a sum in which 1 is the last place.

#include <immintrin.h>
#include <stdint.h>

enum { STRIDE = 512, LANES = 16, MOST = 16, IN_REGISTERS = 6 };
#define INLINE static inline __attribute__((always_inline))
#define NONE INT32_MIN

typedef struct {
    const uint8_t *axles, *maxima, *types, *wheel_flags;
    const uint16_t *loads, *spacings, *lefts, *rights, *granted_error;
    const int32_t *speeds;
    int32_t *gross, *worst, *wear;
    uint32_t *classes, *reasons;
    uint16_t *pattern;
    uint8_t *verdict;
    int64_t count, has_wheels;
} columns;

typedef struct {
    int32_t joined, pair_axles, pair_first, pair_second;
    int32_t steer_single, steer_pair, drive_single, other_single;
    int32_t tandem0, tandem1, tandem2, tandem_from1, tandem_from2;
    int32_t tridem0, tridem1, tridem2, tridem_from1, tridem_from2;
    int32_t speed_min, speed_max, axle_min, axle_max, gross_max, spacing_min, spacing_max;
    int32_t imbalance, mirrored_axles, mirrored_tolerance, wear_cap;
    double wear_scale;
    const uint32_t *table;
} law;

// Numbers of limits: 0, 1, 2 single axles by their group; a group of more has 4 per further axle
// and adds its spacing band; a group of four or more has none, which is a limit far above any load.
enum { PAIR = 3, PER_AXLE = 4, LARGE = 12, UNLIMITED = 1 << 29 };

// The law in registers' width, made once a call.
typedef struct {
    __m512i limits;  // By the numbers below.
    __m512i speed_min, speed_span, gross_max, wear_cap, imbalance, low[4];
    // Bounds as the last value that is not beyond, so that "never" fits 16 bits too.
    __m256i below_joined, pair_first, below_pair_second, below_tandem[2], below_tridem[2];
    __m256i axle_min, axle_max, spacing_min, spacing_max, cap, mirrored_tolerance;
    __m128i pair_axles, mirrored_axles;
    __m512d root, root_2_52;
    const uint32_t *table;
} wide;

INLINE uint16_t bound(int32_t x) { return x < 0 ? 0 : x > UINT16_MAX ? UINT16_MAX : x; }
INLINE __m256i half(int32_t x) { return _mm256_set1_epi16((int16_t)bound(x)); }
INLINE __m128i byte(int32_t x) { return _mm_set1_epi8((char)(x > UINT8_MAX ? UINT8_MAX : x)); }

static wide widened(const law *w) {
    // kg^4 * scale = (kg^2 * root)^2. Lifted by a few units in the last place, so that no whole
    // quotient comes out just below itself; no other quotient is so near to the next whole one.
    __m512d root = _mm512_mul_pd(
        _mm512_sqrt_pd(_mm512_set1_pd(w->wear_scale)), _mm512_set1_pd(1 + 0x1p-50));
    wide v = {
        .limits = _mm512_setr_epi32(
            w->steer_single, w->drive_single, w->other_single, w->steer_pair, w->tandem0,
            w->tandem1, w->tandem2, 0, w->tridem0, w->tridem1, w->tridem2, 0, UNLIMITED, UNLIMITED,
            UNLIMITED, 0),
        .speed_min = _mm512_set1_epi32(w->speed_min),
        .speed_span = _mm512_set1_epi32(w->speed_max - w->speed_min),
        .gross_max = _mm512_set1_epi32(w->gross_max),
        .wear_cap = _mm512_set1_epi32(w->wear_cap),
        .imbalance = _mm512_set1_epi32(w->imbalance),
        .mirrored_tolerance = half(w->mirrored_tolerance),
        .below_joined = half(w->joined - 1),
        .pair_first = half(w->pair_first),
        .below_pair_second = half(w->pair_second - 1),
        .below_tandem = {half(w->tandem_from1 - 1), half(w->tandem_from2 - 1)},
        .below_tridem = {half(w->tridem_from1 - 1), half(w->tridem_from2 - 1)},
        .axle_min = half(w->axle_min),
        .axle_max = half(w->axle_max),
        .spacing_min = half(w->spacing_min),
        .spacing_max = half(w->spacing_max),
        .cap = half(w->wear_cap),
        .pair_axles = byte(w->pair_axles),
        .mirrored_axles = byte(w->mirrored_axles),
        .root = root,
        .root_2_52 = _mm512_mul_pd(root, _mm512_set1_pd(0x1p52)),
        .table = w->table,
    };
    for (int i = 0; i < 4; i++) v.low[i] = _mm512_loadu_si512(w->table + 16 * i);
    return v;
}

// Two sums of eight on top of 1.5 * 2^52, where neighbouring doubles differ by 1: lanes 0, 1, 4, 5,
// 8, 9, 12, 13 and the others.
typedef struct {
    __m512d low, high;
} wear;

#define DOWN (_MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC)

INLINE void wear_add(wear *sum, __m512i load, const wide *w) {
    // Under the exponent of 2^52 a whole number is a double: 2^52 + kg^2, without a conversion.
    const __m512i exponent = _mm512_set1_epi32(0x43300000);
    __m512i square = _mm512_mullo_epi32(load, load);
    __m512d low = _mm512_castsi512_pd(_mm512_unpacklo_epi32(square, exponent));
    __m512d high = _mm512_castsi512_pd(_mm512_unpackhi_epi32(square, exponent));
    low = _mm512_fmsub_pd(low, w->root, w->root_2_52);
    high = _mm512_fmsub_pd(high, w->root, w->root_2_52);
    sum->low = _mm512_fmadd_round_pd(low, low, sum->low, DOWN);
    sum->high = _mm512_fmadd_round_pd(high, high, sum->high, DOWN);
}

INLINE __m512i wear_total(wear sum) {
    return _mm512_castps_si512(_mm512_shuffle_ps(
        _mm512_castpd_ps(sum.low), _mm512_castpd_ps(sum.high), _MM_SHUFFLE(2, 0, 2, 0)));
}

INLINE wear wear_none(void) {
    return (wear){_mm512_set1_pd(0x1.8p52), _mm512_set1_pd(0x1.8p52)};
}

// Where an axle is heavier than the cap, which is rare, the wear is counted once more.
static __attribute__((noinline, cold)) __m512i capped_wear(
    const columns *c, int64_t r, int top, const wide *w) {
    __m128i n = _mm_loadu_si128((const __m128i *)(c->axles + r));
    wear sum = wear_none();
    for (int a = 0; a < top; a++) {
        __mmask16 there = _mm_cmpgt_epu8_mask(n, _mm_set1_epi8((char)a));
        __m256i x = _mm256_maskz_loadu_epi16(there, c->loads + a * STRIDE + r);
        wear_add(&sum, _mm512_min_epu32(_mm512_cvtepu16_epi32(x), w->wear_cap), w);
    }
    return wear_total(sum);
}


// Flags of bits 6 and 9, from the wheels.
INLINE __m256i wheel_flags(const columns *c, int64_t r, int top, const wide *w, __m128i n) {
    __m128i given = _mm_loadu_si128((const __m128i *)(c->wheel_flags + r));
    __mmask16 has = _mm_test_epi8_mask(given, given), differs = 0;
    __m512i left = _mm512_setzero_si512(), right = left;
    for (int a = 0; a < top; a++) {
        __mmask16 there = _mm_mask_cmpgt_epu8_mask(has, n, _mm_set1_epi8((char)a));
        __m256i p = _mm256_maskz_loadu_epi16(there, c->lefts + a * STRIDE + r);
        __m256i q = _mm256_maskz_loadu_epi16(there, c->rights + a * STRIDE + r);
        __m256i d = _mm256_sub_epi16(_mm256_max_epu16(p, q), _mm256_min_epu16(p, q));
        differs = _kor_mask16(differs, _mm256_cmpgt_epu16_mask(d, w->mirrored_tolerance));
        left = _mm512_add_epi32(left, _mm512_cvtepu16_epi32(p));
        right = _mm512_add_epi32(right, _mm512_cvtepu16_epi32(q));
    }
    __m512i apart = _mm512_abs_epi32(_mm512_sub_epi32(left, right));
    __mmask16 unlike = _mm512_cmpgt_epi32_mask(
        _mm512_mullo_epi32(apart, _mm512_set1_epi32(1000)),
        _mm512_mullo_epi32(_mm512_add_epi32(left, right), w->imbalance));
    __mmask16 alike = _kandn_mask16(differs, has);
    __mmask16 mirrored = _mm_mask_cmpge_epu8_mask(alike, n, w->mirrored_axles);
    __m256i flags = _mm256_maskz_mov_epi16(unlike, _mm256_set1_epi16(1 << 6));
    return _mm256_mask_add_epi16(flags, mirrored, flags, _mm256_set1_epi16(1 << 9));
}

// One entry of the class table a lane.
INLINE __m512i entries(const columns *c, int64_t r, int top, const wide *w, __m512i code) {
    __m128i types = _mm_loadu_si128((const __m128i *)(c->types + r));
    if (top <= IN_REGISTERS && _mm_test_epi8_mask(types, types) == 0) {
        __mmask16 upper = _mm512_test_epi32_mask(code, _mm512_set1_epi32(32));
        __m512i lower = _mm512_permutex2var_epi32(w->low[0], code, w->low[1]);
        return _mm512_mask_mov_epi32(
            lower, upper, _mm512_permutex2var_epi32(w->low[2], code, w->low[3]));
    }
    __m512i index = _mm512_or_si512(code, _mm512_slli_epi32(_mm512_cvtepu8_epi32(types), 16));
    return _mm512_i32gather_epi32(index, w->table, 4);
}

INLINE void judge(const columns *c, int64_t r, const int top, const wide *w, int has_wheels) {
    const uint16_t *loads = c->loads + r, *spacings = c->spacings + r;
    const __m256i endless = _mm256_set1_epi16(-1), one = _mm256_set1_epi16(1);
    const __m256i per_axle = _mm256_set1_epi16(PER_AXLE);
    __m128i n = _mm_loadu_si128((const __m128i *)(c->axles + r));
    // Whether the axle is there, whether the one before ended a group, whether it is in a group
    // with the one before, and that one with the one before it.
    __mmask16 there = 0xFFFF, ended = 0xFFFF, joins = 0, joined = 0, pair = 0;
    __m256i gap = endless, gap1 = endless, gap2;
    __m256i lightest = endless, heaviest = _mm256_setzero_si256();
    __m256i shortest = endless, longest = heaviest, code = heaviest;
    __m256i size = heaviest, largest = heaviest, groups = heaviest;
    __m512i gross = _mm512_setzero_si512(), group = gross, worst = _mm512_set1_epi32(NONE);
    wear sum = wear_none();
    _Pragma("GCC unroll 6")
    for (int a = 0; a < top; a++) {
        __mmask16 next = a + 1 < top
            ? a == 0 ? 0xFFFF : _mm_cmpgt_epu8_mask(n, _mm_set1_epi8((char)(a + 1))) : 0;
        __m256i x = _mm256_maskz_loadu_epi16(there, loads + a * STRIDE);
        heaviest = _mm256_max_epu16(heaviest, x);
        lightest = _mm256_mask_min_epu16(lightest, there, lightest, x);
        gap2 = gap1;
        gap1 = gap;
        gap = endless;
        __mmask16 ends = there;
        if (a + 1 < top) {
            gap = _mm256_mask_loadu_epi16(endless, next, spacings + a * STRIDE);
            shortest = _mm256_min_epu16(shortest, gap);
            longest = _mm256_mask_max_epu16(longest, next, longest, gap);
            if (a == 0 && top > 2) {
                __m256i second = _mm256_loadu_si256((const __m256i *)(spacings + STRIDE));
                pair = _mm_cmpge_epu8_mask(n, w->pair_axles);
                pair = _mm256_mask_cmplt_epu16_mask(pair, gap, w->pair_first);
                pair = _mm256_mask_cmpgt_epu16_mask(pair, second, w->below_pair_second);
                ends = _knot_mask16(pair);
            }
            ends = _mm256_mask_cmpgt_epu16_mask(ends, gap, w->below_joined);
        }
        code = _mm256_mask_add_epi16(code, ends, code, _mm256_set1_epi16((int16_t)(1 << a)));
        __m512i load = _mm512_cvtepu16_epi32(x);
        gross = _mm512_add_epi32(gross, load);
        wear_add(&sum, load, w);

        __m256i number = groups;
        if (a == 0) {
            group = load;
        } else {
            joined = joins;
            joins = _kandn_mask16(ended, there);
            group = _mm512_mask_add_epi32(load, joins, group, load);
            size = _mm256_maskz_add_epi16(joins, size, per_axle);
            if (a > 2) largest = _mm256_max_epu16(largest, size);
            number = a > 3 ? _mm256_min_epu16(size, _mm256_set1_epi16(LARGE)) : size;
            number = _mm256_mask_mov_epi16(number, ended, groups);
            __m256i inner = gap1, from1 = w->below_tandem[0], from2 = w->below_tandem[1];
            if (a > 1) {
                joined = _kand_mask16(joined, joins);
                inner = _mm256_mask_max_epu16(gap1, joined, gap1, gap2);
                from1 = _mm256_mask_mov_epi16(from1, joined, w->below_tridem[0]);
                from2 = _mm256_mask_mov_epi16(from2, joined, w->below_tridem[1]);
            }
            __mmask16 wide1 = _mm256_mask_cmpgt_epu16_mask(joins, inner, from1);
            __mmask16 wide2 = _mm256_mask_cmpgt_epu16_mask(joins, inner, from2);
            number = _mm256_mask_add_epi16(number, wide1, number, one);
            number = _mm256_mask_add_epi16(number, wide2, number, one);
            if (a == 1) number = _mm256_mask_mov_epi16(number, pair, _mm256_set1_epi16(PAIR));
        }
        __m512i limit = _mm512_permutexvar_epi32(_mm512_cvtepu16_epi32(number), w->limits);
        worst = _mm512_mask_max_epi32(worst, ends, worst, _mm512_sub_epi32(group, limit));
        groups = _mm256_mask_add_epi16(groups, ends, groups, one);
        if (a > 1) groups = _mm256_min_epu16(groups, _mm256_set1_epi16(2));
        ended = ends;
        there = next;
    }
    __mmask16 large = _mm256_cmpge_epu16_mask(largest, _mm256_set1_epi16(LARGE));
    worst = _mm512_mask_mov_epi32(
        worst, _mm512_cmplt_epi32_mask(worst, _mm512_set1_epi32(-UNLIMITED / 2)),
        _mm512_set1_epi32(NONE));
    __m512i worn = wear_total(sum);
    if (__builtin_expect(_mm256_cmpgt_epu16_mask(heaviest, w->cap) != 0, 0))
        worn = capped_wear(c, r, top, w);

    __m512i entry = entries(c, r, top, w, _mm512_cvtepu16_epi32(code));
    __m512i limit = _mm512_and_si512(entry, _mm512_set1_epi32(0xFFFFF));
    __m512i thousand = _mm512_set1_epi32(1000);
    __m256i error = _mm256_loadu_si256((const __m256i *)(c->granted_error + r));
    __m512i granted = _mm512_sub_epi32(thousand, _mm512_cvtepu16_epi32(error));
    __mmask16 over = _mm512_cmpgt_epi32_mask(gross, limit);
    // Over after the deduction: floor(gross * granted / 1000) > limit, without the division.
    __mmask16 enforced = _mm512_mask_cmpgt_epi32_mask(
        over, _mm512_mullo_epi32(gross, granted),
        _mm512_add_epi32(_mm512_mullo_epi32(limit, thousand), _mm512_set1_epi32(999)));

    __m512i speed = _mm512_sub_epi32(_mm512_loadu_si512(c->speeds + r), w->speed_min);
    __mmask16 flag[] = {
        _mm512_cmpgt_epu32_mask(speed, w->speed_span),
        _mm256_cmplt_epu16_mask(lightest, w->axle_min),
        _mm256_cmpgt_epu16_mask(heaviest, w->axle_max),
        _mm512_cmpgt_epi32_mask(gross, w->gross_max),
        _mm256_cmplt_epu16_mask(shortest, w->spacing_min),
        _mm256_cmpgt_epu16_mask(longest, w->spacing_max),
    };
    __m256i flags = has_wheels ? wheel_flags(c, r, top, w, n) : _mm256_setzero_si256();
    _Pragma("GCC unroll 6")
    for (int i = 0; i < 6; i++)
        flags = _mm256_mask_add_epi16(flags, flag[i], flags, _mm256_set1_epi16((int16_t)(1 << i)));
    flags = _mm256_mask_add_epi16(flags, large, flags, _mm256_set1_epi16(1 << 13));
    // given | flags | (entry >> 10 & 0x1800)
    __m512i reasons = _mm512_or_si512(
        _mm512_loadu_si512(c->reasons + r), _mm512_cvtepu16_epi32(flags));
    reasons = _mm512_ternarylogic_epi32(
        reasons, _mm512_srli_epi32(entry, 10), _mm512_set1_epi32(0x1800), 0xF8);
    __mmask16 valid = _mm512_testn_epi32_mask(reasons, _mm512_set1_epi32(0x1FF));
    __m128i verdict = _mm_maskz_mov_epi8(valid, _mm_set1_epi8(1));
    verdict = _mm_mask_mov_epi8(verdict, _kand_mask16(valid, over), _mm_set1_epi8(2));
    verdict = _mm_mask_mov_epi8(verdict, _kand_mask16(valid, enforced), _mm_set1_epi8(3));

    _mm512_storeu_si512(c->gross + r, gross);
    _mm512_storeu_si512(c->classes + r, entry);
    _mm512_storeu_si512(c->worst + r, worst);
    _mm512_storeu_si512(c->reasons + r, reasons);
    _mm512_storeu_si512(c->wear + r, worn);
    _mm256_storeu_si256((__m256i *)(c->pattern + r), code);
    _mm_storeu_si128((__m128i *)(c->verdict + r), verdict);
}

#define AHEAD(p) _mm_prefetch((const char *)(p), _MM_HINT_T1)

// The lines of 16 rows of the next block, into the second-level cache.
INLINE void prefetch(const columns *c, int64_t r, int has_wheels) {
    AHEAD(c->speeds + r);
    AHEAD(c->reasons + r);
    AHEAD(c->gross + r);
    AHEAD(c->classes + r);
    AHEAD(c->worst + r);
    AHEAD(c->wear + r);
    // A line has 32 numbers of 16 bits: half of the axles go with each 16 rows.
    int first = r & 16 ? 3 : 0;
    int64_t line = r & ~31;
    for (int a = first; a < first + 3; a++) {
        AHEAD(c->loads + a * STRIDE + line);
        AHEAD(c->spacings + a * STRIDE + line);
    }
    AHEAD(first ? (const void *)(c->pattern + line) : c->granted_error + line);
    if ((r & 63) == 0) {
        AHEAD(c->axles + r);
        AHEAD(c->types + r);
        AHEAD(c->verdict + r);
    }
    if (!has_wheels) return;
    AHEAD(c->wheel_flags + r);
    for (int a = first; a < first + 3; a++) {
        AHEAD(c->lefts + a * STRIDE + line);
        AHEAD(c->rights + a * STRIDE + line);
    }
}

INLINE void judge_block(const columns *c, const columns *next, const wide *w, int has_wheels) {
    for (int64_t r = 0; r < c->count; r += LANES) {
        prefetch(next, r, has_wheels);
        switch (c->maxima[r / LANES]) {
        case 2: judge(c, r, 2, w, has_wheels); break;
        case 3: judge(c, r, 3, w, has_wheels); break;
        case 4: judge(c, r, 4, w, has_wheels); break;
        case 5: judge(c, r, 5, w, has_wheels); break;
        case 6: judge(c, r, 6, w, has_wheels); break;
        default: judge(c, r, MOST, w, has_wheels); break;
        }
    }
}

void judge_avx512(const columns *blocks, int64_t count, const law *w) {
    wide v = widened(w);
    for (int64_t b = 0; b < count; b++) {
        const columns *next = b + 1 < count ? &blocks[b + 1] : &blocks[b];
        if (blocks[b].has_wheels)
            judge_block(&blocks[b], next, &v, 1);
        else
            judge_block(&blocks[b], next, &v, 0);
    }
}
