-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Writes the registry's sites. $1 codes, $2 Chinese and $3 English names, $4 kinds, $5 roads,
-- $6 directions, $7 latitudes, $8 longitudes, $9 lanes.
INSERT INTO sites AS s (
    code, name_zh, name_en, kind, road, direction, latitude, longitude, lanes)
SELECT * FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
    $7::double precision[], $8::double precision[], $9::integer[])
ON CONFLICT (code) DO UPDATE SET
    name_zh = excluded.name_zh, name_en = excluded.name_en, kind = excluded.kind,
    road = excluded.road, direction = excluded.direction, latitude = excluded.latitude,
    longitude = excluded.longitude, lanes = excluded.lanes, is_listed = true
WHERE (s.name_zh, s.name_en, s.kind, s.road, s.direction, s.latitude, s.longitude, s.lanes,
    s.is_listed)
    IS DISTINCT FROM (excluded.name_zh, excluded.name_en, excluded.kind, excluded.road,
    excluded.direction, excluded.latitude, excluded.longitude, excluded.lanes, true)
