// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The judging rules in plain C, the peer that `steelyard bench classify` measures the kernel against.
// It is compiled at bench time with the system's compilers, -O3 -march=native, and reads and writes
// the same columns. Two ways of writing it, and the better one counts: `judge_vehicles` is the loop a
// C programmer writes first, one vehicle after the other; `judge_lanes` is written for the
// auto-vectoriser, 16 vehicles to an inner loop without branches.

#include <stdint.h>
#include <string.h>

enum { STRIDE = 512, LANES = 16 };
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

static inline int32_t wear_of(int32_t load, const law *w) {
    double x = load > w->wear_cap ? w->wear_cap : load;
    double s = x * x;
    return (int32_t)((s * w->wear_scale) * s + 0x1p-30);
}

static void vehicle(const columns *c, int64_t r, const law *w) {
    int32_t n = c->axles[r], gross = 0, wear = 0, worst = NONE;
    int32_t code = 0, group = 0, load = 0, size = 0, inner = 0;
    uint32_t reasons = c->reasons[r];
    int pair = n >= w->pair_axles && c->spacings[r] < w->pair_first &&
               c->spacings[STRIDE + r] >= w->pair_second;
    for (int32_t a = 0; a < n; a++) {
        int32_t x = c->loads[a * STRIDE + r];
        gross += x;
        wear += wear_of(x, w);
        if (x < w->axle_min) reasons |= 1u << 1;
        if (x > w->axle_max) reasons |= 1u << 2;
        load += x;
        size++;
        int closes = a == n - 1;
        int32_t s = 0;
        if (!closes) {
            s = c->spacings[a * STRIDE + r];
            if (s < w->spacing_min) reasons |= 1u << 4;
            if (s > w->spacing_max) reasons |= 1u << 5;
            closes = s >= w->joined && !(a == 0 && pair);
        }
        if (!closes) {
            if (s > inner) inner = s;
            continue;
        }
        int32_t limit;
        if (size == 1)
            limit = group == 0 ? w->steer_single : group == 1 ? w->drive_single : w->other_single;
        else if (size == 2)
            limit = pair && group == 0 ? w->steer_pair
                    : inner >= w->tandem_from2 ? w->tandem2
                    : inner >= w->tandem_from1 ? w->tandem1 : w->tandem0;
        else
            limit = inner >= w->tridem_from2 ? w->tridem2
                    : inner >= w->tridem_from1 ? w->tridem1 : w->tridem0;
        if (size > 3) reasons |= 1u << 13;
        else if (load - limit > worst) worst = load - limit;
        code |= 1 << a;
        group++;
        load = size = inner = 0;
    }
    uint32_t entry = w->table[(c->types[r] << 16) + code];
    int32_t limit = entry & 0xFFFFF;
    // Over after the deduction: floor(gross * granted / 1000) > limit, without the division.
    int32_t is_enforced = gross * (1000 - c->granted_error[r]) >= (limit + 1) * 1000;
    int32_t speed = c->speeds[r];
    if (speed < w->speed_min || speed > w->speed_max) reasons |= 1u << 0;
    if (gross > w->gross_max) reasons |= 1u << 3;
    reasons |= entry >> 10 & 0x1800;
    if (c->has_wheels && c->wheel_flags[r]) {
        int32_t left = 0, right = 0, mirrored = n >= w->mirrored_axles;
        for (int32_t a = 0; a < n; a++) {
            int32_t l = c->lefts[a * STRIDE + r], q = c->rights[a * STRIDE + r];
            int32_t d = l > q ? l - q : q - l;
            left += l;
            right += q;
            if (d > w->mirrored_tolerance) mirrored = 0;
        }
        int32_t d = left > right ? left - right : right - left;
        if (d * 1000 > (left + right) * w->imbalance) reasons |= 1u << 6;
        if (mirrored) reasons |= 1u << 9;
    }
    c->gross[r] = gross;
    c->classes[r] = entry;
    c->worst[r] = worst;
    c->wear[r] = wear;
    c->reasons[r] = reasons;
    c->pattern[r] = code;
    c->verdict[r] = reasons & 0x1FF ? 0 : gross <= limit ? 1 : is_enforced ? 3 : 2;
}

void judge_vehicles(const columns *blocks, int64_t count, const law *w) {
    for (int64_t b = 0; b < count; b++)
        for (int64_t r = 0; r < blocks[b].count; r++) vehicle(&blocks[b], r, w);
}

#define EACH for (int l = 0; l < LANES; l++)

