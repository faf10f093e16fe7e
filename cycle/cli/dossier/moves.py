"""What an act moved and opened, in words."""

from cycle.answers import Done
from cycle.cli.session import Session
from cycle.texts import Texts


def move_lines(session: Session, done: Done, *, dry_run: bool = False) -> list[str]:
    """A line for each dossier that moved or was opened, the act's own first."""
    texts = session.texts.under(session.rules_or_none())
    head = "dossier.would_move" if dry_run else "dossier.repeated" if done.repeated else "dossier.moved"
    return [texts.say(head, **_first(done)), *_further(texts, done)]


def _first(done: Done) -> dict[str, str]:
    own: dict[str, str] = dict(done.details["moves"][0])
    return {"dossier": own["dossier"], "source": own["from"], "target": own["to"]}


def _further(texts: Texts, done: Done) -> list[str]:
    moves = done.details["moves"][1:]
    told = [texts.say("dossier.moved_too", dossier=m["dossier"], source=m["from"], target=m["to"]) for m in moves]
    opened = done.details["opened"] or []
    codes = [opened] if isinstance(opened, str) else opened
    return told + [texts.say("dossier.opened_too", dossier=code) for code in codes]
