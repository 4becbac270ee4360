-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Counts by site, most overloads first. $1 first and $2 last local day or null, $3 time zone.
SELECT site, NULL::smallint, NULL::integer,
    sum(passages)::bigint, sum(trucks)::bigint, sum(over)::bigint, sum(overload)::bigint,
    sum(invalid)::bigint, sum(gross_kg)::bigint, sum(esal_milli)::bigint
FROM rollup_lane_hour_class
WHERE ($1::date IS NULL OR hour >= $1::date::timestamp AT TIME ZONE $3::text)
    AND ($2::date IS NULL OR hour < ($2::date + 1)::timestamp AT TIME ZONE $3::text)
GROUP BY site
ORDER BY sum(overload) DESC, site COLLATE "C"
