// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
#ifndef STEELYARD_CPROCESSOR_H
#define STEELYARD_CPROCESSOR_H

/// What the processor of this machine can run: 0 the architecture's baseline, 1 AVX2 with FMA and
/// BMI2, 2 AVX-512 F, DQ, BW and VL. Asks the processor, not the compiler's flags.
int steelyard_processor_level(void);

#endif
