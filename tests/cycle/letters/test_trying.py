"""A dry run of sealing says of each letter what the run then does with it, and writes nothing."""

from pathlib import Path

import pytest

from cycle.letters.sealing.trying import Foreseen, foresee_due
from tests.conftest import TestClock
from tests.cycle.letters.posted import ABOVE, BODY, MAKER, Posted, posted, without_channels
from tests.cycle.sweeps.looking import in_drafting
from tests.scene import Scene

ALL = ("letter", "mailbox", "delivery", "record")


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def foreseen(office: Posted) -> dict[str, Foreseen]:
    """What a dry run says of each letter; it leaves every table as it was."""
    before = [office.rows(f"SELECT * FROM {table}") for table in ALL]
    found = foresee_due(office.office, office.post)
    assert [office.rows(f"SELECT * FROM {table}") for table in ALL] == before
    return {one.queued.code: one for one in found}


def done(office: Posted, code: str, planned: str) -> str:
    """What the run did with a letter that was planned for an instant."""
    letter = office.letter(code)
    if letter["status"] != "queued":
        return str(letter["status"])
    if letter["reason"] is not None:
        return "unreached" if letter["reason"] == "no_address" else "hindered"
    return "later" if letter["send_after"] != planned else "left"


def agreed(office: Posted) -> dict[str, str]:
    """The outcome of each letter, in which the dry run and the run after it agree."""
    told = foreseen(office)
    counts = office.seal().counts
    found = {code: done(office, code, one.queued.send_after) for code, one in told.items()}
    assert {code: one.outcome for code, one in told.items()} == found
    assert {outcome: count for outcome, count in counts.items() if count} == {
        outcome: [*found.values()].count(outcome) for outcome in found.values()
    }
    return found


def test_each_outcome_is_foreseen_as_it_comes(office: Posted) -> None:
    in_drafting(office.scene)
    sealed, unreached = office.notice(), office.notice(ABOVE, "recognised")
    first, again = office.reminder(MAKER, "2024-03-04"), office.reminder(MAKER, "2024-03-11")
    void, hindered = office.reminder(BODY), office.notice(BODY, "recognised")
    office.run("UPDATE organisation SET name = ? WHERE code = '21244'", "Xã\r\nBcc: ke.xau@example.com")
    found = agreed(office)
    assert (found[sealed], found[unreached], found[void], found[hindered]) == (
        *("sealed", "unreached", "void"),
        "hindered",
    )
    assert sorted((found[first], found[again])) == ["sealed", "void"]


def test_what_a_dry_run_says_has_its_reason_its_hour_and_what_is_told(office: Posted, clock: TestClock) -> None:
    code = office.notice()
    (one,) = foreseen(office).values()
    assert (one.queued.code, one.tells[0]["dossier"][:8]) == (code, "QNG2024-")
    clock.set("2024-03-08T12:00:00+00:00")
    (one,) = foreseen(office).values()
    assert (one.outcome, one.at.isoformat() if one.at else "") == ("later", "2024-03-11T00:30:00+00:00")
    assert agreed(office) == {code: "later"}


def test_an_error_of_one_letter_is_foreseen_of_it_alone(office: Posted) -> None:
    bad, good = office.notice(BODY, "unheard_of"), office.notice()
    told = foreseen(office)
    assert told[bad].reason is not None
    assert agreed(office) == {bad: "hindered", good: "sealed"}


def test_without_a_way_of_sending_only_what_dies_is_foreseen(office: Posted, clock: TestClock) -> None:
    stale = office.reminder(stale_after="2024-03-06T00:00:00.000000Z")
    office.notice()
    office.post = without_channels(office.post)
    clock.set("2024-03-07T02:00:00+00:00")
    assert agreed(office) == {stale: "void"}
