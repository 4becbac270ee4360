-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Counts every passage again. $1 truck mass, kg.
INSERT INTO rollup_lane_hour_class (
    site, lane, hour, vehicle_class, passages, trucks, over, overload, marginal, invalid, gross_kg,
    esal_milli)
SELECT site, lane, date_trunc('hour', passed_at, 'UTC'), vehicle_class,
    count(*),
    count(*) FILTER (WHERE gross_kg >= $1::integer AND verdict <> 'invalid'),
    count(*) FILTER (WHERE verdict IN ('marginal', 'overload')),
    count(*) FILTER (WHERE verdict = 'overload'),
    count(*) FILTER (WHERE verdict = 'marginal'),
    count(*) FILTER (WHERE verdict = 'invalid'),
    sum(gross_kg::bigint),
    sum(esal_milli::bigint)
FROM passages
WHERE reasons NOT LIKE '%duplicate'
GROUP BY 1, 2, 3, 4
