"""Leaving a broken part out of a file, so that what is wrong with the rest can be told at the same time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

from workflows.model.fields import keys_at, severable_at, unknown_key_code
from workflows.model.parts import Declared
from workflows.problems import nearest_name
from workflows.source import KEY, Path, Source


@dataclass(frozen=True)
class Removal:
    """The part at `path` goes, or comes under its right `key`, or what `stand_in` has for it comes instead."""

    path: Path
    stand_in: type[Declared] | None = None
    key: str | None = None


def removals_for(tree: Any, details: list[ErrorDetails], model: type[Declared]) -> frozenset[Removal | None]:
    """What to leave out because of these problems; None stands for the whole file."""
    misspelt = {path: key for detail in details if (path := detail["loc"]) and (key := right_key(tree, detail, model))}
    spelt = {(*path[:-1], key) for path, key in misspelt.items()}
    return frozenset(
        Removal(detail["loc"], key=misspelt[detail["loc"]])
        if detail["loc"] in misspelt
        else _removal(tree, detail, model)
        for detail in details
        if detail["type"] != "missing" or detail["loc"] not in spelt
    )


def right_key(tree: Any, detail: ErrorDetails, model: type[Declared]) -> str | None:
    """The key that an unknown one was meant to be, unless that stands there too."""
    if detail["type"] != "extra_forbidden":
        return None
    path = detail["loc"]
    nearest = nearest_name(str(path[-1]), keys_at(model, path[:-1]))
    around = _at(tree, path[:-1])
    return nearest if isinstance(around, dict) and nearest not in around else None


def pruned(source: Source, removals: Collection[Removal]) -> Source:
    """The source without those parts, or with their right keys; every part that stays keeps its place."""
    gone = {removal.path: removal for removal in removals}
    moved: dict[Path, Path] = {}
    tree = _rebuilt(source.tree, (), (), gone, moved)
    for path, removal in gone.items():
        if removal.stand_in is not None:
            tree[path[0]] = removal.stand_in.stand_ins[str(path[0])]
    followed = ((_follow(path, moved), mark) for path, mark in source.marks.items())
    marks = {path: mark for path, mark in followed if path is not None}
    refused = frozenset(moved[path] for path in source.refused if path in moved)
    return Source(source.path, tree, marks, source.raw, refused, source.flawed)


def _removal(tree: Any, detail: ErrorDetails, model: type[Declared]) -> Removal | None:
    """The unknown key, else the item of a list, else a part of the file."""
    path = _existing(tree, detail["loc"])
    if detail["type"] == "extra_forbidden" and unknown_key_code(model, path[:-1]) == Declared.unknown_key:
        return Removal(path)
    if detail["loc"][-1:] == ("[key]",):
        return Removal(detail["loc"][:-1])
    items = [length for length, step in enumerate(path, 1) if isinstance(step, int)]
    if items:
        return Removal(path[: items[-1]])
    if path[1:2] and path[1] in severable_at(model, path[:1]):
        return Removal(path[:2])
    top = detail["loc"][:1]
    if not top or not isinstance(tree, dict):
        return None
    if top[0] in model.stand_ins:
        return Removal(top, model)
    return Removal(top) if top[0] in tree else None


def _at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def _existing(tree: Any, path: Path) -> Path:
    """As much of `path` as is written in the file: a short form has fewer steps than what it stands for."""
    for length, step in enumerate(path):
        if (isinstance(tree, dict) and step in tree) or (isinstance(tree, list) and isinstance(step, int)):
            tree = tree[step]  # type: ignore[index]  # a mapping or a list, as asked
        else:
            return path[:length]
    return path


def _rebuilt(node: Any, old: Path, new: Path, gone: dict[Path, Removal], moved: dict[Path, Path]) -> Any:
    moved[old] = new
    if isinstance(node, dict):
        keys = {key: _kept_key((*old, key), gone) for key in node}
        return {
            kept: _rebuilt(node[key], (*old, key), (*new, kept), gone, moved)
            for key, kept in keys.items()
            if kept is not None
        }
    if isinstance(node, list):
        kept = [index for index in range(len(node)) if (*old, index) not in gone]
        return [
            _rebuilt(node[index], (*old, index), (*new, position), gone, moved) for position, index in enumerate(kept)
        ]
    return node


def _kept_key(path: Path, gone: Mapping[Path, Removal]) -> str | None:
    return gone[path].key if path in gone else str(path[-1])


def _follow(path: Path, moved: dict[Path, Path]) -> Path | None:
    if path and path[-1] == KEY:
        inside = moved.get(path[:-1])
        return (*inside, KEY) if inside is not None else None
    return moved.get(path)
