-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Adds counts to the roll-ups; the keys come sorted, as every writer locks them.
INSERT INTO rollup_lane_hour_class AS r (
    site, lane, hour, vehicle_class, passages, trucks, over, overload, marginal, invalid, gross_kg,
    esal_milli)
SELECT * FROM unnest(
    $1::text[], $2::smallint[], $3::timestamptz[], $4::text[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[])
ON CONFLICT (site, lane, hour, vehicle_class) DO UPDATE SET
    passages = r.passages + excluded.passages,
    trucks = r.trucks + excluded.trucks,
    over = r.over + excluded.over,
    overload = r.overload + excluded.overload,
    marginal = r.marginal + excluded.marginal,
    invalid = r.invalid + excluded.invalid,
    gross_kg = r.gross_kg + excluded.gross_kg,
    esal_milli = r.esal_milli + excluded.esal_milli
