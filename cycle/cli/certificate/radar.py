"""`ocop certificate radar`: which certificates run out and when re-filing is open, as table, workbook or picture."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import FILE
from cycle.cli.asking.written import CODE, Whole
from cycle.cli.certificate.month import MONTH
from cycle.cli.telling.lists import Shown, Table, as_workbook, write_shown
from cycle.cli.telling.pictures import give_picture
from cycle.commands.payloads import plain
from cycle.pictures.radar import draw_radar
from cycle.queries.certificates import radar as asking
from cycle.queries.certificates.radar import RadarAsked
from cycle.queries.certificates.radar_counts import CertificateShown, Month, Radar, Tally, summed
from cycle.sheets import Value
from cycle.texts import Texts

COUNTS = ("over", "expiring", "refiled", "refiling_missed", "refiling_opens", "refiling_closes")
LONGEST = 120


@command("radar")
@click.argument("programme", required=False, type=CODE, metavar="PROGRAMME")
@option("--from", "first", type=MONTH, metavar="MONTH")
@option("--months", type=Whole(1, LONGEST), default=36, metavar="NUMBER")
@option("--within", type=CODE, metavar="ORGANISATION")
@option("--stars", type=Whole(1, 5), metavar="NUMBER")
@option("--svg", type=FILE, metavar="FILE")
@as_workbook
@click.pass_obj
def radar(
    session: Session,
    programme: str | None,
    first: Month | None,
    months: int,
    within: str | None,
    stars: int | None,
    svg: Path | None,
) -> None:
    if svg is not None:
        alone("--svg", "--from", "--months", "--within", "--stars")
    asked = RadarAsked(programme, within, first, months, stars)
    found = shown(asking.radar(session.app().office, view(session), asked))
    if svg is not None:
        give_picture(session, draw_radar(session.texts, found), svg)
    else:
        tables = _tables(session, found)
        write_shown(session, Shown(lambda: _json(found), tables, pairs=_head(session.texts, found)))


def _head(texts: Texts, found: Radar) -> list[tuple[str, Any]]:
    total, days = found.total, found.refiling
    past = total.over + found.before.over
    pairs = [
        (texts.say("radar.on"), found.on),
        (texts.say("radar.span"), texts.say("radar.months", first=_month(found.first), last=_month(found.span[-1]))),
        (texts.say("radar.certificates"), len(found.certificates)),
        (texts.say("radar.past"), past),
        *([(texts.say("radar.before"), found.before.expiring)] if found.before.expiring else []),
        (texts.say("radar.expiring"), total.expiring),
        (texts.say("radar.later"), found.later),
        (texts.say("column.refiled"), total.filed + found.before.filed),
        (texts.say("column.refiling_missed"), total.missed + found.before.missed),
        (texts.say("radar.closed"), sum(found.ended.values())),
    ]
    told = texts.say("radar.days", most=days.most, least=days.least, basis=days.basis) if days else ""
    return [*pairs, *([(texts.say("radar.refiling"), told)] if days else [])]


def _tables(session: Session, found: Radar) -> Iterator[Table]:
    yield Table("radar.by_month", ("radar_month", *COUNTS), list(_months(session.texts, found)))
    communes: list[Sequence[Value]] = [
        (found.names[code], *_counts(summed([found.before_by_commune[code], *tallies.values()])))
        for code, tallies in found.by_commune.items()
    ]
    yield Table("radar.by_commune", ("radar_commune", *COUNTS), communes)
    yield Table("radar.ended", ("state", "certificates"), _ended(session, found))
    if session.xlsx is not None:
        both = list(_both(session.texts, found))
        yield Table("radar.by_both", ("radar_commune", "radar_month", *COUNTS), both)
        columns = (
            "dossier",
            "radar_product",
            "product",
            "producer",
            "radar_commune",
            "last_day",
            "first_filing",
            "last_filing",
            "standing",
        )
        yield Table("radar.list", columns, [_certificate(session.texts, found, one) for one in found.certificates])


def _months(texts: Texts, found: Radar) -> Iterator[tuple[Value, ...]]:
    if _any(found.before):
        yield _earlier(texts, found), *_counts(found.before)
    for month, tally in found.by_month.items():
        if _any(tally):
            yield _month(month), *_counts(tally)


def _ended(session: Session, found: Radar) -> list[Sequence[Value]]:
    """Certificates brought to their end, by the titles of the states in which they ended."""
    rules, counts = session.rules(), Counter[str]()
    for (workflow, state), count in found.ended.items():
        known = rules.definitions.get(workflow) if rules else None
        states = known.states if known else {}
        counts[session.texts.title(states[state].title) if state in states else state] += count
    return list(counts.items())


def _earlier(texts: Texts, found: Radar) -> str:
    return texts.say("radar.earlier", first=_month(found.first))


def _both(texts: Texts, found: Radar) -> Iterator[tuple[Value, ...]]:
    for code, tallies in found.by_commune.items():
        if _any(before := found.before_by_commune[code]):
            yield found.names[code], _earlier(texts, found), *_counts(before)
        for month, tally in tallies.items():
            if _any(tally):
                yield found.names[code], _month(month), *_counts(tally)


def _certificate(texts: Texts, found: Radar, one: CertificateShown) -> tuple[Value, ...]:
    communes = ", ".join(found.names[code] for code in one.communes)
    standing = texts.say(f"radar.{one.standing}")
    about = (one.dossier, one.product, one.product_name, one.producer_name, communes)
    return *about, one.last_day, one.opens, one.closes, standing


def _counts(tally: Tally) -> tuple[int, ...]:
    return tally.over, tally.expiring, tally.filed, tally.missed, tally.opening, tally.closing


def _any(tally: Tally) -> bool:
    return any(_counts(tally))


def _month(month: Month) -> str:
    return f"{month.month:02}/{month.year}"


def _json(found: Radar) -> Any:
    about = {"on": found.on, "programme": found.programme, "within": found.within, "before": asdict(found.before)}
    ended = [{"workflow": text, "state": state, "count": count} for (text, state), count in found.ended.items()]
    months = [{"month": f"{month.first:%Y-%m}", **asdict(tally)} for month, tally in found.by_month.items()]
    communes: list[Mapping[str, Any]] = [
        {"commune": code, "name": found.names[code], "month": f"{month.first:%Y-%m}", **asdict(tally)}
        for code, tallies in found.by_commune.items()
        for month, tally in tallies.items()
        if _any(tally)
    ]
    before = {code: asdict(tally) for code, tally in found.before_by_commune.items() if _any(tally)}
    refiling = asdict(found.refiling) if found.refiling else None
    lists = {"months": months, "communes": communes, "certificates": [asdict(one) for one in found.certificates]}
    return plain(
        {
            **about,
            "ended": ended,
            "over": found.over,
            "before_by_commune": before,
            "later": found.later,
            "refiling": refiling,
            "total": asdict(found.total),
            **lists,
        }
    )
