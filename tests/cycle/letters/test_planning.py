"""Planning: each act and each mark is told once, to those of today, on the right day, and never from before letters."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from cycle.answers import Done
from cycle.commands.clocks import EXTENDED, ClockAct, act_on
from cycle.commands.papers import papers
from cycle.letters.planning.plan import plan
from tests.conftest import TestClock
from tests.cycle.letters.passes import body, composed, mail, passed, queued, rows, screening
from tests.cycle.sweeps.looking import TODAY, in_drafting, is_true_to_history
from tests.scene import COMMUNE, CONFIG, PRODUCER, PROGRAMME, SECRETARIAT_BODY, Scene, set_scene

MAKER, PLACE, OFFICE = f"producer:{PRODUCER}", f"organisation:{COMMUNE}", f"organisation:{SECRETARIAT_BODY}"
# The fifth of March 2024 is a Tuesday, nine in the morning in Việt Nam.
SOON = "2024-03-12T00:05:00+07:00"
OVER = "2024-03-16T00:05:00+07:00"


def test_an_act_is_told_to_its_producer_at_once_and_only_once_however_often_planned(scene: Scene) -> None:
    dossier = in_drafting(scene)
    assert passed(scene).counts["notice"] == 1
    assert sum(plan(scene.office).counts.values()) == 0
    (one,) = queued(scene, "notice")
    assert (one.recipient, one.name, one.stale_after) == (MAKER, "decided", None)
    assert one.send_after == "2024-03-05T02:00:00.000000Z"
    told = body(scene, one)
    assert (told.dossier, told.act, told.by) == (dossier, "Chọn để đăng ký ý tưởng", "Ủy ban nhân dân xã Nghĩa Thắng")
    assert is_true_to_history(scene)


def test_a_notice_of_the_evening_waits_for_the_next_morning(scene: Scene, clock: TestClock) -> None:
    in_drafting(scene)
    passed(scene, "2024-03-08T17:00:00+07:00", clock)
    assert queued(scene, "notice")[0].send_after == "2024-03-11T00:30:00.000000Z"


def test_an_act_entered_for_an_earlier_day_is_told_as_of_that_day(scene: Scene, clock: TestClock) -> None:
    clock.set("2024-03-08T09:00:00+07:00")
    dossier = scene.open()
    notice = scene.paper("office_notice", "dossier", dossier, date(2024, 3, 8), issued=date(2024, 3, 8))
    scene.done(
        dossier,
        "choose",
        "to_chuc",
        on_behalf=f"organisation:{COMMUNE}",
        happened=date(2024, 3, 8),
        values={"document": notice},
    )
    clock.set("2024-03-20T09:00:00+07:00")
    passed(scene)
    told = body(scene, queued(scene, "notice", MAKER)[0])
    assert told.happened == date(2024, 3, 8)
    (line,) = told.owed
    assert (line.last_day, line.days_left) == (date(2024, 4, 30), 41)
    assert "(còn 41 ngày tính đến ngày 20/03/2024)" in mail(scene, queued(scene, "notice", MAKER)[0]).short


def test_a_notice_stays_what_it_was_whatever_became_of_the_dossier(scene: Scene, clock: TestClock) -> None:
    dossier = screening(scene)
    scene.done(dossier, "return", "to_chuc", on_behalf=f"organisation:{COMMUNE}", note="Thiếu chữ ký")
    passed(scene)
    returned = next(one for one in queued(scene, "notice") if one.name == "returned")
    before = mail(scene, returned)
    scene.paper("idea_form_existing", "dossier", dossier, TODAY)
    scene.done(dossier, "resubmit", "to_chuc", on_behalf=MAKER)
    assert "Thiếu chữ ký" in before.plain
    assert body(scene, returned).state == "Trả lại để hoàn thiện"
    assert mail(scene, returned).plain == before.plain


def test_what_is_due_within_three_days_is_told_on_the_day_and_all_else_on_the_weekly_day(
    scene: Scene, clock: TestClock
) -> None:
    screening(scene)
    assert passed(scene, SOON, clock).counts["reminder"] == 1
    (daily,) = queued(scene, recipient=PLACE)
    assert (daily.about["daily"], daily.send_after) == (True, "2024-03-12T00:30:00.000000Z")
    assert passed(scene, OVER, clock).counts["reminder"] >= 1
    weekly = queued(scene, recipient=OFFICE)[0]
    assert (weekly.about["daily"], weekly.send_after) == (False, "2024-03-18T00:30:00.000000Z")


def test_many_marks_for_one_week_make_one_letter_and_each_mark_names_it(scene: Scene, clock: TestClock) -> None:
    for number in range(2, 6):
        screening(scene, scene.add_product(number))
    passed(scene, OVER, clock)
    (weekly,) = queued(scene, recipient=OFFICE)
    expired = rows(scene, "SELECT DISTINCT told FROM effect WHERE mark LIKE 'expiry@%'")
    assert expired == [(weekly.code,)]
    assert rows(scene, "SELECT COUNT(*) FROM effect WHERE told IS NULL AND kind IN ('deadline', 'paper')") == [(0,)]
    assert len(body(scene, weekly).proposals) == 4


def test_a_mark_for_a_day_whose_letter_has_gone_is_told_on_the_next_one(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    passed(scene, SOON, clock)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE letter SET status = 'void' WHERE kind = 'reminder'")
    screening(scene, scene.add_product(2))
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE effect SET told = NULL WHERE told <> ''")
    plan(scene.office)
    assert [one.send_after for one in queued(scene, recipient=PLACE)] == ["2024-03-13T00:30:00.000000Z"]


def test_two_processes_at_once_tell_nobody_twice(scene: Scene, clock: TestClock) -> None:
    for number in range(2, 8):
        screening(scene, scene.add_product(number))
    passed(scene, "2024-03-05T09:00:00+07:00", clock)
    before = rows(scene, "SELECT COUNT(*) FROM letter WHERE kind = 'notice'")[0][0]
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE installation SET value = '0' WHERE name = 'told'")
    clock.set(SOON)
    from_sweep = passed(scene)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE effect SET told = NULL")
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: plan(scene.office), range(2)))
    assert rows(scene, "SELECT COUNT(*) FROM letter WHERE kind = 'notice'") == [(before,)]
    assert sum(one.counts["reminder"] for one in found) == 0
    assert from_sweep.counts["reminder"] == 1
    assert rows(scene, "SELECT COUNT(*), COUNT(DISTINCT key) FROM letter")[0][0] == len(
        rows(scene, "SELECT key FROM letter")
    )


def test_a_deadline_extended_is_told_to_whoever_owes_with_the_old_and_the_new_day(scene: Scene) -> None:
    dossier = in_drafting(scene)
    act = ClockAct(
        EXTENDED, dossier, "submission", "to_chuc", until=date(2024, 5, 10), basis="Công văn 12/SNN", note="bão"
    )
    assert isinstance(act_on(scene.office, act), Done)
    passed(scene)
    extended = next(one for one in queued(scene, "notice") if one.name == "extended")
    told = dict(body(scene, extended).values)
    assert extended.recipient == MAKER
    assert (told["Ngày cuối trước đây"], told["Ngày cuối mới"]) == ("30/04/2024", "10/05/2024")
    assert body(scene, extended).basis == "Công văn 12/SNN"


def test_a_paper_that_was_not_accepted_is_told_with_the_reason(scene: Scene) -> None:
    dossier = in_drafting(scene)
    code = scene.unverified("idea_form_new", "dossier", dossier, TODAY)
    judged = papers.judge_papers(scene.office, scene.secretariat, papers.Judgement((code,), False, "Ảnh mờ"))
    assert isinstance(judged, list)
    passed(scene)
    rejected = next(one for one in queued(scene, "notice") if one.name == "paper_rejected")
    assert (rejected.recipient, body(scene, rejected).note) == (MAKER, "Ảnh mờ")


def test_an_organisation_that_has_ended_is_told_through_its_successor(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE organisation SET valid_to = '2024-03-08' WHERE code = ?", (COMMUNE,))
    ((successor,),) = rows(scene, "SELECT successor FROM organisation_successor WHERE code = ?", COMMUNE)
    passed(scene, SOON, clock)
    (one,) = queued(scene, recipient=f"organisation:{successor}")
    assert queued(scene, recipient=PLACE) == []
    assert [line.owed_by for line in body(scene, one).nearing] == [""]


def test_before_a_long_holiday_what_is_due_in_it_is_told_on_the_last_day_on_which_letters_go(
    scene: Scene, clock: TestClock
) -> None:
    in_drafting(scene)
    passed(scene, "2024-04-23T09:00:00+07:00", clock)
    (one,) = queued(scene, recipient=MAKER)
    assert (one.send_after, one.about["daily"]) == ("2024-04-26T00:30:00.000000Z", True)
    assert [line.days_left for line in body(scene, one).nearing] == [4]


def test_a_record_that_cannot_be_read_is_set_aside_and_told_once_it_can_be(scene: Scene, clock: TestClock) -> None:
    first, second = in_drafting(scene), in_drafting(scene, scene.add_product(2))
    (right,) = rows(scene, "SELECT definition FROM dossier WHERE code = ?", first)[0]
    (wrong,) = rows(scene, "SELECT file FROM publication_file WHERE path = 'papers.yaml'")[0]
    _pin(scene, first, wrong)
    found = passed(scene)
    assert (found.counts["notice"], found.aside) == (1, 1)
    assert [one.about["stream"] for one in queued(scene, "notice")] == [f"dossier/{second}"]
    assert plan(scene.office).aside == 1
    _pin(scene, first, right)
    again = plan(scene.office)
    assert (again.counts["notice"], again.aside) == (1, 0)
    assert rows(scene, "SELECT COUNT(*) FROM set_aside") == [(0,)]


def test_nothing_that_happened_before_letters_were_declared_is_told(
    database_url: str, clock: TestClock, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    without_letters(folder)
    clock.set("2024-03-05T02:00:00+00:00")
    scene = set_scene(database_url, clock, folder)
    screening(scene)
    assert sum(passed(scene, SOON, clock).counts.values()) == 0
    assert rows(scene, "SELECT COUNT(*) FROM effect WHERE told IS NULL AND kind IN ('deadline', 'paper')") == [(0,)]
    scene.office.database.close()


def test_a_closed_season_reminds_nobody_but_tells_what_its_closing_did(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    passed(scene, SOON, clock)
    (one,) = queued(scene, recipient=PLACE)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE programme SET closed = '2024-03-12' WHERE code = ?", (PROGRAMME,))
    assert composed(scene, one).reason == "programme_closed"  # type: ignore[union-attr]  # another kind of answer fails the test
    screened = rows(scene, "SELECT COUNT(*) FROM letter WHERE kind = 'notice'")[0][0]
    assert screened == 1


def test_each_working_day_has_one_report_and_days_off_have_none(scene: Scene, clock: TestClock) -> None:
    assert passed(scene).counts["report"] == 1
    assert passed(scene).counts["report"] == 0
    assert passed(scene, "2024-03-09T09:00:00+07:00", clock).counts["report"] == 0
    assert passed(scene, "2024-03-11T00:01:00+07:00", clock).counts["report"] == 1
    assert queued(scene, "report")[-1].send_after == "2024-03-11T00:30:00.000000Z"
    assert queued(scene, "report")[-1].recipient == OFFICE


def test_whoever_may_not_be_reached_by_mail_is_put_on_the_weekly_list_of_the_commune(
    scene: Scene, clock: TestClock
) -> None:
    in_drafting(scene)
    passed(scene)
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE producer SET phone = '0905 111 222' WHERE code = ?", (PRODUCER,))
        transaction.run("UPDATE letter SET reason = 'no_address' WHERE recipient = ?", (MAKER,))
    assert plan(scene.office).counts["phone_list"] == 1
    (one,) = queued(scene, "phone_list")
    assert (one.recipient, one.send_after) == (PLACE, "2024-03-11T00:30:00.000000Z")
    (call,) = body(scene, one).calls
    assert (call.phone, call.until) == ("0905 111 222", date(2024, 4, 30))
    assert "Nộp phiếu đăng ký ý tưởng" in call.text
    assert len(call.text) <= 500


def _pin(scene: Scene, dossier: str, definition: str) -> None:
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE dossier SET definition = ? WHERE code = ?", (definition, dossier))


def without_letters(folder: Path) -> None:
    """Take every declaration of letters out of a copy of the configuration."""
    for file in (folder / "workflows").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r",\s*letters?: (?!optional )(\{[^}]*\}|\[[^\]]*\]|[a-z_]+)", "", text)
        file.write_text(text, encoding="utf-8")
    for file in (folder / "programmes").rglob("programme.yaml"):
        text = file.read_text(encoding="utf-8")
        begin = text.find("\nletters:\n")
        end = re.compile(r"\n(?=[a-z#])|\Z").search(text, begin + 2) if begin >= 0 else None
        if end is not None:
            file.write_text(text[:begin] + text[end.start() :], encoding="utf-8")
    shutil.rmtree(folder / "letters")
