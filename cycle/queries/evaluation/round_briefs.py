"""The sessions and the office's documents of a round, as far as a view shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cycle.database import Transaction
from cycle.queries.documents import documents_seen
from cycle.queries.evaluation.sessions import sessions_seen
from cycle.queries.viewing import View
from cycle.tables import document, session


@dataclass(frozen=True)
class SessionBrief:
    code: str
    form: str
    day: str
    status: str


@dataclass(frozen=True)
class DocumentBrief:
    """A document of the office that is for the round."""

    code: str
    kind: str
    number: str
    day: str
    about: str


def sessions_of(transaction: Transaction, view: View, programme: str, code: str) -> tuple[SessionBrief, ...]:
    """The sessions of a round, by their days."""
    columns = (session.c.code, session.c.form, session.c.day, session.c.status)
    wanted = (session.c.programme == programme, session.c.round == code, sessions_seen(view))
    statement = select(*columns).where(*wanted).order_by(session.c.day, session.c.code)
    rows: Iterable[Any] = transaction.connection.execute(statement)
    return tuple(SessionBrief(*row) for row in rows)


def documents_of(transaction: Transaction, view: View, programme: str, code: str) -> tuple[DocumentBrief, ...]:
    """The documents of a round, by their days."""
    columns = (document.c.code, document.c.kind, document.c.number, document.c.day, document.c.about)
    wanted = (document.c.programme == programme, document.c.round == code, documents_seen(view))
    statement = select(*columns).where(*wanted).order_by(document.c.day, document.c.code)
    rows: Iterable[Any] = transaction.connection.execute(statement)
    return tuple(DocumentBrief(*row) for row in rows)
