"""`ocop dossier acts-template`: a sheet of acts with the dossiers of a filter filled in."""

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import click

from cycle.cli.asking.seeing import today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command
from cycle.cli.dossier.filters import check, filtered
from cycle.cli.telling.lists import EVERY_ROW
from cycle.cli.telling.output import tell, write_json
from cycle.cli.telling.titles import Titled, titled
from cycle.cli.telling.workbook import NewWorkbook
from cycle.imports.naming import labels_of_values
from cycle.queries.dossiers.dossiers import DossierFilter, DossierRow, list_dossiers
from cycle.queries.paging import Page
from cycle.sheets.acts import ActRow, Offers, write_acts
from cycle.sheets.words import titles


@command("acts-template")
@click.argument("file", type=NewWorkbook(), metavar="FILE.xlsx")
@filtered
@click.pass_obj
def acts_template(session: Session, file: Path, wanted: DossierFilter) -> None:
    seen = view(session)
    check(session, seen, wanted)
    page = Page(EVERY_ROW, 1, "code")
    found = list_dossiers(session.app().office, seen, wanted, today(session), page).rows
    open_ones = [one for one in found if one.final is None]
    known = cache(partial(titled, session))
    rows = [_row(known(one.definition), one) for one in open_ones]
    stands = list(dict.fromkeys((known(one.definition), one.state) for one in open_ones))
    write_acts(file, rows, _offers(stands), _values(stands))
    if session.json:
        write_json({"result": "done", "file": str(file), "rows": len(rows)})
    else:
        tell(session.texts.say("acts.template", file=file, count=len(rows)))


def _row(own: Titled, one: DossierRow) -> ActRow:
    product = f"{one.product_name} ({one.product})" if one.product else one.name
    return ActRow("", 0, one.code, product, own.state(one.state), None, None, None, {}, None, None)


def _offers(stands: list[tuple[Titled, str]]) -> dict[str, Offers]:
    """What is offered in each state, by the state's title: name to title."""
    found: dict[str, Offers] = {}
    for own, state in stands:
        definition, title = own.definition, own.state(state)
        if definition is not None:
            offered = {
                move.trigger: own.texts.title(definition.triggers[move.trigger]) for move in definition.offers[state]
            }
            found[title] = {**found.get(title, {}), **offered}
    return found


def _values(stands: list[tuple[Titled, str]]) -> Iterator[tuple[str, ...]]:
    """What each act out of the states records, a line for each value as it is written into a cell."""
    for own, state in stands:
        texts, definition = own.texts, own.definition
        moves = definition.offers[state] if definition else ()
        for act, rule in ((move.trigger, rule) for move in moves for rule in move.records):
            kind = texts.show("typed_value", rule.name)
            required = titles()[f"required.{'never' if rule.optional else 'always'}"]
            for label in labels_of_values(definition, [rule.name], texts.language) if definition else ():
                yield own.state(state), texts.show("trigger", act), label, kind, required
