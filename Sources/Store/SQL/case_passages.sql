-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- The passages of a case, and the cases that it is related to, both ways. $1 id.
SELECT p.role, p.site, p.lane, p.passed_at, p.uplink, p.sequence, p.gross_kg,
    CASE WHEN p.role = 'related' THEN (
        SELECT c.id FROM cases c
        WHERE c.site = p.site AND c.lane = p.lane AND c.passed_at = p.passed_at
            AND c.uplink = p.uplink AND c.sequence = p.sequence) END
FROM case_passages p WHERE p.case_id = $1::bigint
UNION ALL
SELECT 'related', earlier.site, earlier.lane, earlier.passed_at, earlier.uplink, earlier.sequence,
    earlier.gross_kg, earlier.id
FROM cases own
JOIN case_passages link ON link.uplink = own.uplink AND link.sequence = own.sequence
    AND link.role = 'related'
JOIN cases earlier ON earlier.id = link.case_id
WHERE own.id = $1::bigint
ORDER BY 4, 5, 6
