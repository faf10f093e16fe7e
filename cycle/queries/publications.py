"""What was published, when it takes effect, and how two publications differ."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from cycle.database import Transaction

_COLUMNS = "SELECT number, hash, effective, published, manifest FROM publication "


@dataclass(frozen=True)
class Publication:
    """One publication; `files` maps each path to the hash of the file's canonical text."""

    number: int
    hash: str
    effective: str
    published: str
    files: Mapping[str, str]

    @property
    def summary(self) -> Mapping[str, Any]:
        """Everything but the files' own hashes, as the programmatic ways out show it."""
        days = {"effective": self.effective, "published": self.published}
        return {"number": self.number, "hash": self.hash, **days, "files": len(self.files)}


@dataclass(frozen=True)
class Change:
    """How one file differs: `added`, `removed` or `changed`, with the lines that differ."""

    path: str
    change: str
    text: str


def list_publications(transaction: Transaction) -> list[Publication]:
    """Every publication, the first first."""
    return [_publication(row) for row in transaction.rows(_COLUMNS + "ORDER BY number")]


def find_publication(transaction: Transaction, which: str | None) -> Publication | None:
    """The publication of a number or of the beginning of a hash; the newest where none is named."""
    found = list_publications(transaction)
    if which is None:
        return found[-1] if found else None
    named = [one for one in found if str(one.number) == which]
    named = named or [one for one in found if len(which) >= 6 and one.hash.startswith(which)]
    return named[0] if len(named) == 1 else None


def find_raw(transaction: Transaction, publication: Publication, path: str) -> str | None:
    """The text of one of its files as it was written."""
    found = transaction.row("SELECT raw FROM config_file WHERE hash = ?", (publication.files.get(path, ""),))
    return found[0] if found else None


def differences(transaction: Transaction, older: Publication, newer: Publication) -> list[Change]:
    """The files that differ, in the order of their paths."""
    paths = sorted({*older.files, *newer.files})
    return [
        _change(transaction, older, newer, path) for path in paths if older.files.get(path) != newer.files.get(path)
    ]


def _change(transaction: Transaction, older: Publication, newer: Publication, path: str) -> Change:
    kind = "changed" if path in older.files and path in newer.files else "added" if path in newer.files else "removed"
    before, after = ((find_raw(transaction, one, path) or "").splitlines(keepends=True) for one in (older, newer))
    found = unified_diff(before, after, f"{path} ({older.number})", f"{path} ({newer.number})")
    lines = [line if line.endswith("\n") else line + "\n" for line in found]
    return Change(path, kind, "".join(lines))


def _publication(row: tuple[Any, ...]) -> Publication:
    number, own, effective, published, manifest = row
    return Publication(number, own, effective, published, json.loads(manifest)["files"])
