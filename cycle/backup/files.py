"""The files that papers name, from one store into another; each is hashed again as it is copied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from cycle.store import FileRefused, Limits, Store
from cycle.tables import paper

LARGEST = 2**40

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Copied:
    """How many files were copied, and the hashes of those that were not there or not what their name says."""

    files: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def files_named(connection: Connection) -> list[tuple[str, str]]:
    """Hash and media type of every file that a paper names."""
    statement = select(paper.c.file, paper.c.media).distinct().where(paper.c.file.is_not(None)).order_by(paper.c.file)
    return [(row[0], row[1]) for row in connection.execute(statement)]


def copy_files(named: Sequence[tuple[str, str]], source: Store, target: Store, progress: Progress) -> Copied:
    """Copy each file; what cannot be copied is named and stops nothing."""
    missing, damaged = [], []
    for done, (sha256, media) in enumerate(named, 1):
        if not source.has(sha256):
            missing.append(sha256)
        elif not _copy(sha256, media, source, target):
            damaged.append(sha256)
        progress(done, len(named))
    return Copied(len(named) - len(missing) - len(damaged), tuple(missing), tuple(damaged))


def _copy(sha256: str, media: str, source: Store, target: Store) -> bool:
    with source.open(sha256) as stream:
        try:
            return target.put(stream, Limits(LARGEST, frozenset({media}))).sha256 == sha256
        except FileRefused:
            return False
