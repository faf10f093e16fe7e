"""The types that a recorded value can have."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator

from workflows.deadlines.terms import read_term
from workflows.definition import ValueRule
from workflows.model import forms
from workflows.model.parts import DAY, DECIMAL, NAME, refused, shown
from workflows.problems import nearest_name
from workflows.rounds import LEVELS, ROUND_TYPES

CANONICAL_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
SIMPLE = ("score", "decimal", "integer", "stars", "text", "date", "term", "dossier")
WITH_ARGUMENT = ("paper", "decision", "organisations", "tally", "round", "later_round", "number", "deficiency", "turn")
# What a council concludes: its score, its rank, and which of its turns that was.
FROM_COUNCIL = ("score", "stars", "turn")
COUNCIL = "council"
RULES = ("any", "each")
NUMBERS = frozenset({"score", "decimal", "integer", "stars"})
COMPARABLE = NUMBERS | {"text", "date"}
# Both carry a day, so a deadline can start from them and a paper can be needed on them.
DATED = frozenset({"date", "decision"})
# What shows that an act of an earlier day did happen then.
EVIDENCE = frozenset({"paper", "decision"})


@dataclass(frozen=True)
class ValueType:
    type: str
    argument: str | None
    optional: bool
    origin: str | None = None

    def rule(self, name: str) -> ValueRule:
        return ValueRule(name, self.type, self.argument, self.optional, origin=self.origin)

    def alike(self, other: "ValueType") -> bool:
        """Whether what one keeps may stand where the other is: a later round is a round of the same level."""
        if self.type in ROUND_TYPES and other.type in ROUND_TYPES:
            return self.argument == other.argument
        return (self.type, self.argument) == (other.type, other.argument)

    @property
    def shown(self) -> str:
        if self.origin is not None:
            return f"{self.type} from {self.origin}"
        if self.argument is None:
            return self.type
        return f"{self.type} by {self.argument}" if self.type == "decision" else f"{self.type} {self.argument}"

    def admits(self, wanted: str | int) -> bool:
        """Whether a value of this type can ever equal what is written."""
        match self.type:
            case "stars":
                return str(wanted) in ("1", "2", "3", "4", "5")
            case "integer":
                return CANONICAL_INTEGER.match(str(wanted)) is not None
            case "score" | "decimal":
                return DECIMAL.match(str(wanted)) is not None
            case "date":
                return DAY.match(str(wanted)) is not None
            case "term":
                return _is_term(str(wanted))
        return isinstance(wanted, str)


def _value_type(value: Any) -> ValueType:
    words = value.split(" ") if isinstance(value, str) else []
    optional = words[:1] == ["optional"]
    match words[optional:]:
        case [kind] if kind in SIMPLE:
            return ValueType(kind, None, optional)
        case ["paper" | "tally" | "number" as kind, name] | ["decision" as kind, "by", name] if _named(name):
            return ValueType(kind, name, optional)
        case [kind, "from", "council"] if kind in FROM_COUNCIL:
            return ValueType(kind, None, optional, COUNCIL)
        case ["round" | "later_round" as kind, level] if level in LEVELS:
            return ValueType(kind, level, optional)
        case ["deficiency", *triggers] if triggers and all(map(_named, triggers)):
            return ValueType("deficiency", " ".join(triggers), optional)
        case ["organisations"]:
            return ValueType("organisations", RULES[-1], optional)
        case ["organisations", rule] if rule in RULES:
            return ValueType("organisations", rule, optional)
    known = [*SIMPLE, *WITH_ARGUMENT]
    word = words[optional] if len(words) > optional else ""
    raise refused("value_type_wrong", nearest_name(word, known) if word not in known else None, given=shown(value))


def _named(word: str) -> bool:
    return NAME.match(word) is not None


_WRITTEN_TYPE = re.compile(
    rf"(optional )?({'|'.join(SIMPLE)}|organisations( ({'|'.join(RULES)}))?"
    rf"|({'|'.join(ROUND_TYPES)}) ({'|'.join(LEVELS)})"
    rf"|({'|'.join(FROM_COUNCIL)}) from council"
    r"|(paper|decision by|tally|number) [a-z][a-z0-9_]*|deficiency( [a-z][a-z0-9_]*)+)\Z"
)


def _is_term(text: str) -> bool:
    try:
        read_term(text)
    except ValueError:
        return False
    return True


DeclaredType = Annotated[ValueType, PlainValidator(_value_type), forms.text("value type", _WRITTEN_TYPE)]
