-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Every uplink with its mark.
SELECT id, gateway, spool, committed, digest, updated_at FROM uplinks ORDER BY gateway, spool
