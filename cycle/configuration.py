"""A folder of configuration before anything of it is published: the rules it declares, or all that is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cycle.canonical import NotCanonical, canonical, digest
from cycle.reading import read_folder, read_text
from notifications.templates import TemplateProblemError, check_template
from workflows.model.organisations import OrganisationSeed
from workflows.problems import Place, Problem
from workflows.reading import LANGUAGES, read_organisations, read_rules, template_paths, templates_named
from workflows.reading.titles import title_problems
from workflows.reading.written import names
from workflows.rules import Rules
from workflows.source import Source

# What does not belong in the folder hides nothing that a rule could miss.
STRANGERS = frozenset({"file_unknown", "folder_unknown"})


@dataclass(frozen=True)
class Configuration:
    """A configuration found sound: its files, the rules they declare, the bodies that a new database begins with."""

    sources: Mapping[str, Source]
    rules: Rules
    organisations: tuple[OrganisationSeed, ...]


def read_configuration(folder: Path, instead: Mapping[str, Path | None] | None = None) -> Configuration | list[Problem]:
    """The configuration of a folder, or every problem of all its files in the order of their places.

    `instead` names other files to be read in place of some paths; None: as if it were not there.
    """
    sources, problems = read_folder(folder, instead)
    if not folder.is_dir():
        return problems
    seeds, seed_problems = read_seeds(folder)
    unreadable = {one.place.file for one in problems if one.code not in STRANGERS} - set(sources)
    rules, wrong = read_rules(sources, {path: _hash(source) for path, source in sources.items()}, unreadable)
    wrong += [*template_problems(sources), *title_problems(sources)]
    found = sorted({_key(one): one for one in (*problems, *wrong, *seed_problems)}.values(), key=_key)
    if rules is None or found:
        return found
    return Configuration(sources, rules, tuple(seeds))


def read_seeds(folder: Path) -> tuple[list[OrganisationSeed], list[Problem]]:
    """The organisations of every file of the folder's `organisations`, and what is wrong with them."""
    read: list[Source | None] = []
    problems: list[Problem] = []
    for file in sorted((folder / "organisations").glob("*.yaml")):
        path = f"organisations/{file.name}"
        try:
            source, wrong = read_text(path, file.read_bytes())
        except OSError:
            source, wrong = None, [Problem(Place(path), "file_unreadable")]
        problems += wrong
        read.append(source)
    sources = [source for source in read if source is not None]
    seeds, more = read_organisations(*sources, whole=None not in read)
    return seeds, [*problems, *more, *_seeded_twice(sources)]


def _seeded_twice(sources: Sequence[Source]) -> Iterator[Problem]:
    """The organisations that stand in more than one file."""
    first: dict[str, str] = {}
    for source in sources:
        for code in sorted(names(source.tree, "organisations", "organisation")):
            if first.setdefault(code, source.path) != source.path:
                yield Problem(Place(source.path), "organisation_seeded_twice", {"name": code, "first": first[code]})


def template_problems(sources: Mapping[str, Source]) -> list[Problem]:
    """What keeps the texts of the letters that programmes name from being written, on sample facts of each kind."""
    texts = {path: source.tree for path, source in sources.items() if isinstance(source.tree, str)}
    problems: list[Problem] = []
    for template, kind in templates_named(sources):
        for language in LANGUAGES:
            if all(path in texts for path in template_paths(template, language)):
                problems += _wrong_in(tuple(sorted(texts.items())), template, kind, language)
    return problems


@lru_cache(maxsize=256)
def _wrong_in(texts: tuple[tuple[str, str], ...], template: str, kind: str, language: str) -> list[Problem]:
    """Kept, because every text is written several times to find out."""
    return [_told(one) for one in check_template(dict(texts), template, kind, language)]


def _told(wrong: TemplateProblemError) -> Problem:
    # What is missing has no folder yet.
    file = wrong.file if "/" in wrong.file else f"letters/{wrong.file}"
    place = Place(file, wrong.line, 1 if wrong.line else 0)
    return Problem(place, f"template_{wrong.kind}", {"detail": wrong.detail or file})


def _hash(source: Source) -> str:
    """The hash of a file; empty where its text has no canonical form, which only a wrong one lacks."""
    try:
        return digest(canonical(source.tree))
    except NotCanonical:
        return ""


def _key(problem: Problem) -> tuple[Place, str, tuple[tuple[str, str], ...]]:
    return (problem.place, problem.code, tuple(sorted(problem.params.items())))
