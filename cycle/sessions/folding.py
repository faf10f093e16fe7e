"""From the records of a session, and of a council, to rows: one function for writing and for verifying."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Table

from cycle import tables
from cycle.canonical import canonical

SESSION, TURN, SHEET, COUNCIL = "session", "turn", "sheet", "council"
SEALED, OPEN, WITHDRAWN = "sealed", "open", "withdrawn"
CLOSED, CONCLUDED, VOID, CANCELLED = "closed", "concluded", "void", "cancelled"
# What a sheet says: by criterion the option, the findings, by criterion the papers relied on.
SAID = ("answers", "findings", "papers")
OF_COUNCIL = ("level", "decision_number", "decision_date", "regulation_number", "valid_from", "valid_to")
OF_MEMBER = ("council", "member", "seat", "organisation", "account", "valid_from", "valid_to")

Row = dict[str, Any]


class Change(NamedTuple):
    """A row as it stands after a record."""

    table: Table
    row: Row


class Shelf(Protocol):
    """Where the rows stand that a record goes on from."""

    def find(self, table: Table, /, *key: Any) -> Row:
        """A row that must be there. Raises what says that the record does not fit."""


@dataclass(frozen=True)
class Telling:
    """A record to be folded. `personal` are its personal texts that the rows keep."""

    code: str
    seq: int
    payload: Mapping[str, Any]
    publication: str | None = None
    personal: Mapping[str, Any] = field(default_factory=dict)


def sealed_text(said: Mapping[str, Any]) -> str:
    """The text that a sealed sheet commits to, and that its row holds once it is open."""
    return canonical({name: said[name] for name in SAID})


def fold_session(shelf: Shelf, kind: str, told: Telling) -> list[Change]:
    """The rows of a session as a record leaves them; `told.code` is the session's."""
    if (kind, told.payload["event"]) == (SESSION, "opened"):
        return [_opened(told)]
    row = {**shelf.find(tables.session, told.code), "version": told.seq}
    changes = _FOLDS[kind, told.payload["event"]](shelf, told)
    return [Change(tables.session, {**row, **_ended(told)} if kind == SESSION else row), *changes]


def fold_council(shelf: Shelf, told: Telling) -> list[Change]:
    """The rows of a council and its members as a record in its programme's stream leaves them."""
    payload = told.payload
    if payload["event"] == "formed":
        about = {"code": payload["council"], "programme": told.code, "council": payload["name"]}
        return [Change(tables.council, {**about, **{name: payload[name] for name in OF_COUNCIL}})]
    key = (payload["council"], payload["member"])
    if payload["event"] == "joined":
        return [Change(tables.council_member, {**{one: payload[one] for one in OF_MEMBER}, **told.personal})]
    left = {**shelf.find(tables.council_member, *key), "valid_to": payload["valid_to"]}
    return [Change(tables.council_member, left)]


def _opened(told: Telling) -> Change:
    about = {name: told.payload[name] for name in ("programme", "council", "round", "form", "day")}
    row = {"code": told.code, **about, "status": OPEN, "publication": told.publication, "version": told.seq}
    return Change(tables.session, {**row, "opened_seq": told.seq, "closed_seq": None})


def _ended(told: Telling) -> Mapping[str, Any]:
    event = told.payload["event"]
    return {"status": event, "closed_seq": told.seq} if event in (CLOSED, CANCELLED) else {}


def _attendance(shelf: Shelf, told: Telling) -> list[Change]:
    present = [
        Change(tables.attendance, {"session": told.code, "member": member, "present": int(there), "seq": told.seq})
        for member, there in told.payload["present"].items()
    ]
    return [*present, *_withdrawn(shelf, told)]


def _conflict(shelf: Shelf, told: Telling) -> list[Change]:
    about = {"session": told.code, "dossier": told.payload["dossier"], "member": told.payload["member"]}
    return [Change(tables.conflict, {**about, "seq": told.seq}), *_withdrawn(shelf, told)]


def _voided(shelf: Shelf, told: Telling) -> list[Change]:
    return [_void(shelf, told, one["dossier"], one["turn"]) for one in told.payload["void"]]


