"""What an act computes, read as it stands on the paper of a dossier under way: numbers in series, and rounds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.definition import Definition, ValueRule
from workflows.numbering import Numbered, Place, first_number, read_number
from workflows.problems import nearest_name
from workflows.programme import Programme
from workflows.rounds import ROUND_TYPES, declares, round_named, rounds_of
from workflows.values import Malformed

NUMBER = "number"
ON_PAPER = frozenset({NUMBER, *ROUND_TYPES})


def read_on_paper(definition: Definition, rule: ValueRule, text: str, place: Place, on: date) -> str:
    """A number or a round as it is kept, as an act would have put it. Raises Malformed."""
    return (
        _number(definition, rule, text, place, on) if rule.type == NUMBER else _round(rule, text, place.programme, on)
    )


def numbers_on_paper(
    definition: Definition, values: Mapping[str, Any], place: Place, on: date
) -> Mapping[str, Numbered]:
    """The numbers among values that were read, by the names of the values."""
    counted = {name: one for name, one in definition.recorded.items() if one.type == NUMBER and name in values}
    read = {name: _read(definition, rule, values[name], place, on) for name, rule in counted.items()}
    return {name: one for name, one in read.items() if one is not None}


def roundless(definition: Definition, programme: Programme) -> frozenset[str]:
    """The rounds that a programme never gives, as it has none of their level."""
    rules = definition.recorded.items()
    return frozenset(
        name for name, one in rules if one.type in ROUND_TYPES and not declares(programme, one.argument or "")
    )


def _read(definition: Definition, rule: ValueRule, text: str, place: Place, on: date) -> Numbered | None:
    return read_number(definition.series[rule.argument or ""], text, place, on.year)


def _number(definition: Definition, rule: ValueRule, text: str, place: Place, on: date) -> str:
    series = definition.series[rule.argument or ""]
    like = first_number(series, place, on.year)
    if like is None:
        raise Malformed("number_not_counted", level=series.level)
    found = _read(definition, rule, text, place, on)
    # The round that a dossier joins late in a year is one of the next.
    if found is None or not place.programme.starts.year <= found.year <= on.year + 1:
        raise Malformed("number_not_of_series", given=text, like=like)
    return text


def _round(rule: ValueRule, text: str, programme: Programme, on: date) -> str:
    found = round_named(programme, text)
    if found is None:
        years = (on.year - 1, on.year, on.year + 1)
        known = [one.code for year in years for one in rounds_of(programme, year) if one.level == rule.argument]
        raise Malformed("round_unknown", round=text, nearest=nearest_name(text, known))
    if found.level != rule.argument:
        raise Malformed("round_not_of_level", round=text, level=found.level, own=rule.argument)
    return text
