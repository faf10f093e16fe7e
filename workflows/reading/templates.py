"""The files of letters' texts: each letter has all of its own, and each file serves some letter."""

import re
from collections.abc import Collection, Iterator, Mapping

from workflows.model.check import Checked
from workflows.model.letters import LetterItem
from workflows.model.programme import ProgrammeFile
from workflows.placed import Findings
from workflows.problems import Place, Problem
from workflows.reading.files import PROGRAMME, TEMPLATE, Files
from workflows.reading.written import items
from workflows.source import Path, Source

LANGUAGES, FORMATS = ("vi", "en"), ("txt", "html")
# What every text may stand on needs no letter of its own.
LAYOUT = "layout"
NAMED = re.compile(r"""\{%[-+]?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


def template_paths(template: str, *languages: str) -> list[str]:
    """The files of a letter's text, in both languages or in those named."""
    return [f"letters/{template}.{language}.{form}" for language in languages or LANGUAGES for form in FORMATS]


def templates_named(sources: Mapping[str, Source]) -> list[tuple[str, str]]:
    """Every template that a programme names, with the kind of letter; also where other parts of the file are broken."""
    found: dict[tuple[str, str], None] = {}
    for path, source in sources.items():
        if PROGRAMME.match(path) and isinstance(source.tree, dict):
            for one in items(source.tree.get("letters"), "letters"):
                template, kind = one.get("template", one.get("letter")), one.get("kind")
                if isinstance(template, str) and isinstance(kind, str):
                    found[(template, kind)] = None
    return list(found)


def template_problems(files: Files) -> list[Problem]:
    """Letters whose text lacks files, and files that belong to no letter, where all could be read."""
    there = {*files.templates, *files.unreadable}
    problems: list[Problem] = []
    used: set[str] = set()
    for checked in files.programmes.values():
        findings = Findings(checked.source)
        for item, path in _letters_in(checked):
            name = item.template or item.letter
            used.update(template_paths(name))
            missing = [one for one in template_paths(name) if one not in there]
            if missing:
                place = (*path, "template" if item.template else "letter")
                findings.at(place, "letter_without_template", name=name, files=", ".join(missing))
        problems += findings.problems
    return problems + (_unused(files.templates, used) if _all_read(files) else [])


def _letters_in(checked: Checked[ProgrammeFile]) -> Iterator[tuple[LetterItem, Path]]:
    letters = checked.model.letters if checked.model else None
    for at, item in enumerate(letters.letters if letters else ()):
        yield item, ("letters", "letters", at)


def _all_read(files: Files) -> bool:
    unread = any(PROGRAMME.match(path) or TEMPLATE.match(path) for path in files.unreadable)
    return not unread and all(checked.whole for checked in files.programmes.values())


def _unused(templates: Mapping[str, Source], used: Collection[str]) -> list[Problem]:
    """The files that no letter names and no text of a letter stands on."""
    reached = {path for path in templates if path.startswith(f"letters/{LAYOUT}.")}
    waiting = [*reached, *(path for path in used if path in templates)]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        named = (f"letters/{name}" for name in NAMED.findall(templates[path].tree))
        waiting += [one for one in named if one in templates and one not in reached]
    return [Problem(Place(path), "template_unused") for path in sorted(set(templates) - reached)]
