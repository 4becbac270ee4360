-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- The next passages, as many as a block holds.
FETCH FORWARD 256 FROM rejudge
