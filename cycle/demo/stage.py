"""Where a script is played."""

from dataclasses import dataclass, field
from pathlib import Path

from cycle.commands.publishing import Declared
from cycle.demo.cast import Cast
from cycle.demo.clock import MovingClock
from cycle.letters.post import Post
from cycle.office import Office
from cycle.store import Store
from cycle.texts import Texts
from workflows.rules import Rules


@dataclass
class Stage:
    """The office with its files, clock and post, the rules in force, the workbook of products, the words for papers.

    `declared` is the whole configuration, for an act of the script to publish.
    """

    office: Office
    store: Store
    post: Post
    clock: MovingClock
    rules: Rules
    workbook: Path
    texts: Texts
    declared: Declared
    cast: Cast = field(default_factory=Cast)
