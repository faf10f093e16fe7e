"""`ocop dossier show`: one dossier with all that surrounds it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from cycle.cli.given import given_pairs
from cycle.cli.lists import data, headings
from cycle.cli.output import tell, write_json, write_pairs, write_table
from cycle.cli.paper.rows import COLUMNS as PAPER_COLUMNS
from cycle.cli.paper.rows import paper_cells
from cycle.cli.seeing import definition_of, shown, shown_of, today, view
from cycle.cli.session import Session
from cycle.cli.spoken import command, option
from cycle.cli.types import DAY
from cycle.cli.written import CODE
from cycle.commands.payloads import plain
from cycle.queries import offers
from cycle.queries.dossier import DossierShown, show_dossier
from cycle.queries.offers import Owed
from cycle.texts import Texts
from workflows.definition import Definition

Table = tuple[str, Sequence[str], list[Sequence[Any]]]


@command("show")
@click.argument("dossier", metavar="DOSSIER", type=CODE)
@option("--at", "at", type=DAY, metavar="DAY")
@click.pass_obj
def show(session: Session, dossier: str, at: date | None) -> None:
    office, seen = session.app().office, view(session)
    found = shown_of(session, dossier, show_dossier(office, seen, dossier, at or today(session)))
    owed = shown(offers.owed(office, seen, dossier))
    if session.json:
        write_json({**data(found), "owed": [plain(asdict(one)) for one in owed]})
        return
    texts = session.texts.under(session.rules_or_none())
    write_pairs(_head(session, texts, found))
    for name, columns, rows in _tables(session, texts, found, owed):
        if rows:
            tell()
            tell(texts.say(f"dossier.{name}"))
            write_table(headings(session, columns), rows)


def _head(session: Session, texts: Texts, one: DossierShown) -> list[tuple[str, Any]]:
    snapshot, product, producer = one.snapshot, one.product, one.producer
    definition = definition_of(session, snapshot.definition)
    pairs = {
        "code": snapshot.code,
        "product": f"{product.name} ({product.code})",
        "sector": texts.show("sector", product.sector),
        "producer": f"{producer.name} ({producer.code}), {texts.show('producer_kind', producer.kind)}",
        "locality": ", ".join(place.name for place in one.places),
        "programme": snapshot.programme,
        "workflow": texts.title(definition.title) if definition else snapshot.workflow,
        "stage": _stage(texts, definition, snapshot.stage),
        "state": f"{_state(texts, definition, snapshot.state)} ({snapshot.state})",
        "version": snapshot.version,
        "opened": texts.show("day", snapshot.opened),
        "last_act": texts.show("day", snapshot.happened),
        "parent": one.parent.code if one.parent else "—",
    }
    return [(texts.say(f"column.{name}"), value) for name, value in pairs.items()]


def _tables(session: Session, texts: Texts, one: DossierShown, owed: tuple[Owed, ...]) -> Iterator[Table]:
    yield "owed", ("dossier", "state", "owes", "deadline"), [_owed(session, texts, duty) for duty in owed]
    pinned = definition_of(session, one.snapshot.definition)
    yield "values", ("value", "given"), list(given_pairs(texts, pinned, one.snapshot.values))
    clocks = [
        (
            texts.show("deadline", clock.name),
            texts.show("day", clock.starts),
            texts.show("day", clock.last_day),
            texts.say("dossier.late") if clock.late else texts.say(f"deadline.{clock.status}"),
            str(clock.derivation.get("basis", "")),
        )
        for clock in one.deadlines
    ]
    yield "deadlines", ("deadline_name", "starts", "last_day", "status", "basis"), list(clocks)
    yield "papers", PAPER_COLUMNS, [paper_cells(texts, paper) for paper in one.papers]
    children = [
        (
            child.code,
            texts.show("family", child.family),
            _state(texts, definition_of(session, child.definition), child.state),
        )
        for child in one.children
    ]
    yield "children", ("code", "workflow", "state"), list(children)


def _owed(session: Session, texts: Texts, one: Owed) -> Sequence[Any]:
    definition = definition_of(session, one.definition)
    parties = [(duty, party) for duty in one.duties for party in duty.parties]
    named = [f"{texts.role(duty.role)}: {party.name}" for duty, party in parties]
    roles = named or [texts.role(duty.role) for duty in one.duties]
    return one.dossier, _state(texts, definition, one.state), "; ".join(roles), texts.show("day", one.until or "")


def _state(texts: Texts, definition: Definition | None, state: str) -> str:
    return texts.title(definition.states[state].title) if definition and state in definition.states else state


def _stage(texts: Texts, definition: Definition | None, stage: str) -> str:
    titles = {one.name: texts.title(one.title) for one in definition.stages} if definition else {}
    return titles.get(stage, stage)
