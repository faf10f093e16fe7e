"""A folder of configuration before anything of it is published: the rules it declares, or all that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cycle.canonical import NotCanonical, canonical, digest
from cycle.reading import read_folder, read_text
from workflows.model.organisations import OrganisationSeed
from workflows.problems import Place, Problem
from workflows.reading import read_organisations, read_rules
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


def read_configuration(folder: Path, instead: Mapping[str, Path] | None = None) -> Configuration | list[Problem]:
    """The configuration of a folder, or every problem of all its files in the order of their places.

    `instead` names other files to be read in place of some paths.
    """
    sources, problems = read_folder(folder, instead)
    if not folder.is_dir():
        return problems
    seeds, seed_problems = read_seeds(folder)
    unreadable = {one.place.file for one in problems if one.code not in STRANGERS} - set(sources)
    rules, wrong = read_rules(sources, {path: _hash(source) for path, source in sources.items()}, unreadable)
    found = sorted({_key(one): one for one in (*problems, *wrong, *seed_problems)}.values(), key=_key)
    if rules is None or found:
        return found
    return Configuration(sources, rules, tuple(seeds))


def read_seeds(folder: Path) -> tuple[list[OrganisationSeed], list[Problem]]:
    """The organisations of every file of the folder's `organisations`, and what is wrong with them."""
    seeds: list[OrganisationSeed] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for file in sorted((folder / "organisations").glob("*.yaml")):
        path = f"organisations/{file.name}"
        try:
            source, wrong = read_text(path, file.read_bytes())
        except OSError:
            source, wrong = None, [Problem(Place(path), "file_unreadable")]
        problems += wrong
        if source is not None:
            found, more = read_organisations(source)
            seeds += found
            problems += more
            twice = [one.code for one in found if first.setdefault(one.code, path) != path]
            told = [{"name": code, "first": first[code]} for code in twice]
            problems += [Problem(Place(path), "organisation_seeded_twice", params) for params in told]
    return seeds, problems


def _hash(source: Source) -> str:
    """The hash of a file; empty where its text has no canonical form, which only a wrong one lacks."""
    try:
        return digest(canonical(source.tree))
    except NotCanonical:
        return ""


def _key(problem: Problem) -> tuple[Place, str, tuple[tuple[str, str], ...]]:
    return (problem.place, problem.code, tuple(sorted(problem.params.items())))
