-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Gives the passages in rejudged their new verdicts. $1 first instant, $2 the one after the last.
UPDATE passages p SET
    verdict = r.verdict, gross_kg = r.gross_kg, limit_kg = r.limit_kg,
    excess_permille = r.excess_permille, deduction_kg = r.deduction_kg, esal_milli = r.esal_milli,
    combination = r.combination, worst_group_excess_kg = r.worst_group_excess_kg,
    vehicle_class = r.vehicle_class, reasons = r.reasons
FROM rejudged r
WHERE p.passed_at >= $1::timestamptz AND p.passed_at < $2::timestamptz
    AND p.passed_at = r.passed_at AND p.uplink = r.uplink AND p.sequence = r.sequence
