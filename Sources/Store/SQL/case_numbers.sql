-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Numbers for new cases. $1 how many.
SELECT nextval('cases_id_seq') FROM generate_series(1, $1::integer)
