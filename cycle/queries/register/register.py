"""The list of organisations with their successors and contacts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, Select, or_, select

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.paging import Listed, Page, bytewise, matching, parts, read_page
from cycle.queries.viewing import SEEING, View, organisations_within
from cycle.tables import contact, organisation, organisation_successor

SORTS = ("name", "code")
READS_REGISTER = SEEING | {"organisation.write", "account.write"}
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
    alternate_of: str | None


@dataclass(frozen=True)
class OrganisationRow:
    """`names` are those of the parent and the successors; `contacts` is empty for those who have no business there."""

    code: str
    name: str
    level: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    successors: tuple[str, ...]
    contacts: tuple[ContactRow, ...]
    names: Mapping[str, str]


def list_organisations(office: Office, view: View, wanted: OrganisationFilter, page: Page) -> Listed[OrganisationRow]:
    """One page of the organisations. Sorts: name, code."""
    statement = _narrowed(wanted, view)
    with office.database.reading() as transaction:
        code = bytewise(transaction, organisation.c.code)
        orders = {"name": (bytewise(transaction, organisation.c.name_key), code), "code": (code,)}
        rows, total = read_page(transaction, statement, page, orders)
        codes = [row["code"] for row in rows]
        successors = _successors(transaction, codes)
        contacts = _contacts(transaction, codes) if view.permissions & READS_CONTACTS else {}
        beside = {one for those in successors.values() for one in those} | {
            row["parent"] for row in rows if row["parent"]
        }
        names = _names(transaction, beside)
    told = successors, contacts, names
    return Listed(tuple(_told(row, *told) for row in rows), total, page)


def _told(
    row: RowMapping,
    successors: Mapping[str, list[str]],
    contacts: Mapping[str, list[ContactRow]],
    names: Mapping[str, str],
) -> OrganisationRow:
    code, after = row["code"], tuple(successors.get(row["code"], ()))
    return OrganisationRow(
        code,
        row["name"],
        row["level"],
        row["parent"],
        *dates_of(row),
        after,
        tuple(contacts.get(code, ())),
        {one: names[one] for one in (row["parent"], *after) if one},
    )


def _narrowed(wanted: OrganisationFilter, view: View) -> Select[Any]:
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
    return statement


def _successors(transaction: Transaction, codes: Sequence[str]) -> Mapping[str, list[str]]:
    table = organisation_successor
    statement = select(table.c.code, table.c.successor).order_by(table.c.successor)
    found: dict[str, list[str]] = defaultdict(list)
    for part in parts(codes):
        for code, successor in transaction.connection.execute(statement.where(table.c.code.in_(part))):
            found[code].append(successor)
    return found


def _names(transaction: Transaction, codes: Iterable[str]) -> Mapping[str, str]:
    statement = select(organisation.c.code, organisation.c.name)
    return {
        code: name
        for part in parts(sorted(codes))
        for code, name in transaction.connection.execute(statement.where(organisation.c.code.in_(part)))
    }


def _contacts(transaction: Transaction, codes: Sequence[str]) -> Mapping[str, list[ContactRow]]:
    statement = select(contact).order_by(contact.c.code)
    found: dict[str, list[ContactRow]] = defaultdict(list)
    for part in parts(codes):
        for row in transaction.connection.execute(statement.where(contact.c.organisation.in_(part))).mappings():
            told = (row["code"], row["name"], row["phone"], row["email"])
            one = ContactRow(*told, *dates_of(row), row["alternate_of"])
            found[row["organisation"]].append(one)
    return found


def dates_of(row: RowMapping) -> tuple[date, date | None]:
    """The first and the last day of a row; None where it has no end."""
    last = row["valid_to"]
    return date.fromisoformat(row["valid_from"]), date.fromisoformat(last) if last else None
