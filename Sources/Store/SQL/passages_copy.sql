-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
COPY passages (
    passed_at, sequence, uplink, verdict, gross_kg, limit_kg, excess_permille, deduction_kg,
    esal_milli, speed, lane, combination, plate_color, vehicle_type, worst_group_excess_kg,
    length_mm, width_mm, height_mm, site, vehicle_class, reasons, plate, axle_kg, spacing_mm,
    left_kg, right_kg, passage_id, vendor_flags
) FROM STDIN (FORMAT binary)
