"""What a person means who types a title or a name into a cell, and how names are written for a person to read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cycle.sheets.lists import part_label
from cycle.vietnamese import fold
from workflows.definition import Definition
from workflows.naming import Text
from workflows.problems import nearest_name

Titles = Mapping[str, Text]
# What a cell of `name=value` pairs takes for signs of its own.
SIGNS = frozenset(";=\n")


def value_titles(definition: Definition, names: Iterable[str]) -> Titles:
    """The titles of recorded values; the name stands for one that has none."""
    return {name: definition.values.get(name, Text(name, name)) for name in names}


def meant(typed: str, titles: Titles) -> frozenset[str]:
    """All that is called so, by name or by title in either language; accents and capitals need not be right."""
    if typed in titles:
        return frozenset({typed})
    return frozenset(
        name
        for name, title in titles.items()
        for one in (name, title.vi, title.en, f"{title.vi} ({name})", f"{title.en} ({name})")
        if fold(one) == fold(typed)
    )


def nearest_meant(typed: str, titles: Titles) -> str:
    """The title or name that was probably meant; an empty text where none is near."""
    known = {fold(one): one for name, title in titles.items() for one in (name, title.en, title.vi)}
    near = nearest_name(fold(typed), set(known))
    return known[near] if near else ""


def label_of(name: str, titles: Titles, language: str = "vi") -> str:
    """The title where `meant` and a cell understand it, else the name."""
    if name not in titles:
        return name
    title = str(getattr(titles[name], language))
    return title if meant(title, titles) == {name} and not SIGNS & set(title) else name


def labels_of_values(definition: Definition, names: Iterable[str], language: str = "vi") -> list[str]:
    """How recorded values are named in a cell, a decision by each of its two parts."""
    titles, labels = value_titles(definition, definition.recorded), []
    for name in names:
        label = label_of(name, titles, language)
        decision = definition.recorded[name].type == "decision"
        labels += [f"{label}.{part_label(part)}" for part in ("number", "date")] if decision else [label]
    return labels


def renamed(given: Mapping[str, Any], titles: Titles) -> Mapping[str, Any]:
    """What is kept by names, by the labels that a person reads."""
    return {label_of(name, titles): value for name, value in given.items()}


Wrong = tuple[str, Mapping[str, Any]]


def named(
    given: Mapping[str, Any], among: Sequence[Titles], known: Sequence[str]
) -> tuple[Mapping[str, Any], Sequence[Wrong]]:
    """What was typed before the signs `=` by its names, and what is wrong with the rest.

    Of several groups of titles the first in which anything is called so counts. `known` is told where nothing is.
    """
    kept: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for typed, value in given.items():
        found = next(filter(None, (meant(typed, titles) for titles in among)), frozenset[str]())
        if len(found) != 1:
            wrong.append(_unclear(typed, found, among, known))
            continue
        (name,) = found
        both = _together(kept[name], value) if name in kept else value
        if both is None:
            wrong.append(("value_given_twice", {"value": typed}))
        else:
            kept[name] = both
    return kept, wrong


def _unclear(typed: str, found: Collection[str], among: Sequence[Titles], known: Sequence[str]) -> Wrong:
    if found:
        return "value_ambiguous", {"value": typed, "names": "; ".join(sorted(found))}
    every = {name: title for titles in reversed(among) for name, title in titles.items()}
    return "value_not_of_workflow", {"value": typed, "known": known, "nearest": nearest_meant(typed, every)}


def _together(first: Any, second: Any) -> Any:
    """Both parts of one value, named once by its title and once by its name; None where a part is given twice."""
    if isinstance(first, Mapping) and isinstance(second, Mapping) and not first.keys() & second.keys():
        return {**first, **second}
    return None
