"""What an office has signed and numbered, as it comes back: its file, its number and its day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cycle import statements
from cycle.answers import refused_all
from cycle.commands.papers.arrivals import MEGABYTE
from cycle.commands.permits import Permit
from cycle.database import Transaction
from cycle.store import FileRefused, Store, Stored, check_name, inspect
from workflows.verdict import Reason, Refusal

# What a signed document is kept as: a PDF, or its scan. A draft that can still be written in is none.
LARGEST_MB, MEDIA = 20, frozenset({"pdf", "jpeg", "png"})


@dataclass(frozen=True)
class Numbered:
    """The number and the day that a document carries, in which programme."""

    programme: str
    number: str
    day: date


def looked(file: Path) -> Stored | Reason:
    """What a file is, or why it cannot be a signed document."""
    try:
        return _inspected(file)
    except FileRefused as refusal:
        return Reason(refusal.code, refusal.params)


def _inspected(file: Path) -> Stored:
    check_name(file.name)
    stored = inspect(file, LARGEST_MB * MEGABYTE)
    if stored.media not in MEDIA:
        raise FileRefused("file_type", {"found": stored.media, "allowed": sorted(MEDIA)})
    return stored


def kept(store: Store, file: Path, stored: Stored) -> Refusal | None:
    """Keep the file in the store; a refusal where it has changed since it was looked at."""
    try:
        store.put_inspected(file, stored)
    except FileRefused as refusal:
        return refused_all([Reason(refusal.code, refusal.params)])
    return None


def lock_numbers(transaction: Transaction, programme: str) -> None:
    """Nobody else numbers a document of a programme until the transaction ends."""
    transaction.rows(statements.LOCK_PROGRAMME, (programme,))


def numbered_faults(transaction: Transaction, permit: Permit, numbered: Numbered) -> list[Reason]:
    """What is wrong with a number and its day, whoever else uses it."""
    reasons = []
    if not transaction.row("SELECT code FROM programme WHERE code = ?", (numbered.programme,)):
        reasons.append(Reason("programme_unknown", {"programme": numbered.programme}))
    if not numbered.number:
        reasons.append(Reason("formal_number_missing", {}))
    if numbered.day > permit.today:
        reasons.append(Reason("happened_in_future", {"happened": numbered.day, "today": permit.today}))
    return reasons


def number_used(numbered: Numbered) -> Reason:
    """The reason that a number was given on that day already."""
    return Reason("formal_number_used", {"number": numbered.number, "day": numbered.day})
