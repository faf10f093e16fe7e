"""How values are shown to people: days, titles of papers, roles, states and triggers, words of closed lists."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cycle.texts.titles import Titles
from workflows.deadlines.terms import read_term
from workflows.definition import ValueRule
from workflows.rounds import ROUND_TYPES, round_named
from workflows.scopes import PLACES, named_value

ZONE = "Asia/Ho_Chi_Minh"
ROMAN = ("I", "II", "III", "IV")
# The kinds whose values are words of closed lists, with what the words begin with in the catalogue.
WORDS: Mapping[str, str] = {
    "about": "about",
    "document_kind": "document_kind",
    "field": "field",
    "filtered": "filtered",
    "form": "form",
    "held_by": "held_by",
    "interest_tie": "interest_tie",
    "level": "level",
    "located": "located",
    "media": "media",
    "office_kind": "office_kind",
    "origin": "origin",
    "origin_of_setting": "origin_of_setting",
    "paper_status": "paper_status",
    "permission": "permission",
    "producer_kind": "kind",
    "registered": "registered",
    "sector": "sector",
    "system": "system",
    "session_form": "session_form",
    "session_status": "session_status",
    "sheet_source": "sheet_source",
    "sheet_status": "sheet_status",
    "template_fault": "template_fault",
    "turn_outcome": "turn_outcome",
    "turn_status": "turn_status",
    "unsafe_reason": "unsafe_reason",
    "unsafe_text": "unsafe_text",
    "value_type": "value_type",
}


class Wording(Titles):
    """Shows values in a language."""

    def show(self, kind: str, value: Any) -> str:
        """A value of a kind as people read it; a list is joined by commas."""
        if isinstance(value, list | tuple | set | frozenset):
            items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
            return ", ".join(self.show(kind, one) for one in items) or self.word("none", "")
        if kind in WORDS:
            return self.word(f"{WORDS[kind]}.{value}", str(value))
        shown = KINDS.get(kind)
        return shown(self, value) if shown else _plain(value)

    def who(self, who: Any) -> str:
        """A role, or `else role.scope`. The reserved roles and the like are words."""
        name = str(who).removeprefix("else ")
        role, _, scope = name.partition(".")
        known = self.rules.roles if self.rules else {}
        title = self.title(known[role].title) if role in known else self.word(f"role.{role}", role)
        if (value := named_value(scope)) is not None:
            return f"{title} ({self.value(value)})"
        return f"{title} ({self.word(f'scope.{scope}', scope)})" if scope in PLACES else title

    def value(self, name: Any) -> str:
        """The title of a recorded value; where it has none, its type and the name by which it is given."""
        rule, title = self._recorded(name)
        if rule is None:
            return f"“{name}”"
        return title or f"{self.typed(rule.type, rule.argument)} ({name})"

    def clock_start(self, name: Any) -> str:
        """What a clock waits for: a value, a type of paper, another clock or a dossier of a family."""
        if self._recorded(name)[0] is not None:
            return self.value(name)
        if self.rules and name in self.rules.papers:
            return f"“{self.paper(name)}”"
        if any(name in one.deadlines for one in self.definitions):
            return self.deadline(name)
        return f"“{self.family(name)}”"

    def asked_value(self, name: Any) -> str:
        """A value with what is to be typed to give it: its name, or for a decision the names of its two parts."""
        rule, title = self._recorded(name)
        if rule is None:
            return f"“{name}”"
        typed = f"{name}.number, {name}.date" if rule.type == "decision" else name
        return f"{title or self.typed(rule.type, rule.argument)} ({typed})"

    def declared_value(self, name: Any) -> str:
        """A value as a definition declares it: its title and name, then its type."""
        rule, title = self._recorded(name)
        if rule is None or title is None:
            return self.value(name)
        kind = "paper_declared" if rule.type == "paper" else rule.type
        return f"{title} [{name}]: {self.typed(kind, rule.argument)}"

    def typed_value(self, name: Any) -> str:
        """What a recorded value holds."""
        rule, _ = self._recorded(name)
        return self.typed(rule.type, rule.argument) if rule else "?"

    def _recorded(self, name: Any) -> tuple[ValueRule | None, str | None]:
        """The value in the first workflow that records it, and its title there."""
        found = next((one for one in self.definitions if name in one.recorded), None)
        if found is None:
            return None, None
        return found.recorded[name], self.title(found.values[name]) if name in found.values else None

    def typed(self, kind: str, argument: str | None) -> str:
        """A type of value with what it is of."""
        told = self.word(f"value_type.{kind}", kind)
        if kind in {"paper", "paper_declared"} and argument:
            return f"{told} {self.paper(argument)}"
        if kind == "tally" and argument:
            return f"{told} {self.value(argument)}"
        if kind in ROUND_TYPES and argument:
            return f"{told}, {self.show('level', argument)}"
        if kind == "number" and argument:
            return f"{told} ({argument})"
        if kind == "deficiency" and argument:
            return f"{told} {self.show('trigger', argument.split(' '))}"
        return f"{told} {self.who(argument)}" if argument and kind == "decision" else told

    def acted_for(self, party: Any) -> str:
        """Whom somebody acts for, `kind:code`, as a word with the code; as it is where the kind has no word."""
        kind, sign, code = str(party).partition(":")
        told = self.word(f"registered.{kind}", "")
        return f"{told} {code}" if sign and told else str(party)

    def day(self, value: Any) -> str:
        try:
            return _plain(date.fromisoformat(value) if isinstance(value, str) else value)
        except ValueError:
            return str(value)

    def term(self, text: Any) -> str:
        """A span as plans write it: a day, a quarter, months, a year or years."""
        try:
            term = read_term(str(text))
        except ValueError:
            return str(text)
        first, last = term.first, term.last
        kind = "month" if term.kind == "months" and (first.year, first.month) == (last.year, last.month) else term.kind
        year = kind == "years"
        told = {
            "day": _plain(last),
            "roman": ROMAN[(last.month - 1) // 3],
            "year": last.year,
            "first": first.year if year else f"{first.month}/{first.year}",
            "last": last.year if year else f"{last.month}/{last.year}",
        }
        return self.word(f"term.{kind}", str(text)).format(**told)

    def round(self, code: Any) -> str:
        """The title of a round with its dates; its bare code where programmes differ about it or none has it."""
        programmes = self.rules.programmes.values() if self.rules else ()
        found = {one for p in programmes if (one := round_named(p, str(code))) is not None}
        if len({(one.title, one.cut_off, one.held_by) for one in found}) != 1:
            return str(code)
        one = found.pop()
        told = {"title": self.title(one.title), "cut_off": _plain(one.cut_off), "held_by": _plain(one.held_by)}
        return self.word("round.dates", str(code)).format(**told)

    def at(self, place: Any) -> str:
        """Where a ground is printed, as it is typed after its name; nothing where it has no place."""
        return f"@{place}" if place else ""

    def number(self, value: Any) -> str:
        """A decimal: in Vietnamese its mark is a comma."""
        return str(value).replace(".", ",") if self.language == "vi" else str(value)

    def quarter(self, number: Any) -> str:
        """The number of a quarter: a Roman one in Vietnamese."""
        return ROMAN[int(number) - 1] if self.language == "vi" else str(number)

    def instant(self, value: Any) -> str:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return str(moment.astimezone(ZoneInfo(ZONE)).strftime("%d/%m/%Y %H:%M:%S"))


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(one)}" for name, one in value.items())
    return str(value)


KINDS: Mapping[str, Callable[[Wording, Any], str]] = {
    "paper": Wording.paper,
    "who": Wording.who,
    "state": Wording.state,
    "trigger": Wording.trigger,
    "call": Wording.call,
    "unit": Wording.unit,
    "council": Wording.council,
    "seat": Wording.seat,
    "window": Wording.window,
    "deadline": Wording.deadline,
    "named_deadline": Wording.named_deadline,
    "value": Wording.value,
    "clock_start": Wording.clock_start,
    "asked_value": Wording.asked_value,
    "declared_value": Wording.declared_value,
    "typed_value": Wording.typed_value,
    "family": Wording.family,
    "party": Wording.acted_for,
    "workflow": Wording.workflow,
    "parties": Wording.party,
    "at": Wording.at,
    "term": Wording.term,
    "round": Wording.round,
    "number": Wording.number,
    "quarter": Wording.quarter,
    "day": Wording.day,
    "instant": Wording.instant,
}
