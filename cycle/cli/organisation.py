"""`ocop organisation`: the bodies of the programme and how to reach them."""

from collections.abc import Callable, Iterable
from datetime import date

import click

from cycle.cli.asking.seeing import Refused, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, LINE, OneOf
from cycle.cli.contacts import change, contact, end
from cycle.cli.reforming import divided, reform
from cycle.cli.telling.answers import give
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, headings, paged, write_list, write_shown
from cycle.commands.register import register
from cycle.queries.paging import Page
from cycle.queries.register import register as queries
from cycle.queries.register.register import READS_REGISTER, OrganisationFilter, OrganisationRow
from cycle.sheets import Value
from workflows.verdict import Reason

LEVELS = ("commune", "district", "department", "province", "centre")
CONTACT_COLUMNS = ("organisation", "code", "name", "phone", "email", "valid_from", "valid_to", "alternate_of")
COLUMNS = ("code", "name", "level", "parent_body", "valid_from", "valid_to", "successors", "contacts")


@group("organisation", commands=[contact, change, end, reform, divided])
def organisation() -> None:
    """Acts and questions on organisations."""


@organisation.command("add")
@click.argument("code", type=CODE, metavar="CODE")
@click.argument("name", type=LINE, metavar="NAME")
@click.argument("level", type=OneOf(LEVELS), metavar="LEVEL")
@option("--parent", type=CODE, metavar="ORGANISATION")
@option("--from", "valid_from", type=DAY, metavar="DAY")
@option("--to", "valid_to", type=DAY, metavar="DAY")
@option("--successor", "successors", type=CODE, metavar="ORGANISATION", multiple=True)
@click.pass_obj
def add(
    session: Session,
    code: str,
    name: str,
    level: str,
    parent: str | None,
    valid_from: date | None,
    valid_to: date | None,
    successors: tuple[str, ...],
) -> int:
    dates = (valid_from or today(session), parent, valid_to)
    body = register.Organisation(code, name, level, *dates, successors)
    answer = register.add_organisation(session.app().office, session.caller(), body)
    return give(session, answer, session.texts.say("register.added", what="organisation", code=code))


@organisation.command("list")
@option("--text", type=LINE, metavar="TEXT")
@option("--level", type=OneOf(LEVELS))
@option("--within", type=CODE, metavar="ORGANISATION")
@option("--valid-on", type=DAY, metavar="DAY")
@paged(queries.SORTS)
@click.pass_obj
def list_organisations(
    session: Session, text: str | None, level: str | None, within: str | None, valid_on: date | None, page: Page
) -> None:
    wanted = OrganisationFilter(text, level, within, valid_on)
    listed = queries.list_organisations(session.app().office, view(session, READS_REGISTER), wanted, page)
    table = Table("table.organisations", COLUMNS, (_cells(session, row) for row in listed.rows))
    write_list(session, listed, table, _contacts(listed.rows))


@organisation.command("show")
@as_workbook
@click.argument("code", type=CODE, metavar="CODE")
@click.pass_obj
def show(session: Session, code: str) -> None:
    found = _named(session, code)
    pairs = zip(headings(session, COLUMNS[:-1]), _cells(session, found), strict=False)
    write_shown(session, Shown(lambda: data(found), (_contacts([found]),), pairs=tuple(pairs)))


def _named(session: Session, code: str) -> OrganisationRow:
    seen, wanted = view(session, READS_REGISTER), OrganisationFilter(within=code)
    rows = queries.list_organisations(session.app().office, seen, wanted, Page(10**6)).rows
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise Refused(Reason("organisation_unknown", {"code": code}))
    return found


def _cells(session: Session, row: OrganisationRow) -> tuple[Value, ...]:
    level, contacts = session.texts.show("level", row.level), ", ".join(one.name for one in row.contacts)
    named, dates = _naming(session, row), (row.valid_from, row.valid_to)
    parent = named(row.parent) if row.parent else None
    return row.code, row.name, level, parent, *dates, "; ".join(map(named, row.successors)), contacts


def _naming(session: Session, row: OrganisationRow) -> Callable[[str], str]:
    """How a parent or successor is told: its name with its code."""
    return lambda code: session.texts.say("body.named", name=row.names[code], code=code)


def _contacts(rows: Iterable[OrganisationRow]) -> Table:
    cells = (
        (row.name, one.code, one.name, one.phone, one.email, one.valid_from, one.valid_to, one.alternate_of)
        for row in rows
        for one in row.contacts
    )
    return Table("table.contacts", CONTACT_COLUMNS, cells)
