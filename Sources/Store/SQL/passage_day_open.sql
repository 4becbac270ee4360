-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- The stored day of an instant, its partition made if there is none. $1 instant, $2 time zone.
SELECT starts_at, ends_at FROM open_passage_day($1::timestamptz, $2::text)
