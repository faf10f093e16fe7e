"""Publishing the configuration as a manifest of hashes, and reading rules back from the database only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle import statements
from cycle.canonical import canonical, digest
from cycle.database import Transaction
from workflows.definition import Definition
from workflows.problems import Problem
from workflows.reading import read_definition, read_rules
from workflows.rules import Rules
from workflows.source import Source

MANIFEST_FORMAT = 1


@dataclass(frozen=True)
class Published:
    """One publication in force, with its rules."""

    hash: str
    rules: Rules


@dataclass(frozen=True)
class Manifest:
    """What is about to be published: the files by path with the hash of each, and the day it takes effect."""

    effective: date
    files: Mapping[str, str]
    canonical: Mapping[str, str]
    raw: Mapping[str, str]

    @property
    def text(self) -> str:
        """The canonical text whose hash names the publication."""
        body = {"effective": self.effective.isoformat(), "files": dict(self.files), "format": MANIFEST_FORMAT}
        return canonical(body)

    @property
    def hash(self) -> str:
        """The name of the publication."""
        return digest(self.text)


class UnreadablePublicationError(Exception):
    """A stored publication or workflow text no longer reads: the database is damaged or of another release."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        super().__init__(text)
        self.text, self.problems = text, tuple(problems)


class Rulebook:
    """Rules by publication, read once each: a publication never changes."""

    def __init__(self) -> None:
        self._published: dict[str, Published] = {}
        self._pinned: dict[tuple[str, str], Definition] = {}

    def on(self, transaction: Transaction, day: date) -> Published | None:
        """The publication in force on a day; None before the first."""
        found = transaction.row(statements.PUBLICATION_ON, (day.isoformat(),))
        return self.load(transaction, found[0]) if found else None

    def readable(self, transaction: Transaction, day: date) -> Published | None:
        """The newest publication up to a day that still reads; for mending one that no longer does."""
        for (publication,) in transaction.rows(statements.PUBLICATIONS_UNTIL, (day.isoformat(),)):
            try:
                return self.load(transaction, publication)
            except UnreadablePublicationError:
                continue
        return None

    def load(self, transaction: Transaction, publication: str) -> Published:
        """The publication of a hash. Raises UnreadablePublicationError."""
        if publication not in self._published:
            sources, hashes = stored_sources(transaction, publication)
            rules, problems = read_rules(sources, hashes)
            if rules is None:
                raise UnreadablePublicationError(publication, problems)
            self._published[publication] = Published(publication, rules)
        return self._published[publication]

    def definition(self, transaction: Transaction, pinned: str, published: Published) -> Definition:
        """The workflow that a dossier pins, read against the rules of a publication."""
        for definition in published.rules.definitions.values():
            if definition.hash == pinned:
                return definition
        key = (pinned, published.hash)
        if key not in self._pinned:
            found, problems = read_pinned(transaction, pinned, published.rules)
            if found is None:
                raise UnreadablePublicationError(pinned, problems)
            self._pinned[key] = found
        return self._pinned[key]


def lasting(transaction: Transaction, rulebook: Rulebook, definition: Definition, day: date) -> bool:
    """Whether a workflow still reads under every publication that takes effect after a day on which it is pinned."""
    later = transaction.rows("SELECT hash FROM publication WHERE effective > ?", (day.isoformat(),))
    for (publication,) in later:
        try:
            rulebook.definition(transaction, definition.hash, rulebook.load(transaction, publication))
        except UnreadablePublicationError:
            return False
    return True


def manifest_of(sources: Mapping[str, Source], effective: date) -> Manifest:
    """The manifest of parsed files: each is hashed over the RFC 8785 form of its parsed text."""
    texts = {path: canonical(source.tree) for path, source in sources.items()}
    hashes = {path: digest(text) for path, text in texts.items()}
    return Manifest(effective, hashes, texts, {path: source.raw for path, source in sources.items()})


def read_pinned(transaction: Transaction, pinned: str, rules: Rules) -> tuple[Definition | None, list[Problem]]:
    """A workflow text that some dossier pins, read against rules that may be newer."""
    found = transaction.row("SELECT canonical FROM config_file WHERE hash = ?", (pinned,))
    if found is None:
        raise UnreadablePublicationError(pinned, [])
    tree: Any = json.loads(found[0])
    return read_definition(Source(f"pinned/{pinned[:12]}.yaml", tree, {}, ""), pinned, rules)


def stored_sources(transaction: Transaction, publication: str) -> tuple[dict[str, Source], dict[str, str]]:
    """The files of a stored publication, and the hash of each."""
    rows = transaction.rows(
        "SELECT p.path, p.file, f.canonical, f.raw FROM publication_file p JOIN config_file f ON f.hash = p.file "
        "WHERE p.publication = ? ORDER BY p.path",
        (publication,),
    )
    sources = {path: Source(path, json.loads(text), {}, raw) for path, _, text, raw in rows}
    return sources, {path: file for path, file, _, _ in rows}


def store(transaction: Transaction, manifest: Manifest, published: str) -> None:
    """Keep a manifest with its files; a file that an earlier publication had is kept once."""
    number = (transaction.row("SELECT COALESCE(MAX(number), 0) FROM publication") or (0,))[0] + 1
    for path, file in manifest.files.items():
        transaction.run(
            "INSERT INTO config_file (hash, canonical, raw) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING",
            (file, manifest.canonical[path], manifest.raw[path]),
        )
    transaction.run(
        "INSERT INTO publication (hash, number, effective, published, manifest) VALUES (?, ?, ?, ?, ?)",
        (manifest.hash, number, manifest.effective.isoformat(), published, manifest.text),
    )
    transaction.run_many(
        "INSERT INTO publication_file (publication, path, file) VALUES (?, ?, ?)",
        [(manifest.hash, path, file) for path, file in manifest.files.items()],
    )
