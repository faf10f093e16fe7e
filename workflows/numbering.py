"""Numbers given one after another: in which series an act counts, and how its number is written."""

import re
from datetime import date

from workflows.asked import Asked
from workflows.definition import Definition, Series, Transition, ValueRule
from workflows.facts import Facts
from workflows.rounds import PROVINCE, declares, round_for
from workflows.verdict import Reason

# A unit after a reform has the number of an older one, and the year of the reform in the register's code.
_REFORMED = re.compile(r"-[0-9]{4}\Z")


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
    return _written(series, facts, facts.series.get(key, 0) + 1, year)


def _year(transition: Transition, facts: Facts, happened: date) -> int:
    """The year of the round of the province that an act puts a dossier into; of an act that does not, that of its day.

    So a product proposed after the year's last cut-off is numbered in the year of its evaluation (26/2026/QĐ-TTg,
    Phụ lục II).
    """
    joins = any(rule.type == "round" and rule.argument == PROVINCE for rule in transition.records)
    if joins and declares(facts.programme, PROVINCE):
        return round_for(facts.programme, PROVINCE, happened).year
    return happened.year


def _counts(series: Series, facts: Facts) -> str:
    """The organisation of the level that counts: the first where a product lies in several, empty where in none."""
    return min(facts.areas.get(series.level, ()), default=_province(facts) if series.level == "province" else "")


def _province(facts: Facts) -> str:
    return min(facts.areas.get("province", ()), default=facts.programme.organisation)


def _written(series: Series, facts: Facts, last: int, year: int) -> str:
    commune = official_code(min(facts.areas.get("commune", ()), default=""))
    province = facts.programme.province_code or _province(facts)
    return series.form.format(number=f"{last:02}", commune=commune, province=province, year=year)
