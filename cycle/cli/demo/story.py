"""A dossier's replayed history as an official tells it: what, when, who for whom, on what basis."""

from collections.abc import Iterator, Mapping

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.telling.clocked import DEADLINE, deadline_act, deadline_told
from cycle.cli.telling.given import given_line
from cycle.cli.telling.records import parties_of
from cycle.cli.telling.titles import Titled, titled_in_turn
from cycle.history import opened_by
from cycle.queries.history import HistoryRecord, replay
from cycle.queries.names import names_of
from cycle.texts import Texts
from workflows.definition import Transition
from workflows.naming import GuardUse


def story_lines(session: Session, dossier: str, programme: str) -> Iterator[str]:
    """The lines of a story, and at its end where the replay leaves the dossier."""
    office = session.app().office
    found = shown(replay(office, view(session), dossier, None, "happened"))
    turns = titled_in_turn(session, found.records)
    names = names_of(office, parties_of(found.records))
    for number, one in enumerate(found.records, 1):
        own = turns[one.seq]
        actor, whom = names[f"account:{one.actor}"], names[one.on_behalf] if one.on_behalf else ""
        yield from _record_lines(own, one, number, names)
        yield _said(own.texts, "for" if whom else "who", actor=actor, whom=whom, instant=one.recorded)
        yield from _ground_lines(own, one, programme)
    if found.snapshot:
        own = turns[found.records[-1].seq]
        yield _said(own.texts, "end", state=own.state(found.snapshot.state), version=found.snapshot.version)


def _record_lines(own: Titled, one: HistoryRecord, number: int, names: Mapping[str, str]) -> Iterator[str]:
    if one.kind == DEADLINE:
        told = "; ".join([deadline_act(own.texts, one.payload, names), *deadline_told(own.texts, one.payload)])
        yield _said(own.texts, "deadline", number=number, day=one.happened, act=told)
        return
    act = own.texts.show("trigger", one.payload["trigger"]) if "trigger" in one.payload else ""
    code = "act" if act else "law" if one.kind == "moved" else "opened"
    yield _said(own.texts, code, number=number, day=one.happened, act=act, state=own.state(one.payload["to"]))


def _ground_lines(own: Titled, one: HistoryRecord, programme: str) -> Iterator[str]:
    """The law and what the act stood on: papers, values, a note, conditions set aside, another act."""
    texts, payload = own.texts, one.payload
    if one.kind != DEADLINE:
        yield _said(texts, "basis", basis="; ".join(_bases(own, one, programme)))
    papers = [f"{texts.show('paper', paper['type'])} ({paper['paper']})" for paper in payload.get("papers", ())]
    if papers:
        yield _said(texts, "papers", papers="; ".join(papers))
    if payload.get("values"):
        yield _said(texts, "values", values=given_line(own, payload["values"]))
    for text in one.personal.values():
        yield _said(texts, "note", note=text or "")
    if payload.get("override"):
        yield _said(texts, "override")
    for code in opened_by(payload):
        yield _said(texts, "child", dossier=code)
    if payload.get("cause"):
        kind, _, code = payload["cause"]["stream"].partition("/")
        of = f"{texts.show('about', kind)} {code}".strip()
        yield _said(texts, "cause", of=of, seq=payload["cause"]["seq"])


def _bases(own: Titled, one: HistoryRecord, programme: str) -> list[str]:
    """The decision that the workflow stands on, the transition's own basis, and that of its window."""
    definition, rules = own.definition, own.texts.rules
    if definition is None or rules is None:
        return []
    move = definition.moves.get((one.payload.get("from", ""), one.payload.get("trigger", "")))
    windows = rules.programmes[programme].windows
    names = [use.params["window"] for use in _guards(move) if use.guard == "window"]
    own_bases = [*([move.basis] if move and move.basis else []), *(windows[name].basis for name in names)]
    law = definition.law.decision
    return list(dict.fromkeys(own_bases if any(law in basis for basis in own_bases) else [law, *own_bases]))


def _guards(move: Transition | None) -> tuple[GuardUse, ...]:
    return move.guards if move else ()


def _said(texts: Texts, code: str, **params: object) -> str:
    return texts.text("demo", f"story.{code}", **params)
