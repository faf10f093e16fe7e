"""What a rehearsal ends with: what was declined, the board, a replayed history, its proof, and what to ask next."""

import re
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from cycle.cli.answers import DONE, answer_json, answer_lines
from cycle.cli.board import board
from cycle.cli.demo.story import story_lines
from cycle.cli.history import history
from cycle.cli.output import talk, tell, write_json
from cycle.cli.session import Session
from cycle.demo import Declined, Played, Script, Stage, dossier_meant
from cycle.settings import FILE_NAME

NAMED = re.compile(r"\{([^{}]+)\}")
LINE = "=" * 80


@dataclass(frozen=True)
class Show:
    """A rehearsal that has been played in a folder."""

    folder: Path
    script: Script
    stage: Stage
    played: Played

    def said(self, code: str, **params: Any) -> str:
        """A text of the rehearsal."""
        return self.stage.texts.text("demo", code, **params)

    def dossier(self, written: str) -> str:
        """The code of a dossier that the script names."""
        with self.stage.office.database.reading() as transaction:
            return dossier_meant(transaction, written)

    @property
    def instant(self) -> str:
        """The last instant of the rehearsal, as `--now` takes it."""
        return self.stage.clock.now().astimezone(ZoneInfo(self.stage.office.zone)).isoformat(timespec="minutes")

    def commands(self) -> list[tuple[str, str]]:
        """What to ask next: title and whole line."""
        begin = f"{_program()} --settings {shlex.quote(str(self.folder / FILE_NAME))}"
        begin += f" --as {self.script.reader} --now {self.instant}"
        look = [(one.title, NAMED.sub(lambda name: self.dossier(name[1]), one.command)) for one in self.script.look]
        return [(title, f"{begin} {line}") for title, line in look]


def show_all(show: Show, session: Session) -> int:
    """Tell people everything; the exit status is that of the verification."""
    texts = show.stage.texts
    counts = {"acts": show.played.acts, "recorded": show.played.recorded, "declined": len(show.played.declined)}
    talk(show.said("played", **counts, folder=show.folder))
    _head(show.said("declined.title"))
    for one in show.played.declined:
        tell(show.said("declined.act", day=one.act.day, title=one.act.title, account=one.account))
        for line in answer_lines(one.answer, texts):
            tell(f"    {line}")
    _head(show.said("board"))
    _ask(board, [show.script.programme], session)
    for written in show.script.follow:
        name = show.stage.cast.product(written.partition(".")[0]).name
        _head(show.said("history", product=name, dossier=show.dossier(written)))
        for line in story_lines(session, show.dossier(written), show.script.programme):
            tell(line)
    _head(show.said("verify"))
    status = _ask(history, ["verify"], session)
    _head(show.said("command.title"))
    for title, line in show.commands():
        tell(f"# {title}\n{line}")
    return status


def show_json(show: Show, verified: bool) -> None:
    """The same for programs, without the answers that the commands themselves give."""
    declined = [_declined(show, one) for one in show.played.declined]
    commands = [{"title": title, "command": line} for title, line in show.commands()]
    counts = {"acts": show.played.acts, "recorded": show.played.recorded}
    about = {"result": "done" if verified else "different", "folder": str(show.folder), "now": show.instant}
    write_json({**about, **counts, "declined": declined, "commands": commands})


def _declined(show: Show, one: Declined) -> dict[str, Any]:
    about = {"day": one.act.day.isoformat(), "title": one.act.title, "account": one.account, "product": one.product}
    return {**about, "answer": answer_json(one.answer, show.stage.texts)}


def _ask(question: click.Command, words: list[str], session: Session) -> int:
    """The answer that the command itself gives, and its exit status."""
    return question.main(words, prog_name="ocop", standalone_mode=False, obj=session) or DONE


def _head(title: str) -> None:
    tell(f"\n{LINE}\n{title}\n")


def _program() -> str:
    """`ocop` where the shell finds it, else the path by which it was started."""
    started = Path(sys.argv[0])
    if started.name != "ocop" or shutil.which("ocop") == str(started):
        return "ocop"
    return shlex.quote(str(started))
