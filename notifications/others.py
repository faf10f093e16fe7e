"""Other channels through the optional extra `notify`: the short message of a letter to whatever apprise knows."""

import importlib
from collections.abc import Callable, Sequence
from typing import Any

from notifications.port import HANDED, LATER, Gate, Outcome, Result, Ticket

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
    """Sends subject and short message to services by their apprise URLs, all of them for each letter.

    Raises ExtraMissingError and UrlNotKnownError. Where one of the services fails, the letter goes to all of them
    later: none of them knows a letter again.
    """

    name = "others"

    def __init__(self, urls: Sequence[str]) -> None:
        self._notify: Callable[..., Any] = _opened(urls).notify

    def send(self, tickets: Sequence[Ticket], gate: Gate) -> None:
        """Send what the gate lets through, one after another. Raises nothing that a service can cause."""
        finished: list[Outcome] = []
        for ticket in tickets:
            through = gate(finished, (ticket,))
            finished = [self._outcome(ticket)] if ticket.letter in through else []
        gate(finished, ())

    def _outcome(self, ticket: Ticket) -> Outcome:
        try:
            taken = self._notify(title=ticket.subject, body=ticket.short)
        except (OSError, ValueError, TypeError) as wrong:
            result = Result(LATER, "service", reply=type(wrong).__name__)
        else:
            result = Result(HANDED, "service") if taken else Result(LATER, "service")
        return Outcome(ticket, dict.fromkeys(ticket.addresses, result))


def _opened(urls: Sequence[str]) -> Any:
    try:
        library = importlib.import_module("apprise")
    except ModuleNotFoundError:
        raise ExtraMissingError(EXTRA) from None
    services = library.Apprise()
    for place, url in enumerate(urls, 1):
        if not services.add(url):
            raise UrlNotKnownError(place)
    return services
