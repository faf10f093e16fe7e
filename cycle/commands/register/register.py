"""Acts on the register: organisations, accounts and what they may do."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cycle.answers import Done, refused_all
from cycle.commands.permits import Caller, Permit
from cycle.commands.register.binding import taken_user
from cycle.commands.register.holdings import Holding, end_role, grant_role, write_holding
from cycle.commands.register.registered import STREAM, dates, entering, order_faults, taken
from cycle.commands.spelling import clean_code, clean_codes, code_faults, spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append, append_all
from cycle.office import Office
from cycle.vietnamese import fold, normal, sort_key
from workflows.definition import RESERVED_ROLES
from workflows.verdict import Reason, Refusal

__all__ = [
    "STREAM",
    "Account",
    "Holding",
    "Organisation",
    "add_account",
    "add_organisation",
    "end_role",
    "grant_role",
    "levels_of",
    "naming_faults",
    "organisation_faults",
    "parents_first",
    "write_account",
    "write_holding",
    "write_organisation",
    "write_organisations",
]

LevelOf = Callable[[str], str | None]
FOLLOW = "INSERT INTO organisation_successor (code, successor) VALUES (?, ?)"
# The levels of organisations, and of what each lies in; since 01/07/2025 communes lie in the province.
PARENTS: Mapping[str, tuple[str, ...]] = {
    "centre": (),
    "province": (),
    "department": ("province",),
    "district": ("province",),
    "commune": ("district", "province"),
}


@dataclass(frozen=True)
class Organisation:
    """A body to enter; `successors` are those that take its duties over when it has ended."""

    code: str
    name: str
    level: str
    valid_from: date
    parent: str | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()

    def cleaned(self) -> "Organisation":
        """The organisation with its codes as they are stored."""
        parent = clean_code(self.parent) if self.parent else None
        return replace(self, code=clean_code(self.code), parent=parent, successors=clean_codes(self.successors))


@dataclass(frozen=True)
class Account:
    """A person who acts. `os_user` binds the operating system's user to it in a work database."""

    code: str
    name: str
    os_user: str | None = None


