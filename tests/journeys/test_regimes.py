"""Which law a filing falls under, what an evaluation receives, and beginning one anew."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands import publishing
from cycle.commands.papers import papers
from cycle.commands.permits import Caller
from cycle.commands.seasons import opening
from cycle.commands.seasons.reopening import Reopen, reopen, try_reopen
from tests.conftest import TestClock
from tests.evaluating import COMMUNE, PRODUCT, PROGRAMME, SEASON, Scene, add_papers, bring, scene_26
from tests.judged import judge, scoring_set, two_stars
from tests.scene import CONFIG, declared
from workflows.verdict import Refusal

MAY = "2026-05-21T02:00:00+00:00"


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def ready_to_file(scene: Scene, product: str, opened: date) -> str:
    """A season's dossier that may file, everything done on the day it was opened."""
    answer = opening.open_dossier(scene.office, scene.secretariat, opening.Opening(PROGRAMME, product, happened=opened))
    assert isinstance(answer, Done), answer
    names = ("idea_form_new", "production_plan", "evaluation_registration", "self_assessment")
    add_papers(scene, answer.target, product, *names, held_by=("producer", "product", "establishment"))
    return answer.target


def workflow(scene: Scene, dossier: str) -> tuple[str, str]:
    with scene.office.database.reading() as transaction:
        found = transaction.row("SELECT workflow, data FROM dossier WHERE code = ?", (dossier,))
    assert found
    return found[0], str(found[1])


@pytest.fixture
def before(database_url: str, clock: TestClock) -> Iterator[Scene]:
    """An office on the last day before Decision 26/2026/QĐ-TTg came into force."""
    clock.set("2026-05-20T02:00:00+00:00")
    scene = scene_26(database_url, clock, early=True)
    yield scene
    scene.office.database.close()


@pytest.mark.parametrize(("filed", "regime"), [("2026-05-21", "evaluation_148_1489"), ("2026-05-22", "evaluation_26")])
def test_the_day_of_filing_chooses_the_law(before: Scene, clock: TestClock, filed: str, regime: str) -> None:
    dossier = ready_to_file(before, PRODUCT, date(2026, 5, 20))
    for trigger, actor in SEASON:
        before.done(dossier, trigger, actor)
    clock.set("2026-06-08T02:00:00+00:00")
    day = date.fromisoformat(filed)
    names = {"evaluation_registration", "self_assessment"}
    for name in names:
        before.paper(name, "dossier", dossier, day, content=papers.FileContent("cd" * 32, "mau.pdf", "pdf", 1000))
    done = before.done(dossier, "file", "chu_the", happened=day)
    (evaluation,) = done.details["opened"]
    name, values = workflow(before, evaluation)
    assert name == regime
    assert "Lần đầu" in values


def test_what_an_act_sets_itself_and_a_default_are_on_record_and_nobody_gives_them(scene: Scene) -> None:
    evaluation = bring(scene, PRODUCT, "province.recognised")
    certificate = f"{evaluation}.1"
    add_papers(scene, certificate, PRODUCT, "evaluation_registration", "self_assessment", "upgrade_changes")
    given = {
        "registration": f"{certificate}/evaluation_registration/1",
        "assessment": f"{certificate}/self_assessment/1",
    }
    refused = scene.fire(certificate, "file_upgrade", "chu_the", values={**given, "purpose": "Lần đầu"})
    assert isinstance(refused, Refusal)
    assert [reason.code for reason in refused.reasons] == ["value_computed"]
    done = scene.done(certificate, "file_upgrade", "chu_the", values=given)
    assert "Nâng hạng" in workflow(scene, done.details["opened"][0])[1]
    assert "Lần đầu" in workflow(scene, evaluation)[1]


def not_recognised(scene: Scene) -> str:
    evaluation = bring(scene, PRODUCT, "province.in_council")
    judge(scene, evaluation, two_stars(scoring_set(scene.office)))
    values = {"minutes": f"{evaluation}/council_minutes/1"}
    scene.done(evaluation, "record_result", "thu_ky_tinh", values=values)
    scene.done(evaluation, "not_recognise", "to_chuc", values={"document": f"{evaluation}/office_notice/1"})
    return evaluation


def test_an_evaluation_without_a_certificate_is_begun_anew_at_the_ministrys_request(scene: Scene) -> None:
    old = not_recognised(scene)
    asked = Reopen(old, "Bộ đề nghị thực hiện lại")
    assert isinstance(try_reopen(scene.office, scene.secretariat, asked), Done)
    done = reopen(scene.office, scene.secretariat, asked)
    assert isinstance(done, Done), done
    assert workflow(scene, done.target)[0] == "evaluation_26"
    assert "superior_request" in " ".join(done.details["papers"])
    again = reopen(scene.office, scene.secretariat, asked)
    assert isinstance(again, Refusal)
    assert "reopened_already" in {reason.code for reason in again.reasons}


def test_nothing_is_begun_anew_without_a_reason_the_request_or_an_end(scene: Scene) -> None:
    old = not_recognised(scene)
    request = f"{old}/superior_request/1"
    judged = papers.Judgement((request,), verified=False, reason="Không đúng văn bản")
    assert isinstance(papers.judge_papers(scene.office, scene.secretariat, judged), list)
    refused = reopen(scene.office, scene.secretariat, Reopen(old, " "))
    assert isinstance(refused, Refusal)
    assert {reason.code for reason in refused.reasons} == {"reopen_without_note", "paper_rejected"}
    for begin in (reopen, try_reopen):
        unread = begin(scene.office, scene.secretariat, Reopen(old, "Làm lại\x07"))
        assert isinstance(unread, Refusal)
        assert {reason.code for reason in unread.reasons} == {"text_unreadable", "paper_rejected"}
        assert {reason.mend for reason in unread.reasons if reason.code == "paper_rejected"} == {("secretariat",)}
    scene.add_product(2)
    under_way = bring(scene, "SP002", "commune.checking")
    early = reopen(scene.office, scene.secretariat, Reopen(under_way, "Làm lại"))
    assert isinstance(early, Refusal)
    assert [reason.code for reason in early.reasons] == ["not_reopened"]


def reopened_by(scene: Scene, who: str, tmp_path: Path) -> None:
    """From now on somebody else than the secretariat begins evaluations anew."""
    folder = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    file = folder / "workflows" / "evaluation-26.yaml"
    text = file.read_text(encoding="utf-8")
    assert "by: secretariat.of_programme, papers: [superior_request]" in text
    changed = text.replace("by: secretariat.of_programme, papers: [sup", f"by: {who}, papers: [sup")
    file.write_text(changed, encoding="utf-8")
    answer = publishing.publish(scene.office, scene.secretariat, declared(folder), None)
    assert isinstance(answer, Done), answer


def test_who_may_begin_anew_is_told_as_for_any_act(scene: Scene, tmp_path: Path) -> None:
    old = not_recognised(scene)
    reopened_by(scene, "commune.of_product", tmp_path)
    asked = Reopen(old, "Bộ đề nghị thực hiện lại")
    refused = try_reopen(scene.office, scene.secretariat, asked)
    assert isinstance(refused, Refusal)
    (reason,) = refused.reasons
    told = {"allowed": ["commune.of_product"], "roles": ["commune"], "on_behalf": [f"organisation:{COMMUNE}"]}
    assert (reason.code, reason.params, reason.mend) == ("role_not_allowed", told, ("commune",))
    acting_for = Caller(scene.secretariat.account, f"organisation:{COMMUNE}")
    assert isinstance(reopen(scene.office, acting_for, asked), Done)
