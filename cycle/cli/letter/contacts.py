"""`ocop letter contacts`: whom letters go to and no e-mail reaches."""

from collections.abc import Iterator
from typing import Any

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command
from cycle.cli.asking.written import CODE
from cycle.cli.letter.naming import letter_title
from cycle.cli.telling.lists import Table, data, paged, write_list
from cycle.cli.telling.output import talk, write_json
from cycle.queries.letters.audiences import SORTS, Reach, Unreached, find_unreached
from cycle.queries.paging import Page

SEES_ALL = frozenset({"see.all"})
COLUMNS = ("code", "organisation", "level", "programme", "letters_for", "unusable")


@command("contacts")
@click.argument("programme", type=CODE, metavar="[PROGRAMME]", required=False)
@paged(SORTS)
@click.pass_obj
def contacts(session: Session, programme: str | None, page: Page) -> None:
    found = shown(find_unreached(session.app().office, view(session, SEES_ALL), page, programme))
    if session.json and page.number <= found.missing.pages:
        write_json(_value(found))
        return
    write_list(session, found.missing, Table("table.unreached", COLUMNS, _rows(session, found.missing.rows)))
    if not session.json:
        told = {"missing": found.missing.total, "organisations": found.organisations}
        talk(session.texts.say("contacts.counts", lacking=found.producers_missing, producers=found.producers, **told))


def _rows(session: Session, rows: tuple[Unreached, ...]) -> Iterator[tuple[Any, ...]]:
    rules, texts = session.rules(), session.texts
    for one in rows:
        letters = "; ".join(letter_title(texts, rules, one.programme, name) for name in one.letters)
        yield (
            one.organisation,
            one.name,
            texts.word(f"level.{one.level}"),
            one.programme,
            letters,
            ", ".join(one.unusable),
        )


def _value(found: Reach) -> dict[str, Any]:
    listed = found.missing
    about = {"total": listed.total, "page": listed.page.number, "pages": listed.pages}
    counts = {
        "organisations": found.organisations,
        "producers": found.producers,
        "producers_missing": found.producers_missing,
    }
    return {**about, **counts, "rows": [data(row) for row in listed.rows]}
