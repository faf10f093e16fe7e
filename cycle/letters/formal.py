"""What an official reminder on paper says: everything that an organisation has overdue, with whom to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cycle.letters.composed import Queued
from cycle.letters.composing.heads import head_of
from cycle.letters.composing.lacking import Lacking
from cycle.letters.composing.wording import Words
from cycle.letters.desks import Desk, Desks
from cycle.office import Office
from cycle.queries.choices import wrong_organisation, wrong_programme
from cycle.queries.deadlines.deadlines import DeadlineFilter, DeadlineReader, DeadlineRow
from cycle.queries.viewing import View
from cycle.transactions import Transaction
from notifications.facts import Line
from notifications.formal import Formal
from workflows.verdict import Reason


@dataclass(frozen=True)
class Asked:
    """Of which organisation, and of which programme where it has things overdue in several."""

    organisation: str
    programme: str | None = None


@dataclass(frozen=True)
class Draft:
    """What a draft says, of which programme it is, and what it lists."""

    programme: str
    formal: Formal
    overdue: tuple[Mapping[str, Any], ...]


def draft_of(office: Office, seen: View, asked: Asked) -> Draft | Reason:
    """The draft for an organisation from the truth of today, or why there is none: nothing is overdue."""
    with office.database.reading() as transaction:
        rows = _overdue(transaction, office, seen, asked, seen.today)
        if isinstance(rows, Reason):
            return rows
        programmes = sorted({row.programme for row in rows})
        if not rows:
            return Reason("formal_nothing_overdue", {"organisation": asked.organisation})
        if len(programmes) > 1:
            return Reason("formal_several_programmes", {"programmes": programmes})
        desk = Desks(transaction, office, office.clock.now()).of(programmes[0])
        if desk is None:
            return Reason("formal_no_letters", {"programme": programmes[0]})
        return Draft(programmes[0], _formal(transaction, office, desk, asked, rows), tuple(map(_told, rows)))


def overdue_on(office: Office, seen: View, asked: Asked, on: date) -> tuple[Mapping[str, Any], ...] | Reason:
    """What an organisation still has overdue, counted from a day; history keeps it with the letter that was signed."""
    with office.database.reading() as transaction:
        rows = _overdue(transaction, office, seen, asked, on)
        return rows if isinstance(rows, Reason) else tuple(map(_told, rows))


def _overdue(
    transaction: Transaction, office: Office, seen: View, asked: Asked, on: date
) -> list[DeadlineRow] | Reason:
    published = office.rulebook.on(transaction, seen.today)
    if published is None:
        return Reason("no_publication", {"day": seen.today})
    wrong = wrong_organisation(transaction, asked.organisation) or wrong_programme(
        transaction, published, asked.programme
    )
    if wrong is not None:
        return wrong
    wanted = DeadlineFilter(programme=asked.programme, organisation=asked.organisation, overdue=True)
    return DeadlineReader(transaction, office, seen, published, on).owed_near(wanted)


def _formal(transaction: Transaction, office: Office, desk: Desk, asked: Asked, rows: list[DeadlineRow]) -> Formal:
    words, lacking = Words(transaction, office, desk), Lacking(transaction, office, desk)
    lacking.read({row.dossier for row in rows})
    names: dict[str, str] = dict(transaction.rows("SELECT code, name FROM producer"))
    lines = tuple(_line(words, lacking, row, names.get(row.producer or "", "")) for row in rows)
    (above,) = transaction.row(_ABOVE, (desk.letters.secretariat,)) or ("",)
    queued = Queued("", desk.programme.name, "", "", f"organisation:{asked.organisation}", {}, "", "", None, None)
    head = head_of(transaction, office, desk, queued, desk.today)
    return Formal(replace(head, sender=head.secretariat.name), above or "", lines)


def _line(words: Words, lacking: Lacking, row: DeadlineRow, producer: str) -> Line:
    own = words.of(row.definition)
    return Line(
        dossier=row.dossier,
        about=row.about,
        what=own.deadline(row.name, row.year),
        last_day=row.last_day,
        days_left=row.days_left,
        basis=own.basis(row.name),
        state=own.state(row.state),
        producer=producer,
        missing=tuple(own.lacking(lacking.of(row.dossier))),
        owed_by=words.parties(row.owed_by),
        provisional=row.provisional,
    )


def _told(row: DeadlineRow) -> Mapping[str, Any]:
    return {
        "dossier": row.dossier,
        "deadline": row.name,
        "opened": row.opened_seq,
        "last_day": row.last_day.isoformat(),
    }


_ABOVE = "SELECT above.name FROM organisation o JOIN organisation above ON above.code = o.parent WHERE o.code = ?"
