"""`ocop round show`: one round with its dossiers by state, what each lacks, its sessions and documents."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE
from cycle.cli.round.listing import basis_line, row_data
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.cli.telling.titles import Titled, titled
from cycle.queries.evaluation import rounds as queries
from cycle.queries.evaluation.round_briefs import SessionBrief
from cycle.queries.evaluation.rounds import OPEN, Joined, RoundSheet
from cycle.texts import Texts
from cycle.texts.lacks import lack_line

DOSSIERS = ("dossier", "product", "state", "stars", "lacking", "decisions", "certificate_number")


@command("show")
@click.argument("code", type=CODE, metavar="ROUND")
@option("--programme", type=CODE, metavar="PROGRAMME")
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def show(session: Session, code: str, programme: str | None, at: date | None) -> None:
    day = at or today(session)
    found = shown(queries.find_round(session.app().office, view(session), code, programme, day))
    texts = session.texts.under(session.rules())
    write_shown(session, Shown(lambda: _data(found), _tables(session, texts, found), pairs=_pairs(texts, found)))


def _data(found: RoundSheet) -> dict[str, Any]:
    states = [{"definition": text, "state": state, "count": count} for (text, state), count in found.states.items()]
    rest = {"dossiers": found.dossiers, "sessions": found.sessions, "documents": found.documents}
    listed = {name: [data(one) for one in rows] for name, rows in rest.items()}
    return {**row_data(found.row), "count": found.row.dossiers, "states": states, **listed}


def _pairs(texts: Texts, found: RoundSheet) -> list[tuple[str, Any]]:
    row, one = found.row, found.row.round
    return [
        (texts.say("column.round"), f"{one.code} – {texts.title(one.title)}"),
        (texts.say("column.programme"), row.programme),
        (texts.say("column.cut_off"), one.cut_off),
        *([(texts.say("column.days_left"), row.days_left)] if row.standing == OPEN else []),
        (texts.say("column.held_by"), one.held_by),
        (texts.say("column.standing"), texts.say(f"round.standing.{row.standing}")),
        (texts.say("column.dossiers"), row.dossiers),
        (texts.say("column.basis"), basis_line(texts, row)),
    ]


def _tables(session: Session, texts: Texts, found: RoundSheet) -> Iterator[Table]:
    own = {one.definition: titled(session, one.definition) for one in found.dossiers}
    states = [(own[text].state(state), count) for (text, state), count in found.states.items()]
    yield Table("round.states", ("state", "dossiers"), states)
    yield Table("round.dossiers", DOSSIERS, [_cells(own[one.definition], one) for one in found.dossiers])
    sessions = [_session(texts, one) for one in found.sessions]
    yield Table("round.sessions", ("sitting", "day", "sitting_form", "standing"), sessions)
    documents = [(one.code, _kind(texts, one.kind), one.number, date.fromisoformat(one.day)) for one in found.documents]
    yield Table("round.documents", ("document", "document_kind", "number_sign", "day"), documents)


def _cells(own: Titled, one: Joined) -> tuple[Any, ...]:
    texts = own.texts
    lacking = "; ".join(lack_line(texts, paper.reason) for paper in one.missing)
    decided = "; ".join(
        texts.say("given.decision", number=value.get("number", ""), day=value.get("date", ""))
        for value in one.decisions.values()
    )
    return one.dossier, one.product_name, own.state(one.state), one.stars, lacking, decided, one.certificate


def _session(texts: Texts, one: SessionBrief) -> tuple[Any, ...]:
    told = texts.show("session_form", one.form), texts.show("session_status", one.status)
    return one.code, date.fromisoformat(one.day), *told


def _kind(texts: Texts, kind: str) -> str:
    return texts.show("document_kind", kind)
