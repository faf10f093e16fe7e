"""`ocop session`: a council's meetings and its opinions in writing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from cycle.cli.asking.acting import acted, acting, answered, caller_of
from cycle.cli.asking.seeing import Refused, shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, LINE, OneOf
from cycle.cli.sitting.recording import record
from cycle.cli.sitting.turns import turn
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, paged, write_list, write_shown
from cycle.commands import councils
from cycle.commands.councils import Attend, CancelSession, CloseSession, DeclareConflict, OpenSession
from cycle.queries.evaluation.session_filters import wrong_session_filter
from cycle.queries.evaluation.sessions import SORTS, SessionFilter, SessionRow, SessionTold, find_session, list_sessions
from cycle.queries.paging import Page
from cycle.sheets import Value
from cycle.texts import Texts
from workflows.councils import MEETING, WRITTEN

LISTED = (
    *("code", "council_title", "council", "round", "session_form", "session_day", "session_status"),
    *("turns_count", "turns_concluded"),
)
MEMBERS = ("member", "seat_title", "member_name", "organisation", "present", "sheets_sent")
BY_WRITING = tuple(name for name in MEMBERS if name != "present")
TURNS = (
    "dossier",
    "turn_number",
    "set",
    "turn_status",
    "sheets_given",
    "apart",
    "average",
    "spread",
    "stars",
    "outcome",
)
# Whether a member was there; None until it is noted.
PRESENCE = {True: "present", False: "absent", None: "unnoted"}


@group("session", commands=[turn, record])
def session_group() -> None:
    """Sessions."""


@session_group.command("open")
@click.argument("council", type=CODE, metavar="COUNCIL")
@option("--form", type=OneOf((MEETING, WRITTEN)), default=MEETING)
@option("--day", type=DAY, metavar="DAY")
@option("--round", type=CODE, metavar="CODE")
@acting
@click.pass_obj
def open_(session: Session, /, council: str, day: date | None, dry_run: bool, **given: Any) -> int:
    caller = caller_of(session, given["request_id"], given["on_behalf"])
    asked = OpenSession(caller, council, given["form"], day or today(session), given["round"])
    answer = (councils.try_open_session if dry_run else councils.open_session)(session.app().office, asked)
    return answered(session, answer, "session.opened", dry_run=dry_run)


@session_group.command("attend")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("members", type=CODE, nargs=-1, required=True, metavar="MEMBER…")
@option("--absent", is_flag=True)
@option("--note", type=LINE, metavar="TEXT")
@acting
@click.pass_obj
def attend(
    session: Session, /, code: str, members: tuple[str, ...], absent: bool, note: str | None, dry_run: bool, **acts: Any
) -> int:
    asked = Attend(caller_of(session, **acts), code, dict.fromkeys(members, not absent), note)
    return acted(session, asked, "session.attended", dry_run=dry_run)


@session_group.command("conflict")
@click.argument("code", type=CODE, metavar="SESSION")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@option("--member", type=CODE, metavar="MEMBER")
@option("--note", type=LINE, metavar="TEXT", required=True)
@acting
@click.pass_obj
def conflict(session: Session, /, code: str, dossier: str, dry_run: bool, **given: Any) -> int:
    caller = caller_of(session, given["request_id"], given["on_behalf"])
    asked = DeclareConflict(caller, code, dossier, given["note"], given["member"])
    return acted(session, asked, "session.conflict", dry_run=dry_run)


@session_group.command("close")
@click.argument("code", type=CODE, metavar="SESSION")
@acting
@click.pass_obj
def close(session: Session, /, code: str, dry_run: bool, **acts: Any) -> int:
    return acted(session, CloseSession(caller_of(session, **acts), code), "session.closed", dry_run=dry_run)


@session_group.command("cancel")
@click.argument("code", type=CODE, metavar="SESSION")
@option("--note", type=LINE, metavar="TEXT", required=True)
@acting
@click.pass_obj
def cancel(session: Session, /, code: str, note: str, dry_run: bool, **acts: Any) -> int:
    return acted(session, CancelSession(caller_of(session, **acts), code, note), "session.cancelled", dry_run=dry_run)


@session_group.command("list")
@click.argument("programme", type=CODE, required=False, metavar="[PROGRAMME]")
@option("--council", type=CODE, metavar="COUNCIL")
@option("--round", type=CODE, metavar="CODE")
@option("--status", type=OneOf(("open", "closed", "cancelled")))
@paged(SORTS)
@click.pass_obj
def list_(session: Session, /, page: Page, **given: Any) -> None:
    office, seen, wanted = session.app().office, view(session), SessionFilter(**given)
    if wrong := wrong_session_filter(office, seen, wanted):
        raise Refused(*wrong)
    listed = list_sessions(office, seen, wanted, page)
    texts = session.texts.under(session.rules())
    write_list(session, listed, Table("table.sessions", LISTED, _rows(texts, listed.rows)))


@session_group.command("show")
@click.argument("code", type=CODE, metavar="SESSION")
@as_workbook
@click.pass_obj
def show(session: Session, code: str) -> None:
    told = shown(find_session(session.app().office, view(session), code))
    texts = session.texts.under(session.rules())
    [row] = _rows(texts, (told.row,))
    pairs = [(texts.say(f"column.{name}"), value) for name, value in zip(LISTED, row, strict=True)]
    write_shown(session, Shown(lambda: data(told), _tables(texts, told), pairs=pairs))


def _rows(texts: Texts, rows: tuple[SessionRow, ...]) -> Iterator[tuple[Value, ...]]:
    for one in rows:
        form, status = texts.show("session_form", one.form), texts.show("session_status", one.status)
        day = date.fromisoformat(one.day)
        council = texts.show("council", one.council_name)
        yield (one.code, council, one.council, one.round, form, day, status, one.turns, one.concluded)


def _tables(texts: Texts, told: SessionTold) -> list[Table]:
    written = told.row.form == WRITTEN
    members = [
        (
            *(one.member, texts.show("seat", one.seat), one.name, one.organisation),
            *(() if written else (texts.say(f"presence.{PRESENCE[one.present]}"),)),
            texts.say("session.sent", sent=len(one.sent), wanted=len(one.wanted)),
        )
        for one in told.members
    ]
    turns = [
        (
            *(one.dossier, one.number, f"{one.set_number}. {one.set_title}", texts.show("turn_status", one.status)),
            *(len(one.given), ", ".join(one.apart), texts.show("number", one.score) if one.score else None),
            *(one.spread, one.stars, texts.show("turn_outcome", one.outcome) if one.outcome else None),
        )
        for one in told.turns
    ]
    return [
        Table("table.members", BY_WRITING if written else MEMBERS, members),
        Table("table.session_turns", TURNS, turns),
    ]
