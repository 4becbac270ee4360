-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Takes the roll-ups of the lanes and hours in rejudged out.
DELETE FROM rollup_lane_hour_class u
USING (SELECT DISTINCT site, lane, date_trunc('hour', passed_at, 'UTC') AS hour FROM rejudged) AS k
WHERE u.site = k.site AND u.lane = k.lane AND u.hour = k.hour
