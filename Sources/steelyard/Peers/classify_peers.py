# Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
"""The gross-and-groups part of judging in Polars or DuckDB, for `steelyard bench classify`.

classify_peers.py polars|duckdb THREADS FOLDER

The folder holds the fleet as raw little-endian columns (axles.u8, axle_1.u16 ... gap_5.u16; a cell
beyond a vehicle's axles is 0), limits.i32 (the gross limit by pattern code) and law.json. After
loading, the program prints `ready` with the library's version; then, for every line it reads, it
works through all vehicles a few times and prints the nanoseconds of the median and four sums, of
gross, of limit, of what is over the limit and of the worst group excess. Exit status 3: the library
is not installed.

A pattern code has bit i set where axle i (from 0) ends a group; a table by code gives the limit. A
vehicle none of whose groups has a limit gets the law's `no_group_limit` as worst group excess; a
limit of twice its amount, more than any vehicle weighs, stands for a group that has none and for an
axle that ends no group, so that these never decide.

Of several ways of writing each query, these were the fastest.
"""

import json
import os
import sys
import time

AXLES = 6
# Rounds in a row; their median counts. After the first, memory of the one before is at hand again.
REPEATS = 5


def bands(law, name):
    """The limits of groups of two or three axles (tandem, tridem) by their larger inner spacing.

    For each band but the last the first spacing beyond it and its limit, then the limit of the
    last. Bands of spacings at which axles are no longer joined are left out.
    """
    limits = [min(law[f"{name}_{i}"], -2 * law["no_group_limit"]) for i in range(3)]
    ends = [law[f"{name}_from_{i}"] for i in range(2)]
    inner = [end for end in ends if end < law["joined_below"]]
    return list(zip(inner, limits)), limits[len(inner)]


class PolarsPeer:
    """One lazy query over all columns, run by the streaming engine.

    Masks are bitmaps and cost next to nothing, every number made costs a pass over memory, and a
    look-up in a table costs three: so limits come from chains of when, not from tables.
    """

    def __init__(self, threads, columns, limits, law):
        os.environ["POLARS_MAX_THREADS"] = str(threads)
        import polars as pl

        self.version = f"Polars {pl.__version__}"
        self.pl = pl
        # The stages below name what is used twice; to look for more of it costs time and finds
        # parts that are cheaper to compute again.
        self.optimizations = pl.QueryOptFlags(comm_subexpr_elim=False)
        # Loads as 32-bit numbers: their sum needs no conversion, which is faster than less memory.
        wide = {k: v.astype("i4") if k.startswith("axle_") else v for k, v in columns.items()}
        axles = pl.col("axles")
        gap = [pl.col(f"gap_{i}") for i in range(1, AXLES)]
        pair = (
            (axles >= law["pair_axles_at_least"])
            & (gap[0] < law["pair_first_below"])
            & (gap[1] >= law["pair_second_at_least"])
        )
        # Whether axles i and i + 1 are of two groups. The last axle's group ends without a gap.
        apart = [g >= law["joined_below"] for g in gap]
        apart[0] = apart[0] & ~pair
        query = (
            pl.DataFrame(wide)
            .lazy()
            .with_columns(
                pair.alias("pair"),
                pl.col("axle_1").alias("sum_0"),
                *(a.alias(f"apart_{i}") for i, a in enumerate(apart)),
                *((axles == i + 1).alias(f"last_{i}") for i in range(1, AXLES)),
            )
        )
        apart = [pl.col(f"apart_{i}") for i in range(AXLES - 1)]
        joined = [~a for a in apart]
        last = [pl.col(f"last_{i}") for i in range(1, AXLES)]
        # Up to each axle the sum of loads, and the part of it that is of earlier groups.
        for i in range(1, AXLES):
            earlier = pl.col(f"before_{i - 1}") if i > 1 else pl.lit(0, pl.Int32)
            sum_before = pl.col(f"sum_{i - 1}")
            query = query.with_columns(
                pl.when(apart[i - 1]).then(sum_before).otherwise(earlier).alias(f"before_{i}"),
                (sum_before + pl.col(f"axle_{i + 1}")).alias(f"sum_{i}"),
            )
        zero = pl.lit(0, pl.UInt8)
        code = zero
        for i in range(AXLES - 1, 0, -1):
            code = pl.when(last[i - 1]).then(pl.lit(1 << i, pl.UInt8)).otherwise(code)
        for i, end in enumerate(apart):
            code = code | pl.when(end).then(pl.lit(1 << i, pl.UInt8)).otherwise(zero)

        def kilograms(value):
            return pl.lit(value, pl.Int32)

        def banded(name, inner):
            """The limit by the larger of one or two spacings."""
            below, chain = bands(law, name)
            chain = kilograms(chain)
            for end, limit in reversed(below):
                shorter = inner[0] < end
                for spacing in inner[1:]:
                    shorter = shorter & (spacing < end)
                chain = pl.when(shorter).then(kilograms(limit)).otherwise(chain)
            return chain

        none = kilograms(law["no_group_limit"])
        beyond = kilograms(-2 * law["no_group_limit"])
        steer = pl.col("sum_0") - law["steer_single"]
        query = query.with_columns(
            code.alias("pattern"), pl.when(apart[0]).then(steer).otherwise(none).alias("worst")
        )
        # After each axle where a group of one, two or three ends, its load against its limit.
        for i in range(1, AXLES):
            ends = (apart[i] | last[i - 1]) if i + 1 < AXLES else last[i - 1]
            limit = banded("tandem", [gap[i - 1]])
            if i == 1:
                steer_pair = kilograms(law["steer_pair"])
                limit = pl.when(pl.col("pair")).then(steer_pair).otherwise(limit)
                single = kilograms(law["drive_single"])
            else:
                # Three where the two gaps before are joined.
                tridem = banded("tridem", [gap[i - 1], gap[i - 2]])
                limit = pl.when(apart[i - 2]).then(limit).otherwise(tridem)
                is_drive = joined[0]
                for before in joined[1 : i - 1]:
                    is_drive = is_drive & before
                single = (
                    pl.when(is_drive)
                    .then(kilograms(law["drive_single"]))
                    .otherwise(kilograms(law["other_single"]))
                )
                if i > 2:
                    ends = ends & ~(joined[i - 1] & joined[i - 2] & joined[i - 3])
            limit = pl.when(apart[i - 1]).then(single).otherwise(limit)
            load = pl.col(f"sum_{i}") - pl.col(f"before_{i}")
            excess = load - pl.when(ends).then(limit).otherwise(beyond)
            query = query.with_columns(pl.max_horizontal("worst", excess).alias("worst"))
        self.query = query.select(
            pl.col(f"sum_{AXLES - 1}").alias("gross"),
            "pattern",
            "worst",
            pl.lit(pl.Series(limits)).gather(pl.col("pattern")).alias("limit"),
        ).with_columns((pl.col("gross") - pl.col("limit")).alias("excess"))

    def run(self):
        return self.query.collect(engine="streaming", optimizations=self.optimizations)

    def sums(self, result):
        pl = self.pl
        gross, limit, worst = (
            result[k].cast(pl.Int64).sum() for k in ("gross", "limit", "worst")
        )
        over = result["excess"].clip(lower_bound=0).cast(pl.Int64).sum()
        return gross, limit, over, worst


