"""The catalogue's words for workbooks: titles, labels, and what a fault says."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from cycle.reading import read_text
from cycle.sheets.rows import Fault
from cycle.vietnamese import fold


@cache
def words(language: str = "vi") -> Mapping[str, str]:
    """Labels of the lists, texts of the faults, by key."""
    return {**_read(language, "sheets"), **_read(language, "files")}


@cache
def titles() -> Mapping[str, str]:
    """Titles of sheets and columns, and the guide: the workbook is always Vietnamese."""
    return _read("vi", "workbook")


@cache
def labels(group: str, language: str = "vi") -> Mapping[str, str]:
    """The labels of a list (`kind`, `sector`, `registration`, `media`), in the catalogue's order: name to label."""
    start = f"{group}."
    return {key.removeprefix(start): label for key, label in words(language).items() if key.startswith(start)}


@cache
def choices(group: str) -> Mapping[str, str]:
    """The names of a list by their folded labels: what a person types need not have every accent right."""
    return {fold(label): name for name, label in labels(group).items()}


def explain(fault: Fault, language: str = "vi") -> str:
    """What is wrong and how to mend it, without the place."""
    found = fault.params.get("found", "")
    params = {**fault.params, "found": labels("media", language).get(found, found)}
    text = words(language)[fault.code].format(**params)
    return f"{text} {words(language)['nearest'].format(**params)}" if params.get("nearest") else text


def _read(language: str, name: str) -> Mapping[str, str]:
    path = f"catalogue/{language}/{name}.yaml"
    source, problems = read_text(path, files("cycle").joinpath(path).read_bytes())
    if source is None or problems:
        raise ValueError(f"the catalogue is damaged: {problems}")
    return dict(source.tree)
