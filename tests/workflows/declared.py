"""A small sound configuration, changed text by text: `¦` in a new text marks where the problem must be found."""

from collections.abc import Mapping
from pathlib import Path

from cycle.reading import read_file, read_folder
from cycle.reading.holidays import with_holidays
from workflows.problems import Place, Problem
from workflows.reading import read_rules
from workflows.reading.titles import title_problems
from workflows.rules import Rules
from workflows.source import Source

SOUND = Path(__file__).parent / "sound"
SEASON, EVALUATION = "workflows/season.yaml", "workflows/evaluation-old.yaml"
PROGRAMME, CALENDAR = "programmes/here-2024/programme.yaml", "calendars/vietnam.yaml"
Case = tuple[str, str, str, str, str | None]
"""A problem: its code, the file, a passage of it, what stands there instead, and the nearest right name."""


def sound_texts() -> dict[str, str]:
    return {path: source.raw for path, source in read_folder(SOUND)[0].items()}


def changed(path: str, old: str, new: str, whole: Mapping[str, str] | None = None) -> tuple[dict[str, str], Place]:
    """The sound texts, or others, with one passage replaced, and the place of the mark in the new one."""
    texts = dict(sound_texts() if whole is None else whole)
    assert texts[path].count(old) == 1, f"{old!r} stands {texts[path].count(old)} times in {path}"
    marked = texts[path].replace(old, new)
    before = marked.split("¦")[0]
    texts[path] = marked.replace("¦", "")
    return texts, Place(path, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def read_texts(texts: Mapping[str, str]) -> tuple[Rules | None, list[Problem]]:
    """What a folder of these texts gives, with the problems of the texts and of what they declare."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for path, text in texts.items():
        source, wrong = read_file(path, text)
        problems += wrong
        if source is not None:
            sources[path], hindered = with_holidays(source)
            problems += hindered
    rules, more = read_rules(sources, {path: f"hash of {path}" for path in texts}, set(texts) - set(sources))
    shared = title_problems(sources)
    return (None if shared else rules), [*problems, *more, *shared]


def sound_rules() -> Rules:
    rules, problems = read_texts(sound_texts())
    assert rules is not None, problems
    return rules


def told(problems: list[Problem]) -> str:
    return "\n".join(f"{p.place} {p.code} {dict(p.params)} {p.nearest or ''}" for p in problems)


def is_told(case: Case, whole: Mapping[str, str] | None = None) -> None:
    """Assert that the problem of a case is told at its place with the nearest right name, and that nothing is read."""
    code, path, old, new, nearest = case
    texts, place = changed(path, old, new, whole)
    rules, problems = read_texts(texts)
    assert rules is None
    found = [one for one in problems if one.code == code and (one.place == place or "¦" not in new)]
    assert found, told(problems)
    assert found[0].nearest == nearest
