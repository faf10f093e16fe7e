"""What people read: messages of the catalogue in one language, filled with values as people write them.

A placeholder may say what its value names: `{paper:paper}` shows the title of that type of paper, `{day:day}` a day as
dd/mm/yyyy. The kinds are those of `cycle.texts.wording`; a value without one is shown as it is, but for days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from cycle.reading import read_text
from cycle.texts.wording import Wording
from workflows.definition import Definition
from workflows.naming import Text
from workflows.problems import Problem, nearest_name
from workflows.rules import Rules
from workflows.verdict import Reason

CATALOGUE = Path(__file__).parents[1] / "catalogue"
LANGUAGES = ("vi", "en")
PROBLEM_FILES = ("problems", "settings")
# The import workbook names sectors and kinds of producers by its own list; nobody names them a second time.
WORD_FILES = ("words", "sheets", "files")
# Why an act is refused, why a file is, and why a workbook is.
REASON_FILES = ("reasons", "files", "sheets")
# The command line's texts: its frame, and its commands on people, papers and dossiers.
CLI_FILES = (
    "cli",
    "acts",
    "filing",
    "running",
    "keeping",
    "lists",
    "pictures",
    "importing",
    "clocks",
    "calendars",
    "agenda",
    "naming",
    "seasons",
    "sweeps",
    "letters",
    "telling",
    "sending",
    "replies",
    "proving",
    "criteria",
    "councils",
    "rounds",
    "documents",
    "paths",
    "certificates",
    "law",
    "places",
    "national",
)


class CatalogueError(Exception):
    """A file of the catalogue does not read, or lacks a text: the installation is damaged."""


@lru_cache(maxsize=32)
def catalogue(language: str, name: str) -> Mapping[str, str]:
    """One file of messages by code."""
    file = CATALOGUE / language / f"{name}.yaml"
    source, problems = read_text(f"{language}/{name}.yaml", file.read_bytes() if file.is_file() else b"{}\n")
    if source is None or problems or not isinstance(source.tree, dict):
        raise CatalogueError(f"{file}: {problems[:3]}")
    return {code: str(text) for code, text in source.tree.items()}


@dataclass(frozen=True)
class Texts:
    """Messages in `vi` or `en`. `rules` let codes of the configuration be shown by their titles.

    Two workflows may give a state, trigger or value of one name different titles: those of `definition` come first.
    `pinned` finds the workflow of a dossier: where a message names a `dossier`, states and its family are called as it
    calls them. Where a message names a `workflow` of the rules, the titles of that one come first.
    """

    language: str = "vi"
    rules: Rules | None = field(default=None, compare=False)
    definition: Definition | None = field(default=None, compare=False)
    pinned: Callable[[str], Definition | None] | None = field(default=None, compare=False, repr=False)

    def under(self, rules: Rules | None, definition: Definition | None = None) -> "Texts":
        """The same texts with the titles that a publication, and before it one workflow, declares."""
        return replace(self, rules=rules, definition=definition)

    def about(self, state: str) -> "Texts":
        """The same texts for a dossier in a state, where no workflow has been named."""
        if self.definition is not None or self.rules is None:
            return self
        known = (one for one in self.rules.definitions.values() if state in one.states)
        return self.under(self.rules, next(known, None))

    def say(self, code: str, /, **params: Any) -> str:
        """A message of the command line."""
        name = next((one for one in CLI_FILES if code in catalogue(self.language, one)), CLI_FILES[0])
        return self._fill(name, code, params)

    def has(self, code: str) -> bool:
        """Whether the command line has a message of this code."""
        return any(code in catalogue(self.language, name) for name in CLI_FILES)

    def word(self, code: str, otherwise: str | None = None) -> str:
        """A word of the system's closed lists, as `sector.food`; the bare name where there is none."""
        for name in WORD_FILES:
            if (found := catalogue(self.language, name).get(code)) is not None:
                return found
        return code.rpartition(".")[2] if otherwise is None else otherwise

    def reason(self, reason: Reason, rules: Rules | None = None) -> str:
        """Why something is refused, what to do, and who can mend it."""
        texts = self.under(rules, self.definition) if rules is not None else self
        name = next((one for one in REASON_FILES if reason.code in catalogue(self.language, one)), REASON_FILES[0])
        told = texts.text(name, reason.code, **reason.params)
        untold = [role for role in reason.mend if texts.role(role) not in told]
        return f"{told} {texts.say('reason.mend', who=untold)}" if untold else told

    def problem(self, problem: Problem) -> str:
        """What is wrong with a configuration file, with its place and the nearest right name."""
        return f"{problem.place}: {self.problem_text(problem)}"

    def problem_text(self, problem: Problem) -> str:
        """What is wrong with a configuration file, without its place."""
        name = next((one for one in PROBLEM_FILES if problem.code in catalogue(self.language, one)), PROBLEM_FILES[0])
        told = self._fill(name, problem.code, problem.params)
        return f"{told} {self.nearest(problem.nearest)}" if problem.nearest else told

    def nearest(self, name: str) -> str:
        """Asks whether another name was meant."""
        return self._fill("problems", "nearest", {"nearest": name})

    def role(self, who: str) -> str:
        """The title of a role, with its scope where one is named (`commune.of_product`)."""
        return self.show("who", who)

    def title(self, text: Text) -> str:
        """A declared title in this language."""
        return str(getattr(text, self.language))

    def show(self, kind: str, value: Any) -> str:
        """A value of a kind as people read it; a `hint` says what else was probably meant, or to be done."""
        if kind == "hint":
            return f" {self.nearest(value)}" if value else ""
        if kind == "instead_hint":
            return f" ({', '.join(value)})" if value else ""
        if kind == "on_behalf_hint":
            return " " + self.say("reason.on_behalf", parties=self.say("missing.or").join(value)) if value else ""
        if kind == "role_hint":
            return self.show("hint", nearest_name(str(value), set(self.rules.roles if self.rules else ())))
        return Wording(self.language, self.rules, self.definition, self.word).show(kind, value)

    def text(self, file: str, code: str, /, **params: Any) -> str:
        """A message of another file of the catalogue."""
        return self._fill(file, code, params)

    def _fill(self, file: str, code: str, params: Mapping[str, Any]) -> str:
        template = catalogue(self.language, file).get(code)
        if template is None:
            told = ", ".join(f"{name}={value}" for name, value in params.items())
            return f"{code} ({told})" if told else code
        texts = self._of_workflow(params.get("workflow"))
        return _Filling(texts, params.get("dossier")).vformat(template, (), _Params(params))

    def _of_workflow(self, name: Any) -> "Texts":
        """The same texts with the titles of a workflow first, where it is one of the rules; else as they are."""
        found = self.rules.definitions.get(name) if self.rules and isinstance(name, str) else None
        return self.under(self.rules, found) if found else self

    def of_dossier(self, dossier: Any) -> "Texts":
        """The same texts with the titles of the workflow that a dossier pins first; as they are where none is known."""
        found = self.pinned(dossier) if self.pinned and isinstance(dossier, str) else None
        return self.under(self.rules, found) if found else self


class _Params(dict[str, Any]):
    """A value that was not given shows as a question mark: a message must never fail to be told."""

    def __missing__(self, key: str) -> str:
        return "?"


class _Filling(Formatter):
    """Fills a message in; the states and the family in it are those of `dossier`, where it names one."""

    def __init__(self, texts: Texts, dossier: Any) -> None:
        self._texts, self._dossier = texts, dossier

    def format_field(self, value: Any, format_spec: str) -> Any:
        own = format_spec in ("state", "family")
        texts = self._texts.of_dossier(self._dossier) if own else self._texts
        return texts.show(format_spec, value)
