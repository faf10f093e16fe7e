"""Members' sheets. While sealed, one is read by its member and by whoever entered it from paper, whatever others see.

This is the only reader of what sheets say: every list, record, document and export asks here. (Who writes and who
verifies them reads them too.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from cycle.database import Transaction
from cycle.office import Office
from cycle.queries.evaluation.eyes import Eyes, eyes_of
from cycle.queries.evaluation.sessions import session_seen
from cycle.queries.records import StoredRecord
from cycle.queries.viewing import View
from cycle.sessions.folding import CLOSED, CONCLUDED, SHEET, TURN
from cycle.sessions.reckoning import sheet_of
from workflows.scoring.sheets import Sheet
from workflows.verdict import Reason

# The records of a turn that tell what its sheets came to, and what they tell to everybody while that is shown to nobody
# but those who run the session.
TELLING = (CLOSED, "agreed", CONCLUDED)
ABOUT_TURN = ("event", "dossier", "turn")


@dataclass(frozen=True)
class SheetTold:
    """One member's sheet. Of one that is not shown there are neither `said` (answers, findings, papers) nor `total`."""

    member: str
    turn: int
    version: int
    status: str
    source: str
    file: str | None
    seq: int
    total: int | None = None
    said: Mapping[str, Any] | None = None


def list_sheets(office: Office, view: View, session: str, dossier: str) -> tuple[SheetTold, ...] | Reason:
    """All sheets of a dossier in a session, withdrawn ones too; what they say only where they are shown to the view."""
    with office.database.reading() as transaction:
        if not session_seen(transaction, view, session):
            return Reason("session_unknown", {"session": session})
        eyes = eyes_of(transaction, office.rulebook, view, session)
        rows = transaction.rows(_SHEETS, (session, dossier))
        return tuple(_told(transaction, eyes, session, row) for row in rows)


@dataclass(frozen=True)
class ClosedSheet:
    """A sheet as the close of its turn tells it; `papers` by criterion those that it relies on."""

    sheet: Sheet
    total: int
    papers: Mapping[str, tuple[str, ...]]


def closed_sheets(closed: Mapping[str, Any]) -> Mapping[str, ClosedSheet]:
    """By member the sheets that the record of a turn's close tells; none of an empty record.

    Whoever shows them asks `eyes_of` first.
    """
    return {
        member: ClosedSheet(sheet_of(member, said), said["total"], said["papers"])
        for member, said in closed.get("sheets", {}).items()
    }


def opened_sheets(transaction: Transaction, turn: tuple[str, str, int]) -> list[tuple[str, Sheet]]:
    """The opened sheets of a turn (session, dossier, number) by the member's name, in the order of members.

    Whoever shows them asks `eyes_of` first.
    """
    rows = transaction.rows(_OPENED, turn)
    return [(name, sheet_of(member, orjson.loads(answers))) for member, name, answers in rows]


def unsealed(
    transaction: Transaction, eyes: Eyes, one: StoredRecord, payload: Mapping[str, Any]
) -> tuple[Mapping[str, Any], bool]:
    """What the payload of a session's record shows to these eyes, and whether all of it does."""
    if one.kind == SHEET and payload["event"] == "entered":
        opened = _opened(transaction, one.stream.partition("/")[2], payload)
        return payload, eyes.sees(payload["member"], one.actor, opened=opened)
    if one.kind == TURN and payload["event"] in TELLING and not eyes.reads:
        return {name: payload[name] for name in ABOUT_TURN}, False
    return payload, True


def _opened(transaction: Transaction, session: str, payload: Mapping[str, Any]) -> bool:
    key = (session, *(payload[name] for name in ("dossier", "turn", "member", "version")))
    return bool(transaction.row(_OPEN, key))


def _told(transaction: Transaction, eyes: Eyes, session: str, row: tuple[Any, ...]) -> SheetTold:
    *about, total, answers, actor = row
    told = SheetTold(*about)
    if not eyes.sees(told.member, actor, opened=answers is not None):
        return told
    if answers is not None:
        return replace(told, total=total, said=orjson.loads(answers))
    found = transaction.row(_PLAIN, (f"session/{session}", told.seq))
    return replace(told, said=orjson.loads(found[0]) if found else None)


_SHEETS = (
    "SELECT s.member, s.turn, s.version, s.status, s.source, s.file, s.seq, s.total, s.answers, r.actor FROM sheet s "
    "JOIN record r ON r.stream = 'session/' || s.session AND r.seq = s.seq "
    "WHERE s.session = ? AND s.dossier = ? ORDER BY s.turn, s.member, s.version"
)
_OPENED = (
    "SELECT s.member, m.name, s.answers FROM sheet s JOIN session e ON e.code = s.session "
    "JOIN council_member m ON m.council = e.council AND m.member = s.member "
    "WHERE s.session = ? AND s.dossier = ? AND s.turn = ? AND s.status = 'open' AND s.answers IS NOT NULL "
    "ORDER BY s.member"
)
_OPEN = (
    "SELECT 1 FROM sheet WHERE session = ? AND dossier = ? AND turn = ? AND member = ? AND version = ? "
    "AND status = 'open'"
)
_PLAIN = "SELECT plain FROM personal WHERE stream = ? AND seq = ? AND field = 'answers'"