def add_organisation(office: Office, caller: Caller, body: Organisation) -> Done | Refusal:
    """Enter an organisation. Needs `organisation.write`."""
    body = body.cleaned()
    unspelt = code_faults({"code": body.code, "parent": body.parent, "successors": body.successors})
    if unspelt:
        return refused_all(unspelt)
    with office.database.writing() as transaction:
        permit = entering(transaction, office, caller, "organisation.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = organisation_faults(body, levels_of(transaction))
        return refused_all(reasons) if reasons else write_organisation(transaction, permit, body)


def add_account(office: Office, caller: Caller, account: Account) -> Done | Refusal:
    """Enter an account. Needs `account.write`."""
    account = replace(account, code=clean_code(account.code))
    unspelt = account_faults(account)
    if unspelt:
        return refused_all(unspelt)
    with office.database.writing() as transaction:
        permit = entering(transaction, office, caller, "account.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = taken(transaction, "account", account.code)
        reasons += spelling_faults({"name": account.name})
        reasons += taken_user(transaction, account.os_user)
        return refused_all(reasons) if reasons else write_account(transaction, permit, account)


def account_faults(account: Account) -> list[Reason]:
    """Every reason why an account cannot be called so; the engine's own names are nobody's."""
    faults = code_faults({"code": account.code}) + spelling_faults({"os_user": account.os_user})
    if account.code in RESERVED_ROLES:
        faults.append(Reason("account_reserved", {"account": account.code}))
    return faults


def write_organisation(transaction: Transaction, permit: Permit, body: Organisation) -> Done:
    """Record an organisation that has been checked."""
    return write_organisations(transaction, permit, (body,))[0]


def write_organisations(transaction: Transaction, permit: Permit, bodies: Sequence[Organisation]) -> list[Done]:
    """Record organisations that have been checked, parents before what lies below them."""
    entries, rows, successors = [], [], []
    for body in bodies:
        name, days = normal(body.name), dates(body.valid_from, body.valid_to)
        payload = {"code": body.code, "name": name, "level": body.level, "parent": body.parent, **days}
        entries.append(Entry(STREAM, "organisation", permit.today, {**payload, "successors": list(body.successors)}))
        rows.append((body.code, name, sort_key(name), fold(name), body.level, body.parent, *days.values()))
        successors += [(body.code, successor) for successor in body.successors]
    recorded = append_all(transaction, permit.act, entries)
    transaction.run_many(
        "INSERT INTO organisation (code, name, name_key, name_folded, level, parent, valid_from, valid_to) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    transaction.run_many(FOLLOW, successors)
    return [Done(body.code, one.stream, one.seq) for body, one in zip(bodies, recorded, strict=True)]


def parents_first(bodies: Sequence[Organisation], known: Collection[str] = ()) -> list[Organisation]:
    """Organisations in an order in which those they name are there already, or `known`.

    Raises ValueError where there is no such order.
    """
    waiting, placed = list(bodies), []
    there = {"", *known}
    while waiting:
        ready = [b for b in waiting if {b.parent or "", *b.successors} <= there | {b.code}]
        if not ready:
            raise ValueError(f"organisations name each other in a circle: {[b.code for b in waiting][:5]}")
        placed += ready
        there |= {body.code for body in ready}
        waiting = [body for body in waiting if body.code not in there]
    return placed


def write_account(transaction: Transaction, permit: Permit, account: Account) -> Done:
    """Record an account that has been checked; the person's name and the user of the machine are personal."""
    payload = {"code": account.code, "os_user": None, "valid_from": permit.today.isoformat()}
    personal = {"name": normal(account.name)} | ({"os_user": account.os_user} if account.os_user else {})
    entry = Entry(STREAM, "account", permit.today, payload, personal)
    recorded = append(transaction, permit.act, entry)
    transaction.run(
        "INSERT INTO account (code, name, os_user, valid_from, valid_to) VALUES (?, ?, ?, ?, NULL)",
        (account.code, normal(account.name), account.os_user or None, permit.today.isoformat()),
    )
    return Done(account.code, recorded.stream, recorded.seq)


def organisation_faults(body: Organisation, level_of: LevelOf) -> list[Reason]:
    """Every reason why an organisation may not be entered; `level_of` knows the organisations there are."""
    taken = [Reason("code_taken", {"what": "organisation", "code": body.code})] if level_of(body.code) else []
    return taken + naming_faults(body, level_of)


def naming_faults(body: Organisation, level_of: LevelOf) -> list[Reason]:
    """Every reason why an organisation may not be called so, last so long or lie there, whatever its code."""
    reasons = []
    for other in (*((body.parent,) if body.parent else ()), *body.successors):
        reasons += _unknown(other, level_of)
    reasons += spelling_faults({"name": body.name})
    reasons += order_faults(body.valid_from, body.valid_to)
    if body.level not in PARENTS:
        return [*reasons, Reason("level_unknown", {"level": body.level, "known": list(PARENTS)})]
    return reasons or _parent_faults(body, level_of)


def levels_of(transaction: Transaction) -> LevelOf:
    """The level of an organisation of the register by its code, None where there is none."""

    def level_of(code: str) -> str | None:
        found = transaction.row("SELECT level FROM organisation WHERE code = ?", (code,))
        return str(found[0]) if found else None

    return level_of


def _unknown(code: str, level_of: LevelOf) -> list[Reason]:
    told = {"code": code, "organisation": code}
    return [] if level_of(code) else [Reason("organisation_unknown", told)]


def _parent_faults(body: Organisation, level_of: LevelOf) -> list[Reason]:
    """The reason why an organisation of its level does not lie where it is said to lie."""
    level = level_of(body.parent) if body.parent else None
    if level in PARENTS[body.level] or (level is None and not PARENTS[body.level]):
        return []
    return [Reason("parent_of_other_level", {"level": body.level, "parents": list(PARENTS[body.level])})]
