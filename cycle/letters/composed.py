"""A letter as it was composed from the truth, before it has a number; and why one is not sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from notifications.facts import Body


class Queued(NamedTuple):
    """A letter that waits to be sealed: columns of its row."""

    code: str
    programme: str
    name: str
    kind: str
    recipient: str
    about: Mapping[str, Any]
    created: str
    send_after: str
    stale_after: str | None
    resends: str | None


@dataclass(frozen=True)
class Composed:
    """What a letter says. `tells` names the dossiers, deadlines and acts told, as its record keeps them.

    `stands` are the deadlines (dossier, name, opened, due, status) it rests on: where one of them has changed since, it
    must be composed anew. `calendar` is the iCalendar file that goes with it, None where nothing is due. `after` names
    the recipient, the programme, the letter and the instant of the last such letter before it, where that matters.
    """

    body: Body
    tells: tuple[Mapping[str, Any], ...]
    stands: tuple[tuple[str, str, int, str, str], ...] = ()
    calendar: bytes | None = None
    after: tuple[str, str, str, str | None] | None = None


@dataclass(frozen=True)
class Nothing:
    """Why a letter is not composed, and so is void: `settled` (nothing is left to say), `stale`, `programme_closed`."""

    reason: str
