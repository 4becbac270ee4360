-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Takes and reads the marks of these uplinks, in the order in which every writer takes them.
SELECT id, committed, digest FROM uplinks WHERE id = ANY ($1::integer[]) ORDER BY id FOR UPDATE
