"""Services by apprise: each is tried by itself, and none is told a letter twice because another failed."""

import sys
from types import ModuleType
from typing import ClassVar

import pytest

from notifications.others import OthersChannel, UrlNotKnownError
from notifications.port import HANDED, LATER, REFUSED
from tests.notifications.gates import OpenGate, ticket

URLS = ("good://a", "down://b", "good://c")


class Services:
    """What the library is to us: URLs are added, and all that were added are told; ours know good and down ones."""

    told: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self._urls: list[str] = []

    def add(self, url: str) -> bool:
        self._urls.append(url)
        return not url.startswith("unknown")

    def notify(self, *, title: str, body: str) -> bool:
        assert (title, body) == ("Thư nhắc việc", "Còn 2 việc")
        self.told.extend(self._urls)
        return all(url.startswith("good") for url in self._urls)


@pytest.fixture(autouse=True)
def _library(monkeypatch: pytest.MonkeyPatch) -> None:
    library = ModuleType("apprise")
    library.Apprise = Services  # type: ignore[attr-defined]  # an empty module is given its class
    monkeypatch.setitem(sys.modules, "apprise", library)
    monkeypatch.setattr(Services, "told", [])


def test_only_the_service_that_failed_is_tried_again() -> None:
    channel, gate = OthersChannel(URLS), OpenGate()
    assert channel.addresses == ("others:1", "others:2", "others:3")
    channel.send((ticket(addresses=channel.addresses),), gate)
    (told,) = gate.told
    outcomes = {address: result.outcome for address, result in told.results.items()}
    assert outcomes == {"others:1": HANDED, "others:2": LATER, "others:3": HANDED}
    again = OpenGate()
    channel.send((ticket(addresses=("others:2",)),), again)
    assert Services.told == [*URLS, "down://b"]


def test_a_service_that_is_set_no_more_is_refused_and_no_url_is_told() -> None:
    gate = OpenGate()
    OthersChannel(("good://secret",)).send((ticket(addresses=("others:2",)),), gate)
    (result,) = gate.results.values()
    assert (result.outcome, result.reply, Services.told) == (REFUSED, "not_set", [])


def test_who_is_not_let_through_is_told_to_no_service() -> None:
    letter = ticket(addresses=("others:1",))
    OthersChannel(URLS).send((letter,), OpenGate(frozenset({letter.letter})))
    assert Services.told == []


def test_a_url_that_no_service_knows_is_named_by_its_place() -> None:
    with pytest.raises(UrlNotKnownError) as wrong:
        OthersChannel(("good://a", "unknown://secret"))
    assert wrong.value.place == 2
    assert "secret" not in str(wrong.value)
