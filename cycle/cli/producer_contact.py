"""`ocop producer contact`: how a producer is reached."""

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE, LINE, PARTY
from cycle.cli.telling.answers import give
from cycle.commands.producers.producer_contacts import FIELDS, ProducerContact, change_producer_contact


@command("contact")
@click.argument("code", type=CODE, metavar="PRODUCER")
@option("--representative", type=LINE, metavar="NAME")
@option("--phone", type=LINE, metavar="PHONE")
@option("--email", type=LINE, metavar="EMAIL")
@option("--no-representative", is_flag=True)
@option("--no-phone", is_flag=True)
@option("--no-email", is_flag=True)
@option("--on-behalf", type=PARTY)
@click.pass_obj
def contact(
    session: Session,
    code: str,
    representative: str | None,
    phone: str | None,
    email: str | None,
    no_representative: bool,
    no_phone: bool,
    no_email: bool,
    on_behalf: str | None,
) -> int:
    gone = zip(FIELDS, (no_representative, no_phone, no_email), strict=True)
    cleared = frozenset(field for field, given in gone if given)
    change = ProducerContact(code, representative, phone, email, cleared)
    answer = change_producer_contact(session.app().office, session.caller(on_behalf), change)
    return give(session, answer, session.texts.say("producer.contact_changed", code=code))
