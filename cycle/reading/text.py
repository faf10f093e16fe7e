"""One configuration file: from bytes or text to a Source, or to what is wrong with the text."""

import re
from itertools import islice

import yaml

from cycle.reading.scalars import CONTROL
from cycle.reading.tree import GivingUpError, Tree
from workflows.placed import MOST_PROBLEMS
from workflows.problems import Place, Problem
from workflows.source import Source

LARGEST = 1_000_000
LINE_END = re.compile("\r\n|\r|\n")


def read_text(path: str, text: str | bytes) -> tuple[Source | None, list[Problem]]:
    """The Source of a YAML text. It comes with problems where a tree could be made all the same, so that what the rules
    find wrong in the file can be told at the same time; it must not be used for anything else then.
    """
    written, problems = plain_text(path, text)
    if written is None:
        return None, problems
    body = _body(written)
    tree = Tree(path)
    if not _grown(tree, body):
        return None, tree.problems
    return Source(path, tree.root, tree.marks, written, frozenset(tree.refused), bool(tree.problems)), tree.problems


def plain_text(path: str, text: str | bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file in UTF-8 without control characters, or why it is none."""
    if len(text) > LARGEST:
        return None, [Problem(Place(path, 1, 1), "yaml_size", {"most": str(LARGEST)})]
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode("utf-8", "replace")
            return None, [Problem(_place(path, before, len(before)), "yaml_utf8")]
    control = _controls(path, _body(text))
    return (None if control else text), control


def _body(text: str) -> str:
    """Windows editors put a byte order mark first; it is no part of the text."""
    return text.removeprefix("\ufeff")


def _grown(tree: Tree, body: str) -> bool:
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        tree.grow(yaml.parse(body, Loader=loader))
    except GivingUpError:
        return False
    except yaml.YAMLError as error:
        tree.problems.append(_syntax(tree.file, body, error))
        return False
    if not tree.documents:
        tree.problems.append(Problem(Place(tree.file, 1, 1), "yaml_empty"))
    return bool(tree.documents)


def _controls(path: str, body: str) -> list[Problem]:
    found = islice(CONTROL.finditer(body), MOST_PROBLEMS)
    by_line = {place.line: place for place in (_place(path, body, match.start()) for match in found)}
    return [Problem(place, "yaml_control") for place in by_line.values()]


def _syntax(path: str, body: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    detail = str(getattr(error, "problem", None) or "")
    if mark is None:
        return Problem(Place(path), "yaml_syntax")
    place = Place(path, mark.line + 1, mark.column + 1)
    lines = LINE_END.split(body)
    line = lines[mark.line] if mark.line < len(lines) else ""
    if line[mark.column : mark.column + 1] == "\t":
        return Problem(place, "yaml_tab")
    if detail.startswith("mapping values are not allowed"):
        return Problem(place, "yaml_colon")
    return Problem(place, "yaml_syntax")


def _place(path: str, text: str, offset: int) -> Place:
    before = LINE_END.split(text[:offset])
    return Place(path, len(before), len(before[-1]) + 1)
