"""The short message of a letter, for those who tell its recipient by telephone."""

from dataclasses import dataclass

from sqlalchemy import select

from cycle.letters.composed import Nothing, Queued
from cycle.letters.composing import Composer
from cycle.letters.composing.notices import as_things_stand
from cycle.letters.waiting import read_queued
from cycle.office import Office
from cycle.queries.viewing import View, organisations_within, producers_seen
from cycle.tables import organisation, producer
from cycle.transactions import Transaction
from notifications.facts import Notice
from workflows.verdict import Reason

MANAGE, TELL = "letter.manage", "letter.tell"
TELLS = frozenset({MANAGE, TELL})
VOID = "void"
REMINDER = "reminder"


@dataclass(frozen=True)
class Message:
    """A letter's message of at most 500 characters. `nothing` says why there is none."""

    letter: str
    recipient: str
    status: str
    text: str = ""
    nothing: Reason | None = None


def short_message(office: Office, view: View, code: str) -> Message | Reason:
    """The message of a letter, by its code or number: as it was sealed, else as things stand now.

    Only for those who manage letters, or tell the recipients of their own area. Raises TemplateProblemError.
    """
    with office.database.reading() as transaction:
        found = read_queued(transaction, code)
        if found is None or not _told_by(transaction, view, found[0].recipient):
            return Reason("letter_unknown", {"letter": code})
        queued, status, short = found
        if short is not None:
            return Message(queued.code, queued.recipient, status, short)
        text = _message(transaction, office, queued) if status != VOID else None
        if text is None:
            nothing = Reason("letter_says_nothing", {"letter": queued.code})
            return Message(queued.code, queued.recipient, status, nothing=nothing)
        return Message(queued.code, queued.recipient, status, text)


def _message(transaction: Transaction, office: Office, queued: Queued) -> str | None:
    """What a letter that has not gone says today; None where nothing is left to say.

    A reminder tells all that is owed, also one that would tell only what is due soon; a notice what happened, and what
    of it is still owed.
    """
    about = {**queued.about, "daily": False} if queued.kind == REMINDER else queued.about
    asked = queued._replace(about=about, send_after=queued.created, stale_after=None)
    composer = Composer(transaction, office)
    found = composer.compose(asked)
    if isinstance(found, Nothing):
        return None
    body = as_things_stand(transaction, found.body) if isinstance(found.body, Notice) else found.body
    return composer.message(asked, body)


def _told_by(transaction: Transaction, view: View, recipient: str) -> bool:
    """Whether somebody manages letters, or tells those of an area in which the recipient lies."""
    if MANAGE in view.permissions:
        return True
    kind, _, code = recipient.partition(":")
    if TELL not in view.permissions:
        return False
    if kind == "producer":
        seen = select(producer.c.code).where(producer.c.code == code, producers_seen(view))
    else:
        within = organisations_within(view.areas, view.today)
        seen = select(organisation.c.code).where(organisation.c.code == code, organisation.c.code.in_(within))
    return transaction.connection.execute(seen).first() is not None
