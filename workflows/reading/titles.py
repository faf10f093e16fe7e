"""Titles of workflows: nobody could tell by its title which of two is meant that are called the same."""

from collections.abc import Mapping

from workflows.placed import Findings
from workflows.problems import Problem
from workflows.reading.templates import LANGUAGES
from workflows.source import Source

FOLDER = "workflows/"


def title_problems(sources: Mapping[str, Source]) -> list[Problem]:
    """Workflows that share a title. Asked of files alone: what was published before goes on."""
    problems: list[Problem] = []
    for language in LANGUAGES:
        first: dict[str, str] = {}
        for path, source in sorted(sources.items()):
            title, name = _title(source, language), str(_of(source, "workflow"))
            if path.startswith(FOLDER) and title and first.setdefault(title, name) != name:
                findings = Findings(source)
                findings.at(("title", language), "title_shared", name=first[title])
                problems += findings.problems
    return problems


def _title(source: Source, language: str) -> str:
    titles = _of(source, "title")
    found = titles.get(language) if isinstance(titles, Mapping) else None
    return " ".join(found.casefold().split()) if isinstance(found, str) else ""


def _of(source: Source, key: str) -> object:
    return source.tree.get(key) if isinstance(source.tree, Mapping) else None
