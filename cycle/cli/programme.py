"""`ocop programme`: what a programme declares, and where each date and period comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from cycle.cli.asking.declared import rules_asked
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import group, option
from cycle.cli.asking.types import DAY, FOLDER
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.lists import Shown, Table, as_workbook, write_shown
from cycle.commands.payloads import plain
from cycle.texts import Texts
from workflows.deadlines.deadline_rules import Period
from workflows.problems import nearest_name
from workflows.programme import Item, Programme, Target


@group("programme")
def programme() -> None:
    """Questions about programmes."""


@programme.command("list")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def list_programmes(session: Session, folder: Path | None, at: date | None) -> None:
    rules = rules_asked(session, folder, at)
    texts, found = session.texts.under(rules), rules.programmes.values()
    columns = ("code", "title", "organisation", "year", "valid_from", "valid_to")
    rows = ((one.name, texts.title(one.title), one.organisation, one.year, one.starts, one.ends) for one in found)
    table = Table("table.programmes", columns, rows)
    write_shown(session, Shown(lambda: [programme_data(one) for one in found], [table]))


@programme.command("show")
@click.argument("code", metavar="PROGRAMME")
@option("--config", "folder", type=FOLDER, metavar="DIR")
@option("--at", "at", type=DAY, metavar="DAY")
@as_workbook
@click.pass_obj
def show(session: Session, code: str, folder: Path | None, at: date | None) -> None:
    rules = rules_asked(session, folder, at)
    found = rules.programmes.get(code)
    if found is None:
        near = nearest_name(code, tuple(rules.programmes)) or ", ".join(rules.programmes)
        raise Failure("programme_unknown", NOT_FOUND, programme=code, nearest=near)
    texts = session.texts.under(rules)
    write_shown(session, Shown(lambda: programme_data(found), _tables(texts, found), pairs=_head(texts, found)))


def programme_data(one: Programme) -> Mapping[str, Any]:
    """A programme in plain values: days as text, each window, period and date with its basis and origin."""
    found: Mapping[str, Any] = plain(asdict(one))
    return {**found, **{name: list(found[name].values()) for name in ("windows", "durations", "dates")}}


def _head(texts: Texts, one: Programme) -> list[tuple[str, Any]]:
    kinds = texts.show("producer_kind", one.producer_kinds - one.kind_sectors.keys())
    bound = [
        texts.say("programme.only_with", kind=name, sectors=sorted(sectors))
        for name, sectors in sorted(one.kind_sectors.items())
    ]
    order = " → ".join(texts.title(one.windows[name].title) for name in one.timetable)
    head = [
        (texts.say("column.code"), one.name),
        (texts.say("column.title"), texts.title(one.title)),
        (texts.say("column.organisation"), one.organisation),
        (texts.say("column.period"), _span(texts, one.starts, one.ends)),
        (texts.say("column.zone"), one.zone),
        (texts.say("column.families"), texts.show("family", one.families)),
        (texts.say("column.producer_kinds"), "; ".join([kinds, *bound])),
        (texts.say("column.entry_limit"), texts.say("programme.days", days=one.entry_limit_days)),
        (texts.say("column.paper_warning"), texts.say("programme.days", days=one.paper_warning_days)),
    ]
    return [*head, (texts.say("column.timetable"), order)] if order else head


def _tables(texts: Texts, one: Programme) -> Iterator[Table]:
    bases = [(b.number, b.issued, b.issuer, b.title) for b in one.bases]
    yield Table("programme.bases", ("number_sign", "issued", "issuer", "title"), bases)
    windows = [(w.name, texts.title(w.title), w.opens, w.closes, *_origin(texts, w)) for w in one.windows.values()]
    yield Table("programme.windows", ("window", "title", "valid_from", "valid_to", "origin", "basis"), windows)
    durations = [(d.name, _length(texts, d.period), *_origin(texts, d)) for d in one.durations.values()]
    yield Table("programme.durations", ("duration", "length", "origin", "basis"), durations)
    dates = [(d.name, _bound(texts, inclusive=d.inclusive), d.on, *_origin(texts, d)) for d in one.dates.values()]
    yield Table("programme.dates", ("date", "bound", "day", "origin", "basis"), dates)
    targets = [(t.name, texts.title(t.title), _amount(texts, t), t.basis) for t in one.targets]
    yield Table("programme.targets", ("target", "title", "amount", "basis"), targets)
    groups = [
        (g.name, texts.title(g.title), texts.say(f"group.{g.rule}"), ", ".join(g.members)) for g in one.groups.values()
    ]
    yield Table("programme.groups", ("group", "title", "rule", "members"), groups)
    items = [(i.code, *_subject(texts, i), i.basis) for i in one.items]
    yield Table("programme.items", ("item", "title", "term", "basis"), items)


def _subject(texts: Texts, item: Item) -> tuple[str, str]:
    """What an item is about, and its term, where its workflow says which values these are."""
    members = texts.rules.families.get(item.family, ()) if texts.rules else ()
    titles = [str(item.values.get(one.titled or "", "")) for one in members]
    names = [rule.name for one in members for rule in one.receives if rule.type == "term"]
    terms = [texts.show("term", item.values[name]) for name in names if name in item.values]
    return next(iter(titles), ""), next(iter(terms), "")


def _origin(texts: Texts, one: Any) -> tuple[str, str]:
    return texts.word(f"origin.{one.origin}"), one.basis


def _span(texts: Texts, first: date, last: date) -> str:
    return f"{texts.show('day', first)} – {texts.show('day', last)}"


def _bound(texts: Texts, *, inclusive: bool) -> str:
    return texts.say("programme.until" if inclusive else "programme.before")


def _length(texts: Texts, period: Period) -> str:
    if period.days is not None:
        return texts.say("programme.days", days=period.days)
    if period.working_days is not None:
        return texts.say("programme.working_days", days=period.working_days)
    return texts.say("programme.months", months=period.months)


def _amount(texts: Texts, target: Target) -> str:
    return texts.say(f"target.{target.operator}", low=target.low, high=target.high, unit=target.unit)
