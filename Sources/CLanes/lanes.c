// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Only so that the package manager sees a C target: everything is in the header.

#include "lanes.h"
