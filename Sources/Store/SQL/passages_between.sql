-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- What tells one passage from another. $1 sites, $2 first and $3 last instant.
SELECT site, lane, passed_at, axle_kg FROM passages
WHERE passed_at BETWEEN $2::timestamptz AND $3::timestamptz AND site = ANY ($1::text[])
