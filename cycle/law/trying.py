"""What a plan would do to every dossier that it is about: from snapshots, a page of families at a time."""

from collections.abc import Iterator
from dataclasses import replace

from cycle.answers import refused_all
from cycle.commands.permits import Caller
from cycle.database import Transaction
from cycle.law.asking import Asked, Tried
from cycle.law.cases import Judged, judged
from cycle.law.choosing import choosable_in
from cycle.law.desk import Desk, desk_of
from cycle.office import Office
from cycle.queries.law import count_of, roots_after
from workflows.problems import Problem
from workflows.verdict import Reason, Refusal

SEES = "see.all"
PAGE = 500


def prepare(office: Office, caller: Caller, asked: Asked, permission: str = SEES) -> Desk | Refusal | list[Problem]:
    """What the plan is judged by; why it may not be, or what is wrong with it."""
    with office.database.reading() as transaction:
        desk = desk_of(transaction, office, caller, asked, permission)
        named = choosable_in(transaction, desk, asked.choices).values() if isinstance(desk, Desk) else ()
        return answered([one for one in named if isinstance(one, Reason)] or desk)


def answered(found: Desk | list[Reason] | list[Problem]) -> Desk | Refusal | list[Problem]:
    """A desk, or reasons as a refusal."""
    reasons = [one for one in found if isinstance(one, Reason)] if isinstance(found, list) else []
    if reasons:
        return refused_all(reasons)
    return found if isinstance(found, Desk) else [one for one in found if isinstance(one, Problem)]


def total_of(desk: Desk) -> int:
    """How many dossiers the plan is about."""
    with desk.office.database.reading() as transaction:
        return count_of(transaction, desk.wanted)


def try_plan(desk: Desk) -> Iterator[Tried]:
    """The verdict on every dossier that the plan is about, as applying it would find; nothing is locked or written."""
    for page in pages(desk):
        for one in page:
            yield replace(one.tried, result=replace(one.tried.result, change=None))


def pages(desk: Desk, families: int = PAGE) -> Iterator[list[Judged]]:
    """The dossiers of the plan judged, a page of families in one snapshot; no more than a page is held."""
    after, found = "", list[Judged]()
    while True:
        with desk.office.database.reading() as transaction:
            roots, found = _page(transaction, desk, after, families)
        if not roots:
            return
        after = roots[-1]
        yield found


def _page(transaction: Transaction, desk: Desk, after: str, families: int) -> tuple[list[str], list[Judged]]:
    roots = roots_after(transaction, desk.wanted, after, families)
    return roots, list(judged(transaction, desk, roots)) if roots else []
