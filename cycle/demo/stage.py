"""Where a script is played."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from cycle.commands.publishing import Declared
from cycle.demo.cast import Cast
from cycle.demo.clock import MovingClock
from cycle.letters.post import Post
from cycle.office import Office
from cycle.store import Store
from cycle.texts import Texts
from workflows.rules import Rules


@dataclass(frozen=True)
class Said:
    """What a line of `ocop` ended with: its status, what it wrote, and of a line for programs what it answered."""

    status: int
    text: str
    told: Mapping[str, Any] = field(default_factory=dict)


class Terminal(Protocol):
    """Where a line of `ocop` is typed by an account, at the clock of the play."""

    def __call__(self, account: str, words: Sequence[str], *, as_json: bool) -> Said:
        """What came of the words; `as_json` as programs are told."""
        ...


@dataclass
class Stage:
    """The office with its files, clock and post, the rules in force, the workbook of products, the words for papers.

    `folder` is where the rehearsal lies, `terminal` where lines are typed, `declared` the whole configuration, for an
    act of the script to publish.
    """

    office: Office
    store: Store
    post: Post
    clock: MovingClock
    rules: Rules
    workbook: Path
    texts: Texts
    declared: Declared
    folder: Path
    terminal: Terminal
    cast: Cast = field(default_factory=Cast)
