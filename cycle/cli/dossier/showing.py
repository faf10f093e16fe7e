"""`ocop dossier show`: one dossier with all that surrounds it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from cycle.cli.asking.seeing import shown, shown_of, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE
from cycle.cli.paper.rows import hands_of, paper_table
from cycle.cli.telling.given import given_pairs
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.cli.telling.titles import Titled, titled
from cycle.commands.payloads import plain
from cycle.queries.dossiers import offers
from cycle.queries.dossiers.dossier import DeadlineShown, DossierShown, show_dossier
from cycle.queries.dossiers.offers import Owed
from cycle.queries.dossiers.parties import PartyShown
from cycle.queries.names import names_of
from cycle.sheets import Value
from cycle.texts import Texts


@command("show")
@click.argument("dossier", metavar="DOSSIER", type=CODE)
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def show(session: Session, dossier: str, at: date | None) -> None:
    office, seen = session.app().office, view(session)
    found = shown_of(session, dossier, show_dossier(office, seen, dossier, at or today(session)))
    owed = shown(offers.owed(office, seen, dossier))
    own = titled(session, found.snapshot.definition)
    value = {**data(found), "owed": [plain(asdict(one)) for one in owed]}
    write_shown(session, Shown(lambda: value, _tables(session, own, found, owed), pairs=_head(own, found)))


def _head(own: Titled, one: DossierShown) -> list[tuple[str, Any]]:
    texts, snapshot = own.texts, one.snapshot
    pairs = {
        "code": snapshot.code,
        **_about(texts, one),
        "programme": snapshot.programme,
        "workflow": own.workflow(),
        "stage": own.stage(snapshot.stage),
        "state": f"{own.state(snapshot.state)} ({snapshot.state})",
        "version": snapshot.version,
        "opened": date.fromisoformat(snapshot.opened),
        "last_act": date.fromisoformat(snapshot.happened),
        "parent": one.parent.code if one.parent else "—",
        **({"entered": texts.say("entered.paper", basis=one.entered["basis"])} if one.entered else {}),
    }
    return [(texts.say(f"column.{name}"), value) for name, value in pairs.items()]


def _about(texts: Texts, one: DossierShown) -> Mapping[str, str]:
    """What the dossier is about: its own title, or its product with the producer and the places."""
    product, producer = one.product, one.producer
    if product is None or producer is None:
        return {"title": one.title or ""}
    return {
        "product": f"{product.name} ({product.code})",
        "sector": texts.show("sector", product.sector),
        "producer": f"{producer.name} ({producer.code}), {texts.show('producer_kind', producer.kind)}",
        "locality": ", ".join(place.name for place in one.places),
    }


def _tables(session: Session, own: Titled, one: DossierShown, owed: tuple[Owed, ...]) -> Iterator[Table]:
    columns = ("dossier", "state", "owes", "deadline")
    yield Table("dossier.owed", columns, [_owed(session, duty) for duty in owed])
    bodies = {party.code: party.name for party in one.parties}
    yield Table("dossier.values", ("value", "given"), given_pairs(own, one.snapshot.values, bodies))
    yield from _named(own, one)
    clocks = ("deadline_name", "starts", "last_day", "status", "basis")
    yield Table("dossier.deadlines", clocks, [_deadline(own.texts, clock) for clock in one.deadlines])
    names = names_of(session.app().office, hands_of(one.papers))
    yield paper_table(own.texts, names, one.papers)
    children = [
        (child.code, own.texts.show("family", child.family), titled(session, child.definition).state(child.state))
        for child in one.children
    ]
    yield Table("dossier.children", ("code", "workflow", "state"), children)


PARTY_COLUMNS = ("value", "code", "organisation_named", "ended_on", "successors_now")


def _named(own: Titled, one: DossierShown) -> Iterator[Table]:
    """The organisations and dossiers that its values name, where they name any."""
    if one.parties:
        yield Table("dossier.parties", PARTY_COLUMNS, map(_party(own), one.parties))
    if one.follows:
        about = ((own.texts.show("value", link.value), link) for link in one.follows)
        rows = [(title, link.dossier, link.title, own.state(link.state)) for title, link in about]
        yield Table("dossier.follows", ("value", "dossier", "title", "state"), rows)


def _party(own: Titled) -> Callable[[PartyShown], Sequence[Value]]:
    """An organisation that a value names; one that has ended with whoever stands for it."""

    def cells(one: PartyShown) -> Sequence[Value]:
        successors = "; ".join(body.name for body in one.successors)
        return own.texts.show("value", one.value), one.code, one.name, one.ended, successors

    return cells


def _owed(session: Session, one: Owed) -> Sequence[Value]:
    own = titled(session, one.definition)
    parties = [(duty, party) for duty in one.duties for party in duty.parties]
    named = [f"{own.texts.role(duty.role)}: {party.name}" for duty, party in parties]
    roles = named or [own.texts.role(duty.role) for duty in one.duties]
    return one.dossier, own.state(one.state), "; ".join(roles), one.until


def _deadline(texts: Texts, clock: DeadlineShown) -> Sequence[Value]:
    status = texts.say("dossier.late" if clock.late else f"deadline.{clock.status}")
    return texts.show("deadline", clock.name), clock.starts, clock.last_day, status, clock.derivation.get("basis", "")
