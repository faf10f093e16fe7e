"""The rounds of evaluation: their days, the dossiers that joined each, what these lack, sessions and documents."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_, func, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.dossiers.missing import MissingPaper, missing_of
from cycle.queries.evaluation.round_briefs import DocumentBrief, SessionBrief, documents_of, sessions_of
from cycle.queries.viewing import View, dossiers_seen
from cycle.tables import dossier, dossier_round, product
from workflows.problems import nearest_name
from workflows.programme import Programme, Round
from workflows.rounds import round_named, rounds_of
from workflows.verdict import Reason

OPEN, LISTED, OVER = "open", "listed", "over"
CERTIFICATE = "certificate"


@dataclass(frozen=True)
class RoundRow:
    """A round of a programme on a day. `days_left` to the cut-off, negative once it has passed; `dossiers` that joined.

    `standing`: `open` until the end of its cut-off, then `listed`, after the last day to hold it `over`.
    """

    programme: str
    round: Round
    days_left: int
    standing: str
    dossiers: int


@dataclass(frozen=True)
class Joined:
    """A dossier of a round: where it stands, what it lacks, its decisions by value and its certificate's number."""

    dossier: str
    definition: str
    product: str | None
    product_name: str | None
    state: str
    final: str | None
    stars: int | None
    decisions: Mapping[str, Mapping[str, str]]
    certificate: str | None
    missing: tuple[MissingPaper, ...] = ()


