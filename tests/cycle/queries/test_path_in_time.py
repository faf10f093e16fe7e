"""What stands beside the way of a dossier: clocks that run or are over, papers asked for, certificates at an end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands.seasons.opening import Opening, open_dossier
from cycle.imports import certificates
from cycle.queries.dossiers.path import PathAsked, path_of
from cycle.queries.dossiers.path_lines import ACT, HAND_IN, VERIFY, PathShown
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import CERTIFICATE, run, written
from tests.evaluating import PRODUCT, PROGRAMME, Scene, add_papers, bring, scene_26
from tests.judged import judge
from workflows.verdict import Refusal

# The test report of the scene has run out by then; fifteen days of completion end on the 30th.
ASKED, LATER = "2027-06-15T02:00:00+00:00", "2027-07-05T02:00:00+00:00"
FORMS = ("evaluation_registration", "self_assessment")


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def shown(scene: Scene, dossier: str, round_: str | None = None) -> PathShown:
    view = View(scene.secretariat.account, scene.office.clock.now().date(), everything=True)
    found = path_of(scene.office, view, PathAsked(dossier, round_))
    assert isinstance(found, PathShown), found
    return found


def days(found: PathShown) -> dict[str, date]:
    return {line.for_act: line.latest for line in found.lines if line.kind == ACT}


def supplementing(scene: Scene, clock: TestClock) -> str:
    """An evaluation at the province of which a new test report has been asked for."""
    dossier = bring(scene, PRODUCT, "province.received")
    clock.set(ASKED)
    given = {"document": f"{dossier}/office_notice/1"}
    scene.done(dossier, "ask_supplement", "to_chuc", values=given, note="Hoàn thiện hồ sơ")
    return dossier


def test_a_completion_that_is_overdue_says_by_how_much_and_what_its_end_allows(scene: Scene, clock: TestClock) -> None:
    dossier = supplementing(scene, clock)
    clock.set(LATER)
    found = shown(scene, dossier)
    with scene.office.database.reading() as transaction:
        ((listed,),) = transaction.rows("SELECT last_day FROM deadline WHERE name = 'supplement' AND status = 'open'")
    (clock_told,) = (one for one in found.running if one.deadline == "supplement")
    assert (clock_told.last_day.isoformat(), clock_told.days, clock_told.then) == (listed, 5, ("proceed",))
    (supply,) = (line.due for line in found.lines if line.kind == ACT and line.for_act == "supply")
    assert supply is not None
    assert (supply.last_day, supply.days) == (clock_told.last_day, 5)


def test_what_was_asked_for_is_handed_in_with_the_answer_and_verified_for_the_act_after(
    scene: Scene, clock: TestClock
) -> None:
    found = shown(scene, supplementing(scene, clock))
    told = [(line.kind, line.for_act, line.latest) for line in found.lines if line.papers == ("test_report",)]
    on = days(found)
    assert told == [(HAND_IN, "supply", on["supply"]), (VERIFY, "accept_for_review", on["accept_for_review"])]
    assert on["supply"] < on["accept_for_review"]
    assert [owner.role for line in found.lines if line.kind == HAND_IN for owner in line.owners] == ["producer"]
    assert found.reached is not None
    # The round of its proposal was held in 2026: it is put to a later one first.
    assert (found.reached.acts, found.reached.others) == (5, 1)


def test_a_certificate_past_its_last_day_sends_the_product_to_be_registered_anew(
    scene: Scene, clock: TestClock, tmp_path: Path
) -> None:
    row = replace(CERTIFICATE, issued=date(2023, 11, 15), decision_date=date(2023, 11, 15))
    book = written(scene, "certificates", tmp_path / "gcn.xlsx", [row])
    assert run(scene, certificates(PROGRAMME), book).written == 1
    with scene.office.database.reading() as transaction:
        ((certificate,),) = transaction.rows("SELECT code FROM dossier WHERE workflow = 'certificate_26'")
    valid = shown(scene, certificate)
    assert "file_upgrade" in days(valid)
    assert {one.instead for one in valid.running} == {"", "run_out"}
    assert [(one.trigger, one.closes) for one in valid.outside] == [
        ("refile", date(2026, 7, 18)),
        ("refile_late", date(2026, 11, 15)),
    ]
    clock.set("2026-11-20T02:00:00+00:00")
    over = shown(scene, certificate)
    assert over.reached is None
    assert [one.code for one in over.reasons] == ["path_over"]
    assert {one.trigger for one in over.missed} == {"file_upgrade"}
    assert [(one.deadline, one.days, one.then) for one in over.running] == [
        ("refiling", 125, ()),
        ("expiry", 5, ("expire",)),
    ]


@pytest.mark.parametrize(("acts", "told"), [((), "path_over_season"), (("choose",), "path_over_carried")])
def test_a_season_whose_windows_are_over_ends_or_is_carried_over_before_another(
    scene: Scene, clock: TestClock, acts: tuple[str, ...], told: str
) -> None:
    """While it is open no other is opened in its programme, so that is not what it is told to do."""
    dossier = scene.open()
    for trigger in acts:
        scene.done(dossier, trigger, "xa")
    clock.set("2026-12-20T02:00:00+00:00")
    (reason,) = shown(scene, dossier).reasons
    again = open_dossier(scene.office, scene.secretariat, Opening(PROGRAMME, PRODUCT))
    assert isinstance(again, Refusal)
    assert (reason.code, [one.code for one in again.reasons]) == (told, ["dossier_already_open"])


def test_a_reevaluation_is_outside_the_rounds_and_tells_when_its_certificate_runs_out(
    scene: Scene, clock: TestClock
) -> None:
    certificate = f"{bring(scene, PRODUCT, 'province.recognised')}.1"
    clock.set("2029-01-15T02:00:00+00:00")
    add_papers(scene, certificate, PRODUCT, *FORMS)
    given = {"registration": f"{certificate}/{FORMS[0]}/1", "assessment": f"{certificate}/{FORMS[1]}/1"}
    (again,) = scene.done(certificate, "refile", "chu_the", values=given).details["opened"]
    found = shown(scene, certificate)
    assert found.dossier == again
    assert [one.code for one in found.reasons] == ["path_no_round"]
    above = [(one.dossier, one.deadline, one.instead) for one in found.running if one.instead]
    assert above == [(certificate, "expiry", "run_out")]


def test_acts_done_on_their_latest_days_bring_the_dossier_to_its_round(scene: Scene, clock: TestClock) -> None:
    """Every act is fired on exactly the day told, from the council's receipt to its result."""
    dossier = bring(scene, PRODUCT, "province.received")
    found = shown(scene, dossier)
    for trigger, day in days(found).items():
        clock.set(f"{day}T02:00:00+00:00")
        if trigger == "record_result":
            judge(scene, dossier)
        actor = {"accept_for_review": "to_chuc", "complete_review": "to_tu_van"}.get(trigger, "thu_ky_tinh")
        papers = {"complete_review": {"report": "advisory_report"}, "record_result": {"minutes": "council_minutes"}}
        values = {name: f"{dossier}/{paper}/1" for name, paper in papers.get(trigger, {}).items()}
        assert isinstance(scene.done(dossier, trigger, actor, values=values), Done)
    with scene.office.database.reading() as transaction:
        ((closed,),) = transaction.rows("SELECT last_day FROM deadline WHERE name = 'session'")
    assert found.reached is not None
    assert scene.office.clock.now().date() == found.reached.last_day == date.fromisoformat(closed)


