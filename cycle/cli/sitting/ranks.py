"""`ocop rank explain`: why a dossier has its rank, and what would raise it."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.written import CODE, Whole
from cycle.cli.scoresheets import option_words
from cycle.cli.telling.lists import Shown, Table, as_workbook, data, write_shown
from cycle.queries.evaluation.ranking import RankTold, find_rank
from cycle.queries.evaluation.scoring import Scored
from cycle.sheets import Value
from cycle.texts import Texts
from workflows.scoring.ranking import text_of

LINES = (
    "criterion",
    "criterion_title",
    "most_points",
    "chosen",
    "points_together",
    "mean",
    "agreed",
    "gates_missed",
    "own_option",
    "papers_relied",
)
RISES = (
    "to_stars",
    "points_short",
    "criterion",
    "criterion_title",
    "option_now",
    "option_wanted",
    "option_label",
    "gain",
)
MEMBERS = ("member", "seat_title", "member_name", "sheet_total")
MOST_TURNS = 99
# Up to so many places an average is written out.
WRITTEN_OUT = 6
# A number as people read it, or for a workbook as a number.
Number = Callable[[str], Value]


@group("rank")
def ranks() -> None:
    """Ranks."""


@ranks.command("explain")
@click.argument("dossier", type=CODE, metavar="DOSSIER")
@option("--session", "code", type=CODE, metavar="SESSION")
@option("--turn", type=Whole(1, MOST_TURNS), metavar="NUMBER")
@as_workbook
@click.pass_obj
def explain(session: Session, dossier: str, code: str | None, turn: int | None) -> None:
    told = shown(find_rank(session.app().office, view(session), dossier, code, turn))
    texts = session.texts.under(session.rules())
    number: Number = partial(texts.show, "number") if session.xlsx is None else Decimal
    write_shown(session, Shown(lambda: _data(told), _tables(texts, told, number), pairs=_pairs(texts, told, number)))


def _data(told: RankTold) -> Any:
    about = {name: getattr(told, name) for name in ("session", "turn", "dossier", "score", "spread", "sheets")}
    result = {name: getattr(told, name) for name in ("band", "gate", "stars", "outcome")}
    lines = [{**data(one), "mean": text_of(one.mean, told.criteria.scoring)} for one in told.lines]
    found = [{"ground": ground, "at": at} for ground, at in told.excluded]
    silent = told.criteria.scoring.silent
    rounding = {"places": silent.places, "mode": silent.mode, "basis": silent.bases.get("rounding")}
    exact = {"exact": str(told.exact), "rounding": rounding, "points": dict(told.points)}
    rest = {"parts": dict(told.parts), **exact, "excluded": found, "members": [data(one) for one in told.members]}
    criteria = {"criteria": told.criteria.name, "set": told.given.number}
    return {**about, **criteria, **result, **rest, "lines": lines, "raised_by": [data(one) for one in told.raised_by]}


def _pairs(texts: Texts, told: RankTold, number: Number) -> list[tuple[str, Value]]:
    values: dict[str, Value] = {
        "session": told.session,
        "turn_number": told.turn,
        "set": f"{told.given.number}. {told.given.title}",
        "sheets_given": told.sheets,
        "average": number(told.score),
        "reckoned": _reckoned(texts, told, sum(told.points.values())),
        "rounding": _rounding(texts, told),
        "spread": number(told.spread),
        "rank_why": _why(texts, told),
    }
    pairs = [(texts.say(f"column.{name}"), value) for name, value in values.items()]
    for part, points in told.points.items():
        name = texts.say("column.part", part=part)
        if number is Decimal:
            pairs += [(name, number(told.parts[part])), (texts.say("column.part_points", part=part), points)]
        else:
            pairs.append((name, _reckoned(texts, told, points)))
    return pairs


def _reckoned(texts: Texts, told: RankTold, points: int) -> str:
    """The points of all sheets shared among them; said where the quotient is no decimal that can be written out."""
    exact = Fraction(points, told.sheets)
    whole = (exact * 10**WRITTEN_OUT).denominator == 1
    value = Decimal(exact.numerator) / exact.denominator if whole else text_of(exact, told.criteria.scoring)
    name = "rank.shared" if whole else "rank.shared_cut"
    return texts.say(name, points=points, sheets=told.sheets, mean=str(value))


def _rounding(texts: Texts, told: RankTold) -> str:
    silent = told.criteria.scoring.silent
    basis = silent.bases.get("rounding", "")
    return texts.say(f"rank.rounding.{silent.mode}", places=silent.places, basis=basis)


def _why(texts: Texts, told: RankTold) -> str:
    """The rank and where it comes from, or that there is none yet."""
    if told.outcome is None:
        return texts.say("rank.open")
    if told.stars is None:
        grounds = [_ground(texts, told, *one) for one in told.excluded]
        return texts.say("rank.none", outcome=told.outcome, grounds=grounds)
    return texts.say("rank.lower", stars=told.stars, band=told.band, gate=told.gate)


def _ground(texts: Texts, told: RankTold, ground: str, at: str | None) -> str:
    title = told.criteria.grounds.get(ground)
    words = texts.title(title) if title else texts.say("rank.zero")
    return f"{words} ({at})" if at else words


def _tables(texts: Texts, told: RankTold, number: Number) -> list[Table]:
    members = [(one.member, texts.show("seat", one.seat), one.name, one.total) for one in told.members]
    tables = [Table("table.rank_lines", LINES, list(_lines(texts, told, number)))]
    tables += [Table("table.rank_rises", RISES, list(_rises(texts, told, number)))] if told.raised_by else []
    return tables + ([Table("table.rank_members", MEMBERS, members)] if members else [])


def _lines(texts: Texts, told: RankTold, number: Number) -> Iterator[tuple[Value, ...]]:
    for one in told.lines:
        chosen = ", ".join(f"{option} ×{count}" for option, count in one.counts.items())
        mean = number(text_of(one.mean, told.criteria.scoring))
        missed = texts.say("rank.missed", stars=list(one.misses)) if one.misses else None
        papers = "; ".join(one.papers) or None
        yield one.criterion, one.title, one.most, chosen, one.points, mean, one.agreed, missed, one.own, papers


def _rises(texts: Texts, told: RankTold, number: Number) -> Iterator[tuple[Value, ...]]:
    scored = Scored(told.session, told.dossier, told.criteria, told.given)
    for one in told.raised_by:
        words = option_words(texts, scored, told.given.criteria[one.criterion], one.to)
        gain = number(one.gain) if one.gain is not None else texts.say("rank.gate")
        yield one.stars, number(one.short), one.criterion, one.title, one.at, one.to, words, gain
