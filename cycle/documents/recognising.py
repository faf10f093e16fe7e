"""Recognising the products of a round or a session by a filed decision: its number and day are typed once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cycle.answers import RequestReusedError
from cycle.commands.documents.abouts import About, AskedAbout, Library, about_of, dossiers_of
from cycle.commands.documents.kinds import KINDS, ROUND
from cycle.commands.fire import Fire
from cycle.commands.permits import Caller
from cycle.documents.deciding import awaited
from cycle.history import snapshot_of
from cycle.office import Office
from cycle.queries.documents import DocumentRow, find_document
from cycle.queries.viewing import View, dossiers_seen
from cycle.sheets.recognitions import RecognitionRow
from cycle.tables import dossier, product
from cycle.transactions import Transaction
from workflows.definition import Definition
from workflows.programme import Programme
from workflows.rounds import PROVINCE, round_named
from workflows.verdict import Reason

# What the sheet gives, by the names of the values that a recognition records; and the kind of the document.
CERTIFICATE, ISSUED, KIND = "certificate", "issued", "decision"


@dataclass(frozen=True)
class Waiting:
    """A dossier that waits for recognition: the one act that its stars allow, and the value of the decision."""

    dossier: str
    product: str
    stars: int
    trigger: str
    decision: str


@dataclass(frozen=True)
class Recognising:
    """Who recognises what (a round, a session, a dossier) by which decision; an act is done once in a request's run."""

    caller: Caller
    about: AskedAbout
    document: str
    request: str


def waiting_for(office: Office, seen: View, asked: AskedAbout) -> tuple[Waiting, ...] | Reason:
    """The dossiers of a round, of a session, or the one, that wait for the decision of its level, by their codes."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, seen.today)
        if published is None:
            return Reason("no_publication", {"day": seen.today})
        library = Library(transaction, office, published)
        about = about_of(library, KINDS[KIND], asked)
        if isinstance(about, Reason):
            return about
        level = _level(published.rules.programmes[about.programme], about)
        rows = _rows(transaction, seen, dossiers_of(transaction, about))
        return tuple(one for row, name in rows if (one := _waiting(library, level, row, name)) is not None)


def _level(programme: Programme, about: About) -> str:
    """The level that decides on a round; our councils are the province's."""
    found = round_named(programme, about.code) if about.what == ROUND else None
    return found.level if found else PROVINCE


def recognitions(
    office: Office, seen: View, asked: Recognising, rows: Sequence[RecognitionRow]
) -> list[Fire] | list[Reason]:
    """The acts of a filled sheet, with the number and the day of the decision; or everything against it as a whole.

    Raises RequestReusedError where somebody else has recognised some dossier of it under the same request id.
    """
    waiting = waiting_for(office, seen, asked.about)
    document = find_document(office, seen, asked.document)
    if isinstance(waiting, Reason) or isinstance(document, Reason):
        return [one for one in (waiting, document) if isinstance(one, Reason)]
    if document.row.kind != KIND or document.row.subject[1] != asked.about.code:
        return [Reason("document_not_decision", {"code": asked.document, "about": asked.about.code})]
    known = {one.dossier: one for one in waiting}
    strangers = [row.dossier for row in rows if row.dossier not in known and not _done(office, asked, row)]
    if strangers:
        told = asked.about.code
        return [Reason("recognition_missing", {"dossier": code, "about": told}) for code in strangers]
    early = [row for row in rows if row.issued is not None and row.issued < document.row.day]
    if early:
        day = document.row.day
        return [Reason("certificate_before_decision", {"dossier": row.dossier, "day": day}) for row in early]
    return [_fire(asked, document.row, known[row.dossier], row) for row in rows if row.dossier in known]


def _fire(asked: Recognising, document: DocumentRow, one: Waiting, row: RecognitionRow) -> Fire:
    decision = {"number": document.number, "date": document.day.isoformat()}
    issued = row.issued or document.day
    values = {one.decision: decision, CERTIFICATE: row.certificate, ISSUED: issued.isoformat()}
    return Fire(
        dossier=one.dossier,
        trigger=one.trigger,
        actor=asked.caller.account,
        on_behalf=asked.caller.on_behalf,
        values=values,
        happened=max(document.day, issued),
        request_id=asked.request,
    )


def _done(office: Office, asked: Recognising, row: RecognitionRow) -> bool:
    """Whether an earlier run of the same request has recognised it."""
    with office.database.reading() as transaction:
        actors = {one for (one,) in transaction.rows(_REQUESTED, (asked.request, row.dossier))}
    if actors - {asked.caller.account}:
        raise RequestReusedError(asked.request)
    return bool(actors)


def _rows(transaction: Transaction, seen: View, codes: Sequence[str]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """The open ones of some dossiers that the view shows, each with what its product is called."""
    statement = (
        select(dossier, product.c.name.label("product_name"))
        .join(product, product.c.code == dossier.c.product)
        .where(dossier.c.code.in_(codes), dossier.c.final.is_(None))
        .where(dossiers_seen(seen))
        .order_by(dossier.c.code)
    )
    for row in transaction.connection.execute(statement):
        yield tuple(row)[:-1], str(row.product_name)


def _waiting(library: Library, level: str, row: tuple[Any, ...], name: str) -> Waiting | None:
    snapshot = snapshot_of(row)
    found = awaited(library, level, snapshot)
    if found is None or not found.recognises:
        return None
    definition = library.office.rulebook.definition(library.transaction, snapshot.definition, library.published)
    return Waiting(snapshot.code, name, int(_stars(definition, snapshot.values)), found.trigger, found.decision)


def _stars(definition: Definition, values: Mapping[str, Any]) -> Any:
    return next(
        (values[name] for name, rule in definition.recorded.items() if rule.type == "stars" and name in values), 0
    )


_REQUESTED = "SELECT actor FROM request WHERE request = ? AND target = ?"
