"""Closing a season: each open dossier goes on, ends or is carried over, as its state declares."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from cycle import statements
from cycle.answers import Answer, Done, refused, refused_all
from cycle.commands.fire import Fire, fire_in_batches, try_fire
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.seasons.carrying import PERMISSION, Carrying, carry, try_carry
from cycle.commands.seasons.programmes import programme_faults
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from cycle.endings import CARRY_OVER, CONTINUE, END, Ending, endings_of, read_roots
from cycle.history import Entry, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal

# How many dossiers that stay are named where a season cannot be closed yet.
NAMED = 10
Outcome = tuple[Ending, Answer]


@dataclass(frozen=True)
class Closing:
    """The programme to close. What is carried over goes `into` another; `early`: before its last day, with a note."""

    programme: str
    into: str | None = None
    early: bool = False
    note: str | None = None


@dataclass(frozen=True)
class Review:
    """The open dossiers of a programme with what becomes of each, frozen; `closed` is the day it was closed before."""

    closing: Closing
    closed: date | None
    endings: tuple[Ending, ...]

    def of(self, outcome: str) -> tuple[Ending, ...]:
        """Those with one outcome, in the order of their codes."""
        return tuple(one for one in self.endings if one.outcome == outcome)


def review(office: Office, caller: Caller, closing: Closing) -> Review | Refusal:
    """What closing a programme will ask of each of its dossiers, or why it may not be closed. Needs `season.close`."""
    with office.database.reading() as transaction:
        permit = permitted(transaction, office, caller, PERMISSION)
        if isinstance(permit, Reason):
            return refused_all([permit])
        closed = _closed(transaction, closing.programme)
        if closed is not None:
            return Review(closing, closed, ())
        reasons = _faults(transaction, permit, closing)
        if reasons:
            return refused_all(reasons)
        roots = read_roots(transaction, closing.programme)
        return Review(closing, None, endings_of(transaction, office, permit.published, roots))


def settle(office: Office, caller: Caller, found: Review) -> Iterator[Outcome]:
    """Do what each dossier's state declares, yielding every answer once it is kept: what ends in batches of 100, each

    that is carried over in a transaction of its own. One that has moved since it was found answers with a conflict and
    stays for the next run. An interrupted run is gone on with by asking again.
    """
    ends = found.of(END)
    asked = [_fire(caller, found.closing, one) for one in ends]
    answers = fire_in_batches(office, asked)
    yield from ((ending, answer) for ending, (_, answer) in zip(ends, answers, strict=True))
    for ending in found.of(CARRY_OVER):
        asks = _carrying(found.closing, ending)
        yield ending, asks if isinstance(asks, Refusal) else carry(office, caller, asks)


def try_settle(office: Office, caller: Caller, found: Review) -> Iterator[Outcome]:
    """What `settle` would answer, by the same code; nothing is written."""
    yield from ((one, try_fire(office, _fire(caller, found.closing, one))) for one in found.of(END))
    for ending in found.of(CARRY_OVER):
        asks = _carrying(found.closing, ending)
        yield ending, asks if isinstance(asks, Refusal) else try_carry(office, caller, asks)


def close(office: Office, caller: Caller, closing: Closing) -> Done | Refusal:
    """Close a programme of which nothing is left to settle: no dossier is opened in it any more, those open go on."""
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_PROGRAMME, (closing.programme,))
        permit = _closable(transaction, office, caller, closing, ())
        if isinstance(permit, Done | Refusal):
            return permit
        declared = permit.published.rules.programmes[closing.programme]
        going_on = len(read_roots(transaction, closing.programme))
        about = {"code": closing.programme, "event": "closed", "last_day": declared.ends.isoformat()}
        payload = {**about, "into": closing.into, "early": closing.early, "going_on": going_on}
        personal = {"note": closing.note} if closing.note else {}
        stream = f"programme/{closing.programme}"
        entry = Entry(stream, "season", permit.today, payload, personal, permit.published.hash)
        recorded = append(transaction, permit.act, entry)
        transaction.run("UPDATE programme SET closed = ? WHERE code = ?", (permit.today.isoformat(), closing.programme))
        return Done(closing.programme, recorded.stream, recorded.seq, {"going_on": going_on})


def try_close(office: Office, caller: Caller, closing: Closing, settled: Collection[str]) -> Done | Refusal:
    """What `close` would answer once the dossiers `settled` have ended; nothing is written."""
    with office.database.reading() as transaction:
        permit = _closable(transaction, office, caller, closing, settled)
        if isinstance(permit, Done | Refusal):
            return permit
        going_on = [one for one in read_roots(transaction, closing.programme) if one.code not in settled]
        return Done(closing.programme, "", 0, {"going_on": len(going_on)})


def _closable(
    transaction: Transaction, office: Office, caller: Caller, closing: Closing, settled: Collection[str]
) -> Permit | Done | Refusal:
    """The permit to close, or that it is closed already, or every reason why not yet."""
    permit = permitted(transaction, office, caller, PERMISSION)
    if isinstance(permit, Reason):
        return refused_all([permit])
    if _closed(transaction, closing.programme) is not None:
        return Done(closing.programme, f"programme/{closing.programme}", 0, repeated=True)
    reasons = _faults(transaction, permit, closing)
    if reasons:
        return refused_all(reasons)
    endings = endings_of(transaction, office, permit.published, read_roots(transaction, closing.programme))
    left = [one.root.code for one in endings if one.outcome != CONTINUE and one.root.code not in settled]
    if left:
        told = {"programme": closing.programme, "count": len(left), "dossiers": left[:NAMED]}
        return refused_all([Reason("season_unsettled", told)])
    return permit


def _faults(transaction: Transaction, permit: Permit, closing: Closing) -> list[Reason]:
    programmes = permit.published.rules.programmes
    declared = programmes.get(closing.programme)
    if declared is None:
        return [Reason("programme_unknown", {"programme": closing.programme, "known": sorted(programmes)})]
    if not transaction.row("SELECT 1 FROM programme WHERE code = ?", (closing.programme,)):
        return [Reason("season_unopened", {"programme": closing.programme})]
    reasons = spelling_faults({"note": closing.note}) if closing.note else []
    if permit.today <= declared.ends and not closing.early:
        told = {"programme": closing.programme, "ends": declared.ends, "today": permit.today}
        reasons.append(Reason("season_not_over", told))
    if closing.early and not (closing.note or "").strip():
        reasons.append(Reason("early_without_note", {"programme": closing.programme}))
    return reasons + _next_faults(transaction, permit, closing)


def _next_faults(transaction: Transaction, permit: Permit, closing: Closing) -> list[Reason]:
    """The next season is one that has begun later, is open and not closed."""
    if closing.into is None:
        return []
    programmes = permit.published.rules.programmes
    after = programmes.get(closing.into)
    if after is None:
        return [Reason("programme_unknown", {"programme": closing.into, "known": sorted(programmes)})]
    if after.starts <= programmes[closing.programme].starts:
        return [Reason("season_not_later", {"programme": closing.into, "than": closing.programme})]
    return programme_faults(transaction, permit, closing.into)


def _closed(transaction: Transaction, programme: str) -> date | None:
    found = transaction.row("SELECT closed FROM programme WHERE code = ?", (programme,))
    return date.fromisoformat(found[0]) if found and found[0] else None


def _fire(caller: Caller, closing: Closing, ending: Ending) -> Fire:
    return Fire(
        ending.root.code,
        str(ending.trigger),
        caller.account,
        caller.on_behalf,
        note=closing.note,
        seen_version=ending.root.version,
        request_id=caller.request,
    )


def _carrying(closing: Closing, ending: Ending) -> Carrying | Refusal:
    if closing.into is None:
        return refused("next_season_missing", dossier=ending.root.code)
    return Carrying(ending.root, closing.programme, str(ending.trigger), closing.into, closing.note)
