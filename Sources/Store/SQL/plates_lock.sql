-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Takes one lock per stripe of plates, in the order given (sorted), until the transaction ends.
SELECT count(pg_advisory_xact_lock(7305814, stripe)) FROM unnest($1::integer[]) AS stripe
