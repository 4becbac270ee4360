-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Where a day's passages wait whose verdict is now another.
CREATE TEMPORARY TABLE IF NOT EXISTS rejudged ON COMMIT DELETE ROWS AS
SELECT uplink, sequence, passed_at, site, lane, verdict, gross_kg, limit_kg, excess_permille,
    deduction_kg, esal_milli, combination, worst_group_excess_kg, vehicle_class, reasons
FROM passages
WITH NO DATA
