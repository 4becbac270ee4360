-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Locks the lanes and hours of the passages in rejudged, in the order in which lane_hours_claim.sql
-- takes them: a writer that brings passages of these has committed, or waits until this commits.
SELECT count(*) FROM (
    SELECT 1 FROM lane_hours l
    WHERE (l.site, l.lane, l.hour) IN (
        SELECT site, lane, date_trunc('hour', passed_at, 'UTC') FROM rejudged)
    ORDER BY l.site COLLATE "default", l.lane, l.hour
    FOR UPDATE OF l) AS locked
