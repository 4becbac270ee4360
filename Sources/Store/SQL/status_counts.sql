-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- Rows by table, exactly.
SELECT 'passages', count(*) FROM passages
UNION ALL SELECT 'cases', count(*) FROM cases
UNION ALL SELECT 'case_passages', count(*) FROM case_passages
UNION ALL SELECT 'rejected_frames', count(*) FROM rejected_frames
UNION ALL SELECT 'rollup_lane_hour_class', count(*) FROM rollup_lane_hour_class
UNION ALL SELECT 'sites', count(*) FROM sites
UNION ALL SELECT 'uplinks', count(*) FROM uplinks
