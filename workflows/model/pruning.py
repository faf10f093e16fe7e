"""Leaving a broken part out of a file, so that what is wrong with the rest can be told at the same time."""

from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

from workflows.model.parts import Declared
from workflows.source import KEY, Path, Source


@dataclass(frozen=True)
class Removal:
    """The part at `path` goes; `stand_in` is the model whose stand-in for it comes instead, if it has one."""

    path: Path
    stand_in: type[Declared] | None = None


def removal_for(tree: Any, detail: ErrorDetails, model: type[Declared]) -> Removal | None:
    """What to leave out because of this problem: the unknown key, else the item of a list, else a part of the file."""
    path = _existing(tree, detail["loc"])
    if detail["type"] == "extra_forbidden":
        return Removal(path)
    if detail["loc"][-1:] == ("[key]",):
        return Removal(detail["loc"][:-1])
    items = [length for length, step in enumerate(path, 1) if isinstance(step, int)]
    if items:
        return Removal(path[: items[-1]])
    top = detail["loc"][:1]
    if not top or not isinstance(tree, dict):
        return None
    if top[0] in model.stand_ins:
        return Removal(top, model)
    return Removal(top) if top[0] in tree else None


def pruned(source: Source, removals: frozenset[Removal]) -> Source:
    """The source without those parts; every part that stays keeps its place."""
    gone = {removal.path: removal for removal in removals}
    moved: dict[Path, Path] = {}
    tree = _rebuilt(source.tree, (), (), gone, moved)
    for path, removal in gone.items():
        if removal.stand_in is not None:
            tree[path[0]] = removal.stand_in.stand_ins[str(path[0])]
    followed = ((_follow(path, moved), mark) for path, mark in source.marks.items())
    marks = {path: mark for path, mark in followed if path is not None}
    refused = frozenset(moved[path] for path in source.refused if path in moved)
    return Source(source.path, tree, marks, source.raw, refused)


def _existing(tree: Any, path: Path) -> Path:
    """As much of `path` as is written in the file: a short form has fewer steps than what it stands for."""
    for length, step in enumerate(path):
        if (isinstance(tree, dict) and step in tree) or (isinstance(tree, list) and isinstance(step, int)):
            tree = tree[step]  # type: ignore[index]
        else:
            return path[:length]
    return path


def _rebuilt(node: Any, old: Path, new: Path, gone: dict[Path, Removal], moved: dict[Path, Path]) -> Any:
    moved[old] = new
    if isinstance(node, dict):
        return {
            key: _rebuilt(value, (*old, key), (*new, key), gone, moved)
            for key, value in node.items()
            if (*old, key) not in gone
        }
    if isinstance(node, list):
        kept = [index for index in range(len(node)) if (*old, index) not in gone]
        return [
            _rebuilt(node[index], (*old, index), (*new, position), gone, moved) for position, index in enumerate(kept)
        ]
    return node


def _follow(path: Path, moved: dict[Path, Path]) -> Path | None:
    if path and path[-1] == KEY:
        inside = moved.get(path[:-1])
        return (*inside, KEY) if inside is not None else None
    return moved.get(path)
