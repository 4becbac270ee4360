-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- The local days that have passages, those with an impossible clock included. $1 first and $2 last
-- local day, $3 time zone.
SELECT to_char(d.day, 'YYYY-MM-DD'), d.day::timestamp AT TIME ZONE $3::text,
    (d.day + 1)::timestamp AT TIME ZONE $3::text
FROM (
    SELECT generate_series(
        (starts_at AT TIME ZONE $3::text)::date,
        ((ends_at - interval '1 microsecond') AT TIME ZONE $3::text)::date,
        interval '1 day')::date
    FROM passage_days
    UNION
    SELECT (passed_at AT TIME ZONE $3::text)::date FROM passages_default
) AS d (day)
WHERE d.day BETWEEN $1::date AND $2::date
ORDER BY d.day
