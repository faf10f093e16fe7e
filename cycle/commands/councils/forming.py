"""Forming a council of a programme by the decision that sets it up, with the members that it names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson

from cycle import statements
from cycle.answers import Answer, Done, refused_all
from cycle.commands.councils.grounding import permit_near
from cycle.commands.permits import Caller, Permit
from cycle.commands.requests import asked_hash, earlier, keep_request
from cycle.commands.seasons.programmes import programme_faults
from cycle.commands.spelling import clean_code, clean_text, spelling_faults, unreadable
from cycle.database import Transaction
from cycle.history import Entry, Recorded, append_all
from cycle.office import Office
from cycle.sessions import Rows, Telling, fold_council, keep
from cycle.sessions.folding import COUNCIL
from workflows.councils import Council
from workflows.verdict import Reason

WRITE = "council.write"
# What a record says, and what of it is personal.
Said = tuple[Mapping[str, Any], Mapping[str, str]]


@dataclass(frozen=True)
class Decision:
    """A decision on who sits in a council (26/2026/QĐ-TTg, Điều 7.3b): its number and its day."""

    number: str
    day: date

    def unreadable(self) -> list[Reason]:
        """A reason where its number holds a control character; to be asked before it is cleaned."""
        return unreadable({"decision": self.number})

    def cleaned(self) -> "Decision":
        """The decision with its number as it is stored."""
        return Decision(clean_text(self.number) or "", self.day)

    def faults(self, today: date) -> list[Reason]:
        """Why nobody can act by it: it has no number that can be read, or its day is still to come."""
        reasons = spelling_faults({"decision": self.number})
        if self.day > today:
            reasons.append(Reason("happened_in_future", {"happened": self.day, "today": today}))
        return reasons

    def too_early(self, day: date) -> list[Reason]:
        """A reason where somebody would be a member before it was taken."""
        return [Reason("member_before_decision", {"day": day, "decided": self.day})] if day < self.day else []

    def said(self) -> Mapping[str, str]:
        """What records say of it."""
        return {"decision_number": self.number, "decision_date": self.day.isoformat()}


@dataclass(frozen=True)
class Joining:
    """A member to be: its seat as declared, its name, and where known whom it stands for and the account it acts by."""

    seat: str
    name: str
    organisation: str | None = None
    account: str | None = None

    def unreadable(self) -> list[Reason]:
        """A reason for each text with a control character; to be asked before it is cleaned."""
        return unreadable({"name": self.name, "organisation": self.organisation, "account": self.account})

    def cleaned(self) -> "Joining":
        """The member with its codes and its name as they are stored."""
        organisation = clean_code(self.organisation) if self.organisation else None
        account = clean_code(self.account) if self.account else None
        return Joining(self.seat, clean_text(self.name) or "", organisation, account)


@dataclass(frozen=True)
class Forming:
    """A council as its decision sets it up. `name` is that of its declaration; it counts from the decision's day on,
    or from `valid_from`.
    """

    caller: Caller
    programme: str
    name: str
    decision: Decision
    members: tuple[Joining, ...]
    regulation_number: str | None = None
    valid_from: date | None = None

    @property
    def first_day(self) -> date:
        """From which day on it counts."""
        return self.valid_from or self.decision.day

    @property
    def payload_hash(self) -> str:
        """A hash of all that is asked."""
        return asked_hash(self)


@dataclass(frozen=True)
class Standing:
    """What members are judged by: the council as declared, and who sits in it already."""

    declared: Council
    seats: frozenset[str] = field(default_factory=frozenset)
    accounts: frozenset[str] = field(default_factory=frozenset)


def form_council(office: Office, asked: Forming) -> Answer:
    """Set a council up. Needs `council.write`. Raises RequestReusedError for a request id with another payload."""
    if wrong := _unreadable(asked):
        return refused_all(wrong)
    asked = _cleaned(asked)
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_PROGRAMME, (asked.programme,))
        before = earlier(transaction, asked.caller, asked.programme, asked.payload_hash)
        if before is not None:
            (payload,) = transaction.row(statements.PAYLOAD_AT, tuple(before)) or ("{}",)
            return Done(str(orjson.loads(payload)["council"]), *before, repeated=True)
        judged = _judge(transaction, office, asked)
        return refused_all(judged) if isinstance(judged, list) else _write(transaction, judged, asked)


def try_form_council(office: Office, asked: Forming) -> Answer:
    """The answer that `form_council` would give now, by the same code; nothing is written."""
    if wrong := _unreadable(asked):
        return refused_all(wrong)
    asked = _cleaned(asked)
    with office.database.reading() as transaction:
        judged = _judge(transaction, office, asked)
    return refused_all(judged) if isinstance(judged, list) else Done(asked.name, "", 0, _details(asked))


def member_reasons(transaction: Transaction, standing: Standing, members: Sequence[Joining]) -> list[Reason]:
    """Why somebody cannot be a member: no such seat, or it is taken; nobody of that code; already in the council."""
    reasons, accounts = _seat_reasons(standing, members), set(standing.accounts)
    for one in members:
        if one.account in accounts:
            reasons.append(Reason("member_twice", {"account": one.account}))
        reasons += [*spelling_faults({"name": one.name}), *_unregistered(transaction, one)]
        accounts |= {one.account} if one.account else set()
    return reasons


def _seat_reasons(standing: Standing, members: Sequence[Joining]) -> list[Reason]:
    reasons = []
    for name, count in Counter(one.seat for one in members).items():
        seat = standing.declared.seats.get(name)
        if seat is None:
            reasons.append(Reason("seat_unknown", {"seat": name, "known": list(standing.declared.seats)}))
        elif name in standing.seats and not seat.many:
            reasons.append(Reason("seat_taken", {"seat": name}))
        elif count > 1 and not seat.many:
            reasons.append(Reason("seat_twice", {"seat": name, "count": count}))
    return reasons


def joined(council: str, number: int, one: Joining, first_day: date, decision: Decision) -> Said:
    """What the record of a member says, and what of it is personal."""
    about = {"council": council, "member": f"{number:02d}", "seat": one.seat, **decision.said()}
    days = {"valid_from": first_day.isoformat(), "valid_to": None}
    payload = {"event": "joined", **about, "organisation": one.organisation, "account": one.account, **days}
    return payload, {"name": one.name}


def write_members(
    transaction: Transaction,
    permit: Permit,
    programme: str,
    said: Sequence[Said],
) -> list[Recorded]:
    """Record what is said of a council in the stream of its programme, whose lock the caller holds."""
    hashed = permit.published.hash
    entries = [Entry(f"programme/{programme}", COUNCIL, permit.today, one, told, hashed) for one, told in said]
    records = append_all(transaction, permit.act, entries)
    for (payload, personal), recorded in zip(said, records, strict=True):
        keep(transaction, fold_council(Rows(transaction), Telling(programme, recorded.seq, payload, None, personal)))
    return records


def _unreadable(asked: Forming) -> list[Reason]:
    regulation = unreadable({"regulation_number": asked.regulation_number})
    return [
        *asked.decision.unreadable(),
        *regulation,
        *(reason for one in asked.members for reason in one.unreadable()),
    ]


def _cleaned(asked: Forming) -> Forming:
    members = tuple(one.cleaned() for one in asked.members)
    regulation = clean_text(asked.regulation_number) or None
    return replace(asked, decision=asked.decision.cleaned(), regulation_number=regulation, members=members)


def _judge(transaction: Transaction, office: Office, asked: Forming) -> Permit | list[Reason]:
    permit = permit_near(transaction, office, asked.caller, WRITE, asked.programme)
    if isinstance(permit, Reason):
        return [permit]
    if faults := programme_faults(transaction, permit, asked.programme):
        return faults
    councils = permit.published.rules.programmes[asked.programme].councils
    declared = councils.get(asked.name)
    if declared is None:
        known = list(councils)
        return [Reason("council_undeclared", {"council": asked.name, "programme": asked.programme, "known": known})]
    reasons = [*asked.decision.faults(permit.today), *asked.decision.too_early(asked.first_day)]
    reasons += member_reasons(transaction, Standing(declared), asked.members)
    held = {one.seat for one in asked.members}
    empty = [seat.name for seat in declared.seats.values() if not seat.optional and seat.name not in held]
    if empty:
        reasons.append(Reason("seats_missing", {"seats": empty, "basis": declared.basis}))
    return reasons or permit


def _unregistered(transaction: Transaction, one: Joining) -> list[Reason]:
    reasons = []
    if one.organisation and not transaction.row("SELECT 1 FROM organisation WHERE code = ?", (one.organisation,)):
        reasons.append(Reason("organisation_unknown", {"code": one.organisation}))
    if one.account and not transaction.row("SELECT 1 FROM account WHERE code = ?", (one.account,)):
        reasons.append(Reason("account_unknown", {"account": one.account}))
    return reasons


def _write(transaction: Transaction, permit: Permit, asked: Forming) -> Done:
    (count,) = transaction.row("SELECT COUNT(*) FROM council WHERE programme = ?", (asked.programme,)) or (0,)
    code, level = f"{asked.programme}-HD{count + 1:02d}", _level(permit, asked)
    about = {"council": code, "name": asked.name, "level": level, **asked.decision.said()}
    days = {"valid_from": asked.first_day.isoformat(), "valid_to": None}
    formed = {"event": "formed", **about, **days, "regulation_number": asked.regulation_number}
    members = [joined(code, at, one, asked.first_day, asked.decision) for at, one in enumerate(asked.members, 1)]
    records = write_members(transaction, permit, asked.programme, [(formed, {}), *members])
    keep_request(transaction, asked.caller, (asked.programme, asked.payload_hash), records[0])
    return Done(code, records[0].stream, records[0].seq, _details(asked))


def _level(permit: Permit, asked: Forming) -> str:
    return permit.published.rules.programmes[asked.programme].councils[asked.name].level


def _details(asked: Forming) -> Mapping[str, Any]:
    return {"council": asked.name, "programme": asked.programme, "members": len(asked.members)}
