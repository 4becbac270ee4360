-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- The mark of a gateway's spool, made if it is new. $1 gateway, $2 spool.
INSERT INTO uplinks AS u (gateway, spool) VALUES ($1, $2)
ON CONFLICT (gateway, spool) DO UPDATE SET gateway = u.gateway
RETURNING id, committed, digest
