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
from cycle.cli.paper.rows import hands_of, paper_cells
from cycle.cli.seeing import shown, shown_of, today, view
from cycle.cli.session import Session
from cycle.cli.spoken import command, option
from cycle.cli.titles import Titled, titled
from cycle.cli.types import DAY
from cycle.cli.written import CODE
from cycle.commands.payloads import plain
from cycle.queries import offers
from cycle.queries.dossier import DeadlineShown, DossierShown, show_dossier
from cycle.queries.names import names_of
from cycle.queries.offers import Owed
from cycle.texts import Texts

Table = tuple[str, Sequence[str], Sequence[Sequence[Any]]]


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
    own = titled(session, found.snapshot.definition)
    write_pairs(_head(own, found))
    for name, columns, rows in _tables(session, own, found, owed):
        if rows:
            tell()
            tell(session.texts.say(f"dossier.{name}"))
            write_table(headings(session, columns), rows)


def _head(own: Titled, one: DossierShown) -> list[tuple[str, Any]]:
    texts, snapshot, product, producer = own.texts, one.snapshot, one.product, one.producer
    pairs = {
        "code": snapshot.code,
        "product": f"{product.name} ({product.code})",
        "sector": texts.show("sector", product.sector),
        "producer": f"{producer.name} ({producer.code}), {texts.show('producer_kind', producer.kind)}",
        "locality": ", ".join(place.name for place in one.places),
        "programme": snapshot.programme,
        "workflow": own.workflow(),
        "stage": own.stage(snapshot.stage),
        "state": f"{own.state(snapshot.state)} ({snapshot.state})",
        "version": snapshot.version,
        "opened": texts.show("day", snapshot.opened),
        "last_act": texts.show("day", snapshot.happened),
        "parent": one.parent.code if one.parent else "—",
    }
    return [(texts.say(f"column.{name}"), value) for name, value in pairs.items()]


def _tables(session: Session, own: Titled, one: DossierShown, owed: tuple[Owed, ...]) -> Iterator[Table]:
    yield "owed", ("dossier", "state", "owes", "deadline"), [_owed(session, duty) for duty in owed]
    yield "values", ("value", "given"), given_pairs(own, one.snapshot.values)
    clocks = ("deadline_name", "starts", "last_day", "status", "basis")
    yield "deadlines", clocks, [_deadline(own.texts, clock) for clock in one.deadlines]
    names = names_of(session.app().office, hands_of(one.papers))
    yield "papers", PAPER_COLUMNS, [paper_cells(own.texts, names, paper) for paper in one.papers]
    children = [
        (child.code, own.texts.show("family", child.family), titled(session, child.definition).state(child.state))
        for child in one.children
    ]
    yield "children", ("code", "workflow", "state"), children


def _owed(session: Session, one: Owed) -> Sequence[Any]:
    own = titled(session, one.definition)
    parties = [(duty, party) for duty in one.duties for party in duty.parties]
    named = [f"{own.texts.role(duty.role)}: {party.name}" for duty, party in parties]
    roles = named or [own.texts.role(duty.role) for duty in one.duties]
    until = own.texts.show("day", one.until) if one.until else ""
    return one.dossier, own.state(one.state), "; ".join(roles), until


def _deadline(texts: Texts, clock: DeadlineShown) -> Sequence[Any]:
    days = texts.show("day", clock.starts), texts.show("day", clock.last_day)
    status = texts.say("dossier.late" if clock.late else f"deadline.{clock.status}")
    return texts.show("deadline", clock.name), *days, status, clock.derivation.get("basis", "")
