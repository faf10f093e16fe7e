"""The letter to a producer whose product a council has excluded: on which grounds, and where these are printed."""

from collections.abc import Iterator

import pytest

from tests.conftest import TestClock
from tests.cycle.letters.passes import body, mail, passed, queued
from tests.evaluating import PRODUCT, Scene, bring, scene_26
from tests.judged import best, judge, scoring_set


@pytest.fixture
def evaluated(sqlite_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(sqlite_url, clock)
    yield scene
    scene.office.database.close()


def test_the_grounds_of_an_exclusion_stand_in_the_letter(evaluated: Scene) -> None:
    dossier = bring(evaluated, PRODUCT, "province.in_council")
    given = scoring_set(evaluated.office)
    judge(evaluated, dossier, best(given), findings=(("forged", None), ("commonplace", "2.1")))
    evaluated.done(dossier, "record_exclusion", "thu_ky_tinh", values={"minutes": f"{dossier}/council_minutes/1"})
    passed(evaluated)
    letters = [one for kind in ("notice", "decision") for one in queued(evaluated, kind)]
    one = next(one for one in letters if one.name == "not_recognised")
    told = dict(body(evaluated, one).values)
    grounds = told["Căn cứ loại hoặc dừng"].split("; ")
    assert sorted(grounds) == ["Giả mạo hồ sơ", "Sản phẩm phổ biến không nổi trội (2.1)"]
    assert "Giả mạo hồ sơ" in mail(evaluated, one).plain
