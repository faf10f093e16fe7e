"""What a dossier lacks under 26/2026/QĐ-TTg: only papers of a way that its own purpose leaves open, by rank."""

import json
from collections.abc import Iterator

import pytest

from cycle.commands.papers.papers import Judgement, judge_papers
from cycle.queries.dossiers.missing import list_missing
from cycle.queries.paging import Listed, Page
from cycle.queries.viewing import View, view_of
from cycle.texts import Texts
from cycle.texts.lacks import lacks_told
from tests.conftest import TestClock
from tests.evaluating import PRODUCT, Scene, bring, scene_26
from workflows.verdict import Refusal


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def test_for_the_first_time_nobody_is_asked_for_papers_of_a_re_evaluation(scene: Scene, clock: TestClock) -> None:
    evaluation = bring(scene, PRODUCT, "province.received")
    named = tuple(f"{evaluation}/{paper}/1" for paper in ("reevaluation_update", "advisory_report"))
    holders = (*named, f"{PRODUCT}/market_contracts/1")
    judged = judge_papers(scene.office, scene.secretariat, Judgement(holders, verified=False, reason="Không rõ"))
    assert isinstance(judged, list), judged
    today = clock.now().date()
    with scene.office.database.reading() as transaction:
        view = view_of(transaction, scene.office, "to_chuc", today)
    assert isinstance(view, View)
    listed = list_missing(scene.office, view, None, None, Page(1000, 1, "name"))
    assert isinstance(listed, Listed)
    told = {(row.types, row.triggers) for row in listed.rows if row.dossier == evaluation}
    assert told == {(("market_contracts",), ("accept_for_review",))}


def test_a_request_tells_apart_what_4_stars_will_need_and_3_stars_wait_for_none_of_it(scene: Scene) -> None:
    evaluation = bring(scene, PRODUCT, "province.received")
    higher = (f"{PRODUCT}/trademark_certificate/1", "CS01/quality_system/1")
    judged = judge_papers(scene.office, scene.secretariat, Judgement(higher, verified=False, reason="Không rõ"))
    assert isinstance(judged, list), judged
    given = {"document": f"{evaluation}/office_notice/1"}
    scene.done(evaluation, "ask_supplement", "to_chuc", values=given, note="Hoàn thiện hồ sơ")
    with scene.office.database.reading() as transaction:
        ((kept,),) = transaction.rows("SELECT data FROM dossier WHERE code = ?", (evaluation,))
    value = json.loads(kept)["values"]["lacking"]
    assert (value["lacking"], {one["stars"] for one in value["higher"]}) == ([], {4})
    assert {one["params"]["paper"] for one in value["higher"]} == {"trademark_certificate", "quality_system"}
    assert "Cần cho 4 sao, không phải điều kiện" in lacks_told(Texts("vi"), value)
    scene.done(evaluation, "supply", "chu_the")
    scene.done(evaluation, "accept_for_review", "to_chuc")


def test_a_request_for_nothing_is_refused(scene: Scene) -> None:
    evaluation = bring(scene, PRODUCT, "province.received")
    given = {"document": f"{evaluation}/office_notice/1"}
    answer = scene.fire(evaluation, "ask_supplement", "to_chuc", values=given, note="Hoàn thiện hồ sơ")
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["deficiency_nothing"]
    more = {**given, "more": "Ảnh bao bì"}
    scene.done(evaluation, "ask_supplement", "to_chuc", values=more, note="Hoàn thiện hồ sơ")
