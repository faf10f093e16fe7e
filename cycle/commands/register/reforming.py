"""A reform of organisations in one act: bodies that begin or end, who follows them, whose accounts go along."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from cycle.answers import Done, refused_all
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.register.contacts import end_known, write_contact
from cycle.commands.register.holdings import Holding, end_holding, held_already, holdings_at, write_holding
from cycle.commands.register.known_contacts import Contact, contacts_at
from cycle.commands.register.register import (
    FOLLOW,
    LevelOf,
    Organisation,
    levels_of,
    naming_faults,
    parents_first,
    write_organisations,
)
from cycle.commands.register.registered import STREAM, entering, order_faults, taken
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal

ENDED, FOLLOWS = "ended", "follow"
BEGIN, ENDS = "begin", "ends"


@dataclass(frozen=True)
class Ending:
    """A body that ends; `accounts` and `contacts` are `follow` or `end`."""

    organisation: str
    last_day: date
    successors: tuple[str, ...] = ()
    accounts: str = "end"
    contacts: str = "end"

    @property
    def follower(self) -> str:
        """The one successor; empty where there is none or there are several."""
        return self.successors[0] if len(self.successors) == 1 else ""

    @property
    def next_day(self) -> date:
        """The first day on which others stand in its place."""
        return self.last_day + timedelta(days=1)


@dataclass(frozen=True)
class Reform:
    """What is to be reformed, by which document."""

    title: str
    basis: str
    begin: tuple[Organisation, ...] = ()
    ends: tuple[Ending, ...] = ()


@dataclass(frozen=True)
class Passing:
    """A role or a contact that ends with its body; `to` is the same for the body that follows, None where none is."""

    last_day: date
    holding: Holding | Contact
    to: Holding | Contact | None = None


# Which entry of a reform: of the bodies that begin or of those that end, and its number; empty for the whole.
Entered = tuple[str, int] | tuple[()]


@dataclass
class Scheme:
    """What a reform comes to in the register as it stands, or every reason why it cannot be, with its entry."""

    reform: Reform
    begin: Sequence[Organisation] = ()
    passing: list[Passing] = field(default_factory=list)
    faults: list[tuple[Entered, Reason]] = field(default_factory=list)

    @property
    def reasons(self) -> list[Reason]:
        """Why it cannot be, wherever that stands."""
        return [reason for _, reason in self.faults]

    def fault(self, entry: Entered, reasons: Iterable[Reason]) -> None:
        """Reasons against an entry, each once."""
        self.faults += [(entry, one) for one in reasons if (entry, one) not in self.faults]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many bodies begin and end, how many roles and contacts go over, and how many end."""
        followed = sum(1 for one in self.passing if one.to is not None)
        passing = {"followed": followed, "ended": len(self.passing) - followed}
        return {"begin": len(self.reform.begin), "end": len(self.reform.ends), **passing}


def reform_organisations(office: Office, caller: Caller, reform: Reform) -> tuple[Scheme | None, Done | Refusal]:
    """Carry out a reform whole, or nothing of it.

    Needs `organisation.write`, and `account.write` as roles end or go over with their bodies.
    """
    with office.database.writing() as transaction:
        permit = entering(transaction, office, caller, "organisation.write")
        giving = permitted(transaction, office, caller, "account.write")
        if isinstance(permit, Reason) or isinstance(giving, Reason):
            return None, refused_all([one for one in (permit, giving) if isinstance(one, Reason)])
        scheme = _scheme(transaction, permit, reform)
        return scheme, refused_all(scheme.reasons) if scheme.reasons else _write(transaction, permit, scheme)


def try_reform(office: Office, caller: Caller, reform: Reform) -> tuple[Scheme | None, Done | Refusal]:
    """What `reform_organisations` would do now, by the same code; nothing is written."""
    with office.database.reading() as transaction:
        permit = permitted(transaction, office, caller, "organisation.write")
        giving = permitted(transaction, office, caller, "account.write")
        if isinstance(permit, Reason) or isinstance(giving, Reason):
            return None, refused_all([one for one in (permit, giving) if isinstance(one, Reason)])
        scheme = _scheme(transaction, permit, reform)
        return scheme, refused_all(scheme.reasons) if scheme.reasons else Done(STREAM, STREAM, 0)


