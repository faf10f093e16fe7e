"""`ocop session record`: which minutes it takes, how they come about where there are none, what is left open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cycle.commands import councils
from cycle.commands.papers.papers import Judgement, judge_papers
from tests.conftest import TestClock
from tests.cycle.cli.typed import Run, typed_on
from tests.evaluating import PRODUCT, Scene, bring, scene_26
from tests.judged import SET, done, judge, opened

MINUTES = "council_minutes"


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


@pytest.fixture
def run(scene: Scene, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return typed_on(database_url, tmp_path / "data", monkeypatch)


def reject(scene: Scene, *papers: str) -> None:
    judged = judge_papers(scene.office, scene.secretariat, Judgement(papers, verified=False, reason="Chưa ký"))
    assert isinstance(judged, list), judged


def test_minutes_that_wait_for_verification_are_named_with_the_command(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    reject(scene, f"{dossier}/{MINUTES}/1")
    session = judge(scene, dossier)
    waiting = scene.unverified(MINUTES, "dossier", dossier, scene.office.clock.now().date())
    for more in (("--dry-run",), ()):
        refused = run("thu_ky_tinh", "session", "record", session, *more)
        assert refused.exit_code == 3
        assert f"ocop paper verify {waiting}" in refused.output
        assert "Hãy ghi giá trị này" not in refused.output
    verified = judge_papers(scene.office, scene.secretariat, Judgement((waiting,), verified=True))
    assert isinstance(verified, list), verified
    assert run("thu_ky_tinh", "session", "record", session).exit_code == 0


def test_without_minutes_it_says_how_to_file_them(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    reject(scene, f"{dossier}/{MINUTES}/1")
    session = judge(scene, dossier)
    refused = run("thu_ky_tinh", "session", "record", session)
    assert refused.exit_code == 3
    assert f"Hồ sơ {dossier} chưa có Biên bản họp Hội đồng" in refused.output
    assert f"ocop document file minutes --about {session}" in refused.output
    assert "Hãy ghi giá trị này" not in refused.output


def test_minutes_of_a_session_before_are_not_taken_while_newer_ones_wait(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.concluded")
    scene.done(dossier, "reconvene", "chu_tich_hoi_dong", note="Minh chứng không rõ")
    session = judge(scene, dossier)
    newer = scene.unverified(MINUTES, "dossier", dossier, scene.office.clock.now().date())
    refused = run("thu_ky_tinh", "session", "record", session)
    assert (refused.exit_code, f"ocop paper verify {newer}" in refused.output) == (3, True)


def test_turns_that_are_open_or_not_concluded_are_counted(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    session = opened(scene)
    empty = run("thu_ky_tinh", "session", "record", session)
    assert (empty.exit_code, f"Phiên {session} chưa có hồ sơ nào được chấm" in empty.stderr) == (0, True)
    done(scene, councils.OpenTurns, session=session, dossiers={dossier: SET})
    left = run("thu_ky_tinh", "session", "record", session)
    assert (left.exit_code, f"còn 1 lượt chấm đang mở, chưa ghi được: {dossier}" in left.stderr) == (0, True)


def test_states_are_called_as_the_workflow_of_the_dossier_calls_them(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.in_review")
    refused = run("thu_ky_tinh", "session", "turn", "open", opened(scene), dossier)
    assert refused.exit_code == 3
    assert "“Tổ tư vấn đánh giá hồ sơ”" in refused.output, "the older law says “Tổ tư vấn cấp tỉnh rà soát”"
