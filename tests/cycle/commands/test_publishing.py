"""Publications: immutable, dated, and never changing yesterday's verdict."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands import publishing
from cycle.commands.permits import Caller
from cycle.commands.seasons import opening
from cycle.publication import UnreadablePublicationError
from tests.conftest import TestClock
from tests.scene import CONFIG, PRODUCT, PROGRAMME, Scene, declared
from workflows.verdict import Refusal

TODAY = date(2024, 3, 5)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


def edit(config: Path, file: str, old: str, new: str) -> None:
    path = config / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer says {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def publish(scene: Scene, config: Path, effective: date | None = None, account: str = "to_chuc") -> object:
    return publishing.publish(scene.office, Caller(account), declared(config), effective)


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def longer_window(config: Path) -> None:
    edit(config, "programmes/quang-ngai-2024/programme.yaml", 'closes: "2024-04-30"', 'closes: "2024-05-31"')


def test_a_change_counts_from_its_day_and_not_for_acts_that_happened_before(
    scene: Scene, config: Path, clock: TestClock
) -> None:
    dossier = scene.open()
    scene.done(dossier, "choose", "xa")
    clock.set("2024-05-10T02:00:00+00:00")
    scene.paper("idea_form_new", "dossier", dossier, date(2024, 5, 3))
    longer_window(config)
    assert isinstance(publish(scene, config, date(2024, 5, 10)), Done)
    behalf = {"on_behalf": "producer:CT-4300100001"}
    early = scene.fire(dossier, "submit", "xa", happened=date(2024, 5, 9), **behalf)
    assert codes(early) == ["window_closed"]
    assert isinstance(scene.fire(dossier, "submit", "xa", happened=date(2024, 5, 10), **behalf), Done)


def test_only_the_first_publication_may_begin_before_it_is_published(scene: Scene, config: Path) -> None:
    longer_window(config)
    assert codes(publish(scene, config, date(2024, 3, 4))) == ["effective_in_past"]


def test_publishing_the_same_again_is_refused(scene: Scene, config: Path) -> None:
    assert codes(publish(scene, config, date(2024, 4, 1))) == ["nothing_changed"]


@pytest.mark.parametrize("account", ["quan_tri", "xa", "kiem_tra", "chu_the"])
def test_only_a_role_that_may_publish_does(scene: Scene, config: Path, account: str) -> None:
    longer_window(config)
    assert codes(publish(scene, config, account=account)) == ["not_permitted"]


def test_a_programme_whose_season_is_open_cannot_be_dropped(scene: Scene, config: Path) -> None:
    edit(config, "programmes/quang-ngai-2024/programme.yaml", "programme: QNG2024", "programme: QNG2025")
    assert codes(publish(scene, config)) == ["programme_lost"]


def test_an_open_dossier_keeps_the_workflow_it_began_under(scene: Scene, config: Path) -> None:
    dossier = scene.open()
    old = "{do: leave_out, from: candidate"
    edit(config, "workflows/season.yaml", old, "{do: leave_out, from: [candidate, idea.drafting]")
    assert isinstance(publish(scene, config), Done)
    scene.done(dossier, "choose", "xa")
    refused = scene.fire(dossier, "leave_out", "xa", note="trùng")
    assert codes(refused) == ["trigger_not_from_here"]
    newer = scene.open(scene.add_product(2))
    scene.done(newer, "choose", "xa")
    scene.done(newer, "leave_out", "xa", note="trùng")


def test_rules_that_a_pinned_workflow_needs_cannot_be_taken_away(scene: Scene, config: Path) -> None:
    scene.open()
    for name in ("season", "season-2025"):
        edit(config, f"workflows/{name}.yaml", "within: programme.idea_screening", "within: {days: 9}")
    edit(config, "programmes/quang-ngai-2024/programme.yaml", "duration: idea_screening", "duration: unused_screening")
    answer = publish(scene, config)
    assert isinstance(answer, list)
    assert [problem.params.get("name") for problem in answer] == ["idea_screening"]
    with scene.office.database.reading() as transaction:
        assert transaction.rows("SELECT number FROM publication") == [(1,)]


def test_what_was_published_reads_back_as_it_was(scene: Scene) -> None:
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, TODAY)
    assert published
    assert {d.hash for d in published.rules.definitions.values()} == {
        d.hash for d in declared().rules.definitions.values()
    }
    assert published.rules.programmes == declared().rules.programmes


def without_office_notices(config: Path) -> None:
    """A configuration that knows no paper which the workflows of today name."""
    for path in (config / "papers.yaml", *(config / "workflows").glob("*.yaml")):
        path.write_text(path.read_text(encoding="utf-8").replace("office_notice", "official_letter"), encoding="utf-8")


def test_rules_for_a_later_day_must_fit_what_may_be_pinned_until_then(scene: Scene, config: Path) -> None:
    without_office_notices(config)
    answer = publish(scene, config, date(2024, 4, 1))
    assert isinstance(answer, list)
    assert {problem.params["name"] for problem in answer} == {"office_notice"}


def test_a_dossier_is_not_opened_under_a_workflow_that_later_rules_no_longer_read(
    scene: Scene, config: Path, clock: TestClock
) -> None:
    without_office_notices(config)
    clock.set("2024-03-20T02:00:00+00:00")
    assert isinstance(publish(scene, config), Done)
    before = opening.Opening(PROGRAMME, PRODUCT, happened=date(2024, 3, 10))
    assert codes(opening.open_dossier(scene.office, scene.secretariat, before)) == ["workflow_superseded"]
    assert isinstance(opening.open_dossier(scene.office, scene.secretariat, opening.Opening(PROGRAMME, PRODUCT)), Done)


def test_rules_for_today_must_fit_those_that_already_wait(scene: Scene, config: Path, tmp_path: Path) -> None:
    longer_window(config)
    assert isinstance(publish(scene, config, date(2024, 6, 1)), Done)
    other = Path(shutil.copytree(CONFIG, tmp_path / "other"))
    without_office_notices(other)
    assert set(codes(publish(scene, other))) == {"workflow_superseded"}


def test_a_publication_that_no_longer_reads_can_be_mended_by_a_new_one(scene: Scene, config: Path) -> None:
    dossier = scene.open()
    with scene.office.database.writing() as transaction:
        file = ("f" * 64, '{"roles":1}', "roles: 1")
        transaction.run("INSERT INTO config_file (hash, canonical, raw) VALUES (?, ?, ?)", file)
        row = ("e" * 64, 2, "2024-03-05", "2024-03-05T02:00:00.000000Z", "{}")
        transaction.run(
            "INSERT INTO publication (hash, number, effective, published, manifest) VALUES (?, ?, ?, ?, ?)", row
        )
        placed = ("e" * 64, "roles.yaml", "f" * 64)
        transaction.run("INSERT INTO publication_file (publication, path, file) VALUES (?, ?, ?)", placed)
    with pytest.raises(UnreadablePublicationError):
        scene.fire(dossier, "choose", "xa")
    longer_window(config)
    assert isinstance(publish(scene, config), Done)
    scene.done(dossier, "choose", "xa")


def test_what_waits_for_a_later_day_can_be_brought_forward(scene: Scene, config: Path) -> None:
    longer_window(config)
    assert isinstance(publish(scene, config, date(2024, 3, 20)), Done)
    assert codes(publish(scene, config, date(2024, 3, 20))) == ["already_published"]
    assert isinstance(publish(scene, config, date(2024, 3, 15)), Done)
