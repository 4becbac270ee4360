-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
-- One case with its evidence. The first twenty columns are those of the list. $1 id.
SELECT c.id, c.state, c.site, c.lane, c.passed_at, c.plate, c.plate_color, c.speed, c.axle_kg,
    c.vehicle_class, c.combination, c.gross_kg, c.limit_kg, c.excess_kg, c.excess_permille,
    c.deduction_kg, c.reasons, c.article, c.opened_at,
    (SELECT count(*) FROM case_passages p WHERE p.case_id = c.id AND p.role IN ('opening', 'joined')),
    c.spacing_mm, c.left_kg, c.right_kg, c.worst_group_excess_kg, c.esal_milli, c.rulebook,
    c.edition, c.article_verified, c.certificate_class, c.certificate_document,
    c.permissible_error_permille, c.passage_id, c.frame, c.frame_hash, c.uplink, c.sequence,
    c.received_at
FROM cases c WHERE c.id = $1::bigint
