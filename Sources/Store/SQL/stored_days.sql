-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Which local days have passages.
SELECT to_char(min(day), 'YYYY-MM-DD'), to_char(max(day), 'YYYY-MM-DD'), count(DISTINCT day)
FROM passage_days
