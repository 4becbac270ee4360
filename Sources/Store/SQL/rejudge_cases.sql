-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Which passages of a time belong to which case, and by what law it was opened. $1 first instant, $2
-- the one after the last.
SELECT p.uplink, p.sequence, p.role, c.id, c.state, c.rulebook, c.edition, c.article
FROM case_passages p
JOIN cases c ON c.id = p.case_id
WHERE p.passed_at >= $1::timestamptz AND p.passed_at < $2::timestamptz AND p.role <> 'related'
