"""Records of history as rows of a table, and a replayed dossier as pairs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cycle.cli.asking.session import Session
from cycle.cli.telling.clocked import DEADLINE, actor_name, deadline_act, deadline_told, released_to
from cycle.cli.telling.given import given_line, organisations_in
from cycle.cli.telling.lists import ZONE, wall
from cycle.cli.telling.mailed import LETTER, letter_act, letter_told, personal_told
from cycle.cli.telling.titles import Titled, titled, titled_in_turn
from cycle.cli.telling.workbook import Table
from cycle.history import MOVING_KINDS, opened_by
from cycle.queries.deadlines.clocks import overtaken
from cycle.queries.history import HistoryRecord, Replay
from cycle.queries.names import names_of
from cycle.sheets import Value
from cycle.store import Pages
from cycle.texts import Texts

COLUMNS = ("seq", "happened", "recorded", "act", "actor", "on_behalf", "told")


def record_table(session: Session, records: Sequence[HistoryRecord]) -> Table:
    """Records as a table."""
    return Table("table.records", COLUMNS, _rows(session, records))


def _rows(session: Session, records: Sequence[HistoryRecord]) -> Iterator[Sequence[Value]]:
    names, turns = names_of(session.app().office, parties_of(records)), titled_in_turn(session, records)
    zone = _zone(session.texts.under(session.rules()), records)
    bodies = _bodies(session, [one.payload.get("values", {}) for one in records])
    ends = overtaken((one.seq, one.payload) for one in records if one.kind == DEADLINE)
    for one in records:
        own = turns[one.seq]
        days = one.happened, wall(one.recorded, zone)
        who = actor_name(own.texts, names, one.actor), names[one.on_behalf] if one.on_behalf else None
        if one.kind == LETTER:
            yield one.seq, *days, letter_act(own.texts, one.payload), *who, letter_told(own.texts, one)
        else:
            yield one.seq, *days, _act(own, one, names), *who, _told(own, one, bodies, ends.get(one.seq, ()))


def parties_of(records: Iterable[HistoryRecord]) -> set[str]:
    """Everybody who acted, was acted for, or to whom something was released."""
    told = list(records)
    acted = {party for one in told for party in (f"account:{one.actor}", one.on_behalf) if party}
    return acted.union(*(released_to(one.payload) for one in told if one.kind == DEADLINE))


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
        **(_named(session, one.product, one.producer) if one.product else {"title": found.title}),
        "state": f"{own.state(one.state)} ({one.state})",
        "version": one.version,
        "last_act": date.fromisoformat(one.happened),
        "deadline": "; ".join(due),
        "given": given_line(own, one.values, _bodies(session, [one.values])),
    }
    return [(texts.say(f"column.{name}"), value) for name, value in pairs.items() if value != ""]


def _named(session: Session, product: str, producer: str | None) -> dict[str, str]:
    """What a dossier is about by name, with the code that a command takes."""
    parties = {"product": product, "producer": producer}
    names = names_of(session.app().office, {f"{kind}:{code}" for kind, code in parties.items() if code})
    return {kind: f"{names[f'{kind}:{code}']} ({code})" for kind, code in parties.items() if code}


def _bodies(session: Session, given: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """The names of the organisations that values name, by code."""
    codes = {code for values in given for code in organisations_in(values)}
    found = names_of(session.app().office, {f"organisation:{code}" for code in codes})
    return {party.partition(":")[2]: name for party, name in found.items()}


def _zone(texts: Texts, records: Sequence[HistoryRecord]) -> str:
    """The zone of the programme that the records are about, or the office's."""
    programmes = texts.rules.programmes if texts.rules else {}
    named = (str(one.payload.get("programme")) for one in records)
    return next((programmes[name].zone for name in named if name in programmes), ZONE)


