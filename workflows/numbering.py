"""Numbers given one after another: in which series an act counts, and how its number is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from workflows.asked import Asked
from workflows.definition import Definition, Series, Transition, ValueRule
from workflows.facts import Facts
from workflows.programme import Programme
from workflows.rounds import PROVINCE, declares, round_for
from workflows.verdict import Reason

# A unit after a reform has the number of an older one, and the year of the reform in the register's code.
_REFORMED = re.compile(r"-[0-9]{4}\Z")
# How the parts of a number that are not known beforehand are read back.
_PARTS = {"number": "0[1-9]|[1-9][0-9]{1,5}", "year": "[0-9]{4}"}


class Lying(Protocol):
    """In which programme something is counted, and the organisations by level in whose area it lies."""

    @property
    def programme(self) -> Programme: ...

    @property
    def areas(self) -> Mapping[str, frozenset[str]]: ...


@dataclass(frozen=True)
class Place:
    """What is `Lying` where there is no dossier yet."""

    programme: Programme
    areas: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Numbered:
    """A number that was given: the key of its series, and which one of it, in which year."""

    series: str
    number: int
    year: int


def official_code(code: str) -> str:
    """The number that the state gives to a unit, of the code that it has in the register."""
    return _REFORMED.sub("", code)


def series_of(definition: Definition, transition: Transition, facts: Facts, happened: date) -> dict[str, str]:
    """By value the key of the series that an act counts in: its name, who counts, the year.

    A value that has a number already has it for good; one that nobody here counts is left out.
    """
    wanted = {rule.name: rule.argument or "" for rule in transition.records if rule.type == "number"}
    counted = {name: _counts(definition.series[one], facts) for name, one in wanted.items() if name not in facts.values}
    year = _year(transition, facts, happened)
    return {name: f"{wanted[name]}/{code}/{year}" for name, code in counted.items() if code}


def number(asked: Asked, rule: ValueRule) -> str | Reason:
    """The next number of a series as it is written, or the one that the dossier has already."""
    facts, series = asked.facts, asked.definition.series[rule.argument or ""]
    if rule.name in facts.values:
        return str(facts.values[rule.name])
    key = series_of(asked.definition, asked.transition, facts, asked.happened).get(rule.name)
    if key is None:
        return Reason("number_not_counted", {"value": rule.name, "level": series.level})
    year = _year(asked.transition, facts, asked.happened)
    return _written(series, facts, facts.series.get(key, 0) + 1, str(year))


def read_number(series: Series, text: str, lying: Lying, otherwise: int) -> Numbered | None:
    """The number that a text tells, written as the series writes it there; None where it is none of the series.

    A form without a year is of the year `otherwise`.
    """
    for commune in sorted(lying.areas.get("commune", ())) or [""]:
        here = Place(lying.programme, {**lying.areas, "commune": frozenset({commune} - {""})})
        code, found = _counts(series, here), _pattern(series, here).fullmatch(text)
        if code and found:
            year = int(found.groupdict().get("year", otherwise))
            return Numbered(f"{series.name}/{code}/{year}", int(found["number"]), year)
    return None


def first_number(series: Series, lying: Lying, year: int) -> str | None:
    """How the first number of a year is written; None where nobody counts there."""
    return _written(series, lying, 1, str(year)) if _counts(series, lying) else None


def _pattern(series: Series, lying: Lying) -> re.Pattern[str]:
    marks = {"number": "\0", "year": "\1"}
    once = replace(series, form=series.form.replace("{number}", marks["number"]))
    pattern = re.escape(_written(once, lying, 1, marks["year"]))
    for name, mark in marks.items():
        pattern = pattern.replace(mark, f"(?P<{name}>{_PARTS[name]})", 1).replace(mark, f"(?P={name})")
    return re.compile(pattern)


def _year(transition: Transition, facts: Facts, happened: date) -> int:
    """The year of the round of the province that an act puts a dossier into; of an act that does not, that of its day.

    So a product proposed after the year's last cut-off is numbered in the year of its evaluation (26/2026/QĐ-TTg,
    Phụ lục II).
    """
    joins = any(rule.type == "round" and rule.argument == PROVINCE for rule in transition.records)
    if joins and declares(facts.programme, PROVINCE):
        return round_for(facts.programme, PROVINCE, happened).year
    return happened.year


def _counts(series: Series, lying: Lying) -> str:
    """The organisation of the level that counts: the first where a product lies in several, empty where in none."""
    return min(lying.areas.get(series.level, ()), default=_province(lying) if series.level == "province" else "")


def _province(lying: Lying) -> str:
    return min(lying.areas.get("province", ()), default=lying.programme.organisation)


def _written(series: Series, lying: Lying, last: int, year: str) -> str:
    commune = official_code(min(lying.areas.get("commune", ()), default=""))
    province = lying.programme.province_code or _province(lying)
    return series.form.format(number=f"{last:02}", commune=commune, province=province, year=year)