static void lanes(const columns *restrict c, int64_t r, const law *restrict w) {
    int32_t n[LANES], pair[LANES], gross[LANES] = {0}, wear[LANES] = {0}, worst[LANES];
    int32_t code[LANES] = {0}, group[LANES] = {0}, load[LANES] = {0}, size[LANES] = {0};
    int32_t inner[LANES] = {0}, flags[LANES] = {0}, entry[LANES], wheels[LANES] = {0};
    const uint16_t *s0 = c->spacings + r, *s1 = s0 + STRIDE;
    EACH n[l] = c->axles[r + l];
    EACH worst[l] = NONE;
    EACH pair[l] = (n[l] >= w->pair_axles) & (s0[l] < w->pair_first) & (s1[l] >= w->pair_second);
    int top = c->maxima[r / LANES];
    for (int a = 0; a < top; a++) {
        const uint16_t *x = c->loads + a * STRIDE + r, *y = c->spacings + a * STRIDE + r;
        EACH {
            int32_t there = a < n[l], next = a + 1 < n[l];
            int32_t v = there ? x[l] : 0, s = next ? y[l] : 0;
            gross[l] += v;
            int32_t f = (there & (v < w->axle_min)) << 1;
            f |= (v > w->axle_max) << 2;
            f |= (next & (s < w->spacing_min)) << 4;
            f |= (s > w->spacing_max) << 5;
            int32_t joined = a == 0 ? pair[l] : 0;
            int32_t closes = (next & (s >= w->joined) & !joined) | (there & !next);
            int32_t g = group[l], z = size[l] + 1, t = load[l] + v, in = inner[l];
            int32_t single = g == 0 ? w->steer_single : g == 1 ? w->drive_single : w->other_single;
            int32_t tandem = in >= w->tandem_from2 ? w->tandem2
                             : in >= w->tandem_from1 ? w->tandem1 : w->tandem0;
            tandem = (pair[l] & (g == 0)) ? w->steer_pair : tandem;
            int32_t tridem = in >= w->tridem_from2 ? w->tridem2
                             : in >= w->tridem_from1 ? w->tridem1 : w->tridem0;
            int32_t limit = z == 1 ? single : z == 2 ? tandem : tridem;
            int32_t excess = (closes & (z < 4)) ? t - limit : NONE;
            worst[l] = excess > worst[l] ? excess : worst[l];
            f |= (closes & (z > 3)) << 13;
            flags[l] |= f;
            code[l] |= closes << a;
            group[l] = g + closes;
            load[l] = closes ? 0 : t;
            size[l] = closes ? 0 : z;
            inner[l] = closes ? 0 : in > s ? in : s;
        }
        EACH wear[l] += a < n[l] ? wear_of(x[l], w) : 0;
    }
    if (c->has_wheels) {
        int32_t left[LANES] = {0}, right[LANES] = {0}, differs[LANES] = {0};
        const uint8_t *has = c->wheel_flags + r;
        for (int a = 0; a < top; a++) {
            const uint16_t *p = c->lefts + a * STRIDE + r, *q = c->rights + a * STRIDE + r;
            EACH {
                int32_t there = (a < n[l]) & (has[l] != 0);
                int32_t x = there ? p[l] : 0, y = there ? q[l] : 0, d = x > y ? x - y : y - x;
                left[l] += x;
                right[l] += y;
                differs[l] |= d > w->mirrored_tolerance;
            }
        }
        EACH {
            int32_t d = left[l] > right[l] ? left[l] - right[l] : right[l] - left[l];
            int32_t f = (d * 1000 > (left[l] + right[l]) * w->imbalance) << 6;
            wheels[l] = f | ((has[l] != 0) & !differs[l] & (n[l] >= w->mirrored_axles)) << 9;
        }
    }
    EACH entry[l] = w->table[(c->types[r + l] << 16) + code[l]];
    EACH {
        int32_t limit = entry[l] & 0xFFFFF;
        int32_t is_enforced = gross[l] * (1000 - c->granted_error[r + l]) >= (limit + 1) * 1000;
        uint32_t f = c->reasons[r + l] | flags[l] | wheels[l];
        f |= (c->speeds[r + l] < w->speed_min) | (c->speeds[r + l] > w->speed_max);
        f |= (gross[l] > w->gross_max) << 3;
        f |= (uint32_t)entry[l] >> 10 & 0x1800;
        int32_t verdict = 1 + (gross[l] > limit) + is_enforced;
        c->gross[r + l] = gross[l];
        c->classes[r + l] = entry[l];
        c->reasons[r + l] = f;
        c->verdict[r + l] = f & 0x1FF ? 0 : verdict;
        c->pattern[r + l] = code[l];
    }
    memcpy(c->worst + r, worst, sizeof worst);
    memcpy(c->wear + r, wear, sizeof wear);
}

void judge_lanes(const columns *blocks, int64_t count, const law *w) {
    for (int64_t b = 0; b < count; b++)
        for (int64_t r = 0; r < blocks[b].count; r += LANES) lanes(&blocks[b], r, w);
}
