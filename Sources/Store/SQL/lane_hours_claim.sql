-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Notes which uplinks bring passages of which lane and hour, and locks those rows, so that of two
-- writers that bring the same passage the second sees the first. $1 sites, $2 lanes, $3 hours,
-- $4 uplinks; a lane and hour may come more than once.
INSERT INTO lane_hours (site, lane, hour, uplinks)
SELECT site, lane, hour, array_agg(DISTINCT uplink)
FROM unnest($1::text[], $2::smallint[], $3::timestamptz[], $4::integer[])
    AS k (site, lane, hour, uplink)
GROUP BY site, lane, hour
ORDER BY site, lane, hour
ON CONFLICT (site, lane, hour) DO UPDATE
SET uplinks = ARRAY(
    SELECT DISTINCT u FROM unnest(lane_hours.uplinks || excluded.uplinks) AS u ORDER BY u)
WHERE NOT lane_hours.uplinks @> excluded.uplinks
