"""The letter to a producer whose product was not recognised: what was found, and what the next rank asks for."""

from collections.abc import Iterator

import pytest

from cycle.letters.composing.wording import unsaid
from tests.conftest import TestClock
from tests.cycle.letters.passes import body, mail, passed, queued
from tests.evaluating import PRODUCT, Scene, add_papers, bring, scene_26
from tests.judged import judge, scoring_set, two_stars


@pytest.fixture
def evaluated(sqlite_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(sqlite_url, clock)
    yield scene
    scene.office.database.close()


def test_score_stars_and_the_criteria_that_decided_stand_in_the_letter(evaluated: Scene) -> None:
    dossier = bring(evaluated, PRODUCT, "province.in_council")
    judge(evaluated, dossier, two_stars(scoring_set(evaluated.office)))
    evaluated.done(dossier, "record_result", "thu_ky_tinh", values={"minutes": f"{dossier}/council_minutes/1"})
    add_papers(evaluated, dossier, PRODUCT, "office_notice")
    notice = {"document": f"{dossier}/office_notice/1"}
    evaluated.done(dossier, "not_recognise", "to_chuc", values=notice)
    passed(evaluated)
    one = next(one for one in queued(evaluated, "notice") if one.name == "not_recognised")
    told = dict(body(evaluated, one).values)
    assert told["Số sao"] == "2"
    assert "," in told["Điểm trung bình"]
    lower, best = two_stars(scoring_set(evaluated.office)), scoring_set(evaluated.office)
    short = next(code for code, at in lower.items() if not best.criteria[code].reaches(at, 3))
    assert told["Còn thiếu để đạt 3 sao"].startswith(f"{short} ")
    assert "Còn thiếu để đạt 3 sao" in mail(evaluated, one).plain


@pytest.mark.parametrize(
    ("own", "given", "told"),
    [
        ("do tỉnh: Điều 7 không nêu", "giả định: Điều 7 không nêu", "giả định"),
        ("giả định: như cũ", "giả định: hết năm", "hết năm"),
        ("do tỉnh", "giả định: như cũ", "giả định: như cũ"),
        ("Điều 7", "Quy chế", "Quy chế"),
    ],
)
def test_a_basis_says_nothing_twice(own: str, given: str, told: str) -> None:
    assert unsaid(own, given) == told
