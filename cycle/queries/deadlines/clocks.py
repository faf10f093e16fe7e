"""What the records of a dossier say of its deadlines, folded into the rows that they make but for their texts."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cycle.deadlines import expiry_mark, marks, pause_ends

PENDING = ("proposal", "escalation")
ENDS = {"declined": "proposal", "released": "escalation", "answered": "escalation"}
SETTLING = frozenset({"released", "answered"})
Clocks = dict[tuple[str, int], dict[str, Any]]


def overtaken(records: Iterable[tuple[int, Mapping[str, Any]]]) -> Mapping[int, tuple[str, ...]]:
    """What each record of kind `deadline` that gave another last day put an end to: a `proposal`, an `escalation`.

    `records` are those of one dossier, in order, by their numbers; what put an end to nothing is left out.
    """
    waits: dict[tuple[str, int], set[str]] = {}
    found: dict[int, tuple[str, ...]] = {}
    for seq, told in records:
        pending = waits.setdefault((told["deadline"]["name"], told["deadline"]["opened"]), set())
        if told["event"] == "expired":
            pending.update(name for name in PENDING if told[name])
        elif told["event"] in ENDS:
            pending.discard(ENDS[told["event"]])
        elif "before" in told and told["before"]["last_day"] != told["last_day"] and pending:
            found[seq] = tuple(sorted(pending))
            pending.clear()
    return found


class UnfittingError(Exception):
    """A record speaks of a deadline that does not run, or that it cannot have."""


def fold_clocks(clocks: Clocks, dossier: str, seq: int, changed: Mapping[str, Any]) -> None:
    """Lay over the rows, by name and opening record, what the record `seq` closed, reopened and opened.

    Beside its columns each row keeps `marks`, the instant of every mark that the deadline has ever had, `expiries`, the
    mark of each record of its expiry, and `pause`, the name of the mark of the pause that it stands in: None while it
    runs, empty where the pause has no limit.
    """
    for name in changed["closed"]:
        for row in clocks.values():
            if row["name"] == name and row["status"] != "closed":
                row.update(status="closed", closed_seq=seq)
    for one in changed.get("reopened", ()):
        clocks[one["name"], one["opened"]].update(status=one["status"], closed_seq=None)
    for one in changed["opened"]:
        derivation = one["derivation"]
        clocks[one["name"], seq] = {
            "dossier": dossier,
            "name": one["name"],
            "opened_seq": seq,
            "starts": derivation["starts"],
            "last_day": derivation["last_day"],
            "due": one["due"],
            "derivation": derivation,
            "status": "open",
            "closed_seq": None,
            "expired_seq": None,
            "proposal": None,
            "escalation": None,
            "marks": dict(marks(derivation, one["due"])),
            "expiries": {},
            "pause": None,
        }


def fold_deadline(clocks: Clocks, seq: int, told: Mapping[str, Any]) -> None:
    """Lay over the rows what a record of kind `deadline` tells. Raises UnfittingError, KeyError."""
    _EVENTS[told["event"]](_running(clocks, told), seq, told)


def check_fitting(clocks: Clocks, told: Mapping[str, Any]) -> None:
    """Raise UnfittingError where a record tells of other days before it than the rows do, or settles what is not."""
    row = _running(clocks, told)
    if "before" in told and told["before"] != {"due": row["due"], "last_day": row["last_day"]}:
        raise UnfittingError
    if told["event"] in SETTLING and row["escalation"] != "waiting":
        raise UnfittingError


def _running(clocks: Clocks, told: Mapping[str, Any]) -> dict[str, Any]:
    which = told["deadline"]
    row = clocks.get((which["name"], which["opened"]))
    if row is None or row["status"] == "closed":
        raise UnfittingError
    return row


def _paused(row: dict[str, Any], _seq: int, told: Mapping[str, Any]) -> None:
    row.update(status="paused", pause="")
    if told.get("latest") is not None:
        mark = pause_ends(row["derivation"], told["latest"])
        row["marks"][mark["mark"]] = mark["at"]
        row["pause"] = mark["mark"]


def _amended(row: dict[str, Any], _seq: int, told: Mapping[str, Any]) -> None:
    """Resumed, extended or recalculated: with another last day as if it had not expired before."""
    derivation = told["derivation"]
    if told["last_day"] != row["last_day"]:
        row.update(dict.fromkeys(("expired_seq", "proposal", "escalation")))
    row.update({name: told[name] for name in ("due", "last_day", "derivation")}, status="open", pause=None)
    row["marks"].update(marks(derivation, told["due"]))


def _expired(row: dict[str, Any], seq: int, told: Mapping[str, Any]) -> None:
    row.update(expired_seq=seq, proposal=told["proposal"], escalation=told["escalation"])
    row["expiries"][seq] = expiry_mark(row["derivation"], row["due"])


def _declined(row: dict[str, Any], _seq: int, _told: Mapping[str, Any]) -> None:
    row["proposal"] = None


def _settled(row: dict[str, Any], _seq: int, told: Mapping[str, Any]) -> None:
    row["escalation"] = told["event"]


_EVENTS: Mapping[str, Callable[[dict[str, Any], int, Mapping[str, Any]], None]] = {
    "paused": _paused,
    "resumed": _amended,
    "extended": _amended,
    "recalculated": _amended,
    "expired": _expired,
    "declined": _declined,
    "released": _settled,
    "answered": _settled,
}
