"""Letters as lists tell them: to whom, which number, and how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import ColumnElement, Select, and_, case, func, literal, not_, or_, select, true

from cycle.clock import instant_text
from cycle.office import Office
from cycle.queries.choices import wrong_dossier, wrong_party, wrong_programme
from cycle.queries.paging import Listed, Page, bytewise, read_page
from cycle.queries.viewing import View, organisations_within, producers_seen
from cycle.tables import delivery, letter, producer, record
from workflows.verdict import Reason

SORTS = ("created", "sent", "recipient", "letter", "code")
QUEUED, HELD, HINDERED, VOID, SENDING = "queued", "held", "hindered", "void", "sending"
HANDED, BOUNCED, FAILED, UNCERTAIN, ACKNOWLEDGED = "handed", "bounced", "failed", "uncertain", "acknowledged"
STATUSES = (QUEUED, HELD, HINDERED, SENDING, HANDED, UNCERTAIN, FAILED, BOUNCED, ACKNOWLEDGED, VOID)
KINDS = ("notice", "reminder", "report", "phone_list")
NO_ADDRESS = "no_address"
# Of several deliveries the one that needs somebody's eyes the most tells how the letter stands.
_WORST = (HANDED, SENDING, BOUNCED, FAILED, UNCERTAIN)
# Beyond all instants that are stored.
_LAST = "9999"


@dataclass(frozen=True)
class LetterFilter:
    """Which letters are asked for. `recipient` is a code, or `organisation:CODE` or `producer:CODE`.

    `since` and `until` are days, both included, of sealing, of those without a number of their planning. `dossier` is
    one that the letter tells of.
    """

    programme: str | None = None
    recipient: str | None = None
    status: str | None = None
    kind: str | None = None
    dossier: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class LetterRow:
    """A letter. `status` is one of STATUSES; `reason` says why it is void or not sealed so far.

    `filed`: it goes into files only, and to no server of mail. `number` is its number in `year`, None before it is
    sealed. All instants are stored ones.
    """

    code: str
    programme: str
    name: str
    kind: str
    recipient: str
    status: str
    reason: Reason | None
    year: int | None
    number: int | None
    subject: str | None
    created: str
    send_after: str
    stale_after: str | None
    sealed: str | None
    filed: bool

    @property
    def place(self) -> str | None:
        """The recipient's code, the year and the number, by which people name it."""
        return f"{self.recipient.partition(':')[2]}/{self.year}/{self.number}" if self.number is not None else None


def list_letters(office: Office, view: View, wanted: LetterFilter, page: Page) -> Listed[LetterRow]:
    """One page of the letters that a view shows.

    Sorts: created and sent (the newest first, what is not sealed before), recipient (and number), letter, code.
    """
    with office.database.reading() as transaction:
        statement = letters_of(office.zone, view, wanted)
        code, recipient = bytewise(transaction, letter.c.code), bytewise(transaction, letter.c.recipient)
        orders = {
            "created": (letter.c.created.desc(), code),
            "sent": (func.coalesce(letter.c.sealed, _LAST).desc(), letter.c.created.desc(), code),
            "recipient": (recipient, letter.c.year, letter.c.number, letter.c.created, code),
            "letter": (letter.c.name, letter.c.created.desc(), code),
            "code": (code,),
        }
        rows, total = read_page(transaction, statement, page, orders)
        return Listed(tuple(letter_row({**row}) for row in rows), total, page)


