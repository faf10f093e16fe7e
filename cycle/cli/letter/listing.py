"""`ocop letter list`: what is told to whom, and how it stands."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import click

from cycle.cli.asking.seeing import Refused, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, OneOf
from cycle.cli.letter.naming import letter_title, reason_text, recipient_names, status_title
from cycle.cli.telling.lists import Table, paged, wall, write_list
from cycle.cli.telling.output import talk
from cycle.queries.letters import letters
from cycle.queries.letters.letters import KINDS, STATUSES, LetterFilter, LetterRow
from cycle.queries.paging import Page
from cycle.sheets import Value

Command = Callable[..., Any]
COLUMNS = ("code", "letter", "recipient", "letter_number", "status", "subject_line", "created", "sealed", "reason")


def filtered(function: Command) -> Command:
    """Options for each field of a filter, handed to the command as one `wanted`."""

    @click.argument("programme", type=CODE, required=False, metavar="[PROGRAMME]")
    @option("--to", "recipient", type=CODE, metavar="CODE")
    @option("--status", type=OneOf(STATUSES), metavar="STATUS")
    @option("--kind", type=OneOf(KINDS), metavar="KIND")
    @option("--dossier", type=CODE, metavar="DOSSIER")
    @option("--since", type=DAY, metavar="DAY")
    @option("--until", type=DAY, metavar="DAY")
    @wraps(function)
    def asked(*args: Any, **given: Any) -> Any:
        chosen = {name: given.pop(name) for name in LetterFilter.__dataclass_fields__}
        return function(*args, wanted=LetterFilter(**chosen), **given)

    return asked


@command("list")
@filtered
@paged(letters.SORTS)
@click.pass_obj
def list_letters(session: Session, wanted: LetterFilter, page: Page) -> None:
    office, seen = session.app().office, view(session)
    if wrong := letters.wrong_letter_filter(office, seen, wanted):
        raise Refused(*wrong)
    listed = letters.list_letters(office, seen, wanted, page)
    if not listed.total:
        talk(session.texts.say("letters.none"))
    write_list(session, listed, Table("table.letters", COLUMNS, _rows(session, listed.rows)))


def _rows(session: Session, rows: tuple[LetterRow, ...]) -> Iterator[tuple[Value, ...]]:
    rules = session.rules()
    texts = session.texts.under(rules)
    names = recipient_names(session, (one.recipient for one in rows))
    for one in rows:
        yield (
            one.code,
            letter_title(texts, rules, one.programme, one.name),
            names[one.recipient],
            f"{one.number}/{one.year}" if one.number is not None else None,
            status_title(texts, one),
            one.subject,
            wall(one.created),
            wall(one.sealed) if one.sealed else None,
            reason_text(texts, one.reason) if one.reason else None,
        )
