"""What sweeps have done for deadlines: no record tells when the next mark comes, but marks and ledger do."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from cycle import tables
from cycle.clock import read_instant
from cycle.database import Transaction
from cycle.deadlines import next_mark
from cycle.queries.verification.books import Books
from cycle.queries.verification.faults import Findings

Clock = Mapping[str, Any]
Effects = Mapping[tuple[str, str, int], Mapping[str, Mapping[str, Any]]]
STATUSES = frozenset({"done", "merged", "void"})
VOID, SETTLED = "void", "settled"


def check_marks(transaction: Transaction, books: Books, streams: Sequence[str], findings: Findings) -> None:
    """Every effect on a deadline of these streams that it has no mark for, and every wrong next instant."""
    codes = [code for one in streams for kind, _, code in (one.partition("/"),) if kind == "dossier"]
    clocks = {(c["dossier"], *key): c for stream in books.clocks.values() for key, c in stream.items()}
    done = _effects(transaction, codes)
    for key, effects in done.items():
        for effect in effects.values():
            _check_effect(clocks.get(key), effect, findings)
    for key, clock in clocks.items():
        _check_expired(clock, done.get(key, {}), findings)
    one = tables.deadline.c
    statement = select(one.dossier, one.name, one.opened_seq, one.next_at).where(one.dossier.in_(codes))
    for dossier, name, opened, next_at in transaction.connection.execute(statement):
        key = (dossier, name, opened)
        if key in clocks:
            _check_next(clocks[key], done.get(key, {}).keys(), next_at, findings)


def _effects(transaction: Transaction, codes: Sequence[str]) -> Effects:
    effect = tables.effect
    statement = select(effect).where(effect.c.kind == "deadline", effect.c.subject.in_(codes))
    found: dict[tuple[str, str, int], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in transaction.connection.execute(statement).mappings():
        found[row["subject"], row["part"], row["number"]][row["mark"]] = dict(row)
    return found


def _check_effect(clock: Clock | None, effect: Mapping[str, Any], findings: Findings) -> None:
    """An effect is of a mark that its deadline has had, done no sooner than due, and names its record if it has one."""
    place = f"effect deadline {effect['subject']} {effect['part']} {effect['number']} {effect['mark']}"
    if clock is None or effect["mark"] not in clock["marks"]:
        findings.add("row_unknown", place)
        return
    at = clock["marks"][effect["mark"]]
    told = {"at": (at, effect["at"] == at), "done": (at, _not_before(effect["done"], at))}
    told["status"] = ("done", effect["status"] in STATUSES and (effect["status"] != VOID or _settled(clock, effect)))
    told["reason"] = (None, _right_reason(clock, effect))
    told["seq"] = (None, effect["seq"] is None or effect["seq"] in clock["expiries"])
    for column, (wanted, right) in told.items():
        if not right:
            findings.add("row_changed", place, column=column, told=wanted, stored=effect[column])


def _right_reason(clock: Clock, effect: Mapping[str, Any]) -> bool:
    """What was done needs none, what was merged names the mark told instead, what is void was settled before."""
    if effect["status"] == "merged":
        return bool(effect["reason"] in clock["marks"])
    return bool(effect["reason"] == (SETTLED if effect["status"] == VOID else None))


def _settled(clock: Clock, effect: Mapping[str, Any]) -> bool:
    """Whether a deadline had ended when a sweep saw to one of its marks, which had come by then."""
    if clock["status"] != "closed" or clock["pause"] is not None:
        return False
    return _not_before(clock["closed_at"], effect["at"]) and _not_before(effect["done"], clock["closed_at"])


def _check_expired(clock: Clock, effects: Mapping[str, Mapping[str, Any]], findings: Findings) -> None:
    """Each record of an expiry has its effect, which names it."""
    for seq, mark in clock["expiries"].items():
        place = f"effect deadline {clock['dossier']} {clock['name']} {clock['opened_seq']} {mark}"
        effect = effects.get(mark)
        if effect is None:
            findings.add("row_missing", place)
        elif (effect["seq"], effect["status"]) != (seq, "done"):
            findings.add("row_changed", place, column="seq", told=seq, stored=effect["seq"])


def _check_next(clock: Clock, done: Collection[str], next_at: str | None, findings: Findings) -> None:
    """The earliest mark not in the ledger, while paused that of the pause; of a closed one what was due by then."""
    wanted = _next(clock, done)
    # In the earlier release nothing swept: what had come of such a deadline by its end is in no ledger.
    if clock["status"] == "closed" and next_at is None and "format" not in clock["derivation"]:
        wanted = None
    if next_at != wanted:
        place = f"deadline {clock['dossier']} {clock['name']} {clock['opened_seq']}"
        findings.add("row_changed", place, column="next_at", told=wanted, stored=next_at)


def _next(clock: Clock, done: Collection[str]) -> str | None:
    if clock["pause"] is not None:
        stands = clock["status"] == "paused" and clock["pause"] and clock["pause"] not in done
        return clock["marks"][clock["pause"]] if stands else None
    found = next_mark(clock["derivation"], clock["due"], done)
    past = clock["status"] == "closed" and found is not None and found > clock["closed_at"]
    return None if past else found


def _not_before(text: str, at: str) -> bool:
    try:
        return read_instant(text) >= read_instant(at)
    except (TypeError, ValueError):
        return False
