-- Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
--
-- Passages, cases, marks and roll-ups.
--
-- Exactly once: a frame's effects and the mark of its uplink move in one transaction, so what the
-- mark covers is in the store and what it does not cover is not. `passages` therefore needs no
-- unique index. Order in which writers take locks, so that they never deadlock:
--   1 uplinks by id   2 lane_hours by key   3 advisory locks of plates, sorted   4 roll-up rows by key
--
-- Codes, plates and classes have the collation "C": they are compared for equality, and bytes compare
-- at a fraction of the cost of words.

CREATE TYPE verdict AS ENUM ('invalid', 'within', 'marginal', 'overload');
COMMENT ON TYPE verdict IS 'What the law says of one passage; marginal: over the limit, but not once the permissible error is deducted.';

-- ---------------------------------------------------------------------------- sites

CREATE TABLE sites (
    code      text COLLATE "C" PRIMARY KEY,
    name_zh   text NOT NULL,
    name_en   text NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('station', 'nonstop')),
    road      text NOT NULL,
    direction text NOT NULL,
    latitude  double precision NOT NULL,
    longitude double precision NOT NULL,
    lanes     integer NOT NULL,
    is_listed boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE sites IS 'Mirror of the registry (config/sites.yaml), written when the centre starts. A passage may name a site that is not here.';
COMMENT ON COLUMN sites.is_listed IS 'False once the registry no longer names the site; its row stays for the passages it weighed.';

-- ---------------------------------------------------------------------------- marks

CREATE TABLE uplinks (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway    text NOT NULL,
    spool      text NOT NULL,
    committed  bigint NOT NULL DEFAULT 0 CHECK (committed >= 0),
    digest     bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(digest) = 32),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (gateway, spool)
) WITH (fillfactor = 50);
COMMENT ON TABLE uplinks IS 'One spool of one gateway, and how far the store has it: the marks.';
COMMENT ON COLUMN uplinks.committed IS 'Number of the last frame in the store; frames 1 to this one are all in.';
COMMENT ON COLUMN uplinks.digest IS 'The spool''s running digest after that frame; zeros before the first.';

CREATE TABLE rejected_frames (
    uplink      integer NOT NULL,
    sequence    bigint NOT NULL,
    reason      text NOT NULL,
    frame       bytea NOT NULL,
    frame_hash  bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (uplink, sequence)
);
COMMENT ON TABLE rejected_frames IS 'Frames that were refused, with their bytes and the reason; the mark has moved past them.';

-- ---------------------------------------------------------------------------- passages

CREATE TABLE passages (
    passed_at       timestamptz NOT NULL,
    sequence        bigint NOT NULL,
    uplink          integer NOT NULL,
    verdict         verdict NOT NULL,
    gross_kg        integer NOT NULL,
    limit_kg        integer NOT NULL,
    excess_permille integer NOT NULL,
    deduction_kg    integer NOT NULL,
    esal_milli      integer NOT NULL,
    speed           integer NOT NULL,
    lane            smallint NOT NULL,
    combination     boolean NOT NULL,
    plate_color     smallint,
    vehicle_type    smallint,
    worst_group_excess_kg integer,
    length_mm       integer,
    width_mm        integer,
    height_mm       integer,
    site            text COLLATE "C" NOT NULL,
    vehicle_class   text COLLATE "C" NOT NULL,
    reasons         text NOT NULL,
    plate           text COLLATE "C",
    axle_kg         integer[] NOT NULL,
    spacing_mm      integer[] NOT NULL,
    left_kg         integer[],
    right_kg        integer[],
    passage_id      text,
    vendor_flags    text
) PARTITION BY RANGE (passed_at);
COMMENT ON TABLE passages IS 'One row per vehicle over a site, with its verdict. Partitioned by local day.';
COMMENT ON COLUMN passages.passed_at IS 'When the vehicle passed; instants before the year 1 or after 9999 are stored as the nearest day within.';
COMMENT ON COLUMN passages.sequence IS 'Number of the frame in its spool.';
COMMENT ON COLUMN passages.uplink IS 'The uplink (uplinks.id) that sent the frame.';
COMMENT ON COLUMN passages.excess_permille IS '1000 x (gross - limit) / limit toward zero; 0 when not over.';
COMMENT ON COLUMN passages.deduction_kg IS 'What the permissible error of the scale takes off the gross mass.';
COMMENT ON COLUMN passages.esal_milli IS 'Equivalent standard axles, thousandths.';
COMMENT ON COLUMN passages.speed IS 'Hundredths of km/h.';
COMMENT ON COLUMN passages.plate_color IS '1 blue, 2 yellow, 3 black, 4 white, 5 green, 6 yellow_green, 7 other; null unknown.';
COMMENT ON COLUMN passages.vehicle_type IS '1 rigid, 2 combination as the sensor says; null when it does not.';
COMMENT ON COLUMN passages.worst_group_excess_kg IS 'Largest load - limit over the axle groups that have a limit; null when none has.';
COMMENT ON COLUMN passages.vehicle_class IS 'Axle count and axle groups front to rear, such as 6:1-2-3.';
COMMENT ON COLUMN passages.reasons IS 'Names of the reasons separated by one space; empty when there is none.';
COMMENT ON COLUMN passages.axle_kg IS 'Axle loads front to rear, kg.';
COMMENT ON COLUMN passages.spacing_mm IS 'Distances between neighbouring axles front to rear, mm.';

