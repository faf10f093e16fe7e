"""A folder of configuration: which files belong in it, and all of them read."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from cycle.reading.holidays import with_holidays
from cycle.reading.template import read_template
from cycle.reading.text import LARGEST, read_text
from workflows.problems import Place, Problem
from workflows.source import Source

RULE_FILES = re.compile(
    r"(?:workflows/[^/]+\.yaml|programmes/[^/]+/programme\.yaml|calendars/[^/]+\.yaml|papers\.yaml|roles\.yaml"
    r"|letters/[a-z][a-z0-9_]*\.(?:vi|en)\.(?:txt|html)"
    r"|criteria/[a-z0-9][a-z0-9-]*/(?:criteria|labels|wording|set-[0-9]{2})\.yaml)\Z"
)
FOLDERS = re.compile(
    r"(?:workflows|calendars|letters|documents|organisations|demo|law|trials|schema|(?:programmes|criteria)(?:/[^/]+)?)\Z"
)
# Seeds of `init`, the story of `demo`, trials of definitions, plans of changes of law, schemas for editors, templates
# of official reminders and of the office's documents: no rule reads them, so they are not published with the others.
SEEDS = re.compile(
    r"(?:organisations/[^/]+\.yaml|trials/[^/]+\.yaml|law/[^/]+\.yaml|demo/[^/]+\.(?:yaml|xlsx)|schema/[^/]+\.json"
    r"|letters/[^/]+\.docx|documents/[^/]+\.(?:docx|xlsx))\Z"
)
LETTERS = "letters/"
NAMES = (
    "workflows",
    "programmes",
    "calendars",
    "criteria",
    "letters",
    "documents",
    "organisations",
    "demo",
    "law",
    "trials",
    "schema",
    "papers.yaml",
    "roles.yaml",
)


def read_folder(
    folder: Path, instead: Mapping[str, Path | None] | None = None
) -> tuple[dict[str, Source], list[Problem]]:
    """Every file that rules are read from, by path, and every problem of every text. Calendars have their libraries'
    days in them. `instead` names other files to be read in place of some paths; None: as if it were not there.
    """
    if not folder.is_dir():
        return {}, [Problem(Place("."), "folder_missing")]
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for path, found in _walk(folder, folder):
        if found.is_dir():
            problems.append(_unknown(path, "folder_unknown"))
        elif not RULE_FILES.match(path):
            problems.append(_unknown(path, "file_unknown"))
        elif (file := (instead or {}).get(path, found)) is not None:
            source, wrong = _read(path, file)
            problems.extend(wrong)
            if source is not None:
                sources[path], hindered = with_holidays(source)
                problems.extend(hindered)
    return sources, problems


def read_file(path: str, text: str | bytes) -> tuple[Source | None, list[Problem]]:
    """The Source of one file, by what its path says that it is: a text of a letter, or YAML."""
    return read_template(path, text) if path.startswith(LETTERS) else read_text(path, text)


def _walk(folder: Path, top: Path) -> Iterator[tuple[str, Path]]:
    """All files but seeds and hidden ones, and the folders that do not belong, in the order of their names."""
    for found in sorted(folder.iterdir()):
        path = found.relative_to(top).as_posix()
        if found.name.startswith(".") or SEEDS.match(path):
            continue
        if found.is_dir() and FOLDERS.match(path):
            yield from _walk(found, top)
        else:
            yield path, found


def _read(path: str, file: Path) -> tuple[Source | None, list[Problem]]:
    try:
        # A byte more than may be, so that reading the text can say that it is too large.
        with file.open("rb") as opened:
            return read_file(path, opened.read(LARGEST + 1))
    except OSError:
        return None, [Problem(Place(path), "file_unreadable")]


def _unknown(path: str, code: str) -> Problem:
    name = path.rpartition("/")[2]
    near = get_close_matches(name, NAMES if "/" not in path else ("programme.yaml",), n=1, cutoff=0.7)
    if name.endswith(".yml"):
        near = [name.removesuffix(".yml") + ".yaml"]
    return Problem(Place(path), code, {"name": name}, near[0] if near else None)
