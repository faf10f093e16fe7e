"""The rounds of evaluation of a programme: those that come every year, and those that a regulation adds.

A round assigns and never refuses: years follow each other by the yearly pattern, so after each round there is a next.
"""

import re
from datetime import date, timedelta

from workflows.naming import Text
from workflows.programme import Programme, Round, YearlyRound

PROVINCE, CENTRE = "province", "centre"
LEVELS = PROVINCE, CENTRE
# The types of a value that names a round.
ROUND, LATER_ROUND = ROUND_TYPES = "round", "later_round"
YEAR = re.compile(r"(19|2[01])[0-9]{2}\Z")


def declares(programme: Programme, level: str) -> bool:
    """Whether a programme has rounds of a level."""
    return programme.rounds is not None and any(one.level == level for one in programme.rounds.yearly)


def rounds_of(programme: Programme, year: int) -> tuple[Round, ...]:
    """The rounds of a year, of all levels, by their cut-off; none where the programme declares none."""
    if programme.rounds is None:
        return ()
    begin, yearly = programme.rounds.begin, [_in_year(one, year) for one in programme.rounds.yearly]
    found = [one for one in yearly if one.cut_off >= begin]
    return tuple(sorted([*found, *(one for one in programme.rounds.extra if one.year == year)], key=_order))


def round_for(programme: Programme, level: str, day: date) -> Round:
    """The round that a dossier joins which is proposed on a day: the one whose cut-off is the first not before it.

    Raises LookupError where the programme has no rounds of the level.
    """
    return next(one for one in _around(programme, level, day) if one.cut_off >= day)


def round_after(programme: Programme, one: Round) -> Round:
    """The next round of the same level. Raises LookupError as `round_for`."""
    return next(other for other in _around(programme, one.level, one.cut_off) if _order(other) > _order(one))


def later_round(programme: Programme, level: str, one: Round | None, day: date) -> Round:
    """The round to which a dossier of `one` is moved on a day: the next, never one whose list is closed by then.

    Raises LookupError as `round_for`.
    """
    first = round_for(programme, level, day)
    return first if one is None else max(first, round_after(programme, one), key=_order)


def round_named(programme: Programme, code: str) -> Round | None:
    """The round of a code such as T-01-2026, of any year; None where the programme has none of that code."""
    year = code.rpartition("-")[2]
    if not YEAR.match(year):
        return None
    return next((one for one in rounds_of(programme, int(year)) if one.code == code), None)


def _around(programme: Programme, level: str, day: date) -> list[Round]:
    """The rounds of a level from the year before a day, or before they begin, to two years after it, in order."""
    if not declares(programme, level):
        raise LookupError(f"{programme.name} has no rounds of level {level}")
    first = max(day.year, programme.rounds.begin.year if programme.rounds else day.year)
    years = range(first - 1, first + 3)
    return sorted((one for year in years for one in rounds_of(programme, year) if one.level == level), key=_order)


def _order(one: Round) -> tuple[date, date, str]:
    return one.cut_off, one.held_by, one.code


def _in_year(one: YearlyRound, year: int) -> Round:
    held_in = year + one.next_year
    return Round(
        code=f"{one.code}-{year}",
        level=one.level,
        number=one.number,
        year=year,
        cut_off=_last_day(held_in, one.cut_off, inclusive=one.inclusive),
        held_by=_last_day(held_in, one.held_by, inclusive=one.inclusive),
        title=Text(one.title.vi.replace("{year}", str(year)), one.title.en.replace("{year}", str(year))),
        basis=one.basis,
        origin=one.origin,
    )


def _last_day(year: int, month_day: tuple[int, int], *, inclusive: bool) -> date:
    return date(year, *month_day) - timedelta(days=not inclusive)
