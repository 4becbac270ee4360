-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- One rejudge writes at a time; released when the transaction ends.
SELECT count(pg_advisory_xact_lock(7305814114))
