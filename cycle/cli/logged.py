"""What a run of `ocop` writes into the log: refusals with their reasons, failures with what hindered, and its end."""

import errno
import logging
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cycle.answers import Answer, Conflict
from cycle.app import CannotStartError
from cycle.cli.asking.session import Failure, Session
from cycle.database import said_by_driver
from cycle.log import log_event, open_log
from cycle.settings import SettingsError
from cycle.settings.values import DEFAULTS
from workflows.verdict import Refusal

FAILED = 1


def begin_log(session: Session) -> None:
    """Open the log as this run wants it; where its settings cannot be read, as it is by default."""
    try:
        settings = session.settings()
        level, form = settings.log_level, settings.log_format
    except SettingsError:
        level, form = session.log_level or DEFAULTS["log_level"], session.log_format or DEFAULTS["log_format"]
    open_log(level, form, session.run, sys.stderr)


def log_answer(answer: Answer) -> None:
    """Tell why something was not done."""
    if isinstance(answer, Refusal):
        reasons = [reason.code for reason in answer.reasons]
        log_event(logging.INFO, "refused", reasons=reasons, trigger=answer.trigger or None)
    elif isinstance(answer, Conflict):
        log_event(logging.INFO, "conflict", target=answer.target, seen=answer.seen, version=answer.version)


def log_failure(wrong: BaseException, code: str, status: int) -> None:
    """Tell what hindered a run: an error where the machine or the program is at fault, else what the user may mend."""
    told = {"code": code, "kind": type(wrong).__name__, **_hindrance(wrong)}
    log_event(logging.ERROR if status == FAILED else logging.INFO, "failed", **told)


def log_end(status: int, seconds: float) -> None:
    """Tell how a run ended."""
    log_event(logging.INFO, "ended", status=status, duration_ms=round(seconds * 1000))


def _hindrance(wrong: BaseException) -> Mapping[str, Any]:
    """Codes and places; what a message says may name persons, so it is left out but where a driver speaks."""
    if isinstance(wrong, SettingsError):
        return {"problems": [f"{one.code} {one.place}" for one in wrong.problems]}
    if isinstance(wrong, CannotStartError):
        return {"detail": wrong.params.get("detail")}
    if isinstance(wrong, Failure):
        return {}
    if isinstance(wrong, OSError):
        return {"errno": errno.errorcode.get(wrong.errno or 0), "file": wrong.filename}
    frames = traceback.extract_tb(wrong.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else None
    return {"detail": said_by_driver(wrong), "where": where}
