"""The catalogue's words for workbooks: titles, labels, and what a fault says."""

from collections.abc import Mapping
from functools import cache, lru_cache

from cycle.sheets.rows import Fault
from cycle.texts.texts import catalogue
from cycle.vietnamese import fold
from workflows.problems import nearest_name


@cache
def words(language: str = "vi") -> Mapping[str, str]:
    """Labels of the lists, texts of the faults, by key."""
    return {**catalogue(language, "sheets"), **catalogue(language, "files")}


@cache
def titles() -> Mapping[str, str]:
    """Titles of sheets and columns, and the guide: the workbook is always Vietnamese."""
    return catalogue("vi", "workbook")


@cache
def labels(group: str, language: str = "vi") -> Mapping[str, str]:
    """The labels of a list (`kind`, `sector`, `registration`, `media`), in the catalogue's order: name to label."""
    start = f"{group}."
    return {key.removeprefix(start): label for key, label in words(language).items() if key.startswith(start)}


@lru_cache(maxsize=1024)
def name_of(group: str, label: str) -> str | None:
    """The name in a list of what a person typed, who need not have every accent and capital right."""
    return _folded(group).get(fold(label))


def nearest_label(group: str, label: str) -> str | None:
    near = nearest_name(fold(label), set(_folded(group)))
    return labels(group)[_folded(group)[near]] if near else None


def explain(fault: Fault, language: str = "vi") -> str:
    """What is wrong and how to mend it, without the place."""
    found = fault.params.get("found", "")
    params = {**fault.params, "found": labels("media", language).get(found, found)}
    text = words(language)[fault.code].format(**params)
    return f"{text} {words(language)['nearest'].format(**params)}" if params.get("nearest") else text


@cache
def _folded(group: str) -> Mapping[str, str]:
    return {fold(label): name for name, label in labels(group).items()}
