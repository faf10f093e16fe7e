"""The letters of a rehearsal: how many of which kind, where they lie, and one of them whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cycle.cli.asking.seeing import shown, view
from cycle.cli.asking.session import Session
from cycle.cli.letter.naming import reason_text
from cycle.demo import Correspondence
from cycle.queries.letters.letter import read_letter
from cycle.queries.letters.letters import reason_of
from cycle.texts import Texts


def letter_lines(texts: Texts, found: Correspondence, folder: Path) -> Iterator[str]:
    """How many letters were written, were not needed any more, or wait; and the folder."""
    yield _said(texts, "letters.written", count=sum(found.written.values()), folder=folder)
    for kind, count in found.written.items():
        yield _said(texts, "letters.count", what=texts.say(f"letter_kind.{kind}"), count=count)
    yield _said(texts, "letters.void", count=sum(found.void.values()))
    for reason, count in found.void.items():
        yield _said(texts, "letters.reason", what=reason_text(texts, reason_of(reason)), count=count)
    yield _said(texts, "letters.waiting", count=found.waiting, recipients=found.unreached)


def letters_json(found: Correspondence, folder: Path) -> Mapping[str, Any]:
    """The same for programs."""
    waiting = {"waiting": found.waiting, "unreached": found.unreached}
    about = {"written": found.written, "void": found.void, "reminder": found.reminder}
    return {**about, **waiting, "folder": str(folder)}


def reminder_lines(session: Session, code: str) -> Iterator[str]:
    """A letter's plain text, below its subject."""
    found = shown(read_letter(session.app().office, view(session), code))
    yield found.row.subject or ""
    yield ""
    yield from found.words.plain.splitlines() if found.words else ()


def _said(texts: Texts, code: str, **params: Any) -> str:
    return texts.text("demo", code, **params)
