"""The records of acts on deadlines in words: what was done, from which day to which, on what basis."""

from collections.abc import Mapping
from typing import Any

from cycle.texts import Texts
from workflows.verdict import Reason

DEADLINE = "deadline"
SYSTEM = "system"


def actor_name(texts: Texts, names: Mapping[str, str], actor: str) -> str:
    """The name of whoever acted; a word for the machine, which has no account."""
    name = names.get(f"account:{actor}", actor)
    return texts.word(f"role.{SYSTEM}") if name == actor == SYSTEM else name


def deadline_act(texts: Texts, payload: Mapping[str, Any]) -> str:
    """What was done to which deadline."""
    proposal = payload.get("proposal")
    said = f"clock.act_proposed.{payload['event']}" if proposal else f"clock.act.{payload['event']}"
    what = texts.say(said, trigger=proposal, to=payload.get("to", ""))
    return texts.say("clock.act", what=what, deadline=payload["deadline"]["name"])


def deadline_told(texts: Texts, payload: Mapping[str, Any]) -> list[str]:
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
    return told
