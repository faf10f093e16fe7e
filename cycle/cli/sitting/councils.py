"""`ocop council`: the councils of a programme, and who sits in them."""

from datetime import date
from functools import wraps
from typing import Any

import click

from cycle.cli.asking.acting import Function, acting, answered, caller_of
from cycle.cli.asking.seeing import shown, today, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.types import DAY
from cycle.cli.asking.written import CODE, LINE
from cycle.cli.sitting.given import MEMBER
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.commands import councils as commands
from cycle.commands.councils import Decision, Forming, JoinCouncil, Joining, Leaving
from cycle.queries.evaluation.councils import CouncilTold, DecisionTold, find_council, list_councils
from cycle.texts import Texts

LISTED = ("code", "programme", "council_title", "decision_number", "decision_date", "members_count")
MEMBERS = (
    "member",
    "seat_title",
    "member_name",
    "organisation",
    "account",
    "valid_from",
    "joined_by",
    "valid_to",
    "left_by",
)
SEATS = ("seat", "seat_title", "seat_rule", "basis")


def decided(function: Function) -> Function:
    """By which decision, handed to the command as `decision`."""

    @option("--decision", "number", type=LINE, metavar="NUMBER", required=True)
    @option("--date", "decided_on", type=DAY, metavar="DAY", required=True)
    @wraps(function)
    def asked(*args: Any, number: str, decided_on: date, **rest: Any) -> Any:
        return function(*args, decision=Decision(number, decided_on), **rest)

    return asked


@group("council")
def council() -> None:
    """Councils."""


@council.command("form")
@click.argument("programme", type=CODE, metavar="PROGRAMME")
@click.argument("name", type=CODE, metavar="NAME")
@decided
@option("--member", "members", type=MEMBER, metavar="SEAT=TEXT", multiple=True, required=True)
@option("--regulation", type=LINE, metavar="NUMBER")
@option("--valid-from", type=DAY, metavar="DAY")
@acting
@click.pass_obj
def form(
    session: Session, /, request_id: str | None, on_behalf: str | None, dry_run: bool, decision: Decision, **given: Any
) -> int:
    caller, members = caller_of(session, request_id, on_behalf), tuple(given["members"])
    more = {"regulation_number": given["regulation"], "valid_from": given["valid_from"]}
    asked = Forming(caller, given["programme"], given["name"], decision, members, **more)
    answer = (commands.try_form_council if dry_run else commands.form_council)(session.app().office, asked)
    return answered(session, answer, "council.formed", dry_run=dry_run)


@council.command("join")
@click.argument("code", type=CODE, metavar="COUNCIL")
@click.argument("member", type=MEMBER, metavar="SEAT=TEXT")
@decided
@option("--day", type=DAY, metavar="DAY")
@acting
@click.pass_obj
def join(session: Session, /, code: str, member: Joining, day: date | None, **given: Any) -> int:
    dry_run, caller = given["dry_run"], caller_of(session, given["request_id"], given["on_behalf"])
    asked = JoinCouncil(caller, code, member, day or today(session), given["decision"])
    answer = (commands.try_join_council if dry_run else commands.join_council)(session.app().office, asked)
    return answered(session, answer, "council.joined", dry_run=dry_run)


@council.command("leave")
@click.argument("code", type=CODE, metavar="COUNCIL")
@click.argument("member", type=CODE, metavar="MEMBER")
@decided
@option("--day", type=DAY, metavar="DAY")
@acting
@click.pass_obj
def leave(session: Session, /, code: str, member: str, day: date | None, **given: Any) -> int:
    dry_run, caller = given["dry_run"], caller_of(session, given["request_id"], given["on_behalf"])
    asked = Leaving(caller, code, member, day or today(session), given["decision"])
    answer = (commands.try_leave_council if dry_run else commands.leave_council)(session.app().office, asked)
    return answered(session, answer, "council.left", dry_run=dry_run)


@council.command("show")
@click.argument("code", type=CODE, required=False, metavar="[COUNCIL]")
@as_workbook
@click.pass_obj
def show(session: Session, code: str | None) -> None:
    office, seen = session.app().office, view(session)
    texts = session.texts.under(session.rules())
    if code is None:
        found = list_councils(office, seen)
        rows = [
            (
                one.code,
                one.programme,
                texts.show("council", one.council),
                one.decision_number,
                date.fromisoformat(one.decision_date),
                len(one.members),
            )
            for one in found
        ]
        write_shown(session, Shown(lambda: [data(one) for one in found], [Table("table.councils", LISTED, rows)]))
        return
    told = shown(find_council(office, seen, code))
    write_shown(session, Shown(lambda: data(told), _tables(texts, told), pairs=_pairs(texts, told)))


def _pairs(texts: Texts, told: CouncilTold) -> list[tuple[str, Any]]:
    formed = texts.say("council.decision", number=told.decision_number, day=told.decision_date)
    pairs = [
        (texts.say("column.council_title"), texts.show("council", told.council)),
        (texts.say("column.decision_number"), formed),
    ]
    if told.declared is not None:
        quorum, spread = told.declared.quorum, told.declared.spread
        pairs.append((texts.say("column.quorum"), texts.say("council.quorum", share=quorum.share, basis=quorum.basis)))
        about = {"most": spread.most, "turns": spread.turns, "basis": spread.basis}
        pairs.append((texts.say("column.spread"), texts.say("council.spread", **about)))
    return pairs


def _tables(texts: Texts, told: CouncilTold) -> list[Table]:
    members = [
        (
            one.member,
            texts.show("seat", one.seat),
            one.name,
            one.organisation,
            one.account,
            date.fromisoformat(one.valid_from),
            _decision(texts, one.joined_by),
            date.fromisoformat(one.valid_to) if one.valid_to else None,
            _decision(texts, one.left_by),
        )
        for one in told.members
    ]
    declared = told.declared.seats.values() if told.declared else ()
    seats = [(one.name, texts.title(one.title), texts.say(f"seat_rule.{_rule(one)}"), one.basis) for one in declared]
    return [Table("table.members", MEMBERS, members), Table("table.seats", SEATS, seats)]


def _decision(texts: Texts, by: DecisionTold | None) -> str | None:
    return texts.say("council.by", number=by.number, day=by.date) if by else None


def _rule(seat: Any) -> str:
    if seat.chair:
        return "chair"
    if seat.many:
        return "many" if seat.optional else "one_at_least"
    return "optional" if seat.optional else "required"
