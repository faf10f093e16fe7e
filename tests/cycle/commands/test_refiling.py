"""Filing for a re-evaluation from a certificate: with papers of its own, and in the programme of today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from cycle.answers import Done
from cycle.commands.permits import Caller
from cycle.commands.seasons import opening
from cycle.imports import certificates
from cycle.law import Back, apply_plan, revert_run
from cycle.queries.dossiers.missing import list_missing
from cycle.queries.evaluation.rounds import Asked, list_rounds
from cycle.queries.paging import Listed, Page
from cycle.queries.seasons.board import Board, board
from cycle.queries.verification import verify
from cycle.queries.viewing import View
from cycle.sweeps import sweep
from tests import laws
from tests import scene as stage
from tests.conftest import TestClock
from tests.cycle.imports.workbooks import CERTIFICATE, run, told, written
from tests.evaluating import COMMUNE, PRODUCT, PROGRAMME, Scene, add_papers, bring, scene_26
from workflows.verdict import Refusal

FORMS = {"registration": "evaluation_registration", "assessment": "self_assessment"}
# 150 days before the certificate of 10/11/2023 ends.
IN_TIME = "2026-06-13T02:00:00+00:00"


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    """An office in June 2026."""
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def forms(of: str) -> dict[str, str]:
    """The registration and the self-assessment that lie with a dossier."""
    return {value: f"{of}/{paper}/1" for value, paper in FORMS.items()}


def codes(answer: object) -> set[str]:
    assert isinstance(answer, Refusal), answer
    return {reason.code for reason in answer.reasons}


def told_of(scene: stage.Scene, dossier: str) -> tuple[Any, ...]:
    with scene.office.database.reading() as transaction:
        return transaction.rows("SELECT workflow, state, programme FROM dossier WHERE code = ?", (dossier,))[0]


def test_papers_of_the_evaluation_three_years_ago_do_not_count_again(scene: Scene, clock: TestClock) -> None:
    evaluation = bring(scene, PRODUCT, "province.recognised")
    certificate = f"{evaluation}.1"
    clock.set("2029-01-15T02:00:00+00:00")
    assert codes(scene.fire(certificate, "refile", "chu_the", values=forms(evaluation))) == {
        "paper_missing",
        "paper_not_here",
    }
    add_papers(scene, certificate, PRODUCT, *FORMS.values())
    done = scene.done(certificate, "refile", "chu_the", values=forms(certificate))
    (again,) = done.details["opened"]
    refused = scene.fire(again, "propose_reevaluation", "xa")
    assert isinstance(refused, Refusal)
    # The samples of three years ago lie above the certificate; what was filed with the re-filing lies with it.
    missing = {one.params.get("paper") for one in refused.reasons if one.code == "paper_missing"}
    assert missing == {"samples"}
    assert verify(scene.office).faults == ()


CERTIFICATE_OF_2024 = f"{stage.PROGRAMME}-0001"


@pytest.fixture
def of_2024(database_url: str, clock: TestClock, tmp_path: Path) -> Iterator[Scene]:
    """In June 2026 a certificate of 2023 that was entered in the season of 2024, moved to the law of today."""
    clock.set(stage.MARCH)
    scene = Scene(stage.set_scene(database_url, clock).office)
    row = replace(CERTIFICATE, issued=date(2023, 11, 10), decision_date=date(2023, 11, 10))
    book = written(scene, "certificates", tmp_path / "gcn.xlsx", [row])
    assert told(run(scene, certificates(stage.PROGRAMME), book)) == []
    clock.set(IN_TIME)
    stage.add_officer(scene, "xa_moi", "commune", COMMUNE, clock.now().date())
    assert isinstance(opening.open_season(scene.office, scene.secretariat, PROGRAMME), Done)
    moved(scene)
    yield scene
    scene.office.database.close()


def moved(scene: stage.Scene) -> None:
    """The certificate moved to the law of today."""
    asked = laws.asked_of(laws.CERTIFICATES, accept=True, note="Điều 12.1", basis="26/2026/QĐ-TTg")
    sweep(scene.office, "test")
    found = list(apply_plan(laws.desk_for(scene, asked, account="to_chuc")))
    assert [type(one.answer) for one in found] == [Done], found


def test_a_window_that_was_missed_by_the_day_of_the_move_is_told_on_that_day_and_once(
    of_2024: Scene, clock: TestClock
) -> None:
    back, caller = Back("LAW-1", "Chuyển lại"), Caller("to_chuc")
    assert len(list(revert_run(of_2024.office, caller, back, [CERTIFICATE_OF_2024]))) == 1
    # The certificate ends on 10/11: it could be filed again until 13/07.
    clock.set("2026-08-04T02:00:00+00:00")
    moved(of_2024)
    for at in ("2026-08-04T03:00:00+00:00", "2026-08-05T02:00:00+00:00", "2026-08-20T02:00:00+00:00"):
        clock.set(at)
        sweep(of_2024.office, "test")
    with of_2024.office.database.reading() as transaction:
        told = transaction.rows("SELECT mark, at FROM effect WHERE part = 'refiling' AND mark LIKE 'after%'")
    assert told == [("after_1_days@2026-07-13", "2026-08-03T17:00:00.000000Z")]


def counted(scene: Scene, programme: str) -> tuple[int, int]:
    """How many open dossiers the board of a programme counts, and how many dossiers its rounds of 2026."""
    today = scene.office.clock.now().date()
    seen = View("kiem_tra", today, everything=True)
    found = board(scene.office, seen, programme, today)
    assert isinstance(found, Board), found
    listed = list_rounds(scene.office, seen, Asked(programme, "province", None, today))
    return found.open, sum(one.dossiers for one in listed) if isinstance(listed, tuple) else 0


def lacking(scene: Scene, programme: str) -> set[tuple[str, tuple[str, ...]]]:
    """The papers that dossiers of a programme lack."""
    seen = View("kiem_tra", scene.office.clock.now().date(), everything=True)
    listed = list_missing(scene.office, seen, None, programme, Page(100, 1, "name"))
    assert isinstance(listed, Listed), listed
    return {(one.dossier, one.types) for one in listed.rows}


def test_a_moved_certificate_is_reminded_as_the_law_of_today_has_it_and_lacks_no_paper(of_2024: Scene) -> None:
    with of_2024.office.database.reading() as transaction:
        rows = transaction.rows("SELECT last_day, derivation FROM deadline WHERE name = 'expiry' AND status = 'open'")
    ((last_day, derivation),) = rows
    marks = [one["mark"].partition("@")[0] for one in orjson.loads(derivation)["marks"]]
    assert (last_day, sorted(marks)) == ("2026-11-10", ["after_1_days", "before_30_days", "expiry"])
    assert lacking(of_2024, stage.PROGRAMME) == set()


def test_what_a_certificate_of_2024_opens_runs_in_the_programme_of_2026(of_2024: Scene) -> None:
    before = counted(of_2024, PROGRAMME)
    add_papers(of_2024, CERTIFICATE_OF_2024, PRODUCT, *FORMS.values())
    done = of_2024.done(CERTIFICATE_OF_2024, "refile", "chu_the", values=forms(CERTIFICATE_OF_2024))
    (evaluation,) = done.details["opened"]
    assert told_of(of_2024, evaluation) == ("evaluation_26", "commune.checking", PROGRAMME)
    assert told_of(of_2024, CERTIFICATE_OF_2024) == ("certificate_26", "certificate.renewing", stage.PROGRAMME)
    assert counted(of_2024, PROGRAMME) == (before[0] + 1, before[1])
    # What lies with the certificate counts; the samples are still to come.
    assert lacking(of_2024, PROGRAMME) == {(evaluation, ("samples",))}
    assert verify(of_2024.office).faults == ()


def test_an_upgrade_of_it_joins_a_round_of_2026(of_2024: Scene) -> None:
    before = counted(of_2024, PROGRAMME), counted(of_2024, stage.PROGRAMME)
    add_papers(of_2024, CERTIFICATE_OF_2024, PRODUCT, *FORMS.values(), "upgrade_changes")
    done = of_2024.done(CERTIFICATE_OF_2024, "file_upgrade", "chu_the", values=forms(CERTIFICATE_OF_2024))
    (evaluation,) = done.details["opened"]
    add_papers(of_2024, evaluation, held_by=("dossier",))
    reports = {name: f"{evaluation}/{name}/1" for name in ("commune_report", "commune_request")}
    of_2024.done(evaluation, "propose", "xa_moi", values=reports)
    assert told_of(of_2024, evaluation) == ("evaluation_26", "province.received", PROGRAMME)
    assert counted(of_2024, PROGRAMME) == (before[0][0] + 1, before[0][1] + 1)
    assert counted(of_2024, stage.PROGRAMME)[1] == before[1][1]
    assert verify(of_2024.office).faults == ()
