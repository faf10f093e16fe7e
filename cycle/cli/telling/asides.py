"""What was set aside by sweeps, as people read it."""

from collections.abc import Iterable, Iterator

from cycle.texts import Texts
from workflows.verdict import Reason


def aside_rows(texts: Texts, found: Iterable[tuple[str, str, str, int, Reason]]) -> Iterator[tuple[str, ...]]:
    """What it is, of which dossier, paper or programme, which deadline, and why it could not be done."""
    for kind, subject, part, _, reason in found:
        shown = texts.show("deadline", part) if kind == "deadline" else part
        yield texts.say(f"swept_kind.{kind}"), subject, shown, texts.reason(reason)
