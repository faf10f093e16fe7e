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

from cycle.cli.asking.seeing import today
from cycle.cli.asking.session import Session
from cycle.cli.demo.letters import letter_lines, letters_json, reminder_lines
from cycle.cli.demo.story import story_lines
from cycle.cli.demo.swept import caught_up_json, counted, swept_lines
from cycle.cli.season.timeline import drawn
from cycle.cli.telling.answers import DONE, answer_json, answer_lines
from cycle.cli.telling.output import talk, tell, write_json
from cycle.demo import (
    Correspondence,
    Declined,
    Played,
    Question,
    Script,
    Shown,
    Stage,
    dossier_meant,
    read_correspondence,
)
from cycle.settings import FILE_NAME

NAMED = re.compile(r"\{([^{}]+)\}")
LINE = "=" * 80
LETTERS = "letters"


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

    def letters(self) -> Correspondence:
        """What became of the letters."""
        with self.stage.office.database.reading() as transaction:
            return read_correspondence(transaction, self.script.letter)

    def commands(self) -> list[tuple[str, str]]:
        """What to ask next: title and whole line."""
        begin = f"{_program()} --settings {shlex.quote(str(self.folder / FILE_NAME))}"
        begin += f" --as {self.script.reader} --now {self.instant}"
        return [(one.title, f"{begin} {self.line(one)}") for one in self.script.look]

    def line(self, question: Question) -> str:
        """The command of a question, its dossiers and the rehearsal's folder named."""
        folder = shlex.quote(str(self.folder))
        return NAMED.sub(lambda name: folder if name[1] == "folder" else self.dossier(name[1]), question.command)

    @property
    def picture(self) -> Path:
        """Where the year of the season is drawn."""
        return self.folder / f"{self.script.programme}.svg"


def show_all(show: Show, session: Session) -> int:
    """Tell people everything; the exit status is that of the verification."""
    counts = {"acts": show.played.acts, "recorded": show.played.recorded, "declined": len(show.played.declined)}
    talk(show.said("played", **counts, folder=show.folder))
    _declined_lines(show)
    for one in show.played.shown:
        _head(show.said("shown", day=one.act.day, title=one.act.title))
        tell(one.text)
    _head(show.said("swept.title"))
    for line in swept_lines(show.stage.texts, show.played.sweeps, show.played.caught_up):
        tell(line)
    _letters(show, session)
    _head(show.said("board"))
    _ask("board", [show.script.programme], session)
    for question in show.script.show:
        name, *words = shlex.split(show.line(question))
        _head(question.title)
        _ask(name, words, session)
    _histories(show, session)
    _head(show.said("verify"))
    status = _ask("history", ["verify"], session)
    draw(show, session)
    _farewell(show)
    return status


def _farewell(show: Show) -> None:
    """Where the picture lies, and what may be asked next."""
    _head(show.said("timeline"))
    tell(str(show.picture))
    _head(show.said("command.title"))
    for title, line in show.commands():
        tell(f"# {title}\n{line}")


def _histories(show: Show, session: Session) -> None:
    for written in show.script.follow:
        name = show.stage.cast.product(written.partition(".")[0]).name
        _head(show.said("history", product=name, dossier=show.dossier(written)))
        for line in story_lines(session, show.dossier(written), show.script.programme):
            tell(line)


def _letters(show: Show, session: Session) -> None:
    """What was written, whom no e-mail reaches, and one reminder whole."""
    found = show.letters()
    _head(show.said("letters.title"))
    for line in letter_lines(show.stage.texts, found, show.folder / LETTERS):
        tell(line)
    _head(show.said("letters.unreached"))
    _ask("letter", ["contacts", show.script.programme], session)
    if found.reminder:
        _head(show.said("letters.one"))
        for line in reminder_lines(session, found.reminder):
            tell(line)


def _declined_lines(show: Show) -> None:
    """The acts that the system did not let through, with its reasons."""
    _head(show.said("declined.title"))
    for one in show.played.declined:
        tell(show.said("declined.act", day=one.act.day, title=one.act.title, account=one.account))
        for line in answer_lines(one.answer, show.stage.texts):
            tell(f"    {line}")


def show_json(show: Show, verified: bool) -> None:
    """The same for programs, without the answers that the commands themselves give."""
    declined = [_declined(show, one) for one in show.played.declined]
    commands = [{"title": title, "command": line} for title, line in show.commands()]
    played = show.played
    counts = {"acts": played.acts, "recorded": played.recorded, "swept": counted(played.sweeps)}
    caught_up = [caught_up_json(one) for one in played.caught_up]
    about = {"result": "done" if verified else "different", "folder": str(show.folder), "now": show.instant}
    letters = letters_json(show.letters(), show.folder / LETTERS)
    told = {
        "letters": letters,
        "declined": declined,
        "shown": [_shown(one) for one in played.shown],
        "caught_up": caught_up,
        "commands": commands,
        "timeline": str(show.picture),
    }
    write_json({**about, **counts, **told})


def draw(show: Show, session: Session) -> None:
    """Draw the year of the season into the rehearsal's folder."""
    show.picture.write_text(drawn(session, show.script.programme, today(session)), encoding="utf-8", newline="\n")


def _declined(show: Show, one: Declined) -> dict[str, Any]:
    about = {"day": one.act.day.isoformat(), "title": one.act.title, "account": one.account, "product": one.product}
    return {**about, "answer": answer_json(one.answer, show.stage.texts)}


def _shown(one: Shown) -> dict[str, Any]:
    return {"day": one.act.day.isoformat(), "title": one.act.title, "command": one.act.what, "text": one.text}


def _ask(name: str, words: list[str], session: Session) -> int:
    """The answer that the command itself gives, and its exit status."""
    context = click.get_current_context().find_root()
    question = context.command.get_command(context, name)  # type: ignore[attr-defined]  # the root is a group
    return question.main(words, prog_name="ocop", standalone_mode=False, obj=session) or DONE


def _head(title: str) -> None:
    tell(f"\n{LINE}\n{title}\n")


def _program() -> str:
    """`ocop` where the shell finds it, else the path by which it was started."""
    started = Path(sys.argv[0])
    if started.name != "ocop" or shutil.which("ocop") == str(started):
        return "ocop"
    return shlex.quote(str(started))
