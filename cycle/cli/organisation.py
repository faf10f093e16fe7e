"""`ocop organisation`: the bodies of the programme and how to reach them."""

from datetime import date

import click

from cycle.cli.answers import give
from cycle.cli.lists import data, headings, paged, write_list
from cycle.cli.output import tell, write_json, write_pairs, write_table
from cycle.cli.seeing import Refused, today, view
from cycle.cli.session import Session
from cycle.cli.spoken import group, option
from cycle.cli.types import DAY
from cycle.cli.written import CODE, LINE, OneOf
from cycle.commands import register
from cycle.queries import register as queries
from cycle.queries.paging import Page
from cycle.queries.register import READS_REGISTER, OrganisationFilter, OrganisationRow
from workflows.verdict import Reason

LEVELS = ("commune", "district", "department", "province", "centre")
COLUMNS = ("code", "name", "level", "parent_body", "valid_from", "valid_to", "successors", "contacts")


@group("organisation")
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


@organisation.command("contact")
@click.argument("organisation", type=CODE, metavar="ORGANISATION")
@click.argument("code", type=CODE, metavar="CODE")
@click.argument("name", type=LINE, metavar="NAME")
@option("--phone", type=LINE, metavar="PHONE")
@option("--email", type=LINE, metavar="EMAIL")
@option("--from", "valid_from", type=DAY, metavar="DAY")
@option("--to", "valid_to", type=DAY, metavar="DAY")
@click.pass_obj
def contact(
    session: Session,
    organisation: str,
    code: str,
    name: str,
    phone: str | None,
    email: str | None,
    valid_from: date | None,
    valid_to: date | None,
) -> int:
    one = register.Contact(code, organisation, name, phone, email, valid_from or today(session), valid_to)
    answer = register.add_contact(session.app().office, session.caller(), one)
    return give(session, answer, session.texts.say("register.added", what="contact", code=code))


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
    write_list(session, listed, COLUMNS, lambda row: _cells(session, row))


@organisation.command("show")
@click.argument("code", type=CODE, metavar="CODE")
@click.pass_obj
def show(session: Session, code: str) -> None:
    found = _named(session, code)
    if session.json:
        write_json(data(found))
        return
    names = COLUMNS[:-1]
    write_pairs(zip(headings(session, names), _cells(session, found), strict=False))
    tell()
    columns = ("code", "name", "phone", "email", "valid_from", "valid_to")
    rows = [
        (one.code, one.name, one.phone, one.email, *_dates(session, one.valid_from, one.valid_to))
        for one in found.contacts
    ]
    write_table(headings(session, columns), rows)


def _named(session: Session, code: str) -> OrganisationRow:
    seen, wanted = view(session, READS_REGISTER), OrganisationFilter(within=code)
    rows = queries.list_organisations(session.app().office, seen, wanted, Page(10**6)).rows
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        raise Refused(Reason("organisation_unknown", {"code": code}))
    return found


def _cells(session: Session, row: OrganisationRow) -> tuple[str | None, ...]:
    level, contacts = session.texts.show("level", row.level), ", ".join(one.name for one in row.contacts)
    dates = _dates(session, row.valid_from, row.valid_to)
    return row.code, row.name, level, row.parent, *dates, ", ".join(row.successors), contacts


def _dates(session: Session, first: date, last: date | None) -> tuple[str, str]:
    return session.texts.show("day", first), session.texts.show("day", last) if last else ""
