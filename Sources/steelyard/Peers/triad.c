// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The triad a[i] = b[i] + s * c[i], the usual measure of what memory gives one thread. Compiled at
// bench time, -O3 -march=native.

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static const double scale = 3;

void triad_plain(
    double *restrict a, const double *restrict b, const double *restrict c, int64_t n) {
    for (int64_t i = 0; i < n; i++) a[i] = b[i] + scale * c[i];
}

// Stores past the caches: a line that is overwritten whole need not be read before.
void triad_streaming(
    double *restrict a, const double *restrict b, const double *restrict c, int64_t n) {
#if defined(__AVX512F__)
    // Aligned lines; what lies before the first one is stored plainly.
    int64_t i = 0;
    for (; i < n && ((uintptr_t)(a + i) & 63) != 0; i++) a[i] = b[i] + scale * c[i];
    for (; i + 8 <= n; i += 8)
        _mm512_stream_pd(
            a + i, _mm512_fmadd_pd(
                       _mm512_set1_pd(scale), _mm512_loadu_pd(c + i), _mm512_loadu_pd(b + i)));
    for (; i < n; i++) a[i] = b[i] + scale * c[i];
    _mm_sfence();
#elif defined(__x86_64__)
    int64_t i = 0;
    for (; i < n && ((uintptr_t)(a + i) & 15) != 0; i++) a[i] = b[i] + scale * c[i];
    for (; i + 2 <= n; i += 2)
        _mm_stream_pd(
            a + i, _mm_add_pd(
                       _mm_mul_pd(_mm_set1_pd(scale), _mm_loadu_pd(c + i)), _mm_loadu_pd(b + i)));
    for (; i < n; i++) a[i] = b[i] + scale * c[i];
    _mm_sfence();
#else
    triad_plain(a, b, c, n);
#endif
}
