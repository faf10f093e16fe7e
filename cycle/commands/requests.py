"""A request of a caller is answered once: the first answer is found again, another payload is an error."""

from dataclasses import asdict
from typing import Any, NamedTuple

from cycle import statements
from cycle.answers import RequestReusedError
from cycle.canonical import NotCanonical, canonical, digest
from cycle.commands.payloads import plain
from cycle.commands.permits import Caller
from cycle.database import Transaction
from cycle.history import Recorded


class Earlier(NamedTuple):
    """Where the record of the first answer stands."""

    stream: str
    seq: int


def asked_hash(asked: Any, *left: str) -> str:
    """A hash of an act by which a repeated request is told from another one: of all its fields but who asks and `left`.

    What history could not hold has a hash too: it is for the act itself to refuse it.
    """
    said = {name: value for name, value in asdict(asked).items() if name not in ("caller", *left)}
    told = plain({**said, "act": type(asked).__name__, "on_behalf": asked.caller.on_behalf})
    try:
        return digest(canonical(told))
    except NotCanonical:
        return digest(repr(told))


def earlier(transaction: Transaction, caller: Caller, target: str, payload_hash: str) -> Earlier | None:
    """The first answer to a request about a target. Raises RequestReusedError where something else was asked."""
    if caller.request is None:
        return None
    found = transaction.row(statements.REQUEST, (caller.account, caller.request, target))
    if found is None:
        return None
    if found[0] != payload_hash:
        raise RequestReusedError(caller.request)
    return Earlier(found[1], found[2])


def keep_request(transaction: Transaction, caller: Caller, about: tuple[str, str], recorded: Recorded) -> None:
    """Remember what a request about (target, hash of what was asked) was answered with."""
    target, payload_hash = about
    if caller.request is not None:
        row = (caller.account, caller.request, target, payload_hash, recorded.stream, recorded.seq)
        transaction.write(statements.KEEP_REQUEST, row)
