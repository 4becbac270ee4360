-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Cases of these plates whose opening lies between two instants, once for each further passage; a case
-- of the opening passage only comes once, with nulls. $1 plates, $2 first and $3 last instant.
-- OFFSET 0 keeps the planner from reading every case of the window: one index probe per plate.
SELECT c.id, c.state, c.plate, c.plate_color, c.vehicle_class, c.site, c.lane, c.passed_at,
    c.gross_kg, c.deduction_kg, p.site, p.lane, p.passed_at, p.gross_kg
FROM unnest($1::text[]) AS wanted (plate)
CROSS JOIN LATERAL (
    SELECT * FROM cases
    WHERE plate = wanted.plate AND passed_at BETWEEN $2::timestamptz AND $3::timestamptz
    OFFSET 0) AS c
LEFT JOIN LATERAL (
    SELECT * FROM case_passages
    WHERE case_id = c.id AND role <> 'opening' AND role <> 'related'
    OFFSET 0) AS p ON true
ORDER BY c.id
