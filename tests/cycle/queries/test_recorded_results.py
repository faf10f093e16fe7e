"""Whose a result is: that of the role whose act it was, whoever typed it."""

from collections.abc import Iterator
from datetime import date

import pytest

from cycle.queries.certificates.national import NationalAsked
from cycle.queries.certificates.national_evaluations import EvaluationRow, list_evaluation_rows
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.evaluating import PRODUCT, Scene, add_papers, bring, scene_26
from tests.judged import best, judge, scoring_set
from workflows.verdict import Reason

TODAY = date(2026, 6, 8)
PROVINCE_S, CENTRE_S = "Đợt 02 năm 2026 cấp tỉnh", "Đợt 01 năm 2026 cấp trung ương"
MINISTRY = "organisation:BNNMT"


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def exported(scene: Scene) -> list[EvaluationRow]:
    asked = NationalAsked(scene.office.clock.now().date())
    found = list_evaluation_rows(scene.office, View("to_chuc", TODAY, everything=True), asked)
    assert not isinstance(found, Reason), found
    return list(found.rows)


def before_the_centre(scene: Scene) -> str:
    """An evaluation of five stars that lies with the centre."""
    dossier = bring(scene, PRODUCT, "province.in_council")
    judge(scene, dossier, best(scoring_set(scene.office)))
    scene.done(dossier, "record_result", "thu_ky_tinh", values={"minutes": f"{dossier}/council_minutes/1"})
    approval = {"approval": {"number": "903/QĐ-UBND", "date": "2026-06-08"}}
    scene.done(dossier, "approve_result", "chu_tich_tinh", values=approval)
    scene.done(dossier, "send_to_ministry", "to_chuc")
    return dossier


@pytest.mark.parametrize("by", [("trung_uong", None), ("to_chuc", MINISTRY)])
def test_a_result_of_the_centre_is_the_centre_s_whoever_types_it(
    scene: Scene, clock: TestClock, by: tuple[str, str | None]
) -> None:
    dossier = before_the_centre(scene)
    (own,) = exported(scene)
    assert (own.round and own.round.vi, own.day, own.stars) == (PROVINCE_S, TODAY, 5)
    clock.set("2026-07-20T02:00:00+00:00")
    found = {"score": "86", "stars": 4, "notice": f"{dossier}/centre_notice/1"}
    actor, on_behalf = by
    scene.done(dossier, "record_result", actor, values=found, on_behalf=on_behalf, happened=date(2026, 7, 18))
    (row,) = exported(scene)
    assert (row.round and row.round.vi, row.day, row.stars) == (CENTRE_S, date(2026, 7, 18), 4)
    assert "Bộ" in row.body


def test_a_product_excluded_when_the_council_met_again_has_no_result_any_more(scene: Scene) -> None:
    dossier = bring(scene, PRODUCT, "province.concluded")
    assert [one.stars for one in exported(scene)] == [4]
    scene.done(dossier, "reconvene", "chu_tich_hoi_dong", note="Minh chứng không rõ")
    given = scoring_set(scene.office)
    ground = next(one for one in given.findings if one.effect == "reject")
    judge(scene, dossier, best(given), findings=((ground.ground, ground.at),))
    (minutes,) = add_papers(scene, dossier, PRODUCT, "council_minutes")
    scene.done(dossier, "record_exclusion", "thu_ky_tinh", values={"minutes": minutes})
    assert exported(scene) == []
