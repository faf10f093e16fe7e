"""What an act on dossiers answers, in words: moves with the titles of each dossier's own workflow."""

from collections.abc import Mapping
from typing import Any

from cycle.answers import Answer, Done
from cycle.cli.telling.answers import answer_lines, with_names
from cycle.cli.telling.titles import Titles
from cycle.texts import Texts
from workflows.verdict import Refusal


def outcome_lines(titles: Titles, dossier: str, answer: Answer, *, dry_run: bool) -> list[str]:
    """The lines of one answer: each dossier that moved or was opened, or why nothing did."""
    if not isinstance(answer, Done):
        return answer_lines(with_names(titles.session, answer), titles.of(dossier).texts)
    head = "dossier.would_move" if dry_run else "dossier.repeated" if answer.repeated else "dossier.moved"
    first, *further = answer.details["moves"]
    told = [_move(titles, head, first), *(_move(titles, "dossier.moved_too", move) for move in further)]
    opened = answer.details["opened"] or []
    codes = [opened] if isinstance(opened, str) else opened
    said = "dossier.would_open_too" if dry_run else "dossier.opened_too"
    return told + [titles.of(dossier).texts.say(said, dossier=code) for code in codes]


def refusal_line(texts: Texts, subject: str, refusal: Refusal) -> str:
    """A refusal with every reason on one line, for lists of outcomes."""
    reasons = [texts.reason(reason) for reason in refusal.reasons]
    return texts.say("many.refused", subject=subject, reasons=" ".join(reasons))


def _move(titles: Titles, said: str, move: Mapping[str, Any]) -> str:
    own = titles.of(move["dossier"])
    states = {"source": own.state(move["from"]), "target": own.state(move["to"])}
    return own.texts.say(said, dossier=move["dossier"], **states)