def test_fifteen_working_days_over_a_holiday_are_gone_on_their_latest_days(scene: Scene, clock: TestClock) -> None:
    """From the 7th to the 29th of April 2027, with the Hung Kings' day on Friday the 16th between."""
    certificate = f"{bring(scene, PRODUCT, 'province.recognised')}.1"
    clock.set("2026-11-20T02:00:00+00:00")
    found = shown(scene, certificate)
    assert days(found) == {"file_upgrade": date(2027, 4, 7), "propose": date(2027, 4, 29)}
    clock.set("2027-04-07T02:00:00+00:00")
    add_papers(scene, certificate, PRODUCT, *FORMS, "upgrade_changes")
    given = {"registration": f"{certificate}/{FORMS[0]}/1", "assessment": f"{certificate}/{FORMS[1]}/1"}
    (again,) = scene.done(certificate, "file_upgrade", "chu_the", values=given).details["opened"]
    with scene.office.database.reading() as transaction:
        told = "SELECT last_day FROM deadline WHERE dossier = ? AND name = 'commune_report'"
        assert transaction.rows(told, (again,)) == [("2027-04-29",)]
    clock.set("2027-04-29T02:00:00+00:00")
    add_papers(scene, again, PRODUCT, "commune_report", "commune_request", "samples")
    proposed = {name: f"{again}/{name}/1" for name in ("commune_report", "commune_request")}
    scene.done(again, "propose", "xa", values=proposed)
    assert found.reached is not None
    reached = shown(scene, again).reached
    assert reached is not None
    assert reached.code == found.reached.code == "T-01-2027"
