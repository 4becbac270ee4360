-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Waits for writers that have counted, holds off those that have not, and empties the roll-ups.
LOCK TABLE rollup_lane_hour_class IN SHARE ROW EXCLUSIVE MODE;
DELETE FROM rollup_lane_hour_class
