"""What every act on the register begins with: its lock and permit, and whether a code is there."""

from datetime import date

from cycle import statements
from cycle.commands.permits import Caller, Permit, permitted
from cycle.database import Transaction
from cycle.office import Office
from workflows.verdict import Reason

STREAM = "register"


def entering(transaction: Transaction, office: Office, caller: Caller, permission: str) -> Permit | Reason:
    """The permit for an act on the register, whose lock is held from now on."""
    transaction.row(statements.LOCK_REGISTER)
    return permitted(transaction, office, caller, permission)


def taken(transaction: Transaction, table: str, code: str) -> list[Reason]:
    """The reason why a code is not free."""
    known = transaction.row(_BY_CODE[table], (code,))
    return [Reason("code_taken", {"what": table, "code": code})] if known else []


def missing(transaction: Transaction, table: str, code: str) -> list[Reason]:
    """The reason why what a code names cannot be used."""
    known = transaction.row(_BY_CODE[table], (code,))
    return [] if known else [Reason(f"{table}_unknown", {"code": code, table: code})]


def order_faults(first: date, last: date | None) -> list[Reason]:
    """The reason why two days cannot be a first and a last one."""
    return [Reason("dates_out_of_order", {"first": first, "last": last})] if last is not None and last < first else []


def dates(first: date, last: date | None) -> dict[str, str | None]:
    """A first and a last day as they are stored."""
    return {"valid_from": first.isoformat(), "valid_to": last.isoformat() if last else None}


_BY_CODE = {
    "organisation": "SELECT 1 FROM organisation WHERE code = ?",
    "contact": "SELECT 1 FROM contact WHERE code = ?",
    "account": "SELECT 1 FROM account WHERE code = ?",
    "producer": "SELECT 1 FROM producer WHERE code = ?",
}