def _scheme(transaction: Transaction, permit: Permit, reform: Reform) -> Scheme:
    scheme, known = Scheme(reform), levels_of(transaction)
    coming = {body.code: body.level for body in reform.begin}

    def level_of(code: str) -> str | None:
        return coming.get(code) or known(code)

    scheme.fault((), spelling_faults({"title": reform.title, "basis": reform.basis}))
    for number, body in enumerate(reform.begin):
        scheme.fault((BEGIN, number), taken(transaction, "organisation", body.code))
        scheme.fault((BEGIN, number), naming_faults(body, level_of))
    for number, one in enumerate(reform.ends):
        scheme.fault((ENDS, number), _ending_faults(transaction, one, level_of))
    if not scheme.faults:
        scheme.begin = parents_first(reform.begin, {row[0] for row in transaction.rows(_CODES)})
        for one in reform.ends:
            scheme.passing += _passing(transaction, one)
        scheme.fault((), _own_grants(permit, scheme))
    return scheme


def _ending_faults(transaction: Transaction, one: Ending, level_of: LevelOf) -> list[Reason]:
    """Every reason why a body may not end so."""
    found = transaction.row(_DAYS, (one.organisation,))
    if found is None:
        return [Reason("organisation_unknown", {"code": one.organisation, "organisation": one.organisation})]
    first, last = found
    reasons = order_faults(date.fromisoformat(first), one.last_day)
    if last is not None and last <= one.last_day.isoformat():
        told = {"organisation": one.organisation, "last": date.fromisoformat(last)}
        reasons.append(Reason("organisation_ended", told))
    for code in one.successors:
        reasons += _successor_faults(transaction, one, code, level_of)
    level = level_of(one.organisation)
    if not reasons and FOLLOWS in (one.accounts, one.contacts) and level_of(one.follower) != level:
        reasons.append(Reason("follower_missing", {"organisation": one.organisation, "level": level}))
    return reasons


def _successor_faults(transaction: Transaction, one: Ending, code: str, level_of: LevelOf) -> list[Reason]:
    if level_of(code) is None:
        return [Reason("organisation_unknown", {"code": code, "organisation": code})]
    ends = (transaction.row(_DAYS, (code,)) or ("", None))[1]
    if code == one.organisation or (ends is not None and ends <= one.last_day.isoformat()):
        return [Reason("successor_not_after", {"organisation": one.organisation, "successor": code})]
    return []


def _passing(transaction: Transaction, one: Ending) -> Iterator[Passing]:
    """The roles and contacts of a body that last beyond its end."""
    for holding in holdings_at(transaction, one.organisation, one.last_day):
        later = replace(holding, holder=one.follower, valid_from=one.next_day)
        follows = one.accounts == FOLLOWS and held_already(transaction, later) is None
        yield Passing(one.last_day, holding, later if follows else None)
    for contact in contacts_at(transaction, one.organisation, one.last_day):
        follows = one.contacts == FOLLOWS
        yield Passing(one.last_day, contact, contact.at(one.follower, one.next_day) if follows else None)


def _own_grants(permit: Permit, scheme: Scheme) -> list[Reason]:
    """Nobody gives a role to himself, by a reform neither."""
    given = {one.to.account for one in scheme.passing if isinstance(one.to, Holding)}
    return [Reason("own_grant", {"account": permit.act.actor})] if permit.act.actor in given else []


def _write(transaction: Transaction, permit: Permit, scheme: Scheme) -> Done:
    reform = scheme.reform
    write_organisations(transaction, permit, scheme.begin)
    for one in reform.ends:
        _end(transaction, permit, one, reform)
    for passing in scheme.passing:
        _pass(transaction, permit, passing)
    payload = {"event": "reformed", "title": reform.title, "basis": reform.basis, "counts": scheme.counts}
    recorded = append(transaction, permit.act, Entry(STREAM, "organisation", permit.today, payload))
    return Done(STREAM, recorded.stream, recorded.seq, scheme.counts)


def _end(transaction: Transaction, permit: Permit, one: Ending, reform: Reform) -> None:
    last_day = one.last_day.isoformat()
    payload = {"event": ENDED, "code": one.organisation, "last_day": last_day, "successors": list(one.successors)}
    append(transaction, permit.act, Entry(STREAM, "organisation", permit.today, {**payload, "basis": reform.basis}))
    transaction.write("UPDATE organisation SET valid_to = ? WHERE code = ?", (last_day, one.organisation))
    transaction.run("DELETE FROM organisation_successor WHERE code = ?", (one.organisation,))
    transaction.run_many(FOLLOW, [(one.organisation, code) for code in one.successors])


def _pass(transaction: Transaction, permit: Permit, passing: Passing) -> None:
    if isinstance(passing.holding, Holding):
        end_holding(transaction, permit, passing.holding, passing.last_day)
    else:
        end_known(transaction, permit, passing.holding, passing.last_day)
    if isinstance(passing.to, Holding):
        write_holding(transaction, permit, passing.to)
    elif passing.to is not None:
        write_contact(transaction, permit, passing.to)


_CODES = "SELECT code FROM organisation"
_DAYS = "SELECT valid_from, valid_to FROM organisation WHERE code = ?"
