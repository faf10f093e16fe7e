"""Acts on the register: organisations, their contacts, accounts and what they may do."""

from dataclasses import dataclass
from datetime import date

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from cycle.vietnamese import fold, normal, sort_key
from workflows.verdict import Reason, Refusal

STREAM = "register"
LEVELS = ("centre", "province", "department", "district", "commune")


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


@dataclass(frozen=True)
class Contact:
    """How to reach an organisation; its values are personal."""

    code: str
    organisation: str
    name: str
    phone: str | None
    email: str | None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class Account:
    """A person who acts. `os_user` binds the operating system's user to it in a work database."""

    code: str
    name: str
    os_user: str | None = None


@dataclass(frozen=True)
class Holding:
    """A role that an account holds for an organisation or a producer (`holder`), between two days."""

    account: str
    role: str
    holder: str
    valid_from: date
    valid_to: date | None = None


def add_organisation(office: Office, caller: Caller, body: Organisation) -> Done | Refusal:
    """Enter an organisation. Needs `organisation.write`."""
    with office.database.writing() as transaction:
        permit = _register(transaction, office, caller, "organisation.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = _organisation_faults(transaction, body)
        return refused_all(reasons) if reasons else write_organisation(transaction, permit, body)


def add_contact(office: Office, caller: Caller, contact: Contact) -> Done | Refusal:
    """Enter a contact of an organisation. Needs `organisation.write`."""
    with office.database.writing() as transaction:
        permit = _register(transaction, office, caller, "organisation.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = _contact_faults(transaction, contact)
        if reasons:
            return refused_all(reasons)
        personal = {"name": normal(contact.name), "phone": contact.phone or "", "email": contact.email or ""}
        dates = _dates(contact.valid_from, contact.valid_to)
        payload = {"code": contact.code, "organisation": contact.organisation, **dates}
        recorded = append(transaction, permit.act, Entry(STREAM, "contact", permit.today, payload, personal))
        row = (contact.code, contact.organisation, normal(contact.name), contact.phone, contact.email)
        transaction.run(
            "INSERT INTO contact (code, organisation, name, phone, email, valid_from, valid_to) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, *dates.values()),
        )
        return Done(contact.code, recorded.stream, recorded.seq)


def add_account(office: Office, caller: Caller, account: Account) -> Done | Refusal:
    """Enter an account. Needs `account.write`."""
    with office.database.writing() as transaction:
        permit = _register(transaction, office, caller, "account.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = _taken(transaction, "account", account.code)
        reasons += spelling_faults({"code": account.code, "name": account.name, "os_user": account.os_user})
        bound = transaction.row("SELECT code FROM account WHERE os_user = ?", (account.os_user,))
        if account.os_user and bound:
            reasons.append(Reason("os_user_bound", {"os_user": account.os_user, "account": bound[0]}))
        return refused_all(reasons) if reasons else write_account(transaction, permit, account)


def grant_role(office: Office, caller: Caller, holding: Holding) -> Done | Refusal:
    """Give an account a role for an organisation or a producer. Needs `account.write`."""
    with office.database.writing() as transaction:
        permit = _register(transaction, office, caller, "account.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        transaction.row(statements.LOCK_ACCOUNT, (holding.account,))
        reasons = _holding_faults(transaction, permit, holding)
        return refused_all(reasons) if reasons else write_holding(transaction, permit, holding)


def end_role(office: Office, caller: Caller, holding: Holding, last_day: date) -> Done | Refusal:
    """End a role that an account holds; `last_day` still counts. Needs `account.write`."""
    with office.database.writing() as transaction:
        permit = _register(transaction, office, caller, "account.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        transaction.row(statements.LOCK_ACCOUNT, (holding.account,))
        key = (holding.account, holding.role, holding.holder)
        changed = transaction.run(
            "UPDATE account_grant SET valid_to = ? WHERE account = ? AND role = ? AND holder = ? AND valid_to IS NULL",
            (last_day.isoformat(), *key),
        )
        if not changed:
            return refused_all([Reason("grant_unknown", {"account": key[0], "role": key[1], "holder": key[2]})])
        payload = {"account": key[0], "role": key[1], "holder": key[2], "last_day": last_day.isoformat(), "ended": True}
        recorded = append(transaction, permit.act, Entry(STREAM, "account", permit.today, payload))
        return Done(holding.account, recorded.stream, recorded.seq)


def write_organisation(transaction: Transaction, permit: Permit, body: Organisation) -> Done:
    """Record an organisation that has been checked."""
    name = normal(body.name)
    dates = _dates(body.valid_from, body.valid_to)
    payload = {"code": body.code, "name": name, "level": body.level, "parent": body.parent, **dates}
    entry = Entry(STREAM, "organisation", permit.today, {**payload, "successors": list(body.successors)})
    recorded = append(transaction, permit.act, entry)
    transaction.run(
        "INSERT INTO organisation (code, name, name_key, name_folded, level, parent, valid_from, valid_to) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (body.code, name, sort_key(name), fold(name), body.level, body.parent, *dates.values()),
    )
    successors = [(body.code, successor) for successor in body.successors]
    transaction.run_many("INSERT INTO organisation_successor (code, successor) VALUES (?, ?)", successors)
    return Done(body.code, recorded.stream, recorded.seq)


def write_account(transaction: Transaction, permit: Permit, account: Account) -> Done:
    """Record an account that has been checked; the person's name is personal."""
    payload = {"code": account.code, "os_user": account.os_user, "valid_from": permit.today.isoformat()}
    entry = Entry(STREAM, "account", permit.today, payload, {"name": normal(account.name)})
    recorded = append(transaction, permit.act, entry)
    transaction.run(
        "INSERT INTO account (code, name, os_user, valid_from, valid_to) VALUES (?, ?, ?, ?, NULL)",
        (account.code, normal(account.name), account.os_user, permit.today.isoformat()),
    )
    return Done(account.code, recorded.stream, recorded.seq)


def write_holding(transaction: Transaction, permit: Permit, holding: Holding) -> Done:
    """Record a role that has been checked."""
    dates = _dates(holding.valid_from, holding.valid_to)
    payload = {"account": holding.account, "role": holding.role, "holder": holding.holder, **dates}
    recorded = append(transaction, permit.act, Entry(STREAM, "account", permit.today, payload))
    transaction.run(
        "INSERT INTO account_grant (account, role, holder, valid_from, valid_to) VALUES (?, ?, ?, ?, ?)",
        (holding.account, holding.role, holding.holder, *dates.values()),
    )
    return Done(holding.account, recorded.stream, recorded.seq)


def _register(transaction: Transaction, office: Office, caller: Caller, permission: str) -> Permit | Reason:
    transaction.row(statements.LOCK_REGISTER)
    return permitted(transaction, office, caller, permission)


def _organisation_faults(transaction: Transaction, body: Organisation) -> list[Reason]:
    reasons = _taken(transaction, "organisation", body.code)
    for other in (*((body.parent,) if body.parent else ()), *body.successors):
        reasons += _missing(transaction, "organisation", other)
    reasons += spelling_faults({"code": body.code, "name": body.name})
    if body.level not in LEVELS:
        reasons.append(Reason("level_unknown", {"level": body.level, "known": list(LEVELS)}))
    if body.valid_to is not None and body.valid_to < body.valid_from:
        reasons.append(Reason("dates_out_of_order", {"first": body.valid_from, "last": body.valid_to}))
    return reasons


def _contact_faults(transaction: Transaction, contact: Contact) -> list[Reason]:
    reasons = _missing(transaction, "organisation", contact.organisation)
    reasons += _taken(transaction, "contact", contact.code)
    told = {"name": contact.name, "phone": contact.phone, "email": contact.email}
    reasons += spelling_faults({"code": contact.code, **told})
    if contact.phone is None and contact.email is None:
        reasons.append(Reason("contact_unreachable", {"contact": contact.code}))
    return reasons


def _holding_faults(transaction: Transaction, permit: Permit, holding: Holding) -> list[Reason]:
    role = permit.published.rules.roles.get(holding.role)
    reasons = _missing(transaction, "account", holding.account)
    if role is None:
        return [*reasons, Reason("role_unknown", {"role": holding.role})]
    if role.level == "producer":
        return reasons + _missing(transaction, "producer", holding.holder)
    if role.level == "none":
        return [*reasons, Reason("role_without_holder", {"role": holding.role})] if holding.holder else reasons
    found = transaction.row("SELECT level FROM organisation WHERE code = ?", (holding.holder,))
    if found is None:
        return [*reasons, Reason("organisation_unknown", {"code": holding.holder})]
    if found[0] != role.level:
        told = {"role": holding.role, "level": role.level, "holder": holding.holder, "found": found[0]}
        reasons.append(Reason("role_of_other_level", told))
    return reasons


def _taken(transaction: Transaction, table: str, code: str) -> list[Reason]:
    known = transaction.row(_BY_CODE[table], (code,))
    return [Reason("code_taken", {"what": table, "code": code})] if known else []


def _missing(transaction: Transaction, table: str, code: str) -> list[Reason]:
    known = transaction.row(_BY_CODE[table], (code,))
    return [] if known else [Reason(f"{table}_unknown", {"code": code})]


_BY_CODE = {
    "organisation": "SELECT 1 FROM organisation WHERE code = ?",
    "contact": "SELECT 1 FROM contact WHERE code = ?",
    "account": "SELECT 1 FROM account WHERE code = ?",
    "producer": "SELECT 1 FROM producer WHERE code = ?",
}


def _dates(first: date, last: date | None) -> dict[str, str | None]:
    return {"valid_from": first.isoformat(), "valid_to": last.isoformat() if last else None}
