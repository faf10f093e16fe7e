"""Organisations and contacts as rows of their workbook."""

from datetime import date
from typing import Any

from sqlalchemy import select

from cycle.database import Transaction
from cycle.queries.paging import bytewise
from cycle.sheets import ContactRow, OrganisationRow
from cycle.tables import contact, organisation, organisation_successor


def stored_organisations(transaction: Transaction) -> list[OrganisationRow]:
    """Every organisation, in the order of their codes."""
    successors: dict[str, list[str]] = {}
    for code, successor in transaction.connection.execute(select(organisation_successor)):
        successors.setdefault(code, []).append(successor)
    rows = transaction.connection.execute(select(organisation).order_by(bytewise(transaction, organisation.c.code)))
    return [
        OrganisationRow(
            "",
            0,
            row["code"],
            row["name"],
            row["level"],
            row["parent"],
            *_days(row),
            tuple(sorted(successors.get(row["code"], ()))),
        )
        for row in rows.mappings()
    ]


def stored_contacts(transaction: Transaction) -> list[ContactRow]:
    """Every contact, in the order of their codes."""
    rows = transaction.connection.execute(select(contact).order_by(bytewise(transaction, contact.c.code)))
    return [ContactRow("", 0, alternate_of=row["alternate_of"], **_reached(row)) for row in rows.mappings()]


def _reached(row: Any) -> dict[str, Any]:
    first, last = _days(row)
    told = {name: row[name] for name in ("code", "organisation", "name", "phone", "email")}
    return {**told, "valid_from": first, "valid_to": last}


def _days(row: Any) -> tuple[date, date | None]:
    last = row["valid_to"]
    return date.fromisoformat(row["valid_from"]), date.fromisoformat(last) if last else None
