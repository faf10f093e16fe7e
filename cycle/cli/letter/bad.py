"""Addresses that take no letters, as a table: whose they are and why, not the addresses themselves."""

from collections.abc import Sequence

from cycle.cli.asking.session import Session
from cycle.cli.letter.naming import recipient_names
from cycle.cli.telling.lists import Table
from cycle.queries.letters.bad_addresses import BadAddress
from cycle.texts import Texts


def bad_table(session: Session, texts: Texts, bad: Sequence[BadAddress]) -> Table:
    """Contacts and producers that are not written to by e-mail."""
    names = recipient_names(session, {one.recipient for one in bad})
    rows = [(one.code, names.get(one.recipient, one.recipient), _why(texts, one)) for one in bad]
    return Table("table.bad_addresses", ("code", "recipient", "reason"), rows)


def _why(texts: Texts, one: BadAddress) -> str:
    if one.count is None:
        return texts.say("bad_address.malformed")
    return texts.say("bad_address.returned", count=one.count)
