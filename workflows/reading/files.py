"""Which file is what: every source in the shape of its kind."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from workflows.model.calendar import CalendarFile
from workflows.model.check import Checked, check
from workflows.model.papers import PapersFile
from workflows.model.programme import ProgrammeFile
from workflows.model.roles import RolesFile
from workflows.model.workflow import WorkflowFile
from workflows.problems import Place, Problem
from workflows.reading.criteria_files import (
    CRITERIA,
    CriteriaFolder,
    criteria_folders,
    criteria_name_problems,
    criteria_shape_problems,
)
from workflows.reading.known import Known
from workflows.reading.shelves import papers_of, roles_of, sets_of
from workflows.reading.written import names
from workflows.source import Source

WORKFLOW = re.compile(r"workflows/([^/]+)\.yaml\Z")
PROGRAMME = re.compile(r"programmes/[^/]+/programme\.yaml\Z")
CALENDAR = re.compile(r"calendars/([^/]+)\.yaml\Z")
# Stands for a name that cannot be read; a problem has told it already.
UNREAD = "unread"
TEMPLATE = re.compile(r"letters/[a-z][a-z0-9_]*\.(?:vi|en)\.(?:txt|html)\Z")
PAPERS, ROLES = "papers.yaml", "roles.yaml"


@dataclass(frozen=True)
class Files:
    """Every file by path, checked for its shape. `unreadable` are paths whose text is broken, `templates` the texts of
    letters, each the tree of its source.
    """

    workflows: Mapping[str, Checked[WorkflowFile]]
    programmes: Mapping[str, Checked[ProgrammeFile]]
    calendars: Mapping[str, Checked[CalendarFile]]
    papers: Checked[PapersFile] | None
    roles: Checked[RolesFile] | None
    unreadable: frozenset[str]
    strangers: tuple[str, ...]
    templates: Mapping[str, Source] = field(default_factory=dict)
    criteria: tuple[CriteriaFolder, ...] = ()


def sort_files(sources: Mapping[str, Source], unreadable: Collection[str]) -> Files:
    papers, roles = sources.get(PAPERS), sources.get(ROLES)
    found = Files(
        workflows={path: check(WorkflowFile, sources[path]) for path in sorted(sources) if WORKFLOW.match(path)},
        programmes={path: check(ProgrammeFile, sources[path]) for path in sorted(sources) if PROGRAMME.match(path)},
        calendars={path: check(CalendarFile, sources[path]) for path in sorted(sources) if CALENDAR.match(path)},
        papers=check(PapersFile, papers) if papers else None,
        roles=check(RolesFile, roles) if roles else None,
        unreadable=frozenset(unreadable),
        strangers=(),
        templates={path: sources[path] for path in sorted(sources) if TEMPLATE.match(path)},
        criteria=criteria_folders(sources),
    )
    placed = {*found.workflows, *found.programmes, *found.calendars, *found.templates, PAPERS, ROLES}
    placed |= {path for folder in found.criteria for path in folder.paths}
    return replace(found, strangers=tuple(path for path in sorted(sources) if path not in placed))


def shape_problems(files: Files) -> list[Problem]:
    """What is wrong with each file for itself, and files that are missing or belong nowhere."""
    problems = [Problem(Place(path), "file_unknown", {"name": path}) for path in files.strangers]
    for path, there in ((PAPERS, files.papers), (ROLES, files.roles)):
        if there is None and path not in files.unreadable:
            problems.append(Problem(Place(path), "file_missing", {"name": path}))
    singles = [*(files.papers.problems if files.papers else ()), *(files.roles.problems if files.roles else ())]
    problems += [problem for workflow in files.workflows.values() for problem in workflow.problems]
    problems += [problem for programme in files.programmes.values() for problem in programme.problems]
    problems += [problem for calendar in files.calendars.values() for problem in calendar.problems]
    return problems + singles + criteria_shape_problems(files.criteria, files.unreadable)


def name_problems(files: Files) -> list[Problem]:
    """A workflow or calendar that is not called like its file, and a programme whose name another one has."""
    problems: list[Problem] = []
    workflows = ((path, c.source, c.model.workflow) for path, c in files.workflows.items() if c.model)
    for path, source, name in workflows:
        problems += _misnamed(source, "workflow", name, WORKFLOW.match(path))
    calendars = ((path, c.source, c.model.calendar) for path, c in files.calendars.items() if c.model)
    for path, source, name in calendars:
        problems += _misnamed(source, "calendar", name, CALENDAR.match(path))
    first: dict[str, str] = {}
    for path, checked in files.programmes.items():
        name = checked.model.programme if checked.model else ""
        if first.setdefault(name, path) != path and name not in ("", UNREAD):
            place = checked.source.place(("programme",))
            problems.append(Problem(place, "programme_repeated", {"name": name, "first": first[name]}))
    return problems + criteria_name_problems(files.criteria)


def _misnamed(source: Source, key: str, name: str, match: re.Match[str] | None) -> list[Problem]:
    if match is None or name in (match[1].replace("-", "_"), UNREAD):
        return []
    return [Problem(source.place((key,)), "file_of_other_name", {"name": name}, match[1].replace("-", "_"))]


def known_in(files: Files) -> Known:
    """The names that are written in the files; None for a kind of which some file cannot be read."""
    unread = files.unreadable
    papers, roles = files.papers, files.roles
    families = [_family(checked.written) for checked in files.workflows.values()]
    calendars = [
        checked.written.tree.get("calendar") for checked in files.calendars.values() if _mapping(checked.written)
    ]
    return Known(
        role_names=_names(roles.written, "roles", "role") if roles else None,
        paper_names=_names(papers.written, "papers", "paper") if papers else None,
        set_names=names(papers.written.tree, "sets", "set") if papers else None,
        families=None if _some(WORKFLOW, unread) or None in families else frozenset(map(str, families)),
        calendars=None if _some(CALENDAR, unread) else frozenset(map(str, calendars)),
        roles=roles_of(roles),
        papers=papers_of(papers),
        sets=sets_of(papers),
        criteria=None if _some(CRITERIA, unread) else frozenset(folder.name for folder in files.criteria),
    )


def _names(source: Source, key: str, item: str) -> frozenset[str] | None:
    readable = _mapping(source) and isinstance(source.tree.get(key), list)
    return names(source.tree, key, item) if readable else None


def _family(source: Source) -> str | None:
    if not _mapping(source):
        return None
    family = source.tree.get("family", source.tree.get("workflow"))
    return family if isinstance(family, str) else None


def _mapping(source: Source) -> bool:
    return isinstance(source.tree, dict)


def _some(pattern: re.Pattern[str], paths: Collection[str]) -> bool:
    return any(pattern.match(path) for path in paths)
