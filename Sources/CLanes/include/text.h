// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Where certain bytes stand among many, for the readers of text: one bit for each byte, the lowest for
// the first. In Swift these comparisons go byte by byte (docs/decisions/0009-lanes-in-c.md). Every
// function becomes a few instructions; Swift sees the vectors as SIMD64<UInt8> and SIMD32<UInt8>.

#ifndef STEELYARD_TEXT_H
#define STEELYARD_TEXT_H

#include <stdint.h>

typedef uint8_t steelyard_bytes64 __attribute__((vector_size(64)));
typedef _Bool steelyard_places64 __attribute__((ext_vector_type(64)));
typedef uint8_t steelyard_bytes32 __attribute__((vector_size(32)));
typedef _Bool steelyard_places32 __attribute__((ext_vector_type(32)));

#define STEELYARD_TEXT static inline __attribute__((always_inline, unused))

// Vectors wider than a register are passed in memory; all of it is inlined.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

/// Where a byte is the wanted one.
STEELYARD_TEXT uint64_t steelyard_places_of(steelyard_bytes64 bytes, uint8_t wanted) {
    union {
        steelyard_places64 lanes;
        uint64_t bits;
    } found = {__builtin_convertvector(bytes == wanted, steelyard_places64)};
    return found.bits;
}

/// Where a byte is no decimal digit.
STEELYARD_TEXT uint64_t steelyard_places_of_no_digit(steelyard_bytes64 bytes) {
    union {
        steelyard_places64 lanes;
        uint64_t bits;
    } found = {__builtin_convertvector((bytes - '0') > 9, steelyard_places64)};
    return found.bits;
}

/// Where a byte is a quote, a backslash or a control character: there the plain part of a JSON string
/// ends.
STEELYARD_TEXT uint32_t steelyard_places_of_string_end(steelyard_bytes32 bytes) {
    union {
        steelyard_places32 lanes;
        uint32_t bits;
    } found = {__builtin_convertvector(
        (bytes == '"') | (bytes == '\\') | (bytes < 0x20), steelyard_places32)};
    return found.bits;
}

#pragma clang diagnostic pop

#endif
