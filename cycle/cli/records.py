"""Records of history as rows of a table, and a replayed dossier as pairs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cycle.cli.given import given_line
from cycle.cli.seeing import definition_of
from cycle.cli.session import Session
from cycle.queries.history import HistoryRecord, Replay
from cycle.texts import Texts
from workflows.definition import Definition

COLUMNS = ("seq", "happened", "recorded", "act", "actor", "on_behalf", "told")
MOVES = frozenset({"step", "moved", "corrected"})
# What a record names first, by its kind.
NAMES: Mapping[str, tuple[str, ...]] = {
    "account": ("code", "account"),
    "published": ("publication",),
}


def record_rows(session: Session, records: Sequence[HistoryRecord]) -> Iterator[Sequence[Any]]:
    """A row for each record, in the order of COLUMNS."""
    texts = session.texts.under(session.rules_or_none())
    definition: Definition | None = None
    for one in records:
        if one.kind == "opened":
            definition = definition_of(session, one.payload["definition"])
        days = texts.show("day", one.happened), texts.show("instant", one.recorded)
        yield one.seq, *days, _act(texts, definition, one), one.actor, one.on_behalf, _told(texts, definition, one)


def replay_pairs(session: Session, dossier: str, found: Replay) -> list[tuple[str, Any]]:
    """How a dossier stood: names and values."""
    texts = session.texts.under(session.rules_or_none())
    if found.snapshot is None:
        return [(dossier, texts.say("history.not_yet"))]
    one = found.snapshot
    definition = definition_of(session, one.definition)
    due = "; ".join(
        f"{texts.show('deadline', name)}: {texts.show('day', day)}" for name, day in found.deadlines.items()
    )
    pairs = {
        "dossier": one.code,
        "product": one.product,
        "producer": one.producer,
        "state": f"{_state(texts, definition, one.state)} ({one.state})",
        "version": one.version,
        "last_act": texts.show("day", one.happened),
        "deadline": due,
        "given": given_line(texts, definition, one.values),
    }
    return [(texts.say(f"column.{name}"), value) for name, value in pairs.items() if value != ""]


def _act(texts: Texts, definition: Definition | None, one: HistoryRecord) -> str:
    if one.kind in MOVES and definition:
        title = definition.triggers.get(one.payload["trigger"])
        trigger = texts.title(title) if title else one.payload["trigger"]
        target = _state(texts, definition, one.payload["to"])
        return texts.say("act.step", trigger=trigger, target=target)
    if one.kind == "opened":
        return texts.say("act.opened", target=_state(texts, definition, one.payload["to"]))
    if one.kind == "paper":
        about = {"paper": one.payload["type"], "code": one.payload["code"]}
        return texts.say(f"act.paper.{one.payload['act']}", **about)
    names = [str(one.payload[name]) for name in NAMES.get(one.kind, ("code",)) if name in one.payload]
    return texts.say(f"act.{one.kind}", name=next(iter(names), ""))


def _told(texts: Texts, definition: Definition | None, one: HistoryRecord) -> str:
    """What was recorded with the act: values, papers relied on, guards set aside, personal texts."""
    values = given_line(texts, definition, one.payload.get("values", {}))
    told = [values] if values else []
    told += [paper["paper"] for paper in one.payload.get("papers", ())]
    told += [texts.say("act.overridden")] if one.payload.get("override") else []
    told += [texts.say("act.opened_child", code=one.payload["opened"])] if one.payload.get("opened") else []
    erased = texts.say("act.erased")
    told += [
        f"{texts.say(f'personal.{name}')}: {erased if text is None else text}" for name, text in one.personal.items()
    ]
    return "; ".join(told)


def _state(texts: Texts, definition: Definition | None, state: str) -> str:
    return texts.title(definition.states[state].title) if definition and state in definition.states else state