def wrong_letter_filter(office: Office, view: View, wanted: LetterFilter) -> tuple[Reason, ...]:
    """What a filter of letters names that is not there."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        found = [
            wrong_programme(transaction, published, wanted.programme),
            wrong_party(transaction, view, wanted.recipient),
        ]
    found.append(wrong_dossier(office, view, wanted.dossier))
    return tuple(reason for reason in found if reason is not None)


def letters_of(zone: str, view: View, wanted: LetterFilter) -> Select[Any]:
    """The letters that a view shows, with how they stand."""
    status = shown_status()
    columns = (letter.c[name] for name in LetterRow.__dataclass_fields__ if name not in ("status", "filed"))
    statement = select(*columns, status.label("status"), _filed().label("filed")).where(letters_seen(view))
    instant = func.coalesce(letter.c.sealed, letter.c.created)
    conditions: list[ColumnElement[bool]] = []
    if wanted.programme is not None:
        conditions.append(letter.c.programme == wanted.programme)
    if wanted.recipient is not None:
        conditions.append(_to(wanted.recipient))
    if wanted.kind is not None:
        conditions.append(letter.c.kind == wanted.kind)
    if wanted.status is not None:
        conditions.append(status == wanted.status)
    if wanted.since is not None:
        conditions.append(instant >= _begins(wanted.since, zone))
    if wanted.until is not None:
        conditions.append(instant < _begins(wanted.until + timedelta(1), zone))
    if wanted.dossier is not None:
        conditions.append(_tells(wanted.dossier))
    return statement.where(*conditions)


def letters_seen(view: View) -> ColumnElement[bool]:
    """The letters that a view shows: all, or those to organisations of its areas and to the producers that it sees."""
    if view.everything:
        return true()
    producers = select(literal("producer:") + producer.c.code).where(producers_seen(view))
    to_producers = letter.c.recipient.in_(producers)
    if not view.areas:
        return to_producers
    within = organisations_within(view.areas, view.today).subquery()
    return or_(to_producers, letter.c.recipient.in_(select(literal("organisation:") + within.c.code)))


def shown_status() -> ColumnElement[str]:
    """How a letter stands, one of STATUSES: from its own status, what it waits for, and its deliveries."""
    rank = case(*((delivery.c.status == name, place) for place, name in enumerate(_WORST)), else_=_WORST.index(SENDING))
    worst = select(func.max(rank)).where(delivery.c.letter == letter.c.code).scalar_subquery()
    ranked = case(*((worst == place, name) for place, name in enumerate(_WORST)), else_=SENDING)
    waiting = letter.c.status == QUEUED
    return case(
        (and_(waiting, letter.c.reason.is_(None)), QUEUED),
        (and_(waiting, letter.c.reason == NO_ADDRESS), HELD),
        (waiting, HINDERED),
        (letter.c.status == "sealed", ranked),
        else_=letter.c.status,
    )


def _filed() -> ColumnElement[bool]:
    """Whether a letter was written into files, and goes by no server of mail."""
    ours = delivery.c.letter == letter.c.code
    by_files, by_mail = (
        select(delivery.c.letter).where(ours, delivery.c.channel == name).exists() for name in ("files", "mail")
    )
    return and_(by_files, not_(by_mail))


def letter_row(row: Mapping[str, Any]) -> LetterRow:
    """A letter of a statement of `letters_of`. What it once waited for is no reason any more once somebody was told."""
    reason = reason_of(row["reason"]) if row["status"] != ACKNOWLEDGED else None
    return LetterRow(**{**row, "reason": reason, "filed": bool(row["filed"])})


def reason_of(kept: str | None) -> Reason | None:
    """Why a letter waits or is void: a bare code, or a reason with its values."""
    if kept is None or not kept.startswith("{"):
        return Reason(kept) if kept else None
    told = orjson.loads(kept)
    return Reason(told["code"], told["params"], tuple(told["mend"]))


def _to(recipient: str) -> ColumnElement[bool]:
    if ":" in recipient:
        return letter.c.recipient == recipient
    return letter.c.recipient.in_([f"organisation:{recipient}", f"producer:{recipient}"])


def _tells(code: str) -> ColumnElement[bool]:
    """Whether a letter's record tells of a dossier, or the act that it is planned for is one of its."""
    told = record.c.payload.contains(f'"dossier":"{code}"', autoescape=True)
    where = (record.c.stream == literal("letters/") + letter.c.recipient) & (record.c.seq == letter.c.seq)
    recorded = select(record.c.seq).where(where, told).exists()
    return or_(recorded, letter.c.about.contains(f'"stream":"dossier/{code}"', autoescape=True))


def _begins(day: date, zone: str) -> str:
    return instant_text(datetime.combine(day, time.min, ZoneInfo(zone)))
