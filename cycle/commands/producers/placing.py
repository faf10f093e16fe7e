"""Saying where a product, a producer or an establishment lies now: its commune was divided, or it has moved."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from cycle import statements
from cycle.answers import Done, refused_all
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.producers.producers import out_of_reach, place_faults, stream_of
from cycle.commands.producers.whereabouts import whereabouts
from cycle.commands.spelling import clean_code, clean_codes, clean_text, code_faults, spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal

PLACED = "placed"
PRODUCT, PRODUCER, ESTABLISHMENT = "product", "producer", "establishment"
KINDS = (PRODUCT, PRODUCER, ESTABLISHMENT)
# The permission, whose stream it is and where it lies, of each kind.
_PERMISSIONS = {PRODUCT: "product.write", PRODUCER: "producer.write", ESTABLISHMENT: "producer.write"}
_OWNERS = {
    PRODUCT: "SELECT producer FROM product WHERE code = ?",
    PRODUCER: "SELECT code FROM producer WHERE code = ?",
    ESTABLISHMENT: "SELECT producer FROM establishment WHERE code = ?",
}
_PLACES = {
    PRODUCT: "SELECT organisation FROM product_area WHERE product = ? ORDER BY organisation",
    PRODUCER: "SELECT organisation FROM producer WHERE code = ?",
    ESTABLISHMENT: "SELECT organisation FROM establishment WHERE code = ?",
}
_MOVE = {
    PRODUCER: "UPDATE producer SET organisation = ? WHERE code = ?",
    ESTABLISHMENT: "UPDATE establishment SET organisation = ? WHERE code = ?",
}


@dataclass(frozen=True)
class Placing:
    """Where something lies from now on, by which document; only a product may lie in several places."""

    kind: str
    code: str
    places: tuple[str, ...]
    basis: str

    def cleaned(self) -> "Placing":
        """The placing with its codes as they are stored."""
        return replace(self, code=clean_code(self.code), places=clean_codes(self.places))


class _Lying(NamedTuple):
    """Whose it is, and where it lies."""

    producer: str
    places: tuple[str, ...]


def place(office: Office, caller: Caller, asked: Placing) -> Done | Refusal:
    """Record where something lies; what is done tells the `whereabouts`.

    Needs `product.write` or `producer.write` for where it lies now.
    """
    asked = asked.cleaned()
    wrong = code_faults({"code": asked.code, "places": asked.places}) + spelling_faults({"basis": asked.basis})
    if wrong:
        return refused_all(wrong)
    with office.database.writing() as transaction:
        owner = transaction.row(_OWNERS[asked.kind], (asked.code,))
        if owner is not None:
            transaction.row(statements.LOCK_PRODUCER, owner)
        permit = permitted(transaction, office, caller, _PERMISSIONS[asked.kind])
        if isinstance(permit, Reason):
            return refused_all([permit])
        judged = _judged(transaction, permit, asked)
        return refused_all(judged) if isinstance(judged, list) else _write(transaction, permit, asked, judged)


def try_place(office: Office, caller: Caller, asked: Placing) -> Done | Refusal:
    """The answer that `place` would give now, by the same code; nothing is written."""
    asked = asked.cleaned()
    wrong = code_faults({"code": asked.code, "places": asked.places}) + spelling_faults({"basis": asked.basis})
    if wrong:
        return refused_all(wrong)
    with office.database.reading() as transaction:
        permit = permitted(transaction, office, caller, _PERMISSIONS[asked.kind])
        if isinstance(permit, Reason):
            return refused_all([permit])
        judged = _judged(transaction, permit, asked)
        if isinstance(judged, list):
            return refused_all(judged)
        told = whereabouts(transaction, judged.places, asked.places, permit.today)
    return Done(asked.code, stream_of(judged.producer), 0, told)


def _judged(transaction: Transaction, permit: Permit, asked: Placing) -> _Lying | list[Reason]:
    """Whose it is and where it lies, or every reason why it cannot be placed so."""
    owner = transaction.row(_OWNERS[asked.kind], (asked.code,))
    if owner is None:
        return [Reason(f"{asked.kind}_unknown", {"code": asked.code})]
    lying = _Lying(owner[0], tuple(code for (code,) in transaction.rows(_PLACES[asked.kind], (asked.code,))))
    reasons = place_faults(transaction, asked.kind, asked.places, permit.today)
    if not asked.places:
        reasons.append(Reason("product_without_place", {"code": asked.code}))
    if asked.kind != PRODUCT and len(asked.places) > 1:
        reasons.append(Reason("one_place_only", {"code": asked.code, "places": list(asked.places)}))
    if set(asked.places) == set(lying.places):
        reasons.append(Reason("place_unchanged", {"code": asked.code, "places": list(lying.places)}))
    return reasons or out_of_reach(transaction, permit, _PERMISSIONS[asked.kind], *lying) or lying


def _write(transaction: Transaction, permit: Permit, asked: Placing, lying: _Lying) -> Done:
    to = {"areas": list(asked.places)} if asked.kind == PRODUCT else {"organisation": asked.places[0]}
    told = whereabouts(transaction, lying.places, asked.places, permit.today)
    payload = {"event": PLACED, "code": asked.code, **to, "basis": clean_text(asked.basis)}
    recorded = append(transaction, permit.act, Entry(stream_of(lying.producer), asked.kind, permit.today, payload))
    if asked.kind == PRODUCT:
        transaction.run("DELETE FROM product_area WHERE product = ?", (asked.code,))
        areas = [(asked.code, area) for area in asked.places]
        transaction.run_many("INSERT INTO product_area (product, organisation) VALUES (?, ?)", areas)
    else:
        transaction.write(_MOVE[asked.kind], (asked.places[0], asked.code))
    return Done(asked.code, recorded.stream, recorded.seq, told)
