"""`ocop organisation contact`, `contact-change` and `contact-end`: how an organisation is reached."""

from datetime import date

import click

from cycle.cli.asking.seeing import today
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.telling.answers import give
from cycle.commands.register import contacts


@command("contact")
@click.argument("organisation", type=CODE, metavar="ORGANISATION")
@click.argument("code", type=CODE, metavar="CODE")
@click.argument("name", type=LINE, metavar="NAME")
@option("--phone", type=LINE, metavar="PHONE")
@option("--email", type=LINE, metavar="EMAIL")
@option("--from", "valid_from", type=DAY, metavar="DAY")
@option("--to", "valid_to", type=DAY, metavar="DAY")
@option("--alternate-of", type=CODE, metavar="CODE")
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
    alternate_of: str | None,
) -> int:
    days = (valid_from or today(session), valid_to)
    one = contacts.Contact(code, organisation, name, phone, email, *days, alternate_of)
    answer = contacts.add_contact(session.app().office, session.caller(), one)
    return give(session, answer, session.texts.say("register.added", what="contact", code=code))


@command("contact-change")
@click.argument("code", type=CODE, metavar="CODE")
@option("--name", type=LINE, metavar="NAME")
@option("--phone", type=LINE, metavar="PHONE")
@option("--email", type=LINE, metavar="EMAIL")
@option("--alternate-of", type=CODE, metavar="CODE")
@option("--no-phone", is_flag=True)
@option("--no-email", is_flag=True)
@option("--no-alternate", is_flag=True)
@click.pass_obj
def change(
    session: Session,
    code: str,
    name: str | None,
    phone: str | None,
    email: str | None,
    alternate_of: str | None,
    no_phone: bool,
    no_email: bool,
    no_alternate: bool,
) -> int:
    given = zip(contacts.CLEARED, (no_phone, no_email, no_alternate), strict=True)
    cleared = frozenset(field for field, gone in given if gone)
    asked = contacts.ContactChange(code, name, phone, email, alternate_of, cleared)
    answer = contacts.change_contact(session.app().office, session.caller(), asked)
    return give(session, answer, session.texts.say("contact.changed", code=code))


@command("contact-end")
@click.argument("code", type=CODE, metavar="CODE")
@option("--last-day", type=DAY, metavar="DAY")
@click.pass_obj
def end(session: Session, code: str, last_day: date | None) -> int:
    last = last_day or today(session)
    answer = contacts.end_contact(session.app().office, session.caller(), code, last)
    return give(session, answer, session.texts.say("contact.ended", code=code, last=last))