class DuckDBPeer:
    """One SQL query over an in-memory table into an Arrow table.

    A CASE of several branches costs more than a join with a table whose keys are dense numbers. So
    a table by spacing gives what each gap adds to a code, a table by code all that the law says.
    """

    def __init__(self, threads, columns, limits, law):
        import duckdb
        import pyarrow as pa

        self.version = f"DuckDB {duckdb.__version__}"
        self.connection = duckdb.connect()
        self.connection.execute(f"SET threads = {threads}")

        def create(name, columns):
            table = pa.table({name: pa.array(values) for name, values in columns.items()})
            self.connection.register("arriving", table)
            self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM arriving")
            self.connection.unregister("arriving")

        spacing, by_code, axle_unit = self.tables(limits, law)
        create("fleet", columns)
        create("spacing", spacing)
        create("law", by_code)

        def columns_of(form, count):
            return ", ".join(form.format(i) for i in range(count))

        code = " + ".join(f"s{i}.part_{i}" for i in range(1, AXLES))
        joins = " ".join(
            f"JOIN spacing s{i} ON s{i}.gap = fleet.gap_{i}" for i in range(1, AXLES)
        )
        query = f"SELECT fleet.*, {code} + axles::INTEGER * {axle_unit} AS code FROM fleet {joins}"
        loads = ", ".join(f"axle_{i + 1}::INTEGER AS load_{i}" for i in range(AXLES))
        query = f"""
            SELECT pattern, lim, {columns_of("allowed_{}", AXLES)},
                   {columns_of("joined_{}", AXLES - 1)}, {loads}
            FROM ({query}) AS coded JOIN law ON law.code = coded.code"""
        gross = " + ".join(f"load_{i}" for i in range(AXLES))
        query = f"SELECT *, {gross} AS gross, load_0 AS group_0 FROM ({query})"
        # What the group weighs up to each axle.
        for i in range(1, AXLES):
            load = f"load_{i} + joined_{i - 1} * group_{i - 1}"
            query = f"SELECT *, {load} AS group_{i} FROM ({query})"
        excesses = columns_of("group_{0} - allowed_{0} AS a{0}", AXLES)
        query = f"SELECT pattern, lim, gross, {excesses} FROM ({query})"

        def twice_larger(a, b):
            """Faster than greatest() and CASE."""
            return f"{a} + {b} + abs({a} - {b})"

        # A tournament, to which the stand-in comes in its second round.
        pairs = ", ".join(f"{twice_larger(f'a{i}', f'a{i + 1}')} AS b{i}" for i in (0, 2, 4))
        query = f"SELECT pattern, lim, gross, {pairs} FROM ({query})"
        none = f"({2 * law['no_group_limit']})"
        query = f"""
            SELECT pattern, lim, gross, {twice_larger("b0", "b2")} AS c0,
                   {twice_larger("b4", none)} AS c1
            FROM ({query})"""
        query = f"SELECT pattern, lim, gross, {twice_larger('c0', 'c1')} AS d FROM ({query})"
        self.query = f"""
            SELECT gross::INTEGER AS gross, pattern, lim, (gross - lim)::INTEGER AS excess,
                   (d // 8)::INTEGER AS worst
            FROM ({query})"""

    @staticmethod
    def tables(limits, law):
        """Columns by spacing, columns by code, and what one axle adds to the code."""
        import numpy as np

        beyond = -2 * law["no_group_limit"]
        # Where a spacing begins to mean something else.
        cuts = {end for name in ("tandem", "tridem") for end, _ in bands(law, name)[0]}
        cuts = [cuts | {law["joined_below"]} for _ in range(1, AXLES)]
        cuts[0] = cuts[0] | {law["pair_first_below"]}
        cuts[1] = cuts[1] | {law["pair_second_at_least"]}
        gaps = np.arange(1 << 16)
        spacing = {"gap": gaps.astype("u2")}
        shortest, units, unit = [], [], 1
        for i, ends in enumerate(map(sorted, cuts), 1):
            part = np.searchsorted(ends, gaps, side="right") * unit
            spacing[f"part_{i}"] = part.astype("i4")
            shortest.append(np.array([0, *ends]))
            units.append(unit)
            unit *= len(ends) + 1

        code = np.arange(2 * unit, (AXLES + 1) * unit)
        axles = code // unit
        gap = [s[code // u % len(s)] for s, u in zip(shortest, units)]
        pair = (
            (axles >= law["pair_axles_at_least"])
            & (gap[0] < law["pair_first_below"])
            & (gap[1] >= law["pair_second_at_least"])
        )

        def banded(name, inner):
            below, limit = bands(law, name)
            return np.select([inner < end for end, _ in below], [l for _, l in below], limit)

        size, group, inner, pattern = (np.full_like(code, n) for n in (1, 0, 0, 0))
        by_code = {"code": code.astype("i4")}
        for i in range(AXLES):
            joined = gap[i] < law["joined_below"] if i + 1 < AXLES else axles < 0
            joined = joined | pair if i == 0 else joined
            ends = (axles == i + 1) | ((axles > i + 1) & ~joined)
            single = np.select(
                [group == 0, group == 1],
                [law["steer_single"], law["drive_single"]],
                law["other_single"],
            )
            limit = np.select(
                [~ends, size == 1, pair & (i == 1), size == 2, size == 3],
                [
                    beyond,
                    single,
                    law["steer_pair"],
                    banded("tandem", inner),
                    banded("tridem", inner),
                ],
                beyond,
            )
            by_code[f"allowed_{i}"] = limit.astype("i4")
            by_code[f"joined_{i}"] = (~ends).astype("i4")
            pattern |= ends << i
            group += ends
            size = np.where(ends, 1, size + 1)
            if i + 1 < AXLES:
                inner = np.where(ends, 0, np.maximum(inner, gap[i]))
        by_code["pattern"] = pattern.astype("u1")
        by_code["lim"] = limits[pattern]
        return spacing, by_code, unit

    def run(self):
        return self.connection.sql(self.query).to_arrow_table()

    def sums(self, result):
        self.connection.register("result", result)
        # All rows, though it is one: a result that is not at its end holds the connection.
        return self.connection.execute(
            "SELECT sum(gross), sum(lim), sum(greatest(excess, 0)), sum(worst) FROM result"
        ).fetchall()[0]


def main():
    library, threads, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    try:
        import numpy

        columns = {"axles": numpy.fromfile(f"{folder}/axles.u8", "u1")}
        for i in range(1, AXLES + 1):
            columns[f"axle_{i}"] = numpy.fromfile(f"{folder}/axle_{i}.u16", "<u2")
        for i in range(1, AXLES):
            columns[f"gap_{i}"] = numpy.fromfile(f"{folder}/gap_{i}.u16", "<u2")
        limits = numpy.fromfile(f"{folder}/limits.i32", "<i4")
        with open(f"{folder}/law.json", encoding="utf-8") as file:
            law = json.load(file)
        peers = {"polars": PolarsPeer, "duckdb": DuckDBPeer}
        peer = peers[library](threads, columns, limits, law)
    except ImportError as error:
        print(f"absent {error.name}", flush=True)
        sys.exit(3)
    del columns
    print("ready", peer.version, flush=True)
    for _ in sys.stdin:
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter_ns()
            result = peer.run()
            times.append(time.perf_counter_ns() - start)
        sums = peer.sums(result)
        # Given back before the answer, so that it disturbs no other contestant.
        del result
        print(sorted(times)[REPEATS // 2], *(int(s) for s in sums), flush=True)


main()
