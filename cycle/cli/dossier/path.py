"""`ocop dossier path`: the shortest way of a dossier to its round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

import click

from cycle.cli.asking.seeing import shown_of, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.written import CODE
from cycle.cli.dossier.beside import beside, running_json
from cycle.cli.telling.answers import DONE, FAILED, REFUSED, named, reason_json
from cycle.cli.telling.lists import Shown, Table, as_workbook, write_shown
from cycle.cli.telling.titles import Titled, titled_by_dossier
from cycle.commands.payloads import plain
from cycle.queries.dossiers.path import PathAsked, path_of
from cycle.queries.dossiers.path_lines import ACT, WAIT, Line, Owner, PathShown, Term
from cycle.sheets import Value
from cycle.texts import Texts
from workflows.paths import Missed

# An act that is too late for more rounds than these is too late for all.
ROUNDS_NAMED = 2
COLUMNS = ("latest", "weekday", "due", "to_do", "who", "because")


@command("path")
@click.argument("dossier", metavar="DOSSIER", type=CODE)
@option("--round", "round_", type=CODE, metavar="ROUND")
@option("--tight", is_flag=True)
@as_workbook
@click.pass_context
def path(ctx: click.Context, dossier: str, round_: str | None, tight: bool) -> None:
    session: Session = ctx.obj
    asked = PathAsked(dossier, round_, tight)
    found = shown_of(session, dossier, path_of(session.app().office, view(session), asked))
    own = titled_by_dossier(session, [found.dossier]).of(found.dossier)
    pairs = _head(session, own, found)
    write_shown(session, Shown(lambda: _json(own.texts, found), _tables(session, own, found), pairs=pairs))
    ctx.exit(_status(found))


def _status(found: PathShown) -> int:
    """Done where the round is reached, another status where only a later one is, refused where there is no way."""
    if found.reached is None:
        return REFUSED
    return DONE if found.in_time else FAILED


def _head(session: Session, own: Titled, found: PathShown) -> list[tuple[str, Any]]:
    texts = own.texts
    pairs: list[tuple[str, Any]] = [
        (texts.say("column.dossier"), found.dossier),
        (texts.say("column.state"), own.state(found.state)),
    ]
    pairs += beside(session, texts, found)
    pairs += [(texts.say("path.missed"), one) for one in _missed(texts, found.missed)]
    pairs += [(texts.say("path.barred"), texts.reason(one)) for one in named(session, found.reasons)]
    if (one := found.reached) is None:
        return pairs
    told = texts.say(
        f"path.by.{one.goal}", round=texts.title(one.title), code=one.code, day=one.last_day, basis=one.basis
    )
    size = texts.say("path.size", acts=one.acts, others=one.others)
    pairs += [(texts.say("path.round"), told), (texts.say("path.wanted"), size)]
    notes = [(texts.say("path.only_tight"), texts.say("path.tight"))] if one.tight else []
    years = ", ".join(map(str, one.provisional))
    notes += [(texts.say("path.calendar"), texts.say("path.provisional", years=years))] if years else []
    return [*pairs, *notes]


def _missed(texts: Texts, missed: Sequence[Missed]) -> Iterator[str]:
    """What is too late, each once, with the rounds that are missed by it."""
    for (trigger, day, days), those in groupby(missed, key=lambda one: (one.trigger, one.latest, one.days)):
        rounds = [one.round for one in those]
        code = "path.too_late" if len(rounds) <= ROUNDS_NAMED else "path.closed"
        yield texts.say(code, round=", ".join(rounds), trigger=trigger, day=day, days=days)


def _tables(session: Session, own: Titled, found: PathShown) -> Iterator[Table]:
    yield Table("path.lines", COLUMNS, [_row(session, own.texts, line) for line in found.lines])
    rows = [
        (own.texts.show("trigger", one.trigger), own.texts.show("value", one.value), one.given)
        for one in found.assumptions
    ]
    yield Table("path.assumptions", ("act", "value", "at_least"), rows)


def _row(session: Session, texts: Texts, line: Line) -> tuple[Value, ...]:
    under = texts.under(session.rules(), line.definition)
    who = "; ".join(_owner(under, one) for one in line.owners)
    weekday = under.word(f"weekday.{line.latest.isoweekday()}")
    due = line.due.last_day if line.due else None
    return line.latest, weekday, due, _what(under, line), who, _because(under, line)


def _what(texts: Texts, line: Line) -> str:
    if line.kind == ACT:
        return texts.show("trigger", line.for_act)
    if line.kind == WAIT:
        return texts.say("path.wait", dossier=line.dossier)
    papers = texts.say("path.or").join(texts.show("paper", name) for name in line.papers)
    return texts.say(f"path.{line.kind}", papers=papers)


def _owner(texts: Texts, one: Owner) -> str:
    named = ", ".join(party.name for party in one.parties)
    return f"{texts.role(one.role)}: {named}" if named else texts.role(one.role)


def _because(texts: Texts, line: Line) -> str:
    if line.kind != ACT:
        begin = [texts.say("path.begin", day=line.begin)] if line.begin else []
        return "; ".join([texts.say("path.needed", trigger=line.for_act), *_due(texts, line), *begin])
    return "; ".join([*_due(texts, line), _leaves(texts, line)])


def _due(texts: Texts, line: Line) -> list[str]:
    """The clock that runs for the act, and by how much it is over."""
    if line.due is None:
        return []
    title = line.definition.deadlines[line.due.deadline].title
    told = {"title": texts.title(title) if title else line.due.deadline, "days": line.due.days}
    return [texts.say("path.due_over" if line.due.days else "path.due", **told)]


def _leaves(texts: Texts, line: Line) -> str:
    if line.term is not None:
        return _term(texts, line.term)
    return texts.say("path.of_round") if line.final else texts.say("path.hasty" if line.tight else "path.no_term")


def _term(texts: Texts, one: Term) -> str:
    length = texts.say(f"path.{one.unit}", count=one.length)
    title = texts.title(one.title) if one.title else one.deadline
    return texts.say("path.term", title=title, length=length, day=one.last_day, basis=one.basis)


def _json(texts: Texts, found: PathShown) -> Mapping[str, Any]:
    about = {one.name: getattr(found, one.name) for one in fields(found) if one.name not in ("lines", "reasons")}
    reached = asdict(found.reached) if found.reached else None
    about |= {"reached": reached, "in_time": found.in_time}
    about["assumptions"] = [asdict(one) for one in found.assumptions]
    about["missed"] = [asdict(one) for one in found.missed]
    reasons = [reason_json(one, texts) for one in found.reasons]
    about["outside"] = [asdict(one) for one in found.outside]
    about["running"] = [running_json(one) for one in found.running]
    value: Mapping[str, Any] = plain({**about, "lines": [_line_json(line) for line in found.lines]})
    return {**value, "reasons": reasons}


def _line_json(line: Line) -> Mapping[str, Any]:
    because = {"code": line.because.code, "params": dict(line.because.params)} if line.because else None
    told = {one.name: getattr(line, one.name) for one in fields(line)}
    owners = [asdict(one) for one in line.owners]
    term = asdict(line.term) if line.term else None
    told |= {"due": asdict(line.due) if line.due else None}
    return {**told, "definition": line.definition.name, "owners": owners, "term": term, "because": because}
