"""What a run tells machines: events, one a line, on stderr, as text or as JSON.

An event is an English word that a program may wait for. With it stand codes, never names, notes or secrets.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

NAME = "ocop"
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:;/+@[]<>()")


@dataclass
class Run:
    """One run of the program: its request id, which history records too, what it does and for whom, once known."""

    request: str
    command: str | None = None
    account: str | None = None


def open_log(level: str, form: str, run: Run, stream: TextIO) -> None:
    """Write events of this level and above; only one log is open at a time."""
    close_log()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonLine(run) if form == "json" else _TextLine(run))
    logger = logging.getLogger(NAME)
    logger.addHandler(handler)
    logger.setLevel(level.upper())
    logger.propagate = False


def close_log() -> None:
    """Write nothing more."""
    logger = logging.getLogger(NAME)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.CRITICAL + 1)


def log_event(level: int, event: str, **fields: Any) -> None:
    """Tell an event with codes and numbers about it."""
    logging.getLogger(NAME).log(level, event, extra={"fields": fields})


class _Line(logging.Formatter):
    """An event with what is known of its run; what is not known is left out."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    def said(self, record: logging.LogRecord) -> Mapping[str, Any]:
        """The fields of one line, in their order."""
        instant = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = {"time": instant.replace("+00:00", "Z"), "level": record.levelname.lower()}
        about = {"event": record.getMessage(), **asdict(self._run), **getattr(record, "fields", {})}
        return {name: value for name, value in {**head, **about}.items() if value is not None}


class _JsonLine(_Line):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.said(record), ensure_ascii=False, default=str)


class _TextLine(_Line):
    def format(self, record: logging.LogRecord) -> str:
        said = dict(self.said(record))
        head = " ".join(str(said.pop(name)) for name in ("time", "level", "event"))
        return " ".join([head, *(f"{name}={_word(value)}" for name, value in said.items())])


def _word(value: Any) -> str:
    """A value as one word: quoted where it is not one, so that no value can make a line or a field of its own."""
    text = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if text and set(text) <= PLAIN else json.dumps(text, ensure_ascii=False)
