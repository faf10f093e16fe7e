"""Papers that a dossier takes over from the one it follows: what is verified and still valid, nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle.database import Transaction
from cycle.history import Act, Entry, append

_FROM = (
    "file",
    "file_name",
    "media",
    "size",
    "pages_from",
    "pages_to",
    "count",
    "place",
    "hash",
    "received",
    "issued",
    "expires",
    "judged_by",
    "judged",
)
COLUMNS = ("code", "type", "version", "status", *_FROM)
# Of a dossier's own papers; those of producer, product and establishments hold by themselves.
_HELD = f"SELECT {', '.join(COLUMNS)} FROM paper WHERE holder_kind = 'dossier' AND holder = ?"  # noqa: S608 - constant
PERSONAL = ("file_name", "place")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Taking:
    """Which papers of a dossier go over to another, and which do not: the reason of each as a stable word."""

    day: date
    taken: tuple[Row, ...]
    left: Mapping[str, str]


def taking_of(transaction: Transaction, old: str, new: str | None, day: date) -> Taking:
    """What another dossier takes over from `old` on a day; `new` None: one that has no papers yet."""
    there = {(row["type"], row["hash"]) for row in _held(transaction, new) if row["status"] != "rejected"}
    taken, left = list[Row](), dict[str, str]()
    for row in _held(transaction, old):
        why = _why_not(row, day) or ("there_already" if (row["type"], row["hash"]) in there else None)
        if why is None:
            taken.append(row)
        else:
            left[row["code"]] = why
    return Taking(day, tuple(taken), left)


def take(transaction: Transaction, act: Act, new: str, taking: Taking) -> list[str]:
    """Enter each paper taken over as one of the new dossier, by a record that names where it comes from.

    Gives their codes. Who judged it and when is told as it was; the new dossier's row is locked by the caller.
    """
    return [_take(transaction, act, new, row, taking.day) for row in taking.taken]


def _held(transaction: Transaction, dossier: str | None) -> list[Row]:
    rows = transaction.rows(_HELD, (dossier,)) if dossier is not None else ()
    found: Sequence[Row] = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return sorted(found, key=lambda row: (row["type"], row["version"]))


def _why_not(row: Row, day: date) -> str | None:
    if row["status"] != "verified":
        return "rejected" if row["status"] == "rejected" else "unverified"
    return "expired" if row["expires"] is not None and row["expires"] < day.isoformat() else None


def _take(transaction: Transaction, act: Act, new: str, row: Row, day: date) -> str:
    found = transaction.row(
        "SELECT COALESCE(MAX(version), 0) FROM paper WHERE holder_kind = 'dossier' AND holder = ? AND type = ?",
        (new, row["type"]),
    )
    version = (found or (0,))[0] + 1
    code = f"{new}/{row['type']}/{version}"
    about = {"code": code, "holder_kind": "dossier", "holder": new, "type": row["type"], "version": version}
    same = {name: row[name] for name in _FROM}
    personal = {name: row[name] for name in PERSONAL if row[name] is not None}
    payload = {**about, **same, "act": "taken_over", "from": row["code"]}
    entry = Entry(f"dossier/{new}", "paper", day, payload, personal)
    recorded = append(transaction, act, entry)
    by_whom = {"supplier": act.actor, "on_behalf": act.on_behalf, "recorded": recorded.recorded}
    written = {**about, **same, "status": "verified", **by_whom}
    transaction.write(_KEEP, tuple(written[name] for name in _KEPT))
    return code


_KEPT = (
    "code",
    "holder_kind",
    "holder",
    "type",
    "version",
    *_FROM,
    "status",
    "supplier",
    "on_behalf",
    "recorded",
)
_KEEP = f"INSERT INTO paper ({', '.join(_KEPT)}) VALUES ({', '.join('?' * len(_KEPT))})"  # noqa: S608 - constant
