-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- The case that a passage in case_intake already is, brought by another frame. OFFSET 0: one index
-- probe per passage, however many cases there are.
SELECT c.id, i.uplink, i.sequence
FROM case_intake i
CROSS JOIN LATERAL (
    SELECT id, uplink, sequence FROM cases
    WHERE site = i.site AND lane = i.lane AND passed_at = i.passed_at AND axle_kg = i.axle_kg
    OFFSET 0) AS c
WHERE (c.uplink, c.sequence) <> (i.uplink, i.sequence)
