"""What may be done with a dossier next, by whom and until when: offers with every reason, and who owes the next act."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select

from cycle.database import Transaction
from cycle.facts import Family, read_family
from cycle.history import Snapshot
from cycle.office import Office
from cycle.publication import Published
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.viewing import View
from cycle.tables import account_grant, organisation, producer
from cycle.verdicts import Claim, definition_of, grounds, programme_of
from workflows.machine import Offer, available
from workflows.naming import Who
from workflows.programme import Programme
from workflows.scopes import counting, meant
from workflows.verdict import Reason


@dataclass(frozen=True)
class Party:
    """An organisation or a producer that is meant; `accounts` are those that hold the role for it today."""

    kind: str
    code: str
    name: str
    accounts: tuple[str, ...]


@dataclass(frozen=True)
class Duty:
    """A role that owes the next act, and those who are meant; nobody where it is held for nothing in particular."""

    role: str
    scope: str
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Owed:
    """An open dossier that waits for an act; `until` is the last day of its next deadline, `deadline` its name."""

    dossier: str
    workflow: str
    definition: str
    state: str
    duties: tuple[Duty, ...]
    deadline: str | None
    until: date | None


def why(office: Office, view: View, claim: Claim) -> tuple[Offer, ...] | Reason:
    """Every transition out of the dossier's state as the account finds it today, with all that stands against it.

    The claim's day does not count.
    """
    with office.database.reading() as transaction:
        family = _family(transaction, office, view, claim.dossier)
        if isinstance(family, Reason):
            return family
        found = grounds(transaction, office, family, replace(claim, happened=None))
        if isinstance(found, Reason):
            return found
        definition = definition_of(transaction, office, found.published, family, claim.dossier)
        facts = family.facts(claim.dossier, found.programme, found.published.rules)
        return available(found.published.rules, definition, facts, found.actor, family.today)


def owed(office: Office, view: View, code: str) -> tuple[Owed, ...] | Reason:
    """Who owes the next act now: of the dossier and of the open dossiers that it waits for; none where all is done."""
    with office.database.reading() as transaction:
        family = _family(transaction, office, view, code)
        if isinstance(family, Reason):
            return family
        placed = programme_of(transaction, office, family, code)
        if isinstance(placed, Reason):
            return placed
        waiting = [one for one in _open_below(family, code) if one.final is None]
        found = [_owed(transaction, office, family, placed, one) for one in waiting]
        return tuple(one for one in found if one.duties)


def _family(transaction: Transaction, office: Office, view: View, code: str) -> Family | Reason:
    family = read_family(transaction, code, office.clock) if snapshot_seen(transaction, view, code) else None
    return family or Reason("dossier_unknown", {"dossier": code})


def _open_below(family: Family, code: str) -> list[Snapshot]:
    """The dossier and, below open ones, the dossiers they opened."""
    one = family.members[code]
    below = [] if one.final else [found for child in family.children(code) for found in _open_below(family, child.code)]
    return [one, *below]


def _owed(
    transaction: Transaction, office: Office, family: Family, placed: tuple[Published, Programme], one: Snapshot
) -> Owed:
    published, programme = placed
    definition = definition_of(transaction, office, published, family, one.code)
    rules = published.rules
    facts = family.facts(one.code, programme, rules)
    duties = [
        Duty(who.role, who.scope, named_parties(transaction, who, codes, family.today))
        for who in counting(definition.states[one.state].owes, facts, rules)
        if (codes := meant(who, facts, rules))
    ]
    clocks = sorted((last_day, name) for name, last_day in facts.deadlines.items() if name not in facts.paused)
    until, name = clocks[0] if clocks else (None, None)
    return Owed(one.code, one.workflow, one.definition, one.state, tuple(duties), name, until)


def named_parties(transaction: Transaction, who: Who, codes: frozenset[str], today: date) -> tuple[Party, ...]:
    """Those who are meant; only those who have the role filled, if any: one department's role is not every one's."""
    kind = "producer" if who.scope == "own" else "organisation"
    table = producer if kind == "producer" else organisation
    statement = select(table.c.code, table.c.name).where(table.c.code.in_(sorted(codes))).order_by(table.c.code)
    held = _holders(transaction, who.role, codes, today)
    found = [Party(kind, code, name, held.get(code, ())) for code, name in transaction.connection.execute(statement)]
    return tuple([party for party in found if party.accounts] or found)


def _holders(transaction: Transaction, role: str, codes: frozenset[str], today: date) -> dict[str, tuple[str, ...]]:
    day, table = today.isoformat(), account_grant
    statement = (
        select(table.c.holder, table.c.account)
        .where(table.c.role == role, table.c.holder.in_(sorted(codes)), table.c.valid_from <= day)
        .where(or_(table.c.valid_to.is_(None), table.c.valid_to >= day))
        .order_by(table.c.account)
        .distinct()
    )
    found: dict[str, tuple[str, ...]] = {}
    for holder, account in transaction.connection.execute(statement):
        found[holder] = (*found.get(holder, ()), account)
    return found
