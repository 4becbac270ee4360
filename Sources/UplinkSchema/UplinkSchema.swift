// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
