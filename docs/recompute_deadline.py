"""Computes the last day of a deadline again, with nothing but this file, and compares it with what its sheet says.

    ocop deadline explain DOSSIER NAME --json | python recompute_deadline.py [or a file named]

The sheet is the JSON of that command, or its `derivation` alone. Believed are only `starts`, `length` or `fixed`,
`rolls`, `events`, `days` and `zone`. Day zero is not counted; months end on the same date, or on the last of a month
that has none (Civil Code 2015, Article 147). Saturdays and Sundays are off, all other days worked, but for those in
`days`: worked where `counts` is true, else off. The last day rolls to the next working day where `rolls` is true
(Article 148); a fixed date never does, nor the day of an extension. One `before` the `last_day` of another is so many
days before it. What was left when the clock was paused is left when it goes on. The instant is the end of the last day
in the zone. Exit status: 0 equal, 1 different, 2 not to be computed."""

import json
import sys
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


def works_of(sheet):
    """Whether a day is worked, as a function. Sheets of the first format name every day skipped and no other."""
    if "format" not in sheet:
        skipped = {one["day"] for one in sheet.get("skipped", [])}
        return lambda day: day.isoformat() not in skipped
    told = {one["day"]: one["counts"] is True for one in sheet["days"]}
    return lambda day: told.get(day.isoformat(), day.weekday() < 5)


def after(works, start, unit, count):
    """The day so many days, months or working days after a day that is not counted itself."""
    if unit == "months":
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    while count > 0:
        start += DAY
        count -= unit == "days" or works(start)
    return start


def left(works, paused, falls_on, unit):
    """What was left of the time when the clock was paused: working days or, for all other lengths, days."""
    days = [paused + number * DAY for number in range(1, (falls_on - paused).days + 1)]
    return sum(map(works, days)) if unit == "working_days" else len(days)


def last_day_of(sheet):
    """The last day on which the act is in time."""
    works, paused, exact = works_of(sheet), None, False
    start, unit = date.fromisoformat(sheet["starts"]), "days"
    if fixed := sheet.get("fixed"):
        on, back = fixed.get("last_day", fixed["on"]), fixed.get("before", {}).get("days", 0)
        falls_on = date.fromisoformat(on) - (back or fixed["inclusive"] is not True) * DAY
    else:
        ((unit, count),) = [(name, count) for name, count in sheet["length"].items() if count is not None]
        falls_on = after(works, start, unit, count)
    for event in sheet.get("events", []):
        day = date.fromisoformat(event["day"])
        if event["event"] == "paused":
            paused = day
        elif event["event"] == "extended":
            falls_on, exact = date.fromisoformat(event["until"]), True
        else:
            unit = unit if unit == "working_days" else "days"
            falls_on, exact = after(works, day, unit, left(works, paused, falls_on, unit)), False
    while sheet["rolls"] and not exact and not works(falls_on):
        falls_on += DAY
    return falls_on


def instant_of(day, zone):
    """The instant, in UTC, at which a day is over in a zone."""
    return datetime.combine(day + DAY, time(), ZoneInfo(zone)).astimezone(UTC)


def main(arguments):
    """Print both results; see above for the exit status."""
    try:
        given = json.loads(Path(arguments[0]).read_bytes() if arguments else sys.stdin.buffer.read())
        sheet = given.get("derivation", given)
        day = last_day_of(sheet)
        over = instant_of(day, sheet["zone"])
        due = [given.get("due"), *(one["at"] for one in sheet.get("marks", []) if one["kind"] == "expiry")]
        instants = sorted({datetime.fromisoformat(one) for one in due if one})
        said = date.fromisoformat(sheet["last_day"])
    except UNREADABLE as wrong:
        print(f"This sheet cannot be computed again. {type(wrong).__name__}: {wrong}", file=sys.stderr)
        return 2
    print(f"computed: {day:%d/%m/%Y}, over at {over}")
    print(f"sheet:    {said:%d/%m/%Y}, over at {' and '.join(map(str, instants)) or 'no instant told'}")
    different = said != day or any(one != over for one in instants)
    print("different" if different else "equal")
    return int(different)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
