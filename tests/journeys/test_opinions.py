"""Departments asked for their opinions at once: one dossier each, and an evaluation that waits for all of them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.evaluating import PRODUCT, Scene, bring, scene_26
from workflows.verdict import Refusal

ASKED = ["QNG-SYT", "QNG-SCT"]


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def asked(scene: Scene) -> tuple[str, list[str]]:
    """An evaluation at the province, and the opinions of two departments that it has just asked for."""
    evaluation = bring(scene, PRODUCT, "province.received")
    values = {"asked": ASKED, "question": "Công bố chất lượng có đúng quy định không"}
    done = scene.done(evaluation, "ask_opinion", "to_chuc", values=values)
    return evaluation, list(done.details["opened"])


def finals(scene: Scene, codes: list[str]) -> dict[str, str | None]:
    with scene.office.database.reading() as transaction:
        return {code: final for code, final in transaction.rows("SELECT code, final FROM dossier") if code in codes}


def test_each_department_has_a_dossier_of_its_own_and_the_evaluation_waits_for_all(
    scene: Scene, clock: TestClock
) -> None:
    evaluation, opinions = asked(scene)
    assert opinions == [f"{evaluation}.1", f"{evaluation}.2"]
    stranger = scene.fire(opinions[0], "answer", "so_cong_thuong", values={"opinion": "Thống nhất"})
    assert isinstance(stranger, Refusal)
    assert [reason.code for reason in stranger.reasons] == ["role_not_allowed"]
    scene.done(opinions[0], "answer", "so_y_te", values={"opinion": "Thống nhất"})
    waiting = scene.fire(evaluation, "accept_for_review", "to_chuc")
    assert isinstance(waiting, Refusal)
    assert [(reason.code, reason.params["dossier"]) for reason in waiting.reasons] == [("child_open", opinions[1])]
    clock.advance(timedelta(days=14))
    scene.done(opinions[1], "record_silence", "to_chuc")
    scene.done(evaluation, "accept_for_review", "to_chuc")
    assert finals(scene, opinions) == {opinions[0]: "answered", opinions[1]: "silent"}


def test_history_verifies_where_one_step_has_opened_several_dossiers(scene: Scene) -> None:
    asked(scene)
    assert verify(scene.office).faults == ()


def test_a_withdrawn_evaluation_ends_the_opinions_that_are_still_awaited(scene: Scene) -> None:
    evaluation, opinions = asked(scene)
    scene.done(opinions[1], "answer", "so_cong_thuong", values={"opinion": "Thống nhất"})
    scene.done(evaluation, "withdraw_evaluation", "chu_the", note="Ngừng sản xuất")
    assert finals(scene, opinions) == {opinions[0]: "withdrawn", opinions[1]: "answered"}


def test_the_same_request_answers_with_the_dossiers_it_opened(scene: Scene) -> None:
    evaluation = bring(scene, PRODUCT, "province.received")
    values = {"asked": ASKED, "question": "Nhãn sản phẩm"}
    first = scene.done(evaluation, "ask_opinion", "to_chuc", values=values, request_id="yc-1")
    again = scene.done(evaluation, "ask_opinion", "to_chuc", values=values, request_id="yc-1")
    assert again.repeated
    assert again.details["opened"] == first.details["opened"] == [f"{evaluation}.1", f"{evaluation}.2"]
