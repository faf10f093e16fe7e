"""An upgrade replaces a certificate only with more stars; till then it is as it was, re-filing included."""

from collections.abc import Iterator

import pytest

from cycle.queries.verification import verify
from cycle.sweeps import sweep
from tests.conftest import TestClock
from tests.evaluating import EVALUATION, GIVEN, PRODUCT, Scene, add_papers, bring, scene_26
from tests.judged import best, judge, scoring_set
from workflows.scoring.criteria import CriteriaSet
from workflows.verdict import Refusal

FORMS = {"registration": "evaluation_registration", "assessment": "self_assessment"}
NOTICE = "office_notice"


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def three_stars(given: CriteriaSet) -> dict[str, int]:
    """The best answers but for one criterion, in which four stars ask for more."""
    answers = best(given)
    for code, one in given.criteria.items():
        gate = one.gate(4, one.case(answers[code]))
        if gate and gate > 1 and one.reaches(gate - 1, 3) and one.points(answers[code]) - one.points(gate - 1) < 9:
            return {**answers, code: gate - 1}
    raise AssertionError("no criterion in which four stars ask for more")


def upgrading(scene: Scene) -> tuple[str, str]:
    """A certificate of 4 stars of 08/06/2026 from which an upgrade is filed, and the evaluation of that."""
    certificate = f"{bring(scene, PRODUCT, 'province.recognised')}.1"
    add_papers(scene, certificate, PRODUCT, *FORMS.values(), "upgrade_changes")
    values = {value: f"{certificate}/{paper}/1" for value, paper in FORMS.items()}
    (upgrade,) = scene.done(certificate, "file_upgrade", "chu_the", values=values).details["opened"]
    return certificate, str(upgrade)


def concluded(scene: Scene, evaluation: str, *, stars: int) -> None:
    """The council has judged it."""
    add_papers(scene, evaluation, held_by=("dossier",))
    for _, trigger, actor, wanted in EVALUATION[:4]:
        if trigger == "record_result":
            judge(scene, evaluation, three_stars(scoring_set(scene.office)) if stars == 3 else None)
        values = {name: f"{evaluation}/{paper}/1" for name, paper in wanted.items()}
        scene.done(evaluation, trigger, actor, values=values)


def standing(scene: Scene, dossier: str) -> tuple[str, dict[str, str]]:
    """Its state, and the last days of its open clocks."""
    with scene.office.database.reading() as transaction:
        (state,) = transaction.row("SELECT state FROM dossier WHERE code = ?", (dossier,)) or ("",)
        rows = transaction.rows(
            "SELECT name, last_day FROM deadline WHERE dossier = ? AND closed_seq IS NULL", (dossier,)
        )
    return state, dict(rows)


VALID = "certificate.valid", {"expiry": "2029-06-08", "refiling": "2029-02-08"}


@pytest.mark.parametrize(("stars", "code"), [(3, "value_not_equals"), (4, "value_not_one_of")])
def test_an_upgrade_that_brings_no_more_stars_leaves_the_certificate_as_it_is(
    scene: Scene, stars: int, code: str
) -> None:
    certificate, upgrade = upgrading(scene)
    concluded(scene, upgrade, stars=stars)
    given = {**GIVEN["recognise_4"], "certificate": "MỚI/2026/OCOP"}
    refused = scene.fire(upgrade, f"recognise_{stars}", "chu_tich_tinh", values=given)
    assert isinstance(refused, Refusal)
    assert [(one.code, one.params["found"]) for one in refused.reasons] == [(code, "4")]
    scene.done(upgrade, f"not_upgrade_{stars}", "to_chuc", values={"document": f"{upgrade}/{NOTICE}/1"})
    assert standing(scene, upgrade)[0] == "province.not_upgraded"
    assert standing(scene, certificate) == VALID
    assert verify(scene.office).faults == ()


def test_an_upgrade_from_three_stars_is_recognised_with_four(scene: Scene) -> None:
    first = bring(scene, PRODUCT, "province.in_council")
    judge(scene, first, three_stars(scoring_set(scene.office)))
    scene.done(first, "record_result", "thu_ky_tinh", values={"minutes": f"{first}/council_minutes/1"})
    given = {**GIVEN["recognise_4"], "certificate": "CŨ/2026/OCOP"}
    scene.done(first, "recognise_3", "chu_tich_tinh", values=given)
    certificate = f"{first}.1"
    add_papers(scene, certificate, PRODUCT, *FORMS.values())
    forms = {value: f"{certificate}/{paper}/1" for value, paper in FORMS.items()}
    refused = scene.fire(certificate, "file_upgrade_3", "chu_the", values=forms)
    assert isinstance(refused, Refusal)
    assert [one.code for one in refused.reasons] == ["paper_missing"]
    note = "Những thay đổi đã nêu trong Mẫu số 02 (Điều 6.1b)"
    done = scene.done(certificate, "file_upgrade_3", "to_chuc", values=forms, note=note, override=True)
    (upgrade,) = done.details["opened"]
    concluded(scene, upgrade, stars=4)
    refused = scene.fire(upgrade, "not_upgrade_4", "to_chuc", values={"document": f"{upgrade}/{NOTICE}/1"})
    assert isinstance(refused, Refusal)
    scene.done(upgrade, "recognise_4", "chu_tich_tinh", values={**given, "certificate": "MỚI/2026/OCOP"})
    assert standing(scene, certificate)[0] == "certificate.upgraded"
    assert standing(scene, f"{upgrade}.1") == VALID


@pytest.mark.parametrize("redone", [False, True])
def test_whoever_is_upgraded_or_evaluated_anew_is_reminded_to_file_again(
    scene: Scene, clock: TestClock, redone: bool
) -> None:
    certificate, _ = upgrading(scene)
    if redone:
        add_papers(scene, certificate, PRODUCT, "superior_request")
        values = {"purpose": "Nâng hạng", "superior_request": f"{certificate}/superior_request/1"}
        scene.done(certificate, "order_redo", "to_chuc", values=values, note="Theo đề nghị của Bộ")
    state = "certificate.redoing" if redone else "certificate.upgrading"
    assert standing(scene, certificate) == (state, VALID[1])
    clock.set("2029-02-09T02:00:00+00:00")
    sweep(scene.office, "test")
    with scene.office.database.reading() as transaction:
        rows = transaction.rows("SELECT mark FROM effect WHERE subject = ? AND part = 'refiling'", (certificate,))
    days = [f"before_{days}_days" for days in (150, 90, 60, 30, 15, 7)]
    assert sorted(mark.partition("@")[0] for (mark,) in rows) == sorted([*days, "after_1_days", "expiry"])


def test_a_redone_upgrade_still_needs_more_stars(scene: Scene) -> None:
    certificate, _ = upgrading(scene)
    add_papers(scene, certificate, PRODUCT, "superior_request")
    values = {"purpose": "Nâng hạng", "superior_request": f"{certificate}/superior_request/1"}
    done = scene.done(certificate, "order_redo", "to_chuc", values=values, note="Theo đề nghị của Bộ")
    (again,) = done.details["opened"]
    concluded(scene, again, stars=3)
    given = {**GIVEN["recognise_4"], "certificate": "MỚI/2026/OCOP"}
    assert isinstance(scene.fire(again, "recognise_3", "chu_tich_tinh", values=given), Refusal)
    scene.done(again, "not_upgrade_3", "to_chuc", values={"document": f"{again}/{NOTICE}/1"})
    assert standing(scene, certificate) == VALID
