"""The records of acts on deadlines in words: what was done, from which day to which, on what basis."""

from collections.abc import Mapping, Sequence
from typing import Any

from cycle.texts import Texts
from workflows.verdict import Reason

DEADLINE = "deadline"
SYSTEM = "system"
RELEASED = "released"


def actor_name(texts: Texts, names: Mapping[str, str], actor: str) -> str:
    """The name of whoever acted; a word for the machine, which has no account."""
    name = names.get(f"account:{actor}", actor)
    return texts.word(f"role.{SYSTEM}") if name == actor == SYSTEM else name


def released_to(payload: Mapping[str, Any]) -> set[str]:
    """The organisation to which an act on a deadline released it."""
    return {f"organisation:{payload['to']}"} if payload.get("event") == RELEASED else set()


def deadline_act(texts: Texts, payload: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What was done to which deadline."""
    proposal = payload.get("proposal")
    said = f"clock.act_proposed.{payload['event']}" if proposal else f"clock.act.{payload['event']}"
    to = [names.get(party, payload["to"]) for party in released_to(payload)]
    what = texts.say(said, trigger=proposal, to=to)
    return texts.say("clock.act", what=what, deadline=payload["deadline"]["name"])


def ends_told(texts: Texts, event: str, ends: Sequence[str]) -> list[str]:
    """What an act with another last day made needless, and by what."""
    return [texts.say(f"clock.ends.{one}", why=texts.say(f"clock.ends.by.{event}")) for one in ends]


def deadline_told(texts: Texts, payload: Mapping[str, Any], ends: Sequence[str] = ()) -> list[str]:
    """What was recorded with it: the old and the new last day, the basis, why a proposal cannot be fired yet."""
    told = []
    if "before" in payload:
        days = {"before": payload["before"]["last_day"], "last_day": payload["last_day"]}
        told.append(texts.say("clock.told.moved", **days))
    if "basis" in payload:
        told.append(texts.say("clock.told.basis", basis=payload["basis"]))
    if payload["event"] == "expired" and payload["to"]:
        told.append(texts.say("clock.told.to", to=payload["to"]))
    reasons = [
        texts.reason(Reason(one["code"], one["params"], tuple(one["mend"]))) for one in payload.get("reasons", ())
    ]
    if reasons:
        told.append(texts.say("clock.told.hindered", reasons=" ".join(reasons)))
    if payload.get("escalation"):
        told.append(texts.say(f"clock.escalation.{payload['escalation']}"))
    return told + ends_told(texts, payload["event"], ends)
