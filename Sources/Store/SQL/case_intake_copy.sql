-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
COPY case_intake (
    is_duplicate, site, lane, passed_at, plate, plate_color, speed, axle_kg, spacing_mm, left_kg,
    right_kg, vehicle_class, combination, gross_kg, limit_kg, excess_kg, excess_permille,
    deduction_kg, worst_group_excess_kg, esal_milli, reasons, rulebook, edition, article,
    article_verified, certificate_class, certificate_document, permissible_error_permille,
    passage_id, frame, frame_hash, uplink, sequence, received_at
) FROM STDIN (FORMAT binary)
