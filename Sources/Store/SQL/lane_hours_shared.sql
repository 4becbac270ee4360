-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Which of these lanes and hours more than one uplink has brought passages of.
SELECT DISTINCT k.site, k.lane, k.hour
FROM unnest($1::text[], $2::smallint[], $3::timestamptz[]) AS k (site, lane, hour)
CROSS JOIN LATERAL (
    SELECT uplinks FROM lane_hours
    WHERE site = k.site AND lane = k.lane AND hour = k.hour
    OFFSET 0) AS l
WHERE cardinality(l.uplinks) > 1
