"""What sweeps have noted beside deadlines: the looks at papers, and what they set aside. No record tells of either."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import RowMapping, select

from cycle import tables
from cycle.clock import day_in, instant_text, read_instant
from cycle.database import Transaction
from cycle.queries.verification.books import key_of
from cycle.queries.verification.faults import Findings
from workflows.deadlines.marks import beginning_of

LOOKED, EXPIRES = "looked", "expires"
AT_ONCE = 1000


def check_looks(transaction: Transaction, findings: Findings) -> None:
    """Every effect on a paper or the papers of a programme that no sweep can have kept so."""
    zones: dict[str, str] = dict(transaction.rows("SELECT code, zone FROM programme"))
    effect, paper = tables.effect, tables.paper
    statement = (
        select(effect, paper.c.expires)
        .select_from(effect.outerjoin(paper, (paper.c.code == effect.c.subject) & (effect.c.part != "")))
        .where(effect.c.kind == "paper")
        .execution_options(yield_per=AT_ONCE)
    )
    for row in transaction.connection.execute(statement).mappings():
        zone = zones.get(row["part"] or row["subject"])
        if zone is None or (row["part"] and row["expires"] is None):
            findings.add("row_astray", f"effect {' '.join(map(str, key_of(effect, row)))}")
            continue
        for column, wanted in _wrong(row, zone):
            place = f"effect {' '.join(map(str, key_of(effect, row)))}"
            findings.add("row_changed", place, column=column, told=wanted, stored=row[column])


def check_set_aside(transaction: Transaction, findings: Findings) -> None:
    """Everything set aside about a season or its papers is of a programme; each was tried at least once."""
    known = {code for (code,) in transaction.rows("SELECT code FROM programme")}
    for row in transaction.connection.execute(select(tables.set_aside)).mappings():
        place = f"set_aside {' '.join(map(str, key_of(tables.set_aside, row)))}"
        if row["kind"] not in ("deadline", "letter") and row["subject"] not in known:
            findings.add("row_astray", place)
        if row["attempts"] < 1:
            findings.add("row_changed", place, column="attempts", told=1, stored=row["attempts"])


def _wrong(row: RowMapping, zone: str) -> Iterator[tuple[str, Any]]:
    """The columns that are not what a sweep writes, with what it would have written, as far as that is known."""
    for column, wanted in (("number", 0), ("status", "done"), ("reason", None), ("seq", None)):
        if row[column] != wanted:
            yield column, wanted
    name, _, told = row["mark"].partition("@")
    try:
        day, done = date.fromisoformat(told), read_instant(row["done"])
    except (TypeError, ValueError):
        yield "mark", None
        return
    if name != (EXPIRES if row["part"] else LOOKED) or (row["part"] and told != row["expires"]):
        yield "mark", row["expires"]
        return
    seen = day_in(zone, done)
    # A sweep that ran past midnight looks as of the day on which it began, or as of the next one.
    around = [seen + timedelta(days=by) for by in (-1, 0, 1)]
    days = {min(day, one) for one in around} if row["part"] else {day} & set(around)
    at = [instant_text(beginning_of(one, zone)) for one in sorted(days)]
    if row["at"] not in at:
        yield "at", at[0] if at else instant_text(beginning_of(day, zone))
