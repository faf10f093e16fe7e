"""The command itself: find the script and a folder, play, and show."""

from pathlib import Path

import click

from cycle.cli.answers import DONE, FAILED
from cycle.cli.demo.hindrance import HindranceError, surprise_lines
from cycle.cli.demo.setting import found_stage, free_folder, script_of
from cycle.cli.demo.showing import Show, draw, show_all, show_json
from cycle.cli.output import progress, talk
from cycle.cli.session import Session
from cycle.cli.spoken import command, option
from cycle.cli.types import FOLDER
from cycle.demo import Script, Stage, Surprise, play
from cycle.queries.history import verify
from cycle.settings import FILE_NAME


@command("demo")
@option("--folder", "folder", type=FOLDER, metavar="DIR")
@click.pass_obj
def demo(session: Session, folder: Path | None) -> int:
    working = Session(config=session.config, language=session.texts.language)
    try:
        script, place = script_of(working), free_folder(folder)
        stage = found_stage(working, script, place)
        show = _played(stage, script, place)
        return _shown(session, show)
    except HindranceError as hindrance:
        return _told(hindrance.lines, hindrance.status)
    except Surprise as surprise:
        return _told(surprise_lines(working.texts.under(working.rules_or_none()), surprise), FAILED)
    finally:
        working.close()


def _played(stage: Stage, script: Script, folder: Path) -> Show:
    with progress(stage.texts.text("demo", "label"), script.acts) as bar:
        played = play(stage, script, lambda _month: bar.advance())
    stage.clock.begin_act(script.ends)
    return Show(folder, script, stage, played)


def _shown(session: Session, show: Show) -> int:
    asking = Session(settings_file=show.folder / FILE_NAME, language=show.stage.texts.language)
    asking.account, asking.instant = show.script.reader, show.stage.clock.now()
    try:
        if not session.json:
            return show_all(show, asking)
        draw(show, asking)
        faults = verify(show.stage.office, lambda _done, _total: None).faults
        show_json(show, verified=not faults)
        return FAILED if faults else DONE
    finally:
        asking.close()


def _told(lines: tuple[str, ...] | list[str], status: int) -> int:
    for line in lines:
        talk(line)
    return status
