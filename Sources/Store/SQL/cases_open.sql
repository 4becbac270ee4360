-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Opens a case for each passage in case_intake that is not one already.
INSERT INTO cases (
    site, lane, passed_at, plate, plate_color, speed, axle_kg, spacing_mm, left_kg, right_kg,
    vehicle_class, combination, gross_kg, limit_kg, excess_kg, excess_permille, deduction_kg,
    worst_group_excess_kg, esal_milli, reasons, rulebook, edition, article, article_verified,
    certificate_class, certificate_document, permissible_error_permille, passage_id, frame,
    frame_hash, uplink, sequence, received_at)
SELECT site, lane, passed_at, plate, plate_color, speed, axle_kg, spacing_mm, left_kg, right_kg,
    vehicle_class, combination, gross_kg, limit_kg, excess_kg, excess_permille, deduction_kg,
    worst_group_excess_kg, esal_milli, reasons, rulebook, edition, article, article_verified,
    certificate_class, certificate_document, permissible_error_permille, passage_id, frame,
    frame_hash, uplink, sequence, received_at
FROM case_intake WHERE NOT is_duplicate
ON CONFLICT (site, lane, passed_at, axle_kg) DO NOTHING
RETURNING id, uplink, sequence
