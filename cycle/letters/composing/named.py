"""What people call those whom an act names, and the organisation that did it."""

from collections.abc import Mapping
from typing import Any

from cycle.letters.acts import STEP, ToldAct
from cycle.letters.composing.lines import Lines
from cycle.queries.deadlines.owed import Case
from cycle.transactions import Transaction

SYSTEM = "system"


def names_in(transaction: Transaction, values: Mapping[str, Any]) -> Mapping[str, str]:
    """The names of the organisations that values name, by code; the bare code where nobody has it."""
    codes = set[str]()
    for value in values.values():
        listed = value.get("organisations", ()) if isinstance(value, Mapping) else value
        codes |= set(map(str, listed)) if isinstance(listed, list | tuple) else set()
    return {code: organisation_name(transaction, code) or code for code in sorted(codes)}


def organisation_name(transaction: Transaction, code: str) -> str | None:
    """The name of an organisation; None where there is none."""
    found = transaction.row("SELECT name FROM organisation WHERE code = ?", (code,))
    return str(found[0]) if found else None


def name_of(transaction: Transaction, party: str) -> str:
    """The name of `organisation:CODE` or `producer:CODE`; the bare code where nobody has it."""
    kind, _, code = party.partition(":")
    if kind == "producer":
        (name,) = transaction.row("SELECT name FROM producer WHERE code = ?", (code,)) or (code,)
        return str(name)
    return organisation_name(transaction, code) or code


def who_did(transaction: Transaction, lines: Lines, case: Case, act: ToldAct) -> str:
    """In whose name an act was done: of whom it was entered for, else of the office that its actor sits in.

    Persons are not named.
    """
    if act.actor == SYSTEM:
        return lines.words.texts.say("telling.by_system")
    kind, _, other = (act.on_behalf or "").partition(":")
    if kind in ("producer", "organisation"):
        return name_of(transaction, str(act.on_behalf))
    day = act.happened.isoformat()
    held = transaction.rows(_HELD, (other if kind == "account" else act.actor, day, day))
    asked = _declared(case, act)
    for role, holder in sorted(held, key=lambda one: (one[0] not in asked, one)):
        found = organisation_name(transaction, holder) if holder else None
        if found is None and holder:
            (found,) = transaction.row("SELECT name FROM producer WHERE code = ?", (holder,)) or (None,)
        if found is not None:
            return found
        if role in asked:
            return lines.words.texts.role(role)
    return ""


def _declared(case: Case, act: ToldAct) -> frozenset[str]:
    """The roles that may do it."""
    if act.kind != STEP:
        return frozenset()
    move = case.definition.moves.get((act.payload["from"], act.payload["trigger"]))
    return frozenset(who.role for who in move.by) if move else frozenset()


_HELD = (
    "SELECT role, holder FROM account_grant WHERE account = ? AND valid_from <= ? "
    "AND (valid_to IS NULL OR valid_to >= ?) ORDER BY role, holder"
)
