"""What was set aside by sweeps, as people read it."""

from collections.abc import Iterable, Iterator

from cycle.texts import Texts
from workflows.verdict import Reason


def aside_rows(texts: Texts, found: Iterable[tuple[str, str, str, int, Reason]]) -> Iterator[tuple[str, ...]]:
    """What it is, of which dossier, paper or programme, which deadline, and why it could not be done."""
    for kind, subject, part, _, reason in found:
        shown = texts.show("deadline", part) if kind == "deadline" else part
        yield texts.say(f"swept_kind.{kind}"), subject, shown, reason_text(texts, reason)


def reason_text(texts: Texts, reason: Reason) -> str:
    """Why something could not be done: a reason of the sweeps' own, or one that a rule gives."""
    own = f"aside.{reason.code}"
    return texts.say(own, **reason.params) if texts.has(own) else texts.reason(reason)
