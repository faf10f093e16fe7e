"""Filing an official reminder that the office has numbered and signed: its number, its day, and the file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cycle.answers import Answer, Done, refused_all
from cycle.commands.documents.signed import Numbered, kept, lock_numbers, looked, number_used, numbered_faults
from cycle.commands.letters.mailboxes import Told, lock_mailboxes, record_letter
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.commands.spelling import clean_text, spelling_faults, unreadable
from cycle.database import Transaction
from cycle.office import Office
from cycle.store import Store, Stored, check_name
from workflows.verdict import Reason, Refusal

MANAGE, FORMAL = "letter.manage", "formal"


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
    if wrong := unreadable({"number": asked.number}):
        return refused_all(wrong)
    asked = replace(asked, number=clean_text(asked.number) or "")
    stored = looked(asked.file)
    tried = _tried(office, asked, stored)
    if isinstance(tried, Refusal) or isinstance(stored, Reason):
        return tried
    if changed := kept(store, asked.file, stored):
        return changed
    with office.database.writing() as transaction:
        lock_mailboxes(transaction, [asked.recipient])
        lock_numbers(transaction, asked.programme)
        judged = _judge(transaction, office, asked, stored)
        return refused_all(judged) if isinstance(judged, list) else _write(transaction, judged, asked, stored)


def try_file_formal(office: Office, asked: FormalLetter) -> Answer:
    """The answer that `file_formal` would give now; nothing is kept or written."""
    if wrong := unreadable({"number": asked.number}):
        return refused_all(wrong)
    asked = replace(asked, number=clean_text(asked.number) or "")
    return _tried(office, asked, looked(asked.file))


def _tried(office: Office, asked: FormalLetter, stored: Stored | Reason) -> Done | Refusal:
    with office.database.reading() as transaction:
        judged = _judge(transaction, office, asked, stored)
    return refused_all(judged) if isinstance(judged, list) else Done(asked.organisation, "", 0, _details(asked))


def _judge(
    transaction: Transaction, office: Office, asked: FormalLetter, stored: Stored | Reason
) -> Permit | list[Reason]:
    if wrong := spelling_faults({"number": asked.number, "organisation": asked.organisation}):
        return wrong
    permit = permitted(transaction, office, asked.caller, MANAGE)
    if isinstance(permit, Reason):
        return [permit]
    reasons = [stored] if isinstance(stored, Reason) else []
    if not transaction.row("SELECT code FROM organisation WHERE code = ?", (asked.organisation,)):
        reasons.append(Reason("organisation_unknown", {"code": asked.organisation}))
    elif not reaches(transaction, permit, MANAGE, "", [asked.organisation]):
        reasons.append(Reason("out_of_reach", {"permission": MANAGE, "places": [asked.organisation]}))
    return [*reasons, *_paper_faults(transaction, permit, asked)] or permit


def _paper_faults(transaction: Transaction, permit: Permit, asked: FormalLetter) -> list[Reason]:
    numbered = Numbered(asked.programme, asked.number, asked.day)
    used = transaction.row(_SAME, (asked.programme, asked.number, asked.day.isoformat()))
    return [*numbered_faults(transaction, permit, numbered), *([number_used(numbered)] if used else [])]


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
