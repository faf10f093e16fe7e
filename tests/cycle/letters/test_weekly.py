"""The letter of the week: what is open is told each week until it is done, whatever became of the letters before."""

from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest

from cycle.letters.composed import Nothing
from cycle.letters.foreseeing import foreseen_by_sweep
from cycle.letters.planning.plan import plan
from cycle.sweeps import foresee
from tests.conftest import TestClock
from tests.cycle.letters.passes import body, composed, passed, queued, rows, screening
from tests.cycle.letters.posted import Posted, files_post, posted
from tests.cycle.letters.test_planning import MAKER, OFFICE, PLACE
from tests.cycle.sweeps.looking import TODAY, in_drafting
from tests.scene import COMMUNE, PRODUCER, PROGRAMME, Scene

MONDAYS = ("2024-03-18", "2024-03-25", "2024-04-01", "2024-04-08")


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def told(office: Posted, day: str, hour: str = "08:00") -> None:
    """A sweep, planning and sealing at an hour of a day."""
    office.clock.set(f"{day}T{hour}:00+07:00")
    passed(office.scene)
    office.seal()


def sealed(office: Posted, recipient: str = PLACE) -> list[str]:
    """The days on which reminders of a recipient were sealed."""
    wanted = (
        "SELECT sealed FROM letter WHERE kind = 'reminder' AND recipient = ? AND sealed IS NOT NULL ORDER BY sealed"
    )
    return [instant[:10] for (instant,) in office.rows(wanted, recipient)]


def test_what_is_overdue_is_told_each_week_until_it_is_done(office: Posted) -> None:
    dossier = screening(office.scene)
    for day in MONDAYS:
        told(office, day)
    assert sealed(office) == list(MONDAYS)
    office.scene.done(dossier, "accept", "to_chuc", on_behalf=f"organisation:{COMMUNE}")
    told(office, "2024-04-15")
    assert sealed(office) == list(MONDAYS)


def test_whoever_gets_an_address_after_a_month_is_told_in_the_next_letter_of_the_week(
    scene: Scene, clock: TestClock, tmp_path: Path
) -> None:
    office = Posted(scene, clock, files_post(tmp_path / "mail"))
    dossier = screening(scene)
    for day in range(12, 30):
        told(office, f"2024-03-{day}")
    assert sealed(office) == []
    assert ("void", "stale") in office.rows("SELECT status, reason FROM letter WHERE recipient = ?", PLACE)
    told(office, "2024-04-09")
    clock.set("2024-04-10T08:00:00+07:00")
    office.contact(COMMUNE, "xa@example.vn")
    told(office, "2024-04-15")
    assert sealed(office) == ["2024-04-15"]
    (payload,) = office.rows(
        "SELECT r.payload FROM letter l JOIN record r ON r.stream = 'letters/' || l.recipient AND r.seq = l.seq "
        "WHERE l.kind = 'reminder' AND l.recipient = ? AND l.sealed IS NOT NULL",
        PLACE,
    )[0]
    assert [(one["dossier"], one["as"]) for one in orjson.loads(payload)["tells"]] == [(dossier, "overdue")]


def test_after_an_outage_of_weeks_the_next_letter_tells_what_is_open(office: Posted) -> None:
    dossier = screening(office.scene)
    office.clock.set("2024-03-16T00:05:00+07:00")
    passed(office.scene)
    told(office, "2024-04-03")
    assert sealed(office) == []
    office.clock.set("2024-04-08T00:05:00+07:00")
    passed(office.scene)
    (one,) = queued(office.scene, recipient=PLACE)
    assert one.send_after == "2024-04-08T00:30:00.000000Z"
    assert [line.dossier for line in body(office.scene, one).overdue] == [dossier]


