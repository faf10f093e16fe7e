"""Plans of changes of law in a folder of configuration: found, checked, and kept as text by their hash."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cycle.canonical import canonical, digest
from cycle.reading import read_text
from workflows.placed import in_order
from workflows.problems import Place, Problem
from workflows.reading.law import read_plan
from workflows.rules import Rules
from workflows.source import Source
from workflows.transfer.plan import Plan

FOLDER = "law"


@dataclass(frozen=True)
class PlanText:
    """A plan file that reads. Its names are looked up in the rules in force where it is tried and applied."""

    source: Source

    @property
    def canonical(self) -> str:
        """The canonical text (RFC 8785)."""
        return canonical(self.source.tree)

    @property
    def hash(self) -> str:
        """The name by which history knows it."""
        return digest(self.canonical)

    def read(self, rules: Rules) -> tuple[Plan | None, list[Problem]]:
        """The plan as it works on some rules, or all that keeps it from that."""
        return read_plan(self.source, rules)


def plans_in(folder: Path) -> list[Path]:
    """The plan files of a folder of configuration."""
    return sorted((folder / FOLDER).glob("*.yaml"))


def read_plan_file(file: Path) -> tuple[PlanText | None, list[Problem]]:
    """The text of one plan, or what keeps it from being read."""
    path = f"{FOLDER}/{file.name}" if file.parent.name == FOLDER else str(file)
    try:
        source, problems = read_text(path, file.read_bytes())
    except OSError:
        return None, [Problem(Place(path), "file_unreadable")]
    return (PlanText(source), problems) if source is not None and not problems else (None, problems)


def plan_problems(files: Iterable[Path], rules: Rules | None) -> list[Problem]:
    """Every problem of some plan files; without rules those of their shape alone."""
    problems: list[Problem] = []
    for file in files:
        text, wrong = read_plan_file(file)
        problems += wrong
        problems += read_plan(text.source, rules)[1] if text is not None else []
    return in_order(problems)
