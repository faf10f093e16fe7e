"""From a file of organisations to the bodies that a new database begins with."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.model.check import Checked, check
from workflows.model.organisations import OrganisationItem, OrganisationSeed, OrganisationsFile
from workflows.parties import named
from workflows.placed import Findings, in_order
from workflows.problems import Problem
from workflows.reading.files import PROGRAMME
from workflows.reading.written import names
from workflows.source import Path, Source

# The levels that a body of each level may stand under.
ABOVE: Mapping[str, tuple[str, ...]] = {
    "commune": ("district", "province"),
    "district": ("province",),
    "department": ("province",),
    "province": ("centre",),
    "centre": ("centre",),
}
# A commune, a district or a department is always somebody's.
NEVER_ALONE = ("commune", "district", "department")


@dataclass(frozen=True)
class _Known:
    """What is known of the bodies of all files: those that read, every code written; None where a file is missing."""

    items: Mapping[str, OrganisationItem]
    written: frozenset[str] | None


def read_organisations(*sources: Source, whole: bool = True) -> tuple[list[OrganisationSeed], list[Problem]]:
    """The organisations of some files, in the order in which they are written; empty where there are problems.

    A body may name bodies of the other files. `whole` False: some files could not be read, so that no code is unknown.
    """
    checked = [check(OrganisationsFile, source) for source in sources]
    items = [item for one in checked if one.model is not None for item in one.model.organisations]
    written = frozenset[str]().union(*(names(source.tree, "organisations", "organisation") for source in sources))
    known = _Known({item.organisation: item for item in reversed(items)}, written if whole else None)
    problems = [problem for one in checked for problem in _problems(one, known)]
    flawed = problems or any(source.flawed for source in sources)
    return ([] if flawed else [item.seed for item in items]), problems


def _problems(checked: Checked[OrganisationsFile], known: _Known) -> list[Problem]:
    """What is wrong with one file, in the order of the places."""
    if checked.model is None:
        return in_order(checked.problems)
    items, findings = checked.model.organisations, Findings(checked.source)
    findings.repeated((item.organisation, ("organisations", at, "organisation")) for at, item in enumerate(items))
    for at, item in enumerate(items):
        _check_parent(findings, item, known, ("organisations", at))
        _check_successors(findings, item, known, ("organisations", at))
    return in_order([*checked.problems, *findings.problems])


def unseeded(sources: Mapping[str, Source], seeds: Iterable[OrganisationSeed]) -> list[Problem]:
    """The programmes that name organisations which are none of those that a new database begins with."""
    known = {seed.code for seed in seeds}
    receiving = frozenset[str]().union(*(_named_in(source.tree) for source in sources.values()))
    problems: list[Problem] = []
    for path, source in sources.items():
        if PROGRAMME.match(path) and isinstance(source.tree, dict):
            findings = Findings(source)
            for place, code in _organisations(source.tree, receiving):
                findings.unknown(place, "organisation_not_seeded", code, known)
            problems += findings.problems
    return problems


def _named_in(tree: Any) -> frozenset[str]:
    """The values of a workflow that name organisations."""
    received = tree.get("receives") if isinstance(tree, dict) else None
    written = received.items() if isinstance(received, dict) else ()
    return frozenset(name for name, kind in written if isinstance(kind, str) and "organisations" in kind.split())


def _organisations(tree: dict[str, Any], receiving: Collection[str]) -> Iterator[tuple[Path, str]]:
    """Every organisation that a programme names, with its place."""
    letters = tree.get("letters")
    named_once = [(("organisation",), tree), (("letters", "secretariat"), letters if isinstance(letters, dict) else {})]
    yield from ((path, one[path[-1]]) for path, one in named_once if isinstance(one.get(path[-1]), str))
    groups = _listed(tree.get("groups"))
    for at, group in groups:
        for index, code in enumerate(group.get("members") or ()):
            yield ("groups", at, "members", index), str(code)
    grouped = {group.get("group") for _, group in groups}
    for at, item in _listed(tree.get("items")):
        values = item.get("values")
        for name, given in values.items() if isinstance(values, dict) else ():
            listed = isinstance(given, list)
            for index, code in enumerate(named(given) or ()) if name in receiving else ():
                if code not in grouped:
                    yield ("items", at, "values", name, *((index,) if listed else ())), code


def _listed(written: Any) -> list[tuple[int, dict[str, Any]]]:
    return [(at, one) for at, one in enumerate(written) if isinstance(one, dict)] if isinstance(written, list) else []


def _check_parent(findings: Findings, item: OrganisationItem, known: _Known, path: Path) -> None:
    if item.parent is None:
        if item.level in NEVER_ALONE:
            findings.at(path, "parent_missing", name=item.organisation, choices=", ".join(ABOVE[item.level]))
        return
    place = (*path, "parent")
    if findings.unknown(place, "organisation_unknown", item.parent, known.written):
        return
    parent = known.items.get(item.parent)
    if parent is None:
        return
    if parent.level not in ABOVE[item.level] or parent is item:
        findings.at(place, "parent_of_wrong_level", name=parent.organisation, level=parent.level, child=item.level)
    if parent.to is not None and parent.to < item.from_:
        findings.at(place, "parent_gone", name=parent.organisation, last=parent.to.isoformat())


def _check_successors(findings: Findings, item: OrganisationItem, known: _Known, path: Path) -> None:
    listed = [(code, (*path, "successors", index)) for index, code in enumerate(item.successors)]
    findings.repeated(listed)
    for code, place in listed:
        if findings.unknown(place, "organisation_unknown", code, known.written) or code not in known.items:
            continue
        successor = known.items[code]
        if item.to is not None and successor.to is not None and successor.to <= item.to:
            findings.at(place, "successor_gone", name=code, last=successor.to.isoformat())
        elif successor is item:
            findings.at(place, "successor_itself", name=code)
