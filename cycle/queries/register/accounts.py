"""The list of accounts with the roles they hold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.paging import Listed, Page, cut, parts
from cycle.queries.register.register import dates_of
from cycle.queries.viewing import View
from cycle.tables import account, account_grant
from cycle.vietnamese import fold, sort_key
from workflows.verdict import Reason

SORTS = ("name", "code")
READS_ACCOUNTS = frozenset({"see.all", "account.write"})


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
        AccountRow(row["code"], row["name"], row["os_user"], *dates_of(row), tuple(grants.get(row["code"], ())))
        for row in shown.rows
    )
    return Listed(tuple(found), shown.total, page)


def _grants(transaction: Transaction, codes: Sequence[str]) -> Mapping[str, list[GrantRow]]:
    table = account_grant
    order = (table.c.valid_from, table.c.role, table.c.holder)
    statement = select(table).order_by(*order)
    found: dict[str, list[GrantRow]] = defaultdict(list)
    for part in parts(codes):
        for row in transaction.connection.execute(statement.where(table.c.account.in_(part))).mappings():
            found[row["account"]].append(GrantRow(row["role"], row["holder"], *dates_of(row)))
    return found