def _void(shelf: Shelf, told: Telling, dossier: str, number: int) -> Change:
    return Change(tables.turn, {**shelf.find(tables.turn, told.code, dossier, number), "status": VOID})


def _withdrawn(shelf: Shelf, told: Telling) -> list[Change]:
    keys = [(one["dossier"], one["turn"], one["member"], one["version"]) for one in told.payload["withdrawn"]]
    return [Change(tables.sheet, {**shelf.find(tables.sheet, told.code, *key), "status": WITHDRAWN}) for key in keys]


def _turn_opened(shelf: Shelf, told: Telling) -> list[Change]:
    payload = told.payload
    empty = dict.fromkeys(column.name for column in tables.turn.columns)
    about = {"session": told.code, "dossier": payload["dossier"], "number": payload["turn"]}
    row = {**about, "criteria": payload["criteria"], "set_number": payload["set"], "status": OPEN}
    before = [_void(shelf, told, payload["dossier"], payload["turn"] - 1)] if payload["turn"] > 1 else []
    return [*before, Change(tables.turn, {**empty, **row, "opened_seq": told.seq})]


def _turn_closed(shelf: Shelf, told: Telling) -> list[Change]:
    payload, key = told.payload, _turn(told)
    totals = {member: one["total"] for member, one in payload["sheets"].items()}
    counted = {"totals": canonical(totals), "score": payload["score"], "spread": payload["spread"]}
    row = {**shelf.find(tables.turn, *key), **counted, "status": CLOSED, "closed_seq": told.seq}
    return [Change(tables.turn, row), *(_revealed(shelf, key, *one) for one in payload["sheets"].items())]


def _revealed(shelf: Shelf, key: tuple[Any, ...], member: str, said: Mapping[str, Any]) -> Change:
    row = shelf.find(tables.sheet, *key, member, said["version"])
    return Change(tables.sheet, {**row, "status": OPEN, "answers": sealed_text(said), "total": said["total"]})


def _set_aside(shelf: Shelf, told: Telling) -> list[Change]:
    return [_void(shelf, told, told.payload["dossier"], told.payload["turn"])]


def _agreed(_shelf: Shelf, told: Telling) -> list[Change]:
    about = dict(zip(("session", "dossier", "turn"), _turn(told), strict=True))
    options = [
        Change(tables.agreed_option, {**about, "criterion": criterion, "option": option, "seq": told.seq})
        for criterion, option in told.payload["options"].items()
    ]
    findings = [
        {**about, "ground": one["ground"], "place": one["at"] or "", "stands": int(one["stands"]), "seq": told.seq}
        for one in told.payload["findings"]
    ]
    return [*options, *(Change(tables.agreed_finding, row) for row in findings)]


def _concluded(shelf: Shelf, told: Telling) -> list[Change]:
    result = {name: told.payload[name] for name in ("score", "band", "gate", "stars", "outcome")}
    row = shelf.find(tables.turn, *_turn(told))
    return [Change(tables.turn, {**row, **result, "status": CONCLUDED, "concluded_seq": told.seq})]


def _entered(_shelf: Shelf, told: Telling) -> list[Change]:
    names = ("dossier", "turn", "member", "version", "source", "file")
    about = {"session": told.code, **{name: told.payload[name] for name in names}}
    return [Change(tables.sheet, {**about, "status": SEALED, "seq": told.seq, "answers": None, "total": None})]


def _turn(told: Telling) -> tuple[Any, ...]:
    return (told.code, told.payload["dossier"], told.payload["turn"])


_FOLDS: Mapping[tuple[str, str], Callable[[Shelf, Telling], list[Change]]] = {
    (SESSION, "attendance"): _attendance,
    (SESSION, "conflict"): _conflict,
    (SESSION, CLOSED): _voided,
    (SESSION, CANCELLED): _voided,
    (TURN, "opened"): _turn_opened,
    (TURN, CLOSED): _turn_closed,
    (TURN, VOID): _set_aside,
    (TURN, "agreed"): _agreed,
    (TURN, CONCLUDED): _concluded,
    (SHEET, "entered"): _entered,
    (SHEET, WITHDRAWN): _withdrawn,
}