@dataclass(frozen=True)
class RoundSheet:
    """All about one round that a view shows. `states` counts its dossiers by workflow text and state."""

    row: RoundRow
    states: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dossiers: tuple[Joined, ...] = ()
    sessions: tuple[SessionBrief, ...] = ()
    documents: tuple[DocumentBrief, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Which rounds: of a level, of a year (else of the programme's own, and others that dossiers have joined)."""

    programme: str | None
    level: str | None
    year: int | None
    on: date


def list_rounds(office: Office, view: View, asked: Asked) -> tuple[RoundRow, ...] | Reason:
    """The rounds of one programme, or of all that have some, by their cut-off, with the dossiers that are seen."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return Reason("no_publication", {"day": view.today})
        programmes = _programmes(published, asked.programme)
        if isinstance(programmes, Reason):
            return programmes
        counts = _counts(transaction, view)
        found = [
            _row(p, one, asked.on, counts)
            for p in programmes
            for one in _of(p, asked, counts)
            if (p.name, one.code) in counts or _runs(p, programmes, one.year)
        ]
        return tuple(sorted(found, key=lambda row: (row.round.cut_off, row.programme, row.round.code)))


def find_round(office: Office, view: View, code: str, programme: str | None, on: date) -> RoundSheet | Reason:
    """One round with all that belongs to it; a Reason where no programme has it, or several and none is named."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return Reason("no_publication", {"day": view.today})
        programmes = _programmes(published, programme)
        if isinstance(programmes, Reason):
            return programmes
        having = [
            (p, one) for p in programmes if (one := round_named(p, code)) is not None and _runs(p, programmes, one.year)
        ]
        if len(having) != 1:
            return _which(programmes, having, code, on)
        (declared, one) = having[0]
        joined = tuple(_joined(transaction, (office, view, published), declared.name, code))
        states = Counter((d.definition, d.state) for d in joined)
        placed = _placed(transaction, office, published, states)
        return RoundSheet(
            _row(declared, one, on, {(declared.name, code): len(joined)}),
            {one: states[one] for one in placed},
            joined,
            sessions_of(transaction, view, declared.name, code),
            documents_of(transaction, view, declared.name, code),
        )


def _placed(
    transaction: Transaction, office: Office, published: Published, states: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """States of definitions in the order of their workflows, each workflow's own together; the newest law last."""

    def order(one: tuple[str, str]) -> tuple[Any, ...]:
        definition = office.rulebook.definition(transaction, one[0], published)
        names = list(definition.states)
        return definition.law.in_force, one[0], names.index(one[1])

    return sorted(states, key=order)


def _programmes(published: Published, named: str | None) -> list[Programme] | Reason:
    declared = published.rules.programmes
    if named is None:
        return [one for one in declared.values() if one.rounds is not None]
    if named not in declared:
        return Reason("programme_unknown", {"programme": named})
    return [declared[named]] if declared[named].rounds else Reason("rounds_none", {"programme": named})


def _runs(programme: Programme, among: Iterable[Programme], year: int) -> bool:
    """Whether a year is its own: of those that one organisation runs, the newest that had begun by then."""
    years = (one.year for one in among if one.organisation == programme.organisation and one.year <= year)
    return programme.year == max(years, default=programme.year)


def _which(programmes: Iterable[Programme], having: list[tuple[Programme, Round]], code: str, on: date) -> Reason:
    if having:
        return Reason("round_of_several", {"round": code, "programmes": [p.name for p, _ in having]})
    return _unknown(programmes, code, on)


def wrong_round(published: Published | None, code: str, on: date) -> Reason | None:
    """A round that no programme has."""
    programmes = published.rules.programmes.values() if published else ()
    return None if any(round_named(one, code) for one in programmes) else _unknown(programmes, code, on)


def _unknown(programmes: Iterable[Programme], code: str, on: date) -> Reason:
    known = {one.code for p in programmes for year in (on.year, on.year + 1) for one in rounds_of(p, year)}
    return Reason("round_unknown", {"round": code, "nearest": nearest_name(code, known) or ""})


def _of(programme: Programme, asked: Asked, counts: Mapping[tuple[str, str], int]) -> Iterator[Round]:
    """The rounds of the years asked for."""
    joined = {code for name, code in counts if name == programme.name}
    years = {one.year for code in joined if (one := round_named(programme, code)) is not None}
    for year in sorted({programme.year, *years} if asked.year is None else {asked.year}):
        for one in rounds_of(programme, year):
            wanted = asked.year is not None or year == programme.year or one.code in joined
            if wanted and asked.level in (None, one.level):
                yield one


def _row(programme: Programme, one: Round, on: date, counts: Mapping[tuple[str, str], int]) -> RoundRow:
    standing = OPEN if on <= one.cut_off else LISTED if on <= one.held_by else OVER
    return RoundRow(programme.name, one, (one.cut_off - on).days, standing, counts.get((programme.name, one.code), 0))


def _counts(transaction: Transaction, view: View) -> Mapping[tuple[str, str], int]:
    """By programme and round how many dossiers that are seen have joined."""
    statement = (
        select(dossier.c.programme, dossier_round.c.round, func.count())
        .join(dossier, dossier.c.code == dossier_round.c.dossier)
        .where(dossiers_seen(view))
        .group_by(dossier.c.programme, dossier_round.c.round)
    )
    return {(name, code): count for name, code, count in transaction.connection.execute(statement)}


def _joined(
    transaction: Transaction, desk: tuple[Office, View, Published], programme: str, code: str
) -> Iterator[Joined]:
    office, view, published = desk
    members = select(dossier_round.c.dossier).where(dossier_round.c.round == code)
    wanted = and_(dossier.c.programme == programme, dossier.c.code.in_(members), dossiers_seen(view))
    lacking: dict[str, list[MissingPaper]] = {}
    for one in missing_of(transaction, desk, programme, _families(wanted)):
        lacking.setdefault(one.dossier, []).append(one)
    statement = select(dossier, product.c.name).outerjoin(product, product.c.code == dossier.c.product)
    for row in transaction.connection.execute(statement.where(wanted).order_by(dossier.c.code)).mappings():
        values = orjson.loads(row["data"])["values"]
        rules = office.rulebook.definition(transaction, row["definition"], published).recorded
        decided = [name for name in values if name in rules and rules[name].type == "decision"]
        yield Joined(
            row["code"],
            row["definition"],
            row["product"],
            row["name"],
            row["state"],
            row["final"],
            values.get("stars"),
            {name: values[name] for name in decided},
            values.get(CERTIFICATE),
            tuple(lacking.get(row["code"], ())),
        )


def _families(wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Every dossier under the roots of those wanted."""
    return dossier.c.root.in_(select(dossier.c.root).where(wanted).correlate(None))
