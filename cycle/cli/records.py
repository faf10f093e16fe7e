"""Records of history as rows of a table, and a replayed dossier as pairs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cycle.cli.given import given_line
from cycle.cli.session import Session
from cycle.cli.titles import Titled, titled
from cycle.queries.history import HistoryRecord, Replay
from cycle.queries.names import names_of

COLUMNS = ("seq", "happened", "recorded", "act", "actor", "on_behalf", "told")
MOVES = frozenset({"step", "moved", "corrected"})


def record_rows(session: Session, records: Sequence[HistoryRecord]) -> Iterator[Sequence[Any]]:
    """A row for each record, in the order of COLUMNS."""
    own = titled(session, next((one.payload["definition"] for one in records if one.kind == "opened"), None))
    names = names_of(session.app().office, parties_of(records))
    for one in records:
        days = own.texts.show("day", one.happened), own.texts.show("instant", one.recorded)
        who = names[f"account:{one.actor}"], names[one.on_behalf] if one.on_behalf else None
        yield one.seq, *days, _act(own, one), *who, _told(own, one)


def parties_of(records: Iterable[HistoryRecord]) -> set[str]:
    """Everybody who acted or was acted for."""
    return {party for one in records for party in (f"account:{one.actor}", one.on_behalf) if party}


def replay_pairs(session: Session, dossier: str, found: Replay) -> list[tuple[str, Any]]:
    """How a dossier stood: names and values."""
    if found.snapshot is None:
        return [(dossier, session.texts.say("history.not_yet"))]
    one = found.snapshot
    own = titled(session, one.definition)
    texts = own.texts
    due = [f"{texts.show('deadline', name)}: {texts.show('day', day)}" for name, day in found.deadlines.items()]
    pairs = {
        "dossier": one.code,
        "product": one.product,
        "producer": one.producer,
        "state": f"{own.state(one.state)} ({one.state})",
        "version": one.version,
        "last_act": texts.show("day", one.happened),
        "deadline": "; ".join(due),
        "given": given_line(own, one.values),
    }
    return [(texts.say(f"column.{name}"), value) for name, value in pairs.items() if value != ""]


def _act(own: Titled, one: HistoryRecord) -> str:
    texts, payload = own.texts, one.payload
    if one.kind in MOVES:
        return texts.say("act.step", trigger=texts.show("trigger", payload["trigger"]), target=own.state(payload["to"]))
    if one.kind == "opened":
        return texts.say("act.opened", target=own.state(payload["to"]))
    if one.kind == "paper":
        return texts.say(f"act.paper.{payload['act']}", paper=payload["type"], code=payload["code"])
    if "bound" in payload:
        return texts.say("act.bound", name=payload["account"])
    if "role" in payload:
        told = "act.role_ended" if payload.get("ended") else "act.role"
        return texts.say(told, account=payload["account"], role=payload["role"], holder=payload["holder"])
    return texts.say(f"act.{one.kind}", name=payload.get("code") or payload.get("publication", ""))


def _told(own: Titled, one: HistoryRecord) -> str:
    """What was recorded with the act: values, papers relied on, guards set aside, personal texts."""
    texts, payload = own.texts, one.payload
    values = given_line(own, payload.get("values", {}))
    told = [text for text in (payload.get("name"), values) if text]
    told += [paper["paper"] for paper in payload.get("papers", ())]
    told += [texts.say("act.overridden")] if payload.get("override") else []
    told += [texts.say("act.opened_child", code=payload["opened"])] if payload.get("opened") else []
    erased = texts.say("act.erased")
    told += [f"{texts.say(f'personal.{name}')}: {text or erased}" for name, text in one.personal.items()]
    return "; ".join(told)
