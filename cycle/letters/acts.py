"""Acts as history or a plan tells them, and the notices that the workflow of their dossier names for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from cycle.letters.audiences import Occasion
from cycle.letters.desks import Desk
from cycle.queries.deadlines.owed import Case
from cycle.transactions import Transaction
from workflows.definition import Definition
from workflows.programme import Letter

STEP, DEADLINE, PAPER, LAW = "step", "deadline", "paper", "law"
KINDS = frozenset({STEP, DEADLINE, PAPER, LAW})
NOTICE, REJECTED = "notice", "rejected"


@dataclass(frozen=True)
class ToldAct:
    """One act. `personal` are its notes in plain text, as far as they have not been erased."""

    stream: str
    seq: int
    kind: str
    happened: date
    recorded: str
    actor: str
    on_behalf: str | None
    publication: str | None
    payload: Mapping[str, Any]
    personal: Mapping[str, str] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        """The code of the dossier or producer whose stream it stands in."""
        return self.stream.partition("/")[2]

    @property
    def rejects(self) -> bool:
        """Whether a paper was not accepted."""
        return self.kind == PAPER and self.payload.get("act") == REJECTED


def act_of(row: tuple[Any, ...], personal: Mapping[str, str]) -> ToldAct:
    """The act that the columns of COLUMNS tell."""
    stream, seq, kind, happened, recorded, actor, on_behalf, publication, payload = row
    about = (date.fromisoformat(happened), recorded, actor, on_behalf, publication)
    return ToldAct(stream, seq, kind, *about, orjson.loads(payload), personal)


def read_act(transaction: Transaction, stream: str, seq: int) -> ToldAct:
    """An act from its record. Raises LookupError where there is none."""
    row = transaction.row(_ACT, (stream, seq))
    if row is None:
        raise LookupError(f"{stream}/{seq}")
    return act_of(row, dict(transaction.rows(_PERSONAL, (stream, seq))))


def notices_of(desk: Desk, act: ToldAct, definition: Definition) -> tuple[Letter, ...]:
    """The notices of the programme that tell an act; none where nothing is declared to."""
    known = desk.letters.letters
    found = (known[name] for name in _names(desk, act, definition) if name in known)
    return tuple(one for one in found if one.kind == NOTICE)


def occasion_of_act(case: Case, act: ToldAct) -> Occasion:
    """Whom an act means: those who owe what follows from it, those named besides, whom a matter went up to."""
    if act.kind == DEADLINE:
        name = act.payload["deadline"]["name"]
        return Occasion(case.owing(name), case.coordinating(name), act.payload.get("to"))
    if act.kind == STEP:
        state = case.definition.states.get(act.payload["to"])
        owes = state.owes if state else ()
        return Occasion(case.named(owes), case.beside(owes))
    return Occasion()


def _names(desk: Desk, act: ToldAct, definition: Definition) -> Iterable[str]:
    if act.kind == STEP:
        move = definition.moves.get((act.payload["from"], act.payload["trigger"]))
        return move.letters if move else ()
    if act.kind == DEADLINE:
        rule = definition.deadlines.get(act.payload["deadline"]["name"])
        return filter(None, (rule.letters.get(act.payload["event"]),)) if rule else ()
    return filter(None, (desk.letters.papers.get(REJECTED),)) if act.rejects else ()


COLUMNS = "r.stream, r.seq, r.kind, r.happened, r.recorded, r.actor, r.on_behalf, r.publication, r.payload"
_ACT = f"SELECT {COLUMNS} FROM record r WHERE r.stream = ? AND r.seq = ?"  # noqa: S608 - constant
_PERSONAL = "SELECT field, plain FROM personal WHERE stream = ? AND seq = ?"
