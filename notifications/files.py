"""The channel that writes letters into a folder as .eml files; a rehearsal has no other."""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from errno import errorcode
from pathlib import Path

from notifications.port import HANDED, LATER, REFUSED, Gate, Outcome, Result, Ticket

FILE_MODE, FOLDER_MODE = 0o600, 0o700
AT_ONCE = 100
LONGEST = 60

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


class FilesChannel:
    """Writes `YEAR/RECIPIENT-NUMBER-CODE.eml` below a folder, for each letter one file, whole or not at all.

    Year and number are the last two parts of the ticket's `number` (`YEAR/NUMBER` or `RECIPIENT/YEAR/NUMBER`). A file
    that is there already with the same bytes is as good as written; one with other bytes is never replaced: refused.
    What the disk does not take now is taken later.
    """

    name = "files"
    repeatable = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, tickets: Sequence[Ticket], gate: Gate) -> None:
        """Write what the gate lets through. Raises nothing that a disk can cause."""
        finished: list[Outcome] = []
        for entering in _parts(tickets):
            through = gate(finished, entering)
            finished = [self._outcome(ticket) for ticket in entering if ticket.letter in through]
        gate(finished, ())

    def path_of(self, ticket: Ticket) -> Path:
        """Where a letter is written; the name is one on every system."""
        year, number = (["-", *ticket.number.split("/")])[-2:]
        recipient = ticket.recipient.partition(":")[2]
        parts = (safe(recipient)[:LONGEST], safe(number), safe(ticket.letter))
        return self._folder / safe(year) / ("-".join(parts) + ".eml")

    def _outcome(self, ticket: Ticket) -> Outcome:
        try:
            written = write_once(self.path_of(ticket), ticket.content)
        except OSError as hindered:
            result = Result(LATER, "file", reply=errorcode.get(hindered.errno or 0, type(hindered).__name__))
        else:
            result = Result(HANDED, "file") if written else Result(REFUSED, "file", reply="EEXIST")
        return Outcome(ticket, dict.fromkeys(ticket.addresses, result))


def write_once(path: Path, content: bytes) -> bool:
    """Write a file whole and onto the disk, readable by its owner alone; False where another one has its name.

    Raises OSError where the disk does not take it; then nothing stands under its name.
    """
    if path.is_symlink() or path.exists():
        return _same(path, content)
    path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.tmp")
    try:
        _write(temporary, content)
        _name(temporary, path)
    except FileExistsError:
        return _same(path, content)
    finally:
        temporary.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent):
        _sync(folder)
    return True


def safe(text: str) -> str:
    """A text as part of a file's name on every system: letters and digits of ASCII, points, dashes; never empty."""
    return _UNSAFE.sub("-", text).strip(".-") or "-"


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _name(temporary: Path, path: Path) -> None:
    """Give a finished file its name. Raises FileExistsError where somebody else has taken it meanwhile."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # Not every file system has a second name for a file.
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == content


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _parts(tickets: Sequence[Ticket]) -> Iterator[Sequence[Ticket]]:
    for start in range(0, len(tickets), AT_ONCE):
        yield tickets[start : start + AT_ONCE]
