"""`ocop account`: who may act, in which roles."""

from collections.abc import Iterable
from datetime import date

import click

from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.telling.answers import give
from cycle.cli.telling.lists import Table, paged, write_list
from cycle.commands.register import register
from cycle.commands.register.binding import bind_account
from cycle.queries.paging import Page
from cycle.queries.register import accounts
from cycle.queries.register.accounts import READS_ACCOUNTS, AccountRow, GrantRow
from cycle.sheets import Value
from cycle.texts import Texts

GRANT_COLUMNS = ("account", "person", "role", "holder", "valid_from", "valid_to")
COLUMNS = ("code", "person", "os_user", "roles", "valid_from")


@group("account")
def account() -> None:
    """Acts and questions on accounts."""


@account.command("add")
@click.argument("code", type=CODE, metavar="CODE")
@click.argument("name", type=LINE, metavar="NAME")
@option("--os-user", type=CODE, metavar="USER")
@click.pass_obj
def add(session: Session, code: str, name: str, os_user: str | None) -> int:
    answer = register.add_account(session.app().office, session.caller(), register.Account(code, name, os_user))
    return give(session, answer, session.texts.say("register.added", what="account", code=code))


@account.command("grant")
@click.argument("account", type=CODE, metavar="ACCOUNT")
@click.argument("role", type=CODE, metavar="ROLE")
@click.argument("holder", type=CODE, metavar="[HOLDER]", required=False, default=None)
@option("--from", "valid_from", type=DAY, metavar="DAY")
@option("--to", "valid_to", type=DAY, metavar="DAY")
@click.pass_obj
def grant(
    session: Session, account: str, role: str, holder: str | None, valid_from: date | None, valid_to: date | None
) -> int:
    holding = register.Holding(account, role, holder or "", valid_from or today(session), valid_to)
    answer = register.grant_role(session.app().office, session.caller(), holding)
    texts = session.texts.under(session.rules())
    return give(session, answer, texts.say("account.granted", account=account, role=role, holder=holder or ""))


@account.command("bind")
@click.argument("account", type=CODE, metavar="ACCOUNT")
@click.argument("os_user", type=CODE, metavar="[USER]", required=False, default=None)
@click.pass_obj
def bind(session: Session, account: str, os_user: str | None) -> int:
    answer = bind_account(session.app().office, session.caller(), account, os_user)
    sentence = "account.bound" if os_user else "account.freed"
    return give(session, answer, session.texts.say(sentence, account=account, user=os_user or ""))


@account.command("end")
@click.argument("account", type=CODE, metavar="ACCOUNT")
@click.argument("role", type=CODE, metavar="ROLE")
@click.argument("holder", type=CODE, metavar="[HOLDER]", required=False, default=None)
@option("--last-day", type=DAY, metavar="DAY")
@click.pass_obj
def end(session: Session, account: str, role: str, holder: str | None, last_day: date | None) -> int:
    last = last_day or today(session)
    holding = register.Holding(account, role, holder or "", last)
    answer = register.end_role(session.app().office, session.caller(), holding, last)
    texts = session.texts.under(session.rules())
    return give(session, answer, texts.say("account.ended", account=account, role=role, last=last))


@account.command("list")
@option("--text", type=LINE, metavar="TEXT")
@paged(accounts.SORTS)
@click.pass_obj
def list_accounts(session: Session, text: str | None, page: Page) -> None:
    seen = view(session, READS_ACCOUNTS)
    listed = shown(accounts.list_accounts(session.app().office, seen, text, page))
    texts = session.texts.under(session.rules())
    table = Table("table.accounts", COLUMNS, (_cells(texts, row) for row in listed.rows))
    write_list(session, listed, table, _grants(texts, listed.rows))


def _cells(texts: Texts, row: AccountRow) -> tuple[Value, ...]:
    roles = "; ".join(_role(texts, one) for one in row.grants)
    return row.code, row.name, row.os_user, roles, row.valid_from


def _grants(texts: Texts, rows: Iterable[AccountRow]) -> Table:
    cells = (
        (row.code, row.name, texts.role(one.role), one.holder, one.valid_from, one.valid_to)
        for row in rows
        for one in row.grants
    )
    return Table("table.grants", GRANT_COLUMNS, cells)


def _role(texts: Texts, one: GrantRow) -> str:
    title = f"{texts.role(one.role)} ({one.holder})" if one.holder else texts.role(one.role)
    return texts.say("account.until", role=title, last=one.valid_to) if one.valid_to else title
