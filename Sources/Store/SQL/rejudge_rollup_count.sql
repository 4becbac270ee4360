-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Counts the passages of the lanes and hours in rejudged again, as rollup_rebuild.sql counts all of
-- them. $1 truck mass, kg, $2 first hour, $3 the hour after the last.
INSERT INTO rollup_lane_hour_class (
    site, lane, hour, vehicle_class, passages, trucks, over, overload, marginal, invalid, gross_kg,
    esal_milli)
SELECT p.site, p.lane, k.hour, p.vehicle_class,
    count(*),
    count(*) FILTER (WHERE p.gross_kg >= $1::integer AND p.verdict <> 'invalid'),
    count(*) FILTER (WHERE p.verdict IN ('marginal', 'overload')),
    count(*) FILTER (WHERE p.verdict = 'overload'),
    count(*) FILTER (WHERE p.verdict = 'marginal'),
    count(*) FILTER (WHERE p.verdict = 'invalid'),
    sum(p.gross_kg::bigint),
    sum(p.esal_milli::bigint)
FROM passages p
JOIN (SELECT DISTINCT site, lane, date_trunc('hour', passed_at, 'UTC') AS hour FROM rejudged) AS k
    ON k.site = p.site AND k.lane = p.lane AND k.hour = date_trunc('hour', p.passed_at, 'UTC')
WHERE p.passed_at >= $2::timestamptz AND p.passed_at < $3::timestamptz
    AND p.reasons NOT LIKE '%duplicate'
GROUP BY 1, 2, 3, 4
