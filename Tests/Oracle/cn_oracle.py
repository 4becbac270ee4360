# Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
"""An independent oracle of the verdict under the rulebook `cn`.

It was written from the law page (limits, numbers, validity) and the contracts page (passage file,
verdict file) alone, without sight of the program, so that the two can be held against each other
bit for bit. It knows every number of the law itself; the program takes them from its rulebook.

    cn_oracle.py [--mpe-permille P] [--now INSTANT] [PASSAGES.csv|-] > VERDICTS.csv

reads a passage file (CSV; without a name or with `-` standard input) and writes a verdict file
(CSV, lines end in a line feed), one row a passage, in input order, to be compared byte by byte.
`article` is the source of the limit as the law page cites it. `passed_at` is printed as the same
instant at +08:00, `2026-06-15T10:00:00.25+08:00`, the fraction without trailing zeros and left out
where it is zero.

- `--mpe-permille P`: the permissible error of every row, 0 to 999 permille. The oracle has no
  registry, so every site is unknown to it, the default is 50, and `no_certificate` never appears.
- `--now INSTANT`: the clock (RFC 3339), by default the system's; instants more than ten minutes
  ahead of it get the reason `clock`.

Rows that cannot be read are not written; their number and reasons go to standard error.
What the pages leave open is not refused here: lanes that are no numbers, long texts, unknown plate
colours, large dimensions and speeds. A leap second (RFC 3339) is read as the second after it.
Exit: 0 done, 1 done with refused rows, 2 wrong usage or header, 3 file not available.

Python 3.11, standard library, integers only. Up to 20 microseconds a passage.
"""

import argparse
import collections
import csv
import datetime
import re
import sys
import time

COLUMNS = (
    "passage_id,site,lane,passed_at,plate,plate_color,speed_kmh,axle_kg,spacing_mm,left_kg,"
    "right_kg,length_mm,width_mm,height_mm,vehicle_type,flags"
).split(",")
REQUIRED = ("site", "lane", "passed_at", "speed_kmh", "axle_kg", "spacing_mm")
VERDICT_COLUMNS = (
    "passage_id,site,passed_at,plate,axle_count,axle_groups,vehicle_class,combination,gross_kg,"
    "gross_limit_kg,gross_excess_kg,excess_permille,worst_group_excess_kg,deduction_kg,esal_milli,"
    "verdict,reasons,article"
).split(",")

WHOLE = re.compile(r"[0-9]+").fullmatch
WHOLES = re.compile(r"[0-9]+(?: [0-9]+)*").fullmatch
SPEED = re.compile(r"(-?)([0-9]+)(?:\.([0-9]{1,2}))?").fullmatch
INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)"
    r"(?:\.([0-9]{1,6}))?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
).fullmatch

# Instants are microseconds since the epoch, days are numbered from it, both in UTC.
SECOND = 1_000_000
DAY = 86_400 * SECOND
EAST_8 = 8 * 3_600 * SECOND
EPOCH = datetime.date(1970, 1, 1).toordinal()
# Days are those of Asia/Shanghai, which has been at +08:00 throughout since 1992.
OLDEST = (datetime.date(2000, 1, 1).toordinal() - EPOCH) * DAY - EAST_8
FIRST_EDITION = (datetime.date(2016, 9, 21).toordinal() - EPOCH) * DAY - EAST_8
AHEAD = 600 * SECOND

GREATEST = 65_535


class Refused(Exception):
    """A row that cannot be read; its text is the reason."""


_days = {}


def day_number(text):
    """The number of a day `YYYY-MM-DD`; kept, because a file has few days."""
    day = _days.get(text)
    if day is None:
        try:
            day = datetime.date.fromisoformat(text).toordinal() - EPOCH
        except ValueError:
            raise Refused("passed_at") from None
        _days[text] = day
    return day


