"""Reading a folder of messages that came back: a plain one, or a Maildir. Nothing in it is changed or removed."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from errno import errorcode
from pathlib import Path

from cycle.commands.letters.bouncing import (
    AUTO_REPLY,
    BOUNCED,
    EARLY,
    KNOWN,
    NOTED,
    OTHER,
    STRAY,
    Message,
    take_bounce,
)
from cycle.office import Office
from notifications.bounces import LONGEST, read_returned

UNREADABLE = "unreadable"
OUTCOMES = (BOUNCED, EARLY, NOTED, STRAY, AUTO_REPLY, OTHER, UNREADABLE, KNOWN)
# What a person has to look at.
TROUBLE = frozenset({STRAY, UNREADABLE})
CHUNK = 2**20


@dataclass(frozen=True)
class Read:
    """What became of one file; `detail` is its subject, or what hindered its reading; `why` it was only noted."""

    file: str
    outcome: str
    letter: str | None = None
    addresses: tuple[str, ...] = ()
    action: str | None = None
    code: str | None = None
    detail: str = ""
    why: str | None = None


@dataclass(frozen=True)
class Returns:
    """What was found: all but the messages that were read before, in the order of their files; and counts of all."""

    rows: tuple[Read, ...]
    counts: Mapping[str, int]

    @property
    def trouble(self) -> bool:
        """Whether there is a message that nobody knows what to make of."""
        return any(row.outcome in TROUBLE for row in self.rows)


def take_returns(office: Office, folder: Path, *, dry_run: bool) -> Returns:
    """Take in every message of a folder, each once by its bytes. Raises OSError where the folder cannot be read."""
    rows = [_taken(office, file, folder, dry_run=dry_run) for file in files_in(folder)]
    counts = Counter(row.outcome for row in rows)
    told = tuple(row for row in rows if row.outcome != KNOWN)
    return Returns(told, {outcome: counts[outcome] for outcome in OUTCOMES})


def files_in(folder: Path) -> Iterator[Path]:
    """The messages of a folder by name: those in `new` and `cur` of a Maildir, else its files; no hidden ones."""
    maildir = [folder / name for name in ("new", "cur") if (folder / name).is_dir()]
    for place in maildir or [folder]:
        for file in sorted(place.iterdir()):
            if not file.name.startswith(".") and file.is_file() and not file.is_symlink():
                yield file


def _taken(office: Office, file: Path, folder: Path, *, dry_run: bool) -> Read:
    name = file.relative_to(folder).as_posix()
    shown = name.encode(errors="replace").decode()
    try:
        sha256, beginning = _content(file)
    except OSError as hindered:
        return Read(shown, UNREADABLE, detail=errorcode.get(hindered.errno or 0, type(hindered).__name__))
    returned = read_returned(beginning)
    found = take_bounce(office, Message(shown, sha256, returned), dry_run=dry_run)
    about = (found.letter, found.addresses, found.action, found.code)
    return Read(shown, found.outcome, *about, returned.subject, found.why)


def _content(file: Path) -> tuple[str, bytes]:
    """The hash of a file, and as much of its beginning as is looked at."""
    digest, beginning = hashlib.sha256(), b""
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            beginning += chunk[: LONGEST - len(beginning)]
    return digest.hexdigest(), beginning
