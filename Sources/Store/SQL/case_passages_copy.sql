-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
COPY case_passages (case_id, passed_at, sequence, uplink, gross_kg, lane, site, role)
FROM STDIN (FORMAT binary)
