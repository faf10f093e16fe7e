"""From the tree of one file to its model, with every problem of its shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflows.model.fields import choices_at, keys_at, unknown_key_code
from workflows.model.parts import Declared, shown
from workflows.model.pruning import pruned, removals_for
from workflows.placed import MOST_PROBLEMS
from workflows.problems import Place, Problem, nearest_name
from workflows.source import Path, Source

M = TypeVar("M", bound=Declared)
ROUNDS = 8

# Our code for each of pydantic's, and how its limits are called in the message.
CODES: Mapping[str, str] = {
    "string_type": "not_text",
    "int_type": "not_integer",
    "bool_type": "not_true_false",
    "list_type": "not_list",
    "dict_type": "not_mapping",
    "model_type": "not_mapping",
    "model_attributes_type": "not_mapping",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "too_short": "list_too_short",
}
LIMITS = {"ge": "limit", "le": "limit", "min_length": "limit"}


@dataclass(frozen=True)
class Checked(Generic[M]):
    """A file's model. `source` is what the model was made of: where the file is not `whole`, less than `written`,
    which has all that stands there, under its right keys.
    """

    model: M | None
    written: Source
    source: Source
    whole: bool
    problems: tuple[Problem, ...]


def check(model: type[M], source: Source) -> Checked[M]:
    """The file in the shape of `model`, or as much of it as has that shape, and all that has not."""
    problems: list[Problem] = []
    written, readable = source, source
    for _ in range(ROUNDS):
        try:
            found = model.model_validate(readable.tree)
        except ValidationError as error:
            details = error.errors(include_url=False)
            if len(details) > MOST_PROBLEMS:
                problems += _problems(model, readable, details[:MOST_PROBLEMS], first=True)
                problems.append(Problem(source.place(), "too_many", {"count": str(MOST_PROBLEMS)}))
                break
            problems += _problems(model, readable, details, first=readable is source)
            removals = removals_for(readable.tree, details, model)
            if readable is source:
                written = pruned(source, [removal for removal in removals if removal and removal.key])
            if None in removals:
                break
            readable = pruned(readable, [removal for removal in removals if removal])
        else:
            whole = readable is source and not source.flawed
            return Checked(found, written, readable, whole, tuple(problems))
    return Checked(None, written, readable, False, tuple(problems))


def _problems(model: type[Declared], source: Source, details: list[ErrorDetails], *, first: bool) -> list[Problem]:
    """`first` False: what was left out before has made lists short; that was told already."""
    wanted = [
        detail
        for detail in details
        if (first or detail["type"] not in ("too_short", "missing")) and detail["loc"] not in source.refused
    ]
    found = [_problem(model, source, detail) for detail in wanted]
    misspelt = {(p.nearest, detail["loc"][:-1]) for p, detail in zip(found, wanted, strict=True) if _is_extra(detail)}
    return [
        problem
        for problem, detail in zip(found, wanted, strict=True)
        if detail["type"] != "missing" or (detail["loc"][-1], detail["loc"][:-1]) not in misspelt
    ]


def _problem(model: type[Declared], source: Source, detail: ErrorDetails) -> Problem:
    path: Path = detail["loc"]
    if detail["type"] == "missing":
        return Problem(source.place(path[:-1]), "key_missing", {"key": str(path[-1])})
    if _is_extra(detail):
        code, key = unknown_key_code(model, path[:-1]), str(path[-1])
        return Problem(source.key_place(path), code, {"key": shown(key)}, nearest_name(key, keys_at(model, path[:-1])))
    place = source.key_place(path[:-1]) if path[-1:] == ("[key]",) else source.place(path)
    if detail["type"] == "literal_error":
        given, choices = shown(detail["input"]), choices_at(model, path)
        return Problem(
            place, "choice_unknown", {"given": given, "choices": ", ".join(choices)}, nearest_name(given, choices)
        )
    return _coded(place, detail)


def _coded(place: Place, detail: ErrorDetails) -> Problem:
    context = dict(detail.get("ctx", {}))
    if "code" in context:
        nearest = context.pop("nearest")
        return Problem(place, context.pop("code"), context, nearest)
    limits = {LIMITS[name]: str(value) for name, value in context.items() if name in LIMITS}
    return Problem(place, CODES.get(detail["type"], "value_wrong"), {"given": shown(detail["input"]), **limits})


def _is_extra(detail: ErrorDetails) -> bool:
    return detail["type"] == "extra_forbidden"
