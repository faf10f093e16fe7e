"""Acts on roles: giving one to an account for an organisation or a producer, and ending it."""

from dataclasses import dataclass, replace
from datetime import date

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.permits import Caller, Permit
from cycle.commands.register.registered import STREAM, dates, entering, missing, order_faults
from cycle.commands.spelling import clean_code, code_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal


@dataclass(frozen=True)
class Holding:
    """A role that an account holds for an organisation or a producer (`holder`), between two days."""

    account: str
    role: str
    holder: str
    valid_from: date
    valid_to: date | None = None

    def cleaned(self) -> "Holding":
        """The holding with its codes as they are stored."""
        account, role, holder = map(clean_code, (self.account, self.role, self.holder))
        return replace(self, account=account, role=role, holder=holder)


_HELD = (
    "SELECT valid_from FROM account_grant WHERE account = ? AND role = ? AND holder = ? "
    "AND (valid_to IS NULL OR valid_to >= ?) AND valid_from <= ? ORDER BY valid_from"
)
# What still runs after a day; one that has begun by then comes first.
_RUNNING = (
    "SELECT valid_from FROM account_grant WHERE account = ? AND role = ? AND holder = ? "
    "AND (valid_to IS NULL OR valid_to > ?) ORDER BY valid_from"
)
_LASTING = (
    "SELECT account, role, valid_from, valid_to FROM account_grant WHERE holder = ? AND valid_from <= ? "
    "AND (valid_to IS NULL OR valid_to > ?) ORDER BY account, role"
)
_END = "UPDATE account_grant SET valid_to = ? WHERE account = ? AND role = ? AND holder = ? AND valid_from = ?"


def grant_role(office: Office, caller: Caller, holding: Holding) -> Done | Refusal:
    """Give an account a role for an organisation or a producer. Needs `account.write`; nobody gives one to himself."""
    holding = holding.cleaned()
    unspelt = _code_faults(holding)
    if unspelt:
        return refused_all(unspelt)
    with office.database.writing() as transaction:
        permit = entering(transaction, office, caller, "account.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        transaction.row(statements.LOCK_ACCOUNT, (holding.account,))
        reasons = _faults(transaction, permit, holding)
        return refused_all(reasons) if reasons else write_holding(transaction, permit, holding)


def end_role(office: Office, caller: Caller, holding: Holding, last_day: date) -> Done | Refusal:
    """End a role, also earlier than it would end; `last_day` still counts. Needs `account.write`."""
    holding = holding.cleaned()
    unspelt = _code_faults(holding)
    if unspelt:
        return refused_all(unspelt)
    with office.database.writing() as transaction:
        permit = entering(transaction, office, caller, "account.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        transaction.row(statements.LOCK_ACCOUNT, (holding.account,))
        key = (holding.account, holding.role, holding.holder)
        running = transaction.row(_RUNNING, (*key, last_day.isoformat()))
        if running is None:
            return refused_all([Reason("grant_unknown", {"account": key[0], "role": key[1], "holder": key[2]})])
        reasons = order_faults(date.fromisoformat(running[0]), last_day)
        return refused_all(reasons) if reasons else _end(transaction, permit, (*key, running[0]), last_day)


def write_holding(transaction: Transaction, permit: Permit, holding: Holding) -> Done:
    """Record a role that has been checked."""
    days = dates(holding.valid_from, holding.valid_to)
    payload = {"account": holding.account, "role": holding.role, "holder": holding.holder, **days}
    recorded = append(transaction, permit.act, Entry(STREAM, "account", permit.today, payload))
    transaction.run(
        "INSERT INTO account_grant (account, role, holder, valid_from, valid_to) VALUES (?, ?, ?, ?, ?)",
        (holding.account, holding.role, holding.holder, *days.values()),
    )
    return Done(holding.account, recorded.stream, recorded.seq)


def holdings_at(transaction: Transaction, holder: str, last_day: date) -> list[Holding]:
    """The roles held for somebody that have begun by a day and last beyond it."""
    rows = transaction.rows(_LASTING, (holder, last_day.isoformat(), last_day.isoformat()))
    return [
        Holding(account, role, holder, date.fromisoformat(first), date.fromisoformat(last) if last else None)
        for account, role, first, last in rows
    ]


def held_already(transaction: Transaction, holding: Holding) -> date | None:
    """The first day of the same role where it is held at some time between the days; None where it is not."""
    days = dates(holding.valid_from, holding.valid_to)
    key = (holding.account, holding.role, holding.holder)
    held = transaction.row(_HELD, (*key, days["valid_from"], days["valid_to"] or date.max.isoformat()))
    return date.fromisoformat(held[0]) if held else None


def end_holding(transaction: Transaction, permit: Permit, holding: Holding, last_day: date) -> Done:
    """Record that a role that is held ends on a day."""
    key = (holding.account, holding.role, holding.holder, holding.valid_from.isoformat())
    return _end(transaction, permit, key, last_day)


def _end(transaction: Transaction, permit: Permit, key: tuple[str, str, str, str], last_day: date) -> Done:
    named = dict(zip(("account", "role", "holder", "valid_from"), key, strict=True))
    payload = {**named, "last_day": last_day.isoformat(), "ended": True}
    recorded = append(transaction, permit.act, Entry(STREAM, "account", permit.today, payload))
    transaction.run(_END, (last_day.isoformat(), *key))
    return Done(key[0], recorded.stream, recorded.seq)


def _code_faults(holding: Holding) -> list[Reason]:
    return code_faults({"account": holding.account, "role": holding.role, "holder": holding.holder or None})


def _faults(transaction: Transaction, permit: Permit, holding: Holding) -> list[Reason]:
    reasons = _holder_faults(transaction, permit, holding) + order_faults(holding.valid_from, holding.valid_to)
    if permit.act.actor == holding.account or permit.act.on_behalf == f"account:{holding.account}":
        reasons.append(Reason("own_grant", {"account": holding.account}))
    if reasons:
        return reasons
    first = held_already(transaction, holding)
    if first is None:
        return []
    told = {"account": holding.account, "role": holding.role, "holder": holding.holder, "first": first}
    return [Reason("grant_taken", told)]


def _holder_faults(transaction: Transaction, permit: Permit, holding: Holding) -> list[Reason]:
    role = permit.published.rules.roles.get(holding.role)
    reasons = missing(transaction, "account", holding.account)
    if role is None:
        return [*reasons, Reason("role_unknown", {"role": holding.role})]
    if role.level == "producer":
        return reasons + missing(transaction, "producer", holding.holder)
    if role.level == "none":
        return [*reasons, Reason("role_without_holder", {"role": holding.role})] if holding.holder else reasons
    if not holding.holder:
        return [*reasons, Reason("role_needs_holder", {"role": holding.role, "level": role.level})]
    found = transaction.row("SELECT level FROM organisation WHERE code = ?", (holding.holder,))
    if found is None:
        return [*reasons, Reason("organisation_unknown", {"code": holding.holder})]
    if found[0] != role.level:
        told = {"role": holding.role, "level": role.level, "holder": holding.holder, "found": found[0]}
        reasons.append(Reason("role_of_other_level", told))
    return reasons
