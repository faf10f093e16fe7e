"""Reading a document's code blocks, and running what a reader would type in the order in which it stands there."""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner

from cycle.cli import main
from cycle.cli.telling.answers import DONE

ROOT = Path(__file__).parents[2]
# What is run, line by line; and what is only shown, because it is not for the machine of a test.
RUN, SHOWN = "sh", "console"

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_STATUS = re.compile(r"\s+# (?:exit status|mã thoát) (\d+)$")
_SETTING = re.compile(r"export (\w+)=(\S+)$")


@dataclass(frozen=True)
class Line:
    """One command of a document, and the exit status that the document gives it."""

    document: str
    text: str
    status: int = 0

    @property
    def words(self) -> list[str]:
        return shlex.split(self.text)


def documents() -> list[str]:
    """Every document for people, by its path from the root."""
    return sorted(str(file.relative_to(ROOT)) for file in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def lines(document: str, kind: str) -> Iterator[Line]:
    """The commands of all blocks of a kind; a backslash at the end of a line goes on in the next."""
    for found, block in _BLOCK.findall(text_of(document)):
        if found == kind:
            for text in block.replace("\\\n", " ").splitlines():
                if text.strip() and not text.startswith("#"):
                    status = _STATUS.search(text)
                    yield Line(document, _STATUS.sub("", text), int(status[1]) if status else 0)


def rehearses(document: str) -> bool:
    """Whether a season is played in it."""
    return any("demo" in line.words for line in lines(document, RUN))


def run(document: str, kept: Path) -> list[tuple[Line, int, str]]:
    """Run the commands of a document in this folder; each with the exit status and the output that it had.

    A rehearsal is played once and copied for whoever asks for one again, under the name asked for: `kept` is where.
    """
    done = []
    for line in lines(document, RUN):
        if setting := _SETTING.match(line.text):
            os.environ[setting[1]] = shlex.split(setting[2])[0]
            continue
        assert line.words[0] == "ocop", f"only ocop is run in a block of {RUN}: {line.text}"
        answer = _rehearsed(line.words, kept) if "demo" in line.words else _answer(line.words)
        done.append((line, *answer))
    return done


def _answer(words: list[str]) -> tuple[int, str]:
    result = CliRunner().invoke(main, words[1:])
    return result.exit_code, result.output


def _rehearsed(words: list[str], kept: Path) -> tuple[int, str]:
    ocop, demo, name, option, folder = words
    told = "a rehearsal in a document has a name and a folder, so that it can be copied"
    assert (ocop, demo, option) == ("ocop", "demo", "--folder"), told
    if (kept / name).exists():
        shutil.copytree(kept / name, folder)
        return DONE, ""
    status, output = _answer(words)
    shutil.copytree(folder, kept / name)
    return status, output


def command_of(words: list[str]) -> str:
    """The command that a line asks for, its options and arguments parsed but not run. Raises click's own errors."""
    if words[1:] == ["--version"]:
        return "version"
    ctx: Any = main.make_context("ocop", words[1:], resilient_parsing=False)
    names, command, rest = [], ctx.command, [*ctx._protected_args, *ctx.args]  # noqa: SLF001 - what click has left
    while isinstance(command, click.Group):
        name, below, rest = command.resolve_command(ctx, rest)
        assert name is not None
        assert below is not None
        names.append(name)
        ctx = below.make_context(name, rest, parent=ctx)
        command, rest = below, [*ctx._protected_args, *ctx.args]  # noqa: SLF001 - the same
    return ".".join(names)
