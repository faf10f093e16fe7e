"""Trials of definitions: the scripts of a configuration folder read, walked, and what is left to try."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cycle.reading import read_text
from workflows.definition import Definition
from workflows.placed import in_order
from workflows.problems import Place, Problem
from workflows.reading.trials import read_script
from workflows.rules import Rules
from workflows.source import Source
from workflows.trying import Script, Tried, Walked, walk
from workflows.trying.coverage import Coverage, coverage

TRIALS = "trials"


@dataclass(frozen=True)
class Run:
    """A script with all its trials walked."""

    script: Script
    walks: tuple[Walked, ...]

    @property
    def tried(self) -> Iterator[Tried]:
        """Every act of every trial."""
        return (one for walked in self.walks for one in walked.tried)


def scripts_in(folder: Path) -> list[Path]:
    """The files of trials that lie in a folder of configuration."""
    return sorted((folder / TRIALS).glob("*.yaml"))


def read_scripts(
    files: Iterable[Path], rules: Rules | None, workflow: str | None
) -> tuple[list[Script], list[Problem]]:
    """The scripts of some files, of one workflow where it is named, and every problem of all those.

    Without rules, because these do not read, there are only problems, and none of names.
    """
    scripts: list[Script] = []
    problems: list[Problem] = []
    for file in files:
        source, wrong = _source(file)
        if workflow is not None and source is not None and _about(source) not in (None, workflow):
            continue
        script, more = read_script(source, rules) if source is not None else (None, [])
        problems += [*wrong, *more]
        scripts += [script] if script is not None else []
    return scripts, in_order(problems)


def run(script: Script, rules: Rules) -> Run:
    """Walk every trial of a script."""
    return Run(script, tuple(walk(rules, script.definition, trial) for trial in script.trials))


def left(runs: Iterable[Run]) -> list[tuple[Definition, Coverage]]:
    """What the scripts of each workflow together leave to try."""
    ordered = sorted(runs, key=lambda one: one.script.definition.name)
    found = []
    for _, group in groupby(ordered, key=lambda one: one.script.definition.name):
        members = list(group)
        definition = members[0].script.definition
        found.append((definition, coverage(definition, [walked for one in members for walked in one.walks])))
    return found


def _source(file: Path) -> tuple[Source | None, list[Problem]]:
    path = f"{TRIALS}/{file.name}" if file.parent.name == TRIALS else str(file)
    try:
        return read_text(path, file.read_bytes())
    except OSError:
        return None, [Problem(Place(path), "file_unreadable")]


def _about(source: Source) -> str | None:
    """The workflow that a script names, where that can be told."""
    named = source.tree.get("workflow") if isinstance(source.tree, dict) else None
    return named if isinstance(named, str) else None