@pytest.mark.parametrize(
    ("back", "hour", "late"),
    [
        ("2024-03-25", "18:30", ["2024-03-26"]),
        ("2024-03-27", "08:00", ["2024-03-27"]),
        ("2024-03-29", "08:00", ["2024-03-29"]),
        ("2024-03-30", "08:00", []),
    ],
)
def test_a_letter_whose_day_was_missed_goes_once_on_the_next_day_that_is_left_of_its_week(
    office: Posted, back: str, hour: str, late: list[str]
) -> None:
    screening(office.scene)
    told(office, "2024-03-18")
    told(office, back, hour)
    for after in range(1, date(2024, 4, 2).toordinal() - date.fromisoformat(back).toordinal() + 1):
        told(office, (date.fromisoformat(back) + timedelta(after)).isoformat())
    assert sealed(office) == ["2024-03-18", *late, "2024-04-01"]


def test_nobody_without_an_address_collects_letters_that_tell_the_same(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    office = Posted(scene, clock, files_post(Path("/nonexistent")))
    for day in MONDAYS:
        told(office, day)
        assert len(queued(scene, recipient=PLACE)) <= 1


def test_the_letter_of_the_week_is_planned_once_and_a_dry_run_names_it(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    passed(scene, "2024-04-03T08:00:00+07:00", clock)
    clock.set("2024-04-08T00:05:00+07:00")
    known = {code for (code,) in rows(scene, "SELECT code FROM letter")}
    effects = [one[:5] for one in foresee(scene.office, "a").foreseen]
    foreseen = {one.code for one in foreseen_by_sweep(scene.office, effects)}
    passed(scene)
    assert foreseen == {code for (code,) in rows(scene, "SELECT code FROM letter")} - known
    week = [one for one in queued(scene) if one.send_after.startswith("2024-04-08")]
    assert sorted(one.recipient for one in week) == sorted((PLACE, OFFICE))
    assert plan(scene.office).counts["reminder"] == 0


def test_a_paper_about_to_expire_is_told_again_with_each_week(office: Posted) -> None:
    in_drafting(office.scene)
    office.scene.paper(
        "food_safety", "establishment", "CS01", TODAY, issued=date(2023, 3, 20), expires=date(2024, 3, 25)
    )
    told(office, "2024-03-06")
    for day in ("2024-03-11", "2024-03-18", "2024-03-26"):
        told(office, day)
    assert sealed(office, MAKER) == ["2024-03-11", "2024-03-18"]


def test_a_letter_of_what_is_due_soon_does_not_stand_in_the_place_of_the_letter_of_the_week(office: Posted) -> None:
    screening(office.scene)
    office.clock.set("2024-03-15T00:05:00+07:00")
    passed(office.scene)
    (daily,) = queued(office.scene, recipient=PLACE)
    assert daily.about["daily"]
    office.clock.set("2024-03-18T00:05:00+07:00")
    passed(office.scene)
    told(office, "2024-03-18", "07:31")
    assert sealed(office) == ["2024-03-18", "2024-03-18"]


def test_the_letter_of_the_week_makes_that_of_what_is_due_soon_needless(office: Posted) -> None:
    screening(office.scene)
    told(office, "2024-03-11")
    assert sealed(office) == ["2024-03-11"]
    office.plan("reminder/late", "owed", "reminder", PLACE, {"daily": True, "since": None})
    (daily,) = queued(office.scene, recipient=PLACE)
    assert composed(office.scene, daily) == Nothing("settled")


def test_the_notices_of_a_closed_programme_are_on_phone_lists_for_eight_weeks(scene: Scene, clock: TestClock) -> None:
    in_drafting(scene)
    passed(scene)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE letter SET reason = 'no_address' WHERE recipient = ?", (MAKER,))
        transaction.run("UPDATE producer SET phone = '0905 111 222' WHERE code = ?", (PRODUCER,))
        transaction.run("UPDATE programme SET closed = '2024-03-06' WHERE code = ?", (PROGRAMME,))
    found = passed(scene, "2024-03-07T09:00:00+07:00", clock).counts
    assert (found["phone_list"], found["report"], found["reminder"]) == (1, 0, 0)
    (call,) = body(scene, queued(scene, "phone_list")[0]).calls
    assert call.phone == "0905 111 222"
    assert passed(scene, "2024-04-30T09:00:00+07:00", clock).counts["phone_list"] == 1
    assert passed(scene, "2024-05-02T09:00:00+07:00", clock).counts["phone_list"] == 0
