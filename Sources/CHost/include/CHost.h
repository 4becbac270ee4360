// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The few calls of the machine that Swift's Glibc module does not show.
#ifndef STEELYARD_CHOST_H
#define STEELYARD_CHOST_H

#include <semaphore.h>
#include <time.h>

/// What the processor of this machine can run: 0 the architecture's baseline, 1 AVX2 with FMA and
/// BMI2, 2 AVX-512 F, DQ, BW and VL. Asks the processor, not the compiler's flags.
int steelyard_processor_level(void);

/// Waits for a semaphore until an instant of the monotonic clock; 0 when it was taken.
int steelyard_sem_wait_until(sem_t *semaphore, const struct timespec *deadline);

/// Names the calling thread, up to 15 bytes.
void steelyard_name_thread(const char *name);

#endif