def read_instant(text):
    """Microseconds since the epoch of an RFC 3339 instant."""
    match = INSTANT(text)
    if match is None:
        raise Refused("passed_at")
    date, hour, minute, second, fraction, sign, east_hour, east_minute = match.groups()
    seconds = int(hour) * 3_600 + int(minute) * 60 + int(second)
    if sign is not None:
        east = int(east_hour) * 3_600 + int(east_minute) * 60
        seconds += east if sign == "-" else -east
    # A leap second stands only at the end of a day in UTC; it is taken as the second after it.
    if second == "60" and seconds % 86_400 != 0:
        raise Refused("passed_at")
    micros = int(fraction.ljust(6, "0")) if fraction else 0
    return day_number(date) * DAY + seconds * SECOND + micros


# The times of a day, by the second.
TIMES = [f"{s // 3_600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(86_400)]

_dates = {}


def print_instant(instant):
    """RFC 3339 at +08:00."""
    day, rest = divmod(instant + EAST_8, DAY)
    date = _dates.get(day)
    if date is None:
        try:
            date = datetime.date.fromordinal(day + EPOCH).isoformat()
        except (ValueError, OverflowError):
            raise Refused("passed_at") from None
        _dates[day] = date
    seconds, micros = divmod(rest, SECOND)
    fraction = f".{micros:06}".rstrip("0") if micros else ""
    return f"{date}T{TIMES[seconds]}{fraction}+08:00"


# Every number that a load or a spacing can be, by its text: looking up is faster than reading.
NUMBERS = {str(number): number for number in range(GREATEST + 1)}


def numbers(text, reason):
    """Whole numbers from 0 to 65,535, separated by one space."""
    try:
        return list(map(NUMBERS.__getitem__, text.split(" ")))
    except KeyError:
        pass
    # Something wrong, or only zeros in front of a number.
    try:
        return [NUMBERS[word.lstrip("0") or "0"] for word in WHOLES(text)[0].split(" ")]
    except (KeyError, TypeError):
        raise Refused(reason) from None


def group_sizes(axles, spacings):
    """Sizes of the axle groups, front to rear, and whether the first is the steer pair (§1)."""
    steer_pair = axles >= 3 and spacings[0] < 2_600 and spacings[1] >= 1_800
    sizes = []
    size = 1
    for index, spacing in enumerate(spacings):
        if spacing < 1_800 or (index == 0 and steer_pair):
            size += 1
        else:
            sizes.append(size)
            size = 1
    sizes.append(size)
    return sizes, steer_pair


def by_pattern(axles, sizes, pattern):
    """Combination, gross limit in kg, whether the pattern is known, and article (§2, table)."""
    if axles == 2:
        return False, 18_000, True, "Order 62 Art. 3(4)"
    if axles == 3:
        if pattern == "1-2" or pattern == "2-1":
            return False, 25_000, True, "Order 62 Art. 3(5)"
        return True, 27_000, pattern == "1-1-1", "Order 62 Art. 3(5)"
    if axles == 4:
        if pattern == "2-2" or pattern == "1-3":
            return False, 31_000, True, "Order 62 Art. 3(6)"
        known = pattern in ("1-1-2", "1-2-1", "2-1-1", "1-1-1-1")
        return True, 36_000, known, "Order 62 Art. 3(6)"
    if axles == 5:
        if pattern == "1-1-3":
            return True, 42_000, True, "Order 62 Art. 3 para. 2(3), 2016 annex (18 + 24)"
        return True, 43_000, len(sizes) >= 3, "Order 62 Art. 3(7)"
    if len(sizes) >= 2 and sizes[1] == 1:
        return True, 46_000, True, "Order 62 Art. 3(8)"
    return True, 49_000, len(sizes) >= 2, "Order 62 Art. 3(8)"


def worst_group_excess(loads, spacings, sizes, steer_pair):
    """Greatest load − limit over the groups, None without any limit, and whether all have one."""
    worst = None
    complete = True
    start = 0
    for index, size in enumerate(sizes):
        if size == 1:
            over = loads[start] - (7_000 if index == 0 else 11_500 if index == 1 else 10_000)
        elif size == 2:
            if index == 0 and steer_pair:
                limit = 14_000
            else:
                spacing = spacings[start]
                limit = 11_500 if spacing < 1_000 else 16_000 if spacing < 1_300 else 18_000
            over = loads[start] + loads[start + 1] - limit
        elif size == 3:
            close = spacings[start] <= 1_300 and spacings[start + 1] <= 1_300
            over = sum(loads[start : start + 3]) - (21_000 if close else 24_000)
        else:
            complete = False
            start += size
            continue
        start += size
        if worst is None or over > worst:
            worst = over
    return worst, complete


# Rigid and combination where the input says which, up to four axles (§2).
RIGID = {2: 18_000, 3: 25_000, 4: 31_000}
COMBINATION = {2: 18_000, 3: 27_000, 4: 36_000}


def judge(text, permille, latest):
    """The verdict row of one passage; `text` maps a column to its text."""
    passage_id, site, lane, passed_at, plate, _, speed, axle_kg, spacing_mm, left_kg, right_kg, \
        length, width, height, vehicle_type, _ = text

    # What a reader must refuse.
    if not site or not lane:
        raise Refused("site or lane")
    instant = read_instant(passed_at)
    match = SPEED(speed)
    if match is None:
        raise Refused("speed_kmh")
    loads = numbers(axle_kg, "axle_kg")
    axles = len(loads)
    if axles < 2 or axles > 16:
        raise Refused("axle count")
    spacings = numbers(spacing_mm, "spacing_mm")
    if len(spacings) != axles - 1:
        raise Refused("spacing count")
    wheels = left_kg != "" or right_kg != ""
    if wheels:
        left = numbers(left_kg, "left_kg")
        right = numbers(right_kg, "right_kg")
        if len(left) != axles or len(right) != axles:
            raise Refused("wheel count")
        for load, on_left, on_right in zip(loads, left, right):
            if not -20 <= on_left + on_right - load <= 20:
                raise Refused("wheel sum")
    for size in (length, width, height):
        if size and WHOLE(size) is None:
            raise Refused("dimension")
    if vehicle_type != "" and vehicle_type != "rigid" and vehicle_type != "combination":
        raise Refused("vehicle_type")

    # Groups, class and limits.
    sizes, steer_pair = group_sizes(axles, spacings)
    pattern = "-".join(map(str, sizes))
    combination, limit, known, article = by_pattern(axles, sizes, pattern)
    if vehicle_type:
        known = True
        combination = vehicle_type == "combination"
        limit = (COMBINATION if combination else RIGID).get(axles, limit)
    worst, complete = worst_group_excess(loads, spacings, sizes, steer_pair)

    # Numbers.
    gross = sum(loads)
    excess = gross - limit
    deduction = gross - gross * (1_000 - permille) // 1_000
    esal = 0
    for load in loads:
        if load > 50_000:
            load = 50_000
        square = load * load
        esal += square * square // 10_000_000_000_000

    # Reasons, in the order of §4.
    reasons = []
    hundredths = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    if match[1]:
        hundredths = -hundredths
    if hundredths < 500 or hundredths > 12_000:
        reasons.append("speed")
    if min(loads) < 200:
        reasons.append("axle_light")
    if max(loads) > 35_000:
        reasons.append("axle_heavy")
    if gross > 150_000:
        reasons.append("gross_heavy")
    if min(spacings) < 600:
        reasons.append("spacing_short")
    if max(spacings) > 20_000:
        reasons.append("spacing_long")
    if wheels:
        all_left = sum(left)
        all_right = sum(right)
        if 5 * abs(all_left - all_right) > 2 * (all_left + all_right):
            reasons.append("imbalance")
    if instant < OLDEST or instant > latest:
        reasons.append("clock")
    if instant < FIRST_EDITION:
        reasons.append("no_rulebook")
    invalid = bool(reasons)
    if wheels and axles >= 3:
        for on_left, on_right in zip(left, right):
            if not -10 <= on_left - on_right <= 10:
                break
        else:
            reasons.append("mirrored_wheels")
    if not known:
        reasons.append("pattern_unknown")
    if vehicle_type == "rigid" and axles >= 5:
        reasons.append("no_rigid_limit")
    if not complete:
        reasons.append("group_limit_unknown")

    if invalid:
        verdict = "invalid"
    elif excess <= 0:
        verdict = "within"
    elif gross - deduction > limit:
        verdict = "overload"
    else:
        verdict = "marginal"

    return (
        passage_id,
        site,
        print_instant(instant),
        plate,
        axles,
        pattern,
        f"{axles}:{pattern}",
        "true" if combination else "false",
        gross,
        limit,
        excess,
        1_000 * excess // limit if excess > 0 else 0,
        "" if worst is None else worst,
        deduction,
        esal,
        verdict,
        " ".join(reasons),
        article,
    )


def places_of(header):
    """For each column of the contract its place in the file, or None."""
    for name in header:
        if name not in COLUMNS:
            raise ValueError(f"unknown column {name!r}")
    if len(set(header)) != len(header):
        raise ValueError("a column stands twice")
    for name in REQUIRED:
        if name not in header:
            raise ValueError(f"column {name} is missing")
    return [header.index(name) if name in header else None for name in COLUMNS]


def rows_of(lines, refused):
    """The rows of a CSV file; lines that are no CSV are counted, empty ones passed over."""
    reader = csv.reader(lines, strict=True)
    while True:
        try:
            for row in reader:
                if row:
                    yield row
            return
        except csv.Error:
            refused["csv"] += 1


def judge_file(lines, out, permille, latest):
    """Judges a passage file; returns the numbers of refused rows by reason."""
    refused = collections.Counter()
    rows = rows_of(lines, refused)
    header = next(rows, None)
    if header is None:
        raise ValueError("no header")
    places = places_of(header)
    width = len(header)
    # An absent column reads the empty text put at the end of each row.
    places = [width if place is None else place for place in places]
    in_order = places == list(range(len(COLUMNS)))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(VERDICT_COLUMNS)
    write = writer.writerow
    for row in rows:
        try:
            if len(row) != width:
                raise Refused("field count")
            if not in_order:
                row.append("")
                row = [row[place] for place in places]
            "".join(row).encode()  # bytes that are no UTF-8 came in as lone surrogates
            write(judge(row, permille, latest))
        except UnicodeEncodeError:
            refused["utf-8"] += 1
        except Refused as refusal:
            refused[str(refusal)] += 1
    return refused


def main():
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Independent verdicts under the rulebook cn.")
    parser.add_argument("--mpe-permille", type=int, default=50, metavar="P")
    parser.add_argument("--now", metavar="INSTANT")
    parser.add_argument("passages", nargs="?", default="-", metavar="PASSAGES.csv")
    options = parser.parse_args()
    if not 0 <= options.mpe_permille <= 999:
        parser.error("--mpe-permille must be 0 to 999")
    try:
        now = read_instant(options.now) if options.now else time.time_ns() // 1_000
    except Refused:
        parser.error("--now is no RFC 3339 instant")
    try:
        source = sys.stdin.fileno() if options.passages == "-" else options.passages
        lines = open(source, newline="", encoding="utf-8-sig", errors="surrogateescape")
    except OSError as problem:
        print(f"cn_oracle: {problem}", file=sys.stderr)
        return 3
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    with lines:
        try:
            refused = judge_file(lines, sys.stdout, options.mpe_permille, now + AHEAD)
        except ValueError as problem:
            print(f"cn_oracle: {problem}", file=sys.stderr)
            return 2
    if refused:
        reasons = ", ".join(f"{reason} {count}" for reason, count in refused.most_common())
        print(f"cn_oracle: {refused.total()} rows refused: {reasons}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
