"""The register's lists: organisations with their contacts, accounts with their roles, programmes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.paging import Listed, Page, bytewise, cut, matching, read_page
from cycle.queries.viewing import SEEING, View, organisations_within
from cycle.tables import account, account_grant, contact, organisation, organisation_successor, programme
from cycle.vietnamese import fold, sort_key
from workflows.verdict import Reason

ORGANISATION_SORTS = ("name", "code")
ACCOUNT_SORTS = ("name", "code")
READS_REGISTER = SEEING | {"organisation.write", "account.write"}
READS_ACCOUNTS = frozenset({"see.all", "account.write"})
READS_CONTACTS = frozenset({"see.all", "see.area", "organisation.write"})


@dataclass(frozen=True)
class OrganisationFilter:
    """Which organisations: `within` one and all below it, in being on a day, whose name or code holds a text."""

    text: str | None = None
    level: str | None = None
    within: str | None = None
    valid_on: date | None = None


@dataclass(frozen=True)
class ContactRow:
    code: str
    name: str
    phone: str | None
    email: str | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class OrganisationRow:
    """`contacts` is empty for those who have no business with them."""

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    successors: tuple[str, ...]
    contacts: tuple[ContactRow, ...]


@dataclass(frozen=True)
class GrantRow:
    role: str
    holder: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class AccountRow:
    code: str
    name: str
    os_user: str | None
    valid_from: date
    valid_to: date | None
    grants: tuple[GrantRow, ...]


@dataclass(frozen=True)
class ProgrammeRow:
    """`published` False: the season is open but no publication in force declares the programme."""

    code: str
    organisation: str
    organisation_name: str
    year: int
    zone: str
    opened: date
    dossiers: int
    published: bool


def list_organisations(
    office: Office, view: View, wanted: OrganisationFilter, page: Page
) -> Listed[OrganisationRow]:
    """One page of the organisations. Sorts: name, code."""
    statement = select(organisation)
    if wanted.text:
        statement = statement.where(matching(wanted.text, (organisation.c.name_folded,), (organisation.c.code,)))
    if wanted.level:
        statement = statement.where(organisation.c.level == wanted.level)
    if wanted.within:
        statement = statement.where(organisation.c.code.in_(organisations_within([wanted.within], view.today)))
    if wanted.valid_on:
        day = wanted.valid_on.isoformat()
        still = or_(organisation.c.valid_to.is_(None), organisation.c.valid_to >= day)
        statement = statement.where(organisation.c.valid_from <= day, still)
    with office.database.reading() as transaction:
        code = bytewise(transaction, organisation.c.code)
        orders = {"name": (bytewise(transaction, organisation.c.name_key), code), "code": (code,)}
        rows, total = read_page(transaction, statement, page, orders)
        codes = [row["code"] for row in rows]
        successors = _successors(transaction, codes)
        contacts = _contacts(transaction, codes) if view.permissions & READS_CONTACTS else {}
    found = tuple(
        OrganisationRow(
            row["code"],
            row["name"],
            row["level"],
            row["parent"],
            *_dates(row),
            tuple(successors.get(row["code"], ())),
            tuple(contacts.get(row["code"], ())),
        )
        for row in rows
    )
    return Listed(found, total, page)


def list_accounts(office: Office, view: View, text: str | None, page: Page) -> Listed[AccountRow] | Reason:
    """One page of the accounts with all their roles, past ones too. Sorts: name, code.

    Names of persons have no stored keys, and an office has few accounts: they are folded and sorted here.
    """
    if not view.permissions & READS_ACCOUNTS:
        return Reason("not_permitted", {"permission": "account.write", "roles": []})
    with office.database.reading() as transaction:
        rows = transaction.connection.execute(select(account)).mappings().all()
        wanted = [row for row in rows if fold(text or "") in fold(f"{row['code']} {row['name']}")]
        by_code = page.sort == "code"
        wanted.sort(key=lambda row: ("" if by_code else sort_key(row["name"]), row["code"]))
        grants = _grants(transaction, [row["code"] for row in wanted[page.skipped : page.skipped + page.size]])
    shown = cut(wanted, page)
    found = (
        AccountRow(row["code"], row["name"], row["os_user"], *_dates(row), tuple(grants.get(row["code"], ())))
        for row in shown.rows
    )
    return Listed(tuple(found), shown.total, page)


def list_programmes(office: Office, on: date) -> tuple[ProgrammeRow, ...]:
    """The programmes whose season has been opened, the latest year first."""
    statement = (
        select(programme, organisation.c.name)
        .join(organisation, organisation.c.code == programme.c.organisation)
        .order_by(programme.c.year.desc(), programme.c.code)
    )
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, on)
        declared = published.rules.programmes if published else {}
        rows = transaction.connection.execute(statement).mappings().all()
    return tuple(
        ProgrammeRow(
            row["code"],
            row["organisation"],
            row["name"],
            row["year"],
            row["zone"],
            date.fromisoformat(row["opened"]),
            row["dossiers"],
            row["code"] in declared,
        )
        for row in rows
    )


def _successors(transaction: Transaction, codes: Sequence[str]) -> Mapping[str, list[str]]:
    table = organisation_successor
    statement = select(table.c.code, table.c.successor).where(table.c.code.in_(codes)).order_by(table.c.successor)
    found: dict[str, list[str]] = defaultdict(list)
    for code, successor in transaction.connection.execute(statement):
        found[code].append(successor)
    return found


def _contacts(transaction: Transaction, codes: Sequence[str]) -> Mapping[str, list[ContactRow]]:
    statement = select(contact).where(contact.c.organisation.in_(codes)).order_by(contact.c.code)
    found: dict[str, list[ContactRow]] = defaultdict(list)
    for row in transaction.connection.execute(statement).mappings():
        one = ContactRow(row["code"], row["name"], row["phone"], row["email"], *_dates(row))
        found[row["organisation"]].append(one)
    return found


def _grants(transaction: Transaction, codes: Sequence[str]) -> Mapping[str, list[GrantRow]]:
    table = account_grant
    order = (table.c.valid_from, table.c.role, table.c.holder)
    statement = select(table).where(table.c.account.in_(codes)).order_by(*order)
    found: dict[str, list[GrantRow]] = defaultdict(list)
    for row in transaction.connection.execute(statement).mappings():
        found[row["account"]].append(GrantRow(row["role"], row["holder"], *_dates(row)))
    return found


def _dates(row: Mapping[str, Any]) -> tuple[date, date | None]:
    last = row["valid_to"]
    return date.fromisoformat(row["valid_from"]), date.fromisoformat(last) if last else None
