"""Filing an official reminder that the office has numbered and signed: its number, its day, and the file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cycle.answers import Answer, Done, refused_all
from cycle.commands.arrivals import MEGABYTE
from cycle.commands.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.commands.spelling import clean_text, spelling_faults
from cycle.database import Transaction
from cycle.office import Office
from cycle.store import FileRefused, Store, Stored, check_name, inspect
from workflows.verdict import Reason, Refusal

MANAGE, FORMAL = "letter.manage", "formal"
# What a signed letter is kept as: a PDF, or its scan. A draft that can still be written in is none.
LARGEST_MB, MEDIA = 20, frozenset({"pdf", "jpeg", "png"})


@dataclass(frozen=True)
class FormalLetter:
    """A signed letter to an organisation. `overdue` is what it has overdue, as history keeps it beside the file."""

    caller: Caller
    organisation: str
    programme: str
    number: str
    day: date
    file: Path
    overdue: tuple[Mapping[str, Any], ...] = ()

    @property
    def recipient(self) -> str:
        """Whose mailbox records it."""
        return f"organisation:{self.organisation}"


def file_formal(office: Office, store: Store, asked: FormalLetter) -> Answer:
    """Keep the file and record the letter. Needs `letter.manage`; a number is used once a day in a programme."""
    asked = replace(asked, number=clean_text(asked.number) or "")
    looked = _looked(asked.file)
    tried = _tried(office, asked, looked)
    if isinstance(tried, Refusal) or isinstance(looked, Reason):
        return tried
    try:
        store.put_inspected(asked.file, looked)
    except FileRefused as refusal:
        return refused_all([Reason(refusal.code, refusal.params)])
    with office.database.writing() as transaction:
        lock_mailboxes(transaction, [asked.recipient])
        transaction.rows("SELECT code FROM programme WHERE code = ? FOR UPDATE", (asked.programme,))
        judged = _judge(transaction, office, asked, looked)
        return refused_all(judged) if isinstance(judged, list) else _write(transaction, judged, asked, looked)


def try_file_formal(office: Office, asked: FormalLetter) -> Answer:
    """The answer that `file_formal` would give now; nothing is kept or written."""
    asked = replace(asked, number=clean_text(asked.number) or "")
    return _tried(office, asked, _looked(asked.file))


def _tried(office: Office, asked: FormalLetter, looked: Stored | Reason) -> Done | Refusal:
    with office.database.reading() as transaction:
        judged = _judge(transaction, office, asked, looked)
    return refused_all(judged) if isinstance(judged, list) else Done(asked.organisation, "", 0, _details(asked))


def _looked(file: Path) -> Stored | Reason:
    try:
        return _inspected(file)
    except FileRefused as refusal:
        return Reason(refusal.code, refusal.params)


def _inspected(file: Path) -> Stored:
    """What the file is. Raises FileRefused for one that cannot be a signed letter."""
    check_name(file.name)
    stored = inspect(file, LARGEST_MB * MEGABYTE)
    if stored.media not in MEDIA:
        raise FileRefused("file_type", {"found": stored.media, "allowed": ", ".join(sorted(MEDIA))})
    return stored


def _judge(
    transaction: Transaction, office: Office, asked: FormalLetter, looked: Stored | Reason
) -> Permit | list[Reason]:
    unreadable = spelling_faults({"number": asked.number, "organisation": asked.organisation})
    if unreadable:
        return unreadable
    permit = permitted(transaction, office, asked.caller, MANAGE)
    if isinstance(permit, Reason):
        return [permit]
    reasons = [looked] if isinstance(looked, Reason) else []
    if not transaction.row("SELECT code FROM organisation WHERE code = ?", (asked.organisation,)):
        reasons.append(Reason("organisation_unknown", {"code": asked.organisation}))
    elif not reaches(transaction, permit, MANAGE, "", [asked.organisation]):
        reasons.append(Reason("out_of_reach", {"permission": MANAGE, "places": [asked.organisation]}))
    return [*reasons, *_paper_faults(transaction, permit, asked)] or permit


def _paper_faults(transaction: Transaction, permit: Permit, asked: FormalLetter) -> list[Reason]:
    reasons = []
    if not transaction.row("SELECT code FROM programme WHERE code = ?", (asked.programme,)):
        reasons.append(Reason("programme_unknown", {"programme": asked.programme}))
    if not asked.number:
        reasons.append(Reason("formal_number_missing", {}))
    if asked.day > permit.today:
        reasons.append(Reason("happened_in_future", {"happened": asked.day, "today": permit.today}))
    if transaction.row(_SAME, (asked.programme, asked.number, asked.day.isoformat())):
        reasons.append(Reason("formal_number_used", {"number": asked.number, "day": asked.day}))
    return reasons


def _write(transaction: Transaction, permit: Permit, asked: FormalLetter, stored: Stored) -> Done:
    name, day = check_name(asked.file.name), asked.day.isoformat()
    about = {"programme": asked.programme, "number": asked.number, "day": day, "file": stored.sha256}
    payload = {"event": FORMAL, **about, "overdue": list(asked.overdue)}
    told = Told(asked.recipient, asked.day, payload, {"file_name": name}, permit.published.hash)
    recorded = record_letter(transaction, permit.act, told)
    transaction.write(_ADD, (asked.recipient, recorded.seq, *about.values(), name))
    return Done(asked.organisation, recorded.stream, recorded.seq, _details(asked))


def _details(asked: FormalLetter) -> Mapping[str, Any]:
    told = {"programme": asked.programme, "number": asked.number, "day": asked.day.isoformat()}
    return {"event": FORMAL, **told, "overdue": len(asked.overdue)}


_SAME = "SELECT seq FROM formal_letter WHERE programme = ? AND number = ? AND day = ?"
_ADD = (
    "INSERT INTO formal_letter (recipient, seq, programme, number, day, file, file_name) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
