"""The files that papers, letters and documents name, from one store into another; each is hashed as it is copied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, select

from cycle.store import FileRefused, Limits, Store
from cycle.tables import document, formal_letter, paper

LARGEST = 2**40
# What the signed letters may be: their rows do not say which.
SIGNED = "pdf jpeg png docx"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Copied:
    """How many files were copied, and the hashes of those that were not there or not what their name says."""

    files: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def files_named(connection: Connection) -> list[tuple[str, str]]:
    """Hash of every file that a paper, a filed letter or a document names, with the media types that it may have."""
    statement = select(paper.c.file, paper.c.media).distinct().where(paper.c.file.is_not(None)).order_by(paper.c.file)
    named = {row[0]: row[1] for row in connection.execute(statement)}
    for table in (formal_letter, document):
        if inspect(connection).has_table(table.name):
            signed = connection.execute(select(table.c.file).distinct()).scalars()
            named = {**dict.fromkeys(signed, SIGNED), **named}
    return sorted(named.items())


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
            return target.put(stream, Limits(LARGEST, frozenset(media.split()))).sha256 == sha256
        except FileRefused:
            return False
