"""The catalogue's words for workbooks: titles, labels, and what a fault says."""

from collections.abc import Mapping
from functools import cache

from cycle.sheets.rows import Fault
from cycle.texts import Texts
from cycle.texts.texts import catalogue
from workflows.rules import Rules
from workflows.verdict import Reason


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


def explain(fault: Fault, language: str = "vi", rules: Rules | None = None) -> str:
    """What is wrong and how to mend it, without the place; what the register refuses is told in its own words."""
    texts = Texts(language, rules)
    found = fault.params.get("found")
    params = {**fault.params, "found": labels("media", language).get(str(found), found)} if found else fault.params
    if fault.code not in catalogue(language, "sheets"):
        return texts.reason(Reason(fault.code, params))
    told = texts.text("sheets", fault.code, **params)
    nearest = params.get("nearest")
    return f"{told} {texts.text('sheets', 'nearest', nearest=nearest)}" if nearest else told
