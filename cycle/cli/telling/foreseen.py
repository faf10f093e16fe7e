"""Letters that there would be, as previews show them: to whom, when, and what they would say."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cycle.cli.asking.session import Session
from cycle.cli.telling.lists import Table, wall
from cycle.cli.telling.output import tell
from cycle.letters.foreseeing import Foreseen

COLUMNS = ("letter", "recipient", "mail_address", "send_after")


def foreseen_json(found: Sequence[Foreseen]) -> list[Mapping[str, Any]]:
    """Each letter for programs."""
    return [asdict(one) for one in found]


def foreseen_table(session: Session, found: Sequence[Foreseen]) -> Table:
    """One row for each letter."""
    rows = [(one.title, one.recipient_name, _reached(session, one), wall(one.send_after)) for one in found]
    return Table("table.foreseen", COLUMNS, rows)


def tell_foreseen(session: Session, found: Sequence[Foreseen]) -> None:
    """Each letter with its words, one after the other; or that there would be none."""
    texts = session.texts
    if not found:
        tell(texts.say("telling.none_foreseen"))
    for number, one in enumerate(found, 1):
        tell()
        told = {"title": one.title, "who": one.recipient_name, "reached": _reached(session, one)}
        tell(texts.say("telling.foreseen", number=number, count=len(found), **told))
        if one.subject is not None:
            tell(texts.say("telling.subject", subject=one.subject))
            tell()
            tell(one.text or "")


def _reached(session: Session, one: Foreseen) -> str:
    return session.texts.say("telling.reached" if one.reached else "telling.unreached")
