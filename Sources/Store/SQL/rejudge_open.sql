-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Opens the cursor over all passages of a time: what judging needs, then what is stored of the verdict.
-- $1 first instant, $2 the one after the last.
DECLARE rejudge NO SCROLL CURSOR FOR
SELECT uplink, sequence, passed_at, site, lane, speed, vehicle_type, plate, plate_color, axle_kg,
    spacing_mm, left_kg, right_kg, length_mm, width_mm, height_mm,
    verdict::text, gross_kg, limit_kg, excess_permille, deduction_kg, esal_milli, combination,
    worst_group_excess_kg, vehicle_class, reasons
FROM passages
WHERE passed_at >= $1::timestamptz AND passed_at < $2::timestamptz
