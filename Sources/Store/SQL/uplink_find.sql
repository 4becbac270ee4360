-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- The mark of a gateway's spool. $1 gateway, $2 spool.
SELECT id, committed, digest FROM uplinks WHERE gateway = $1 AND spool = $2