def _act(own: Titled, one: HistoryRecord, names: Mapping[str, str]) -> str:
    texts, payload = own.texts, one.payload
    if one.kind in MOVING_KINDS:
        return _move(own, one)
    if one.kind == "paper":
        return texts.say(f"act.paper.{payload['act']}", paper=payload["type"], code=payload["code"])
    if one.kind == DEADLINE:
        return deadline_act(texts, payload, names)
    if (code := _event(one.kind, payload.get("event"))) is not None:
        return texts.say(code, **{"name": payload.get("code", ""), **payload})
    if "bound" in payload:
        return texts.say("act.bound", name=payload["account"])
    if "role" in payload:
        told = "act.role_ended" if payload.get("ended") else "act.role"
        return texts.say(told, account=payload["account"], role=payload["role"], holder=payload["holder"])
    span = {"since": payload.get("from"), "until": payload.get("to")}
    return texts.say(f"act.{one.kind}", name=payload.get("code") or payload.get("publication", ""), **span)


def _move(own: Titled, one: HistoryRecord) -> str:
    """A dossier that was opened or entered, that somebody moved on, or a law from one workflow to another and back."""
    texts, payload, target = own.texts, one.payload, own.state(one.payload["to"])
    if one.kind == "opened":
        return texts.say("act.entered" if "entered" in payload else "act.opened", target=target)
    if one.kind == "moved":
        return texts.say("act.law_returned" if "reverts" in payload["law"] else "act.law_moved", target=target)
    return texts.say("act.step", trigger=texts.show("trigger", payload["trigger"]), target=target)


def _event(kind: str, event: str | None) -> str | None:
    """The text of a record that tells which event of its kind it is; None for any other."""
    told = {"season": f"act.season.{event}", "contact": f"act.contact.{event}", "producer": f"act.producer.{event}"}
    told |= {"law": f"act.law.{event}", "session": f"act.session.{event}", "council": f"act.council.{event}"}
    told |= {"turn": f"act.turn.{event}", "sheet": f"act.sheet.{event}"}
    return told.get(kind) if event is not None else None


def _told(own: Titled, one: HistoryRecord, bodies: Mapping[str, str], ends: Sequence[str]) -> str:
    """What was recorded with the act: values, papers relied on, guards set aside, personal texts."""
    texts, payload = own.texts, one.payload
    values = given_line(own, payload.get("values", {}), bodies)
    told = [text for text in (payload.get("name"), values) if text] + _entered(texts, payload)
    told += [texts.say("act.pages", pages=Pages(payload["pages_from"], payload["pages_to"]))] if _ranged(one) else []
    told += [paper["paper"] for paper in payload.get("papers", ())]
    told += [texts.say("sheet.sealed")] if one.sealed else []
    told += [texts.say("act.overridden")] if payload.get("override") else []
    told += [texts.say("act.opened_child", code=code) for code in opened_by(payload)]
    told += deadline_told(texts, payload, ends) if one.kind == DEADLINE else _followed(texts, one)
    return "; ".join(told + personal_told(texts, one))


def _followed(texts: Texts, one: HistoryRecord) -> list[str]:
    """The dossier that one was carried over from, the paper that one was taken over from."""
    code = one.payload.get("links", {}).get("carried_from")
    told = [texts.say("act.carried_from", code=code)] if code else []
    return told + ([texts.say("act.taken_from", code=one.payload["from"])] if _taken(one) else [])


def _taken(one: HistoryRecord) -> bool:
    return one.kind == "paper" and "from" in one.payload


def _ranged(one: HistoryRecord) -> bool:
    """Whether it enters some pages of a file as a paper."""
    return one.kind == "paper" and one.payload.get("pages_from") is not None


def _entered(texts: Texts, payload: Mapping[str, Any]) -> list[str]:
    """What an act entered from paper stands on, and since when it was under way."""
    if "entered" not in payload:
        return []
    return [
        texts.say("act.entered_basis", basis=payload["entered"]["basis"]),
        texts.say("act.entered_began", began=payload["began"]),
    ]
