-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Moves marks. $1 uplinks, $2 last committed frames, $3 running digests.
UPDATE uplinks SET committed = m.committed, digest = m.digest, updated_at = now()
FROM unnest($1::integer[], $2::bigint[], $3::bytea[]) AS m (id, committed, digest)
WHERE uplinks.id = m.id