CREATE INDEX passages_passed_at ON passages USING brin (passed_at);
CREATE INDEX passages_plate ON passages (plate, passed_at) WHERE plate IS NOT NULL;

CREATE TABLE passages_default PARTITION OF passages DEFAULT;
COMMENT ON TABLE passages_default IS 'Passages with an impossible clock (reason clock).';

CREATE TABLE passage_days (
    starts_at timestamptz PRIMARY KEY,
    ends_at   timestamptz NOT NULL UNIQUE,
    day       date NOT NULL,
    partition text NOT NULL UNIQUE,
    CHECK (starts_at < ends_at)
);
COMMENT ON TABLE passage_days IS 'The partitions of passages: one per stored local day.';

-- The partition of an instant, made if there is none. The table is filled and checked before it is
-- attached, so that readers and other writers are not held up: ATTACH locks only the default
-- partition, from which rows of the new range (clocks that ran ahead) move over.
CREATE FUNCTION open_passage_day(instant timestamptz, zone text)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    local_day date := (instant AT TIME ZONE zone)::date;
    lower_end timestamptz := local_day::timestamp AT TIME ZONE zone;
    upper_end timestamptz := (local_day + 1)::timestamp AT TIME ZONE zone;
    name text := 'passages_' || to_char(local_day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(7305814113);
    RETURN QUERY SELECT d.starts_at, d.ends_at FROM passage_days d
        WHERE d.starts_at <= instant AND instant < d.ends_at;
    IF FOUND THEN RETURN; END IF;
    -- After a change of time zone a new day stops where days of the old zone stand.
    SELECT greatest(lower_end, max(d.ends_at)) INTO lower_end
        FROM passage_days d WHERE d.ends_at <= instant;
    SELECT least(upper_end, min(d.starts_at)) INTO upper_end
        FROM passage_days d WHERE d.starts_at > instant;
    IF to_regclass(name) IS NOT NULL THEN
        name := name || to_char(lower_end AT TIME ZONE 'UTC', '"_"YYYYMMDD"t"HH24MISS');
    END IF;
    -- Rows that another transaction has put there must be seen by the move below.
    LOCK TABLE passages_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE %I (LIKE passages INCLUDING ALL)', name);
    EXECUTE format('WITH early AS (DELETE FROM passages_default '
        'WHERE passed_at >= %L AND passed_at < %L RETURNING *) INSERT INTO %I SELECT * FROM early',
        lower_end, upper_end, name);
    EXECUTE format('ALTER TABLE passages ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        name, lower_end, upper_end);
    INSERT INTO passage_days VALUES (lower_end, upper_end, local_day, name);
    RETURN QUERY SELECT lower_end, upper_end;
END
$$;

CREATE TABLE lane_hours (
    hour    timestamptz NOT NULL,
    lane    smallint NOT NULL,
    site    text COLLATE "C" NOT NULL,
    uplinks integer[] NOT NULL,
    PRIMARY KEY (site, lane, hour)
) WITH (fillfactor = 70);
COMMENT ON TABLE lane_hours IS 'Which uplinks brought passages of a lane and UTC hour: only where there are several can a passage have come by two ways.';

-- ---------------------------------------------------------------------------- cases

CREATE TABLE cases (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    state           text NOT NULL DEFAULT 'pending' CHECK (state IN (
        'pending', 'under_review', 'confirmed', 'rejected', 'on_hold', 'notified', 'decided',
        'closed')),
    site            text COLLATE "C" NOT NULL,
    lane            smallint NOT NULL,
    passed_at       timestamptz NOT NULL,
    plate           text COLLATE "C",
    plate_color     smallint,
    speed           integer NOT NULL,
    axle_kg         integer[] NOT NULL,
    spacing_mm      integer[] NOT NULL,
    left_kg         integer[],
    right_kg        integer[],
    vehicle_class   text COLLATE "C" NOT NULL,
    combination     boolean NOT NULL,
    gross_kg        integer NOT NULL,
    limit_kg        integer NOT NULL,
    excess_kg       integer NOT NULL,
    excess_permille integer NOT NULL,
    deduction_kg    integer NOT NULL,
    worst_group_excess_kg integer,
    esal_milli      integer NOT NULL,
    reasons         text NOT NULL,
    rulebook        text NOT NULL,
    edition         text NOT NULL,
    article         text NOT NULL,
    article_verified boolean NOT NULL,
    certificate_class text,
    certificate_document text,
    permissible_error_permille smallint NOT NULL,
    passage_id      text,
    frame           bytea NOT NULL,
    frame_hash      bytea NOT NULL,
    uplink          integer NOT NULL,
    sequence        bigint NOT NULL,
    received_at     timestamptz NOT NULL,
    opened_at       timestamptz NOT NULL DEFAULT now(),
    UNIQUE (site, lane, passed_at, axle_kg)
);
COMMENT ON TABLE cases IS 'One row per offence that may be acted on, with the evidence of the passage that opened it.';
COMMENT ON COLUMN cases.excess_kg IS 'gross_kg - limit_kg, before the deduction.';
COMMENT ON COLUMN cases.article_verified IS 'Whether the cited number was checked against the official text.';
COMMENT ON COLUMN cases.certificate_document IS 'The verification certificate of the site''s scale at that instant.';
COMMENT ON COLUMN cases.frame IS 'Canonical bytes of the frame as the gateway sent it.';
COMMENT ON COLUMN cases.frame_hash IS 'SHA-256 of the frame, made by the gateway and recomputed here.';

CREATE INDEX cases_plate ON cases (plate, passed_at) WHERE plate IS NOT NULL;
CREATE INDEX cases_in_work ON cases (state, id) WHERE state <> 'pending';
CREATE INDEX cases_passed_at ON cases USING brin (passed_at);

CREATE TABLE case_passages (
    case_id   bigint NOT NULL,
    passed_at timestamptz NOT NULL,
    sequence  bigint NOT NULL,
    uplink    integer NOT NULL,
    gross_kg  integer NOT NULL,
    lane      smallint NOT NULL,
    site      text COLLATE "C" NOT NULL,
    role      text NOT NULL CHECK (role IN ('opening', 'joined', 'related', 'duplicate')),
    PRIMARY KEY (case_id, uplink, sequence)
);
COMMENT ON TABLE case_passages IS 'The passages of a case, written in the transaction that opens or finds it. No foreign key: checking it would cost as much as all else that a case costs.';
COMMENT ON COLUMN case_passages.role IS 'opening: opened it; joined: the same trip at another site; related: looks like the same trip, but the case was no longer open, so it opened its own; duplicate: the same weighing by another way.';
CREATE INDEX case_passages_more ON case_passages (case_id) WHERE role <> 'opening';
CREATE INDEX case_passages_related ON case_passages (uplink, sequence) WHERE role = 'related';

-- ---------------------------------------------------------------------------- roll-ups

CREATE TABLE rollup_lane_hour_class (
    hour          timestamptz NOT NULL,
    passages      bigint NOT NULL,
    trucks        bigint NOT NULL,
    over          bigint NOT NULL,
    overload      bigint NOT NULL,
    marginal      bigint NOT NULL,
    invalid       bigint NOT NULL,
    gross_kg      bigint NOT NULL,
    esal_milli    bigint NOT NULL,
    lane          smallint NOT NULL,
    site          text COLLATE "C" NOT NULL,
    vehicle_class text COLLATE "C" NOT NULL,
    PRIMARY KEY (site, lane, hour, vehicle_class)
) WITH (fillfactor = 70);
COMMENT ON TABLE rollup_lane_hour_class IS 'Counts per lane, UTC hour and vehicle class, kept in the transaction that stores the passages; duplicates are left out.';
COMMENT ON COLUMN rollup_lane_hour_class.trucks IS 'Passages of at least the truck mass (3,500 kg by default) with a usable measurement.';
COMMENT ON COLUMN rollup_lane_hour_class.over IS 'Over the limit: marginal and overload.';
COMMENT ON COLUMN rollup_lane_hour_class.gross_kg IS 'Sum of the gross masses, kg.';
COMMENT ON COLUMN rollup_lane_hour_class.esal_milli IS 'Sum of the equivalent standard axles, thousandths.';
CREATE INDEX rollup_lane_hour_class_hour ON rollup_lane_hour_class USING brin (hour);
