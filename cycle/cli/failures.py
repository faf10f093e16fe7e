"""What people are told when a run fails, and the exit status that says so to programs."""

import errno
from collections.abc import Mapping
from typing import Any

import click

from cycle.answers import RequestReusedError
from cycle.app import CannotStartError
from cycle.cli.asking.seeing import Refused
from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import metavar, session_of
from cycle.cli.logged import log_failure
from cycle.cli.telling.answers import CONFLICT, FAILED, INTERRUPTED, INVALID, NOT_FOUND, give, give_problems
from cycle.cli.telling.output import talk, write_json
from cycle.database import ContentionError, damaged, said_by_driver
from cycle.history import StaleDossierError
from cycle.publication import UnreadablePublicationError
from cycle.settings import SettingsError, SettingsMissingError
from cycle.store import FileRefused
from cycle.texts import Texts


def report(session: Session, wrong: BaseException) -> int:
    """Tell what went wrong and return the exit status."""
    if isinstance(wrong, SettingsError):
        status = NOT_FOUND if isinstance(wrong, SettingsMissingError) else INVALID
        give_problems(session, wrong.problems)
        log_failure(wrong, "settings", status)
        return status
    if isinstance(wrong, Refused):
        return give(session, wrong.refusal)
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        talk(wrong.format_message())
        return NOT_FOUND
    code, text, status = _told(session, wrong)
    if session.json:
        write_json({"result": "error", "code": code, "text": text})
    elif text:
        talk(text)
    log_failure(wrong, code, status)
    return status


def _told(session: Session, wrong: BaseException) -> tuple[str, str, int]:
    """Code, text and exit status of what went wrong."""
    texts = session.texts
    match wrong:
        case Failure() | CannotStartError():
            prefix = "error" if isinstance(wrong, Failure) else "start"
            return wrong.code, texts.say(f"{prefix}.{wrong.code}", **wrong.params), wrong.status
        case FileRefused():
            return wrong.code, texts.text("files", wrong.code, **wrong.params), NOT_FOUND
        case click.Abort() | KeyboardInterrupt():
            return "interrupted", texts.say("error.interrupted"), INTERRUPTED
        case click.ClickException():
            return "usage", _usage(session, wrong), NOT_FOUND
        case OSError():
            detail = errno.errorcode.get(wrong.errno or 0, wrong.strerror or str(wrong))
            return "system", texts.say("error.system", file=wrong.filename or "", detail=detail), FAILED
    code, params, status = _of_database(texts, wrong)
    return code, texts.say(f"error.{code}", **params), status


def _of_database(texts: Texts, wrong: BaseException) -> tuple[str, Mapping[str, Any], int]:
    match wrong:
        case RequestReusedError():
            return "request_reused", {"request": wrong.request}, CONFLICT
        case StaleDossierError():
            return "stale", {"dossier": str(wrong)}, CONFLICT
        case ContentionError():
            return "locked", {}, CONFLICT
        case UnreadablePublicationError():
            told = "; ".join(texts.problem(one) for one in wrong.problems[:3])
            return "publication_unreadable", {"detail": f"{wrong.text[:12]} {told}"}, FAILED
        case _ if (said := said_by_driver(wrong)) is not None:
            return ("database_damaged" if damaged(said) else "database"), {"detail": said}, FAILED
        case _:
            return "internal", {"kind": type(wrong).__name__, "detail": str(wrong)}, FAILED


def _usage(session: Session, wrong: click.ClickException) -> str:
    """What is wrong with the line, in the language of the run, with where to find help."""
    texts = session.texts
    code, params = _usage_code(wrong)
    told = texts.say(f"usage.{code}", **params)
    possible = getattr(wrong, "possibilities", None)
    if possible:
        told += " " + texts.nearest(possible[0])
    ctx = getattr(wrong, "ctx", None)
    return f"{told}\n{texts.say('usage.help', command=ctx.command_path)}" if ctx else told


def _usage_code(wrong: click.ClickException) -> tuple[str, Mapping[str, Any]]:
    match wrong:
        case click.NoSuchOption():
            return "no_such_option", {"option": wrong.option_name}
        case click.exceptions.NoSuchCommand():
            return "no_such_command", {"command": wrong.command_name}
        case click.MissingParameter():
            return "missing", {"name": _name(wrong)}
        case click.BadOptionUsage():
            return "option_value", {"option": wrong.option_name}
        case click.BadParameter():
            return "bad_value", {"name": _name(wrong), "detail": wrong.message}
        case _:
            return "other", {"detail": wrong.format_message()}


def _name(wrong: click.BadParameter) -> str:
    if wrong.param is None:
        return str(wrong.param_hint or "")
    return (
        wrong.param.opts[-1]
        if isinstance(wrong.param, click.Option)
        else metavar(session_of(wrong.ctx).texts, wrong.param.make_metavar(wrong.ctx))
        if wrong.ctx
        else str(wrong.param.name)
    )
