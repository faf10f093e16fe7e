"""Records of letters in words: what happened to which letter, and what came of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cycle.queries.history import HistoryRecord
from cycle.texts import Texts

LETTER = "letter"
SEALED, FORMAL, VOID, RESOLVED = "sealed", "formal", "void", "resolved"
# Said of what was only written into a file.
FILED = "filed"
# The outcomes that stand in deliveries by another word.
ENDED = {"refused": "failed", "expired": "failed", "not_handed": "queued"}


def letter_act(texts: Texts, payload: Mapping[str, Any]) -> str:
    """What happened to which letter."""
    event, filed = payload["event"], _filed(payload, payload["event"])
    act = texts.say(f"letter_act.{FILED if filed else event}")
    if event == FORMAL:
        return texts.say("act.letter.formal", act=act, number=payload["number"], day=payload["day"])
    if event == SEALED:
        about = {name: payload[name] for name in ("letter", "number", "year")}
        return texts.say("act.letter.sealed", act=act, **about)
    return texts.say("act.letter.other", act=act, letter=payload["letter"])


def letter_told(texts: Texts, one: HistoryRecord) -> str:
    """What was recorded with it: which letter, by which channels, how each address ended, personal texts."""
    return "; ".join([*_told(texts, one.payload), *personal_told(texts, one)])


def personal_told(texts: Texts, one: HistoryRecord) -> list[str]:
    """The personal texts of a record, or that they have been erased."""
    erased = texts.say("act.erased")
    return [f"{texts.say(f'personal.{name}')}: {text or erased}" for name, text in one.personal.items()]


def _told(texts: Texts, payload: Mapping[str, Any]) -> Iterator[str]:
    if title := _title(texts, payload.get("name")):
        yield title
    if payload["event"] == VOID:
        yield texts.say(f"letter_reason.{payload['reason']}")
    yield from (_channel(texts, one) for one in payload.get("channels", ()))
    if "channel" in payload:
        yield _channel(texts, payload["channel"])
    ended = Counter(ENDED.get(one["outcome"], one["outcome"]) for one in payload.get("results", ()))
    for outcome, count in ended.items():
        shown = texts.say(f"delivery.{FILED if _filed(payload, outcome) else outcome}")
        yield texts.say("act.letter.ended", count=count, outcome=shown)
    if payload["event"] == RESOLVED:
        yield texts.say(f"delivery.{ENDED.get(payload['outcome'], payload['outcome'])}")
        yield texts.say(f"letter_known.{payload['by']}")
    if "how" in payload:
        yield texts.say(f"letter_how.{payload['how']}")


def _filed(payload: Mapping[str, Any], outcome: str) -> bool:
    """Whether what was taken was only written into a file."""
    return outcome == "handed" and payload.get("channel") == "files"


def _channel(texts: Texts, name: str) -> str:
    code = f"channel.{name}"
    return texts.say(code) if texts.has(code) else name


def _title(texts: Texts, name: str | None) -> str:
    """The title of a letter in the programmes that declare it; '' where none does."""
    declared = (one.letters for one in (texts.rules.programmes.values() if texts.rules else ()) if one.letters)
    found = next((one.letters[name] for one in declared if name is not None and name in one.letters), None)
    return str(getattr(found.title, texts.language)) if found else ""
