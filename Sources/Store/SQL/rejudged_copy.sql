-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
COPY rejudged (
    uplink, sequence, passed_at, site, lane, verdict, gross_kg, limit_kg, excess_permille,
    deduction_kg, esal_milli, combination, worst_group_excess_kg, vehicle_class, reasons
) FROM STDIN (FORMAT binary)
