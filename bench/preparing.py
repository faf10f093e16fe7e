"""What the bare driver asks and writes for one act: taken from rows that the engine has written, told for others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.bare import Prepared
from bench.crowd import dossier_code, unit_number
from bench.model import ACTOR, TODAY
from cycle import statements
from cycle.commands.fire import Fire
from cycle.database import Transaction
from cycle.office import Office
from cycle.transactions import Query
from tests.scene import PROGRAMME


@dataclass(frozen=True)
class Asked:
    """A dossier by its number, where its product lies, and the act asked for under a request id."""

    number: int
    place: str
    trigger: str
    request: str

    @property
    def producer(self) -> str:
        """The code of its producer."""
        return f"CT-4300{unit_number(self.number)}"

    @property
    def fire(self) -> Fire:
        """The act, entered by the secretariat for the producer or for the commune."""
        behalf = f"producer:{self.producer}" if self.trigger == "resubmit" else f"organisation:{self.place}"
        note = "x" * 40 if self.trigger == "return" else None
        code = dossier_code(self.number)
        return Fire(code, self.trigger, ACTOR, on_behalf=behalf, note=note, request_id=self.request)


def reads_of(asked: Asked, body: str, *, postgresql: bool) -> list[Query]:
    """What the engine asks for the act, in its order; only PostgreSQL locks the root by a statement of its own."""
    code, product, day = dossier_code(asked.number), f"SP{unit_number(asked.number)}", TODAY.isoformat()
    lock: list[Query] = [(statements.LOCK_ROOT, (code,))] if postgresql else []
    return [
        *lock,
        (statements.LOCK_FAMILY, (code,)),
        (statements.SHARE_SEASON, (code,)),
        (statements.AROUND, (product, product, product, body, body, day, day)),
        (statements.PAPERS, (asked.producer, product, product, code)),
        (statements.OPEN_DEADLINES, (code,)),
        (statements.COUNCIL_RESULTS, (code,)),
        *asked.fire.queries(TODAY),
    ]


def prepare(office: Office, sample: Asked, text: Callable[[str], str]) -> Callable[[Asked], Prepared]:
    """How any act like `sample`, which the engine has done last, is done by hand."""
    with office.database.reading() as transaction:
        (body,) = transaction.row("SELECT organisation FROM programme WHERE code = ?", (PROGRAMME,)) or ("",)
        rows = _written(transaction, dossier_code(sample.number))
        postgresql = transaction.postgresql

    def prepared(asked: Asked) -> Prepared:
        pairs = (
            (dossier_code(sample.number), dossier_code(asked.number)),
            (unit_number(sample.number), unit_number(asked.number)),
            (sample.place, asked.place),
        )
        told: dict[str, Any] = {name: _told(value, pairs) for name, value in rows.items()}
        told["request"] = (ACTOR, asked.request, dossier_code(asked.number), *told["request"])
        reads = tuple((text(one), tuple(values)) for one, values in reads_of(asked, body, postgresql=postgresql))
        return Prepared(dossier_code(asked.number), reads, **told)

    return prepared


def _written(transaction: Transaction, code: str) -> dict[str, Any]:
    """The rows of the last act on a dossier."""
    stream = f"dossier/{code}"
    record = transaction.rows(statements.STREAM, (stream,))[-1]
    here = (stream, record[1])
    moved = transaction.rows("SELECT state, stage, final, happened, data FROM dossier WHERE code = ?", (code,))
    opened = (
        "SELECT name, starts, last_day, due, derivation, next_at FROM deadline WHERE dossier = ? AND opened_seq = ?"
    )
    closed = "SELECT name FROM deadline WHERE dossier = ? AND closed_seq = ?"
    one = (code, record[1])
    return {
        "head": record[2:11],
        "tail": record[12:],
        "promised": record[5],
        "personal": tuple(
            transaction.rows("SELECT field, salt, plain FROM personal WHERE stream = ? AND seq = ?", here)
        ),
        "moved": moved[0],
        "closed": tuple(name for (name,) in transaction.rows(closed, one)),
        "opened": tuple(transaction.rows(opened, one)),
        "relied": tuple(
            p for (p,) in transaction.rows("SELECT paper FROM reliance WHERE stream = ? AND seq = ?", here)
        ),
        "request": transaction.rows("SELECT payload_hash FROM request WHERE stream = ? AND seq = ?", here)[0],
    }


def _told(value: Any, pairs: tuple[tuple[str, str], ...]) -> Any:
    if isinstance(value, tuple):
        return tuple(_told(one, pairs) for one in value)
    if not isinstance(value, str) or len(value) == 64:
        return value
    for own, other in pairs:
        value = value.replace(own, other)
    return value
