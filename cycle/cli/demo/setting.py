"""A folder and a founded office for a rehearsal: nothing of the machine's own settings is used."""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

import click

from cycle.cli.asking.declared import configuration, declared
from cycle.cli.asking.session import Failure, Session
from cycle.cli.demo.hindrance import HindranceError, script_missing, unplayable
from cycle.cli.demo.terminal import TypedLines
from cycle.cli.founding import found_office, founding_of
from cycle.cli.telling.answers import INVALID, NOT_FOUND
from cycle.commands.register import register
from cycle.demo import MovingClock, Script, ScriptError, Stage, read_script
from cycle.office import Office
from cycle.settings import FILE_NAME, LEADING_ELSEWHERE
from workflows.problems import nearest_name

FOLDER_OF_SCRIPTS = Path("demo")
DEFAULT = "quang-ngai-2026"
DEFAULT_FOLDER = "ocop-demo"
SETTINGS = "data: .\n"
BEGINS = r"^rehearsal:"


def scripts_in(folder: Path) -> Mapping[str, Path]:
    """The scripts of a configuration's folder by name; what is no script there begins otherwise."""
    files = sorted((folder / FOLDER_OF_SCRIPTS).glob("*.yaml"))
    return {file.stem: file for file in files if re.search(BEGINS, _text(file), re.MULTILINE)}


def script_of(session: Session, name: str) -> Script:
    """A script of the configuration that a run means. Raises HindranceError, and Failure where there is none."""
    known = scripts_in(session.config_folder())
    file = session.config_folder() / FOLDER_OF_SCRIPTS / f"{name}.yaml"
    if name not in known and known:
        raise Failure(
            "demo_unknown", NOT_FOUND, name=name, nearest=nearest_name(name, tuple(known)) or ", ".join(known)
        )
    try:
        return read_script((FOLDER_OF_SCRIPTS / file.name).as_posix(), file.read_bytes())
    except OSError:
        raise script_missing(session.texts, str(file)) from None
    except ScriptError as wrong:
        raise unplayable(session.texts, wrong) from None


def free_folder(chosen: Path | None) -> Path:
    """The folder asked for, else the first of `ocop-demo`, `ocop-demo-2` … that holds nothing. Raises Failure."""
    if chosen is None:
        names = (DEFAULT_FOLDER if number == 1 else f"{DEFAULT_FOLDER}-{number}" for number in count(1))
        return next(Path(name) for name in names if _empty(Path(name)))
    if not _empty(chosen):
        raise Failure("folder_not_empty", NOT_FOUND, folder=chosen)
    return chosen


def found_stage(session: Session, script: Script, folder: Path, environ: Mapping[str, str] = os.environ) -> Stage:
    """A new rehearsal in the folder, whose clock stands on the script's first day. Raises HindranceError."""
    for name in LEADING_ELSEWHERE:
        if environ.get(name):
            raise HindranceError([session.texts.text("demo", "variable", name=name)], NOT_FOUND)
    home = session.config_folder() / FOLDER_OF_SCRIPTS
    earlier = {path: home / file if file else None for path, file in script.earlier.items()}
    later, found = configuration(session, None), configuration(session, None, earlier)
    if script.programme not in found.rules.programmes:
        told = session.texts.text("demo", "nobody", what="programme", name=script.programme)
        raise HindranceError([told], INVALID)
    clock = MovingClock(Office.zone, script.begins)
    chief = register.Account(script.administrator.account, script.administrator.name)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_text(SETTINGS, encoding="utf-8")
    session.settings_file, session.instant = folder / FILE_NAME, clock.now()
    founding = founding_of(found, chief, rehearsal=True)
    found_office(session, found, founding, found.rules.programmes[script.programme].starts)
    app = session.app()
    office = replace(app.office, clock=clock)
    session.work_in(office)
    texts, post = session.texts.under(found.rules), app.post()
    terminal = TypedLines(session, click.get_current_context().find_root())
    whole = declared(later)
    return Stage(office, app.store, post, clock, found.rules, home / script.workbook, texts, whole, folder, terminal)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _empty(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
