"""The command itself: find the script and a folder, play, and show."""

from pathlib import Path

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command, option, session_of
from cycle.cli.asking.together import alone
from cycle.cli.asking.types import FOLDER
from cycle.cli.demo.hindrance import HindranceError, surprise_lines
from cycle.cli.demo.setting import DEFAULT, found_stage, free_folder, script_of, scripts_in
from cycle.cli.demo.showing import Show, draw, show_all, show_json
from cycle.cli.telling.answers import DONE, FAILED
from cycle.cli.telling.output import progress, talk, write_json, write_pairs
from cycle.demo import Script, Stage, Surprise, play
from cycle.queries.history import verify
from cycle.settings import FILE_NAME, SettingsError


def _names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """The names of the demos, for the shell."""
    try:
        known = scripts_in(session_of(ctx).config_folder())
    except SettingsError:
        return []
    return [name for name in known if name.startswith(incomplete)]


@command("demo")
@click.argument("name", default=DEFAULT, metavar="[NAME]", shell_complete=_names)
@option("--folder", "folder", type=FOLDER, metavar="DIR")
@option("--list", "listed", is_flag=True)
@click.pass_obj
def demo(session: Session, name: str, folder: Path | None, listed: bool) -> int:
    if listed:
        alone("--list")
        return _list(session)
    working = Session(config=session.config, language=session.texts.language)
    try:
        script, place = script_of(working, name), free_folder(folder)
        stage = found_stage(working, script, place)
        show = _played(stage, script, place)
        return _shown(session, show)
    except HindranceError as hindrance:
        return _told(hindrance.lines, hindrance.status)
    except Surprise as surprise:
        return _told(surprise_lines(working.texts.under(working.rules_or_none()), surprise), FAILED)
    finally:
        working.close()


def _list(session: Session) -> int:
    """The demos of the configuration, the default first."""
    folder = session.config_folder()
    found = {name: script_of(session, name).title for name in scripts_in(folder)}
    names = sorted(found, key=lambda name: (name != DEFAULT, name))
    if session.json:
        write_json([{"name": name, "title": found[name], "default": name == DEFAULT} for name in names])
    else:
        write_pairs([(name, found[name]) for name in names])
    return DONE


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
