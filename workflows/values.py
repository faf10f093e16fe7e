"""The typed facts that a trigger records: from what was given to what is kept."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import category

from workflows.deadlines.terms import read_term
from workflows.definition import ValueRule
from workflows.facts import Facts
from workflows.parties import kept as kept_organisations
from workflows.parties import named, unfit
from workflows.verdict import Reason

DECIMAL = re.compile(r"(?!-0([.,]0+)?$)-?(0|[1-9][0-9]{0,11})([.,][0-9]{1,6})?")
INTEGER = re.compile(r"0|-?[1-9][0-9]{0,11}")
WRITTEN_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
KEPT_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Categories of Unicode: control characters, lone surrogates, separators of lines and paragraphs.
UNWRITABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
STARS = range(1, 6)
# What names organisations, dossiers or turns of the register, or counts them.
BEARINGS = frozenset({"organisations", "dossier", "tally", "turn"})
LONGEST_TEXT = 500


class Malformed(ValueError):
    """A value that is not what its type asks for; `code` names the message."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_date(text: str) -> date:
    """A day written dd/mm/yyyy or yyyy-mm-dd. Raises Malformed."""
    written = WRITTEN_DATE.fullmatch(text)
    try:
        if written:
            day, month, year = map(int, written.groups())
            return date(year, month, day)
        if KEPT_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Malformed("date_malformed", given=text)


def read_values(
    rules: tuple[ValueRule, ...], given: Mapping[str, Any], facts: Facts, happened: date
) -> tuple[dict[str, Any], list[Reason]]:
    """The values as they are kept, and a reason for each that is missing, malformed or not asked for."""
    kept: dict[str, Any] = {}
    reasons = [Reason("value_unknown", {"value": name}) for name in sorted(set(given) - {rule.name for rule in rules})]
    for rule in rules:
        if rule.name not in given:
            if rule.default is not None:
                kept[rule.name] = rule.default
            elif rule.awaited and not rule.computed:
                reasons.append(Reason("value_missing", {"value": rule.name, "type": rule.type}))
            continue
        try:
            kept[rule.name] = _read(rule, given[rule.name], facts, happened)
            if rule.type == "organisations":
                reasons += unfit(rule, kept[rule.name], facts.register, happened)
        except Malformed as wrong:
            reasons.append(Reason(wrong.code, {"value": rule.name, **wrong.params}))
    return kept, reasons


def day_of(value: Any) -> date | None:
    """The day that a kept value carries: a date, or a decision's date; None for all others."""
    if isinstance(value, Mapping) and "date" in value:
        return date.fromisoformat(value["date"])
    if isinstance(value, str) and KEPT_DATE.fullmatch(value):
        return date.fromisoformat(value)
    return None


def read_value(rule: ValueRule, given: Any, happened: date) -> Any:
    """A value that asks nothing of the dossier, as it is kept. Raises Malformed."""
    if rule.type == "decision":
        return _decision(given, rule.argument or "", happened)
    if rule.computed:
        raise Malformed("value_computed")
    text = given_text(rule, given)
    match rule.type:
        case "score" | "decimal":
            return _decimal(rule.type, text)
        case "integer" | "stars":
            return _integer(rule.type, text)
        case "date":
            return _past(read_date(text), happened).isoformat()
        case "term":
            return _term(text)
        case _:
            return text


def _read(rule: ValueRule, given: Any, facts: Facts, happened: date) -> Any:
    if rule.type == "paper":
        return _paper(given_text(rule, given), rule.argument or "", facts, happened)
    if rule.type == "organisations":
        return _organisations(rule, given, facts)
    if rule.type == "dossier":
        return _dossier(given_text(rule, given), facts)
    return read_value(rule, given, happened)


def given_text(rule: ValueRule, given: Any) -> str:
    """What was given as a text that can be kept. Raises Malformed."""
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str) or not given.strip():
        raise Malformed("value_malformed", given=str(given), type=rule.type)
    return _text(given.strip())


def _decimal(kind: str, text: str) -> str:
    if not DECIMAL.fullmatch(text):
        raise Malformed("value_malformed", given=text, type=kind)
    text = text.replace(",", ".")
    if kind == "score" and not 0 <= Decimal(text) <= 100:
        raise Malformed("score_out_of_range", given=text)
    return text


def _integer(kind: str, text: str) -> int:
    if not INTEGER.fullmatch(text) or (kind == "stars" and int(text) not in STARS):
        raise Malformed("value_malformed", given=text, type=kind)
    return int(text)


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT or any(category(c) in UNWRITABLE for c in text):
        raise Malformed("text_malformed", longest=LONGEST_TEXT)
    return text


def _past(day: date, happened: date) -> date:
    if day > happened:
        raise Malformed("value_after_act", given=day, happened=happened)
    return day


def _decision(given: Any, role: str, happened: date) -> dict[str, str]:
    if not isinstance(given, Mapping) or set(given) != {"number", "date"}:
        raise Malformed("decision_malformed")
    number, day = given["number"], given["date"]
    if not isinstance(number, str) or not number.strip() or not isinstance(day, str):
        raise Malformed("decision_malformed")
    decided = _past(read_date(_text(day)), happened)
    return {"number": _text(number.strip()), "date": decided.isoformat(), "by": role}


def _term(text: str) -> str:
    try:
        return read_term(text).text
    except ValueError:
        raise Malformed("term_malformed", given=text) from None


def _organisations(rule: ValueRule, given: Any, facts: Facts) -> dict[str, Any]:
    names = named(given)
    if names is None:
        raise Malformed("value_malformed", given=str(given), type=rule.type)
    return kept_organisations(rule, names, facts.programme.groups)


def _dossier(code: str, facts: Facts) -> dict[str, str]:
    if code == facts.dossier or code not in facts.register.dossiers:
        raise Malformed("dossier_not_here", given=code)
    return {"dossier": code}


def _paper(code: str, kind: str, facts: Facts, happened: date) -> str:
    paper = next((p for p in facts.papers if p.code == code), None)
    if paper is None:
        raise Malformed("paper_not_here", given=code)
    if paper.type != kind:
        raise Malformed("paper_wrong_type", given=code, type=paper.type, wanted=kind)
    if paper.status != "verified":
        raise Malformed("paper_not_verified", given=code, paper=kind)
    _past(paper.received, happened)
    return code
