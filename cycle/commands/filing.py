"""Entering what was handed in: the file goes into the store first, then the paper that names it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cycle.answers import Done, refused, refused_all
from cycle.clock import day_in
from cycle.commands.papers import FileContent, Paper, PhysicalContent, add_paper
from cycle.commands.permits import Caller
from cycle.office import Office
from cycle.store import FileRefused, Limits, Store, check_name
from workflows.rules import PaperType
from workflows.verdict import Reason, Refusal

FILE = "file"


@dataclass(frozen=True)
class FileGiven:
    """A file, and the name under which it came."""

    path: Path
    name: str


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


def enter(office: Office, store: Store, caller: Caller, arrival: Arrival) -> Done | Refusal:
    """Enter a paper. A file is kept only as its type allows: by content, not by name. Needs `paper.add`."""
    content = _content(office, store, arrival)
    if isinstance(content, Refusal):
        return content
    days = (arrival.received, arrival.issued, arrival.expires)
    paper = Paper(arrival.type, arrival.holder_kind, arrival.holder, content, *days)
    return add_paper(office, caller, paper)


def _content(office: Office, store: Store, arrival: Arrival) -> FileContent | PhysicalContent | Refusal:
    if isinstance(arrival.given, ThingGiven):
        return PhysicalContent(arrival.given.count, arrival.given.place)
    kind = _kind(office, arrival.type)
    if isinstance(kind, Refusal):
        return kind
    try:
        name = check_name(arrival.given.name)
        stored = store.put(arrival.given.path, Limits(kind.max_mb * 2**20, kind.media))
    except FileRefused as wrong:
        return _refusal(kind, wrong)
    return FileContent(stored.sha256, name, stored.media, stored.size)


def _kind(office: Office, name: str) -> PaperType | Refusal:
    """The type of a paper that comes as a file, or why no file of it is taken."""
    today = day_in(office.zone, office.clock.now())
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, today)
    if published is None:
        return refused("no_publication", day=today)
    kind = published.rules.papers.get(name)
    if kind is None:
        return refused("paper_type_unknown", type=name, known=sorted(published.rules.papers))
    return kind if kind.form == FILE else refused("paper_wrong_form", paper=name, form=kind.form)


def _refusal(kind: PaperType, wrong: FileRefused) -> Refusal:
    """The refusal in the words of papers, where they have their own."""
    if wrong.code == "file_type":
        return refused("paper_wrong_media", paper=kind.name, media=wrong.params["found"], allowed=sorted(kind.media))
    if wrong.code == "file_too_large":
        return refused("paper_too_large", paper=kind.name, max_mb=kind.max_mb)
    return refused_all([Reason(wrong.code, wrong.params)])
