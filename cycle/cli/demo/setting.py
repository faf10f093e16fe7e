"""A folder and a founded office for a rehearsal: nothing of the machine's own settings is used."""

import os
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path

from cycle.cli.answers import INVALID, NOT_FOUND
from cycle.cli.declared import configuration, declared
from cycle.cli.demo.hindrance import HindranceError, script_missing, unplayable
from cycle.cli.founding import found_office, founding_of
from cycle.cli.session import Failure, Session
from cycle.commands import register
from cycle.demo import MovingClock, Script, ScriptError, Stage, read_script
from cycle.office import Office
from cycle.settings import FILE_NAME, LEADING_ELSEWHERE

SCRIPT = Path("demo", "quang-ngai-2024.yaml")
DEFAULT_FOLDER = "ocop-demo"
SETTINGS = "data: .\n"


def script_of(session: Session) -> Script:
    """The script of the configuration that a run means. Raises HindranceError."""
    file = session.config_folder() / SCRIPT
    try:
        return read_script(SCRIPT.as_posix(), file.read_bytes())
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
    home = session.config_folder() / SCRIPT.parent
    earlier = {path: home / file for path, file in script.earlier.items()}
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
    texts = session.texts.under(found.rules)
    return Stage(office, app.store, app.post(), clock, found.rules, home / script.workbook, texts, declared(later))


def _empty(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
