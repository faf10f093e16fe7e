"""Entering what was handed in: judged first, then kept by the store, then written; what is refused leaves no file."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from cycle.answers import Done, refused_all
from cycle.commands.papers.arrivals import MEGABYTE
from cycle.commands.papers.papers import (
    FileContent,
    Paper,
    PhysicalContent,
    UnreadContent,
    accept_paper,
    add_paper,
)
from cycle.commands.permits import Caller
from cycle.database import Transaction
from cycle.office import Office
from cycle.store import FileRefused, Pages, Store, Stored, check_name, inspect, page_count
from workflows.rules import PaperType
from workflows.verdict import Reason, Refusal

# No type of papers may allow more.
LARGEST_MB = 1000


@dataclass(frozen=True)
class FileGiven:
    """A file, the name under which it came, and the pages of it that are meant where it holds more."""

    path: Path
    name: str
    pages: Pages | None = None


@dataclass(frozen=True)
class ThingGiven:
    """A thing: how many units, and where they are kept."""

    count: int
    place: str


@dataclass(frozen=True)
class Arrival:
    """A paper of a type that was handed in for a holder, with its days."""

    type: str
    holder_kind: str
    holder: str
    given: FileGiven | ThingGiven
    received: date
    issued: date | None = None
    expires: date | None = None


class Inspector:
    """Looks at files where they lie; one that is named several times is read once."""

    def __init__(self) -> None:
        self.stored = lru_cache(maxsize=None)(_stored)
        self.pages = lru_cache(maxsize=None)(page_count)

    def paper(self, arrival: Arrival) -> Paper:
        """The paper that an arrival would be; a file that cannot be taken comes as what is wrong with it."""
        days = (arrival.received, arrival.issued, arrival.expires)
        return Paper(arrival.type, arrival.holder_kind, arrival.holder, self._content(arrival.given), *days)

    def _content(self, given: FileGiven | ThingGiven) -> FileContent | PhysicalContent | UnreadContent:
        if isinstance(given, ThingGiven):
            return PhysicalContent(given.count, given.place)
        try:
            name = check_name(given.name)
            stored = self.stored(given.path)
            wrong = self._range_faults(given)
        except FileRefused as refusal:
            return UnreadContent((Reason(refusal.code, refusal.params),))
        if wrong:
            return UnreadContent(tuple(wrong))
        return FileContent(stored.sha256, name, stored.media, stored.size, given.pages)

    def _range_faults(self, given: FileGiven) -> list[Reason]:
        """Why the pages of a file cannot be a paper. Raises FileRefused for a file that has none."""
        if given.pages is None:
            return []
        count, pages = self.pages(given.path), given.pages
        told = {"first": pages.first, "last": pages.last, "count": count}
        if not 1 <= pages.first <= pages.last:
            return [Reason("pages_out_of_order", told)]
        return [Reason("pages_beyond", told)] if pages.last > count else []


def enter(office: Office, store: Store, caller: Caller, arrival: Arrival) -> Done | Refusal:
    """Enter a paper. A file is kept only as its type allows: by content, not by name. Needs `paper.add`."""
    paper = Inspector().paper(arrival)
    with office.database.reading() as transaction:
        judged = accept_paper(transaction, office, caller, paper)
    if isinstance(judged, Refusal):
        return judged
    refused = keep(store, arrival, judged.paper)
    return refused or add_paper(office, caller, paper)


def keep(store: Store, arrival: Arrival, paper: Paper) -> Refusal | None:
    """Put the file of an accepted paper into the store; a refusal where it is no longer the file that was judged."""
    given, content = arrival.given, paper.content
    if not isinstance(given, FileGiven) or not isinstance(content, FileContent):
        return None
    try:
        store.put_inspected(given.path, Stored(content.sha256, content.size, content.media))
    except FileRefused as refusal:
        return refused_all([Reason(refusal.code, refusal.params)])
    return None


def find_known(transaction: Transaction, paper: Paper, kind: PaperType | None) -> str | None:
    """The paper that says the same already, of holder, type, content and days; what was rejected does not count."""
    if kind is None or not isinstance(paper.content, FileContent):
        return None
    days = [day.isoformat() if day else None for day in (paper.received, paper.issued, paper.last_day(kind))]
    found = transaction.rows(_SAME_CONTENT, (paper.holder_kind, paper.holder, paper.type, paper.content.hash))
    return next((code for code, *stored in found if stored == days), None)


_SAME_CONTENT = (
    "SELECT code, received, issued, expires FROM paper WHERE holder_kind = ? AND holder = ? AND type = ? AND hash = ? "
    "AND status <> 'rejected' ORDER BY version"
)


def _stored(path: Path) -> Stored:
    return inspect(path, LARGEST_MB * MEGABYTE)
