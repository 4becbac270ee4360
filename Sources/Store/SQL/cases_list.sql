-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Cases, newest first. Null filters let everything through. $1 state, $2 site, $3 plate, $4 passed at
-- or after, $5 passed before, $6 id below, $7 rows.
SELECT c.id, c.state, c.site, c.lane, c.passed_at, c.plate, c.plate_color, c.speed, c.axle_kg,
    c.vehicle_class, c.combination, c.gross_kg, c.limit_kg, c.excess_kg, c.excess_permille,
    c.deduction_kg, c.reasons, c.article, c.opened_at,
    (SELECT count(*) FROM case_passages p WHERE p.case_id = c.id AND p.role IN ('opening', 'joined'))
FROM cases c
WHERE ($1::text IS NULL OR c.state = $1)
    AND ($2::text IS NULL OR c.site = $2)
    AND ($3::text IS NULL OR c.plate = $3)
    AND ($4::timestamptz IS NULL OR c.passed_at >= $4)
    AND ($5::timestamptz IS NULL OR c.passed_at < $5)
    AND ($6::bigint IS NULL OR c.id < $6)
ORDER BY c.id DESC
LIMIT $7::bigint
