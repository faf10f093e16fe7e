"""The official wording of a decision, which an office loads beside our labels, text by text, by its fingerprint."""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflows.naming import Text
from workflows.scoring.criteria import Criteria
from workflows.scoring.wording import fingerprint, plain, unboxed

# A converted text may break a sentence over so many lines.
MOST_LINES = 8
LARGEST = 64 * 2**20
FILE = "wording.yaml"
HEAD = "# The official wording, loaded by `ocop criteria wording`; it takes effect when it is published.\nwording:\n"


class UnreadableError(Exception):
    """A file of texts is too large, not in UTF-8, or broken JSON."""


@dataclass(frozen=True)
class Wanted:
    """A text that has a label: its fingerprint, the label, and the set and criterion where it is first used."""

    text: str
    label: Text
    set: int | None = None
    criterion: str | None = None


@dataclass(frozen=True)
class Filled:
    """A row of a workbook with a text in it: where it stands, the fingerprint as it was found, the text."""

    sheet: str
    row: int
    mark: str
    text: str


@dataclass(frozen=True)
class Matched:
    """What a file gave: texts by fingerprint, texts that were put beside a label and are not the transcript's, and rows

    whose text stands beside no fingerprint that is wanted.
    """

    found: Mapping[str, str] = field(default_factory=dict)
    differing: Mapping[str, str] = field(default_factory=dict)
    strays: tuple[Filled, ...] = ()


def wanted(criteria: Criteria) -> tuple[Wanted, ...]:
    """Every text of some criteria, those of options first, in the order of the sets."""
    found: dict[str, Wanted] = {}
    for number in sorted(criteria.sets):
        for one in criteria.sets[number].criteria.values():
            for option in one.options:
                if option.text:
                    found.setdefault(option.text, Wanted(option.text, option.label, number, one.code))
    for label in criteria.labels.values():
        for text in label.texts:
            found.setdefault(text, Wanted(text, label.title))
    return tuple(found.values())


def match_texts(criteria: Criteria, texts: Iterable[str]) -> Matched:
    """The texts among others that have a label, as they stand or without the box and the stars around them."""
    marks = {one.text for one in wanted(criteria)}
    tried = ((fingerprint(one), plain(one)) for text in texts for one in (text, unboxed(text)))
    return Matched({mark: text for mark, text in tried if mark in marks})


def match_rows(criteria: Criteria, rows: Iterable[Filled]) -> Matched:
    """Texts that stand beside a fingerprint, empty ones left out; `strays` are those beside none that is wanted."""
    known = {one.text for one in wanted(criteria)}
    texts = [row for row in rows if plain(row.text)]
    given = {row.mark: plain(row.text) for row in texts if row.mark in known}
    right = {mark: text for mark, text in given.items() if fingerprint(text) == mark}
    strays = tuple(row for row in texts if row.mark not in known)
    return Matched(right, {mark: text for mark, text in given.items() if mark not in right}, strays)


def read_texts(file: Path) -> Iterator[str]:
    """Every text of a JSON file, or every line of another, also joined with those after it. Raises UnreadableError."""
    content = file.read_bytes() if file.stat().st_size <= LARGEST else None
    try:
        text = (content or b"\xff").decode("utf-8-sig")
        tree = json.loads(text) if file.suffix.lower() == ".json" else None
    except (ValueError, RecursionError):
        raise UnreadableError(file.name) from None
    yield from _strings(tree) if tree is not None else _lines(text)


def wording_text(criteria: Criteria, matched: Matched, note: str | None) -> str:
    """The file of the wording: what was there, with what was found in its place. `note` says why others are taken."""
    notes = {**criteria.strays, **dict.fromkeys(matched.found, ""), **dict.fromkeys(matched.differing, note or "")}
    texts = {**criteria.wording, **matched.found, **(matched.differing if note else {})}
    lines = [
        _line(mark, texts[mark], notes.get(mark)) for mark in (one.text for one in wanted(criteria)) if mark in texts
    ]
    return HEAD + "\n".join(lines) + "\n"


def write_wording(folder: Path, text: str) -> Path:
    """The file in the folder of the criteria, there whole or as it was before."""
    unfinished = folder / f".{secrets.token_hex(4)}.part.yaml"
    try:
        unfinished.write_text(text, encoding="utf-8")
        return unfinished.replace(folder / FILE)
    finally:
        unfinished.unlink(missing_ok=True)


def _strings(tree: Any) -> Iterator[str]:
    below: Sequence[Any] = list(tree.values()) if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    if isinstance(tree, str):
        yield tree
    for one in below:
        yield from _strings(one)


def _lines(text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    for at in range(len(lines)):
        for count in range(1, MOST_LINES + 1):
            yield " ".join(lines[at : at + count])


def _line(mark: str, wording: str, note: str | None) -> str:
    told = f", differs: {json.dumps(note, ensure_ascii=False)}" if note else ""
    return f"  - {{text: {json.dumps(mark)}, wording: {json.dumps(wording, ensure_ascii=False)}{told}}}"
