"""Deadlines, states, values and parties in the words of a letter's language, as each dossier's workflow titles them."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from cycle.letters.desks import Desk
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.deadlines.owed import GROUP, ROLE, Party
from cycle.queries.evaluation.grounds import Ground
from cycle.texts import Texts
from cycle.texts.lacks import lack_line, lacks_told
from cycle.transactions import Transaction
from workflows.definition import Definition
from workflows.naming import Text
from workflows.verdict import Reason

DECIMALS = frozenset({"score", "decimal"})
# How values of a type are shown.
SHOWN: Mapping[str, str] = {"term": "term", "round": "round", "later_round": "round"}


class Words:
    """Says what a letter of a programme tells, under the rules of its desk."""

    def __init__(self, transaction: Transaction, office: Office, desk: Desk) -> None:
        self._transaction, self._office, self._desk = transaction, office, desk
        self.of = cache(self._of)

    @cached_property
    def texts(self) -> Texts:
        """Texts in the language of the programme's letters."""
        return Texts(self._desk.letters.language).under(self._desk.published.rules)

    def _of(self, pinned: str) -> "Own":
        definition = self._office.rulebook.definition(self._transaction, pinned, self._desk.published)
        texts = self.texts.under(self._desk.published.rules, definition)
        return Own(texts, definition, self._office.rulebook)

    def title(self, text: Text) -> str:
        """A declared title."""
        return self.texts.title(text)

    def parties(self, named: Iterable[Party]) -> str:
        """Those named, one behind the other; who stands today for one that has ended stands behind it."""
        return "; ".join(self._party(one) for one in named)

    def _party(self, one: Party) -> str:
        if one.kind == ROLE:
            return self.texts.role(one.code)
        if one.kind == GROUP:
            groups = self._desk.programme.groups
            return self.title(groups[one.code].title) if one.code in groups else one.code
        if not one.ended or not one.today:
            return one.name
        return self.texts.say("owed.now", name=one.name, today=[body.name for body in one.today])


class Own:
    """The words of one workflow, and the rules of every publication."""

    def __init__(self, texts: Texts, definition: Definition, rulebook: Rulebook) -> None:
        self.texts, self.definition, self.rulebook = texts, definition, rulebook

    def deadline(self, name: str, year: int | None = None) -> str:
        """The title of a deadline, of a yearly one with its year."""
        rule = self.definition.deadlines.get(name)
        told = self.texts.title(rule.title) if rule and rule.title else self.texts.show("deadline", name).strip("“”")
        return f"{told} {year}" if year else told

    def basis(self, name: str, length_from: Mapping[str, str] | None = None) -> str:
        """The article that a deadline stands on, and that on which the programme's length or day for it stands.

        `length_from` is where its derivation says that its length comes from.
        """
        rule = self.definition.deadlines.get(name)
        own = rule.basis if rule else ""
        given = (length_from or {}).get("basis", "")
        if not own or given in own:
            return own or given
        return self.texts.say("telling.basis", own=own, given=unsaid(own, given))

    def state(self, name: str) -> str:
        """The title of a state."""
        known = self.definition.states
        return self.texts.title(known[name].title) if name in known else self.texts.show("state", name)

    def ground(self, one: Ground) -> str:
        """A ground of exclusion, behind it the criterion or section that it is printed at."""
        told = self.texts.title(one.title) if one.title else self.texts.say("rank.zero")
        return f"{told} ({one.at})" if one.at else told

    def trigger(self, name: str) -> str:
        """The title of a trigger."""
        return self.texts.show("trigger", name)

    def lacking(self, reasons: Iterable[Reason]) -> Iterator[str]:
        """Papers that are missing, each with what is wrong with it."""
        return (lack_line(self.texts, reason) for reason in reasons)

    def values(self, given: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """The title of each value and the value itself; `names` are those of the organisations by code."""
        declared = [*self.definition.values, *self.definition.recorded, *given]
        for name in dict.fromkeys(declared):
            if name in given and given[name] is not None:
                yield self.texts.show("value", name), self._value(name, given[name], names)

    def _value(self, name: str, value: Any, names: Mapping[str, str]) -> str:
        if isinstance(value, list):
            return "; ".join(names.get(str(code), str(code)) for code in value)
        if isinstance(value, Mapping):
            return self._gathered(value, names)
        rule = self.definition.recorded.get(name)
        if rule is not None and rule.type in DECIMALS:
            return self.texts.show("number", value)
        return self.texts.show(SHOWN[rule.type], value) if rule and rule.type in SHOWN else self._plain(name, value)

    def _gathered(self, value: Mapping[str, Any], names: Mapping[str, str]) -> str:
        if "organisations" in value:
            groups = [self.texts.show("parties", group) for group in value.get("groups", ())]
            return "; ".join([*(names.get(code, code) for code in value["organisations"]), *groups])
        if "dossier" in value:
            return str(value["dossier"])
        if "lacking" in value:
            return lacks_told(self.texts, value)
        if "session" in value:
            return self.texts.say("given.turn", session=value["session"], turn=value["turn"])
        return self.texts.say("given.decision", number=value.get("number", ""), day=value.get("date", ""))

    def _plain(self, name: str, value: Any) -> str:
        rule = self.definition.recorded.get(name)
        return self.texts.show("day", value) if rule and rule.type == "date" else str(value)


def unsaid(own: str, given: str) -> str:
    """What a basis of two parts, as `assumed: so and so`, adds to another: the part that this one says is left out."""
    head, _, tail = given.partition(": ")
    if tail and tail in own:
        return head
    return tail if tail and own.startswith(f"{head}: ") else given
