"""Other channels through the optional extra `notify`: the short message of a letter to whatever apprise knows."""

import importlib
from collections.abc import Sequence
from typing import Any

from notifications.port import HANDED, LATER, REFUSED, Gate, Outcome, Result, Ticket

EXTRA = "notify"


class ExtraMissingError(Exception):
    """The library is not installed; `extra` is what has to be installed with the program."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"pip install 'ocop-cycle[{extra}]'")
        self.extra = extra


class UrlNotKnownError(Exception):
    """The library knows no service under a URL; `place` counts from 1. The URL itself may hold a secret."""

    def __init__(self, place: int) -> None:
        super().__init__(f"URL {place}")
        self.place = place


class OthersChannel:
    """Sends subject and short message to services by their apprise URLs, each by itself.

    A service is an address of its own, `others:1` for the first URL: one that fails is tried again alone, since none
    knows a letter again. The URLs stand nowhere else. Raises ExtraMissingError and UrlNotKnownError.
    """

    name = "others"
    repeatable = False

    def __init__(self, urls: Sequence[str]) -> None:
        self._services = {f"{self.name}:{place}": one.notify for place, one in enumerate(_opened(urls), 1)}

    @property
    def addresses(self) -> tuple[str, ...]:
        """What the services are called in deliveries, in the order of the URLs."""
        return tuple(self._services)

    def send(self, tickets: Sequence[Ticket], gate: Gate) -> None:
        """Send what the gate lets through, one after another. Raises nothing that a service can cause."""
        finished: list[Outcome] = []
        for ticket in tickets:
            through = gate(finished, (ticket,))
            told = {one: self._told(ticket, one) for one in ticket.addresses if ticket.letter in through}
            finished = [Outcome(ticket, told)] if told else []
        gate(finished, ())

    def _told(self, ticket: Ticket, address: str) -> Result:
        """What became of it by one service; one that is set no more is refused."""
        notify = self._services.get(address)
        if notify is None:
            return Result(REFUSED, "service", reply="not_set")
        try:
            taken = notify(title=ticket.subject, body=ticket.short)
        except (OSError, ValueError, TypeError) as wrong:
            return Result(LATER, "service", reply=type(wrong).__name__)
        return Result(HANDED, "service") if taken else Result(LATER, "service")


def _opened(urls: Sequence[str]) -> list[Any]:
    try:
        library = importlib.import_module("apprise")
    except ModuleNotFoundError:
        raise ExtraMissingError(EXTRA) from None
    services = []
    for place, url in enumerate(urls, 1):
        services.append(library.Apprise())
        if not services[-1].add(url):
            raise UrlNotKnownError(place)
    return services
