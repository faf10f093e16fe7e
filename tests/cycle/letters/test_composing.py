"""Composing: what presses, what is new, what was settled since, in one letter, true at the time of sending."""

from datetime import date
from pathlib import Path

import pytest

from cycle.commands.papers.papers import FileContent
from cycle.letters.composed import Composed, Nothing
from cycle.letters.composing import Composer
from tests.conftest import TestClock
from tests.cycle.letters.passes import body, composed, mail, passed, queued, rows, screening
from tests.cycle.letters.posted import Posted, posted
from tests.cycle.letters.test_planning import MAKER, OFFICE, OVER, PLACE, SOON
from tests.cycle.sweeps.looking import TODAY, in_drafting
from tests.scene import COMMUNE, Scene

MONDAY = "2024-03-18T08:00:00+07:00"
NEXT = "2024-03-25T08:00:00+07:00"


@pytest.fixture
def office(scene: Scene, clock: TestClock, tmp_path: Path) -> Posted:
    return posted(scene, clock, tmp_path / "mail")


def test_a_reminder_says_who_owes_what_until_when_on_which_article_and_which_papers_lack(
    scene: Scene, clock: TestClock
) -> None:
    dossier = in_drafting(scene)
    passed(scene, "2024-04-23T09:00:00+07:00", clock)
    one = queued(scene, recipient=MAKER)[0]
    (line,) = body(scene, one).nearing
    assert (line.dossier, line.what, line.last_day) == (dossier, "Nộp phiếu đăng ký ý tưởng", date(2024, 4, 30))
    assert (line.days_left, line.owed_by, line.basis) == (4, "", "69/KH-UBND, III.1.b: tháng 3-4 năm 2024")
    assert len(line.missing) == 1
    assert "Phiếu đăng ký" in line.missing[0]
    assert "30/04/2024" in mail(scene, one).plain


def test_a_reminder_of_what_was_done_meanwhile_says_nothing(scene: Scene, clock: TestClock) -> None:
    dossier = screening(scene)
    passed(scene, SOON, clock)
    (one,) = queued(scene, recipient=PLACE)
    scene.done(dossier, "accept", "to_chuc", on_behalf=f"organisation:{COMMUNE}")
    assert composed(scene, one) == Nothing("settled")


def test_a_reminder_dies_as_its_day_is_reached_and_not_a_microsecond_before(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    passed(scene, SOON, clock)
    (one,) = queued(scene, recipient=PLACE)
    assert one.stale_after == "2024-03-19T17:00:00.000000Z"
    clock.set("2024-03-19T16:59:59.999999+00:00")
    assert composed(scene, one) != Nothing("stale")
    clock.set("2024-03-19T17:00:00+00:00")
    assert composed(scene, one) == Nothing("stale")


def test_what_is_proposed_stands_with_whoever_decides_and_what_is_overdue_with_whoever_owes(
    scene: Scene, clock: TestClock
) -> None:
    dossier = screening(scene)
    passed(scene, OVER, clock)
    clock.set(MONDAY)
    passed(scene)
    (proposed,) = body(scene, queued(scene, recipient=OFFICE)[0]).proposals
    assert (proposed.dossier, proposed.owed_by) == (dossier, "Ủy ban nhân dân xã Nghĩa Thắng")
    assert "chuyển lên cơ quan cấp trên" in proposed.proposal
    told = body(scene, queued(scene, recipient=PLACE)[-1])
    assert ([one.dossier for one in told.overdue], told.proposals) == ([dossier], ())


def test_the_next_letter_tells_what_was_settled_and_only_then_and_what_is_new(office: Posted, clock: TestClock) -> None:
    scene = office.scene
    first, second = screening(scene), screening(scene, scene.add_product(2))
    passed(scene, MONDAY, clock)
    assert office.seal().counts["sealed"] > 0
    clock.set("2024-03-20T09:00:00+07:00")
    scene.done(first, "accept", "to_chuc", on_behalf=f"organisation:{COMMUNE}")
    third = screening(scene, scene.add_product(3))
    clock.set(NEXT)
    office.reminder(PLACE, "2024-03-25", send_after="2024-03-25T00:30:00.000000Z")
    told = body(scene, queued(scene, recipient=PLACE)[-1])
    assert [one.dossier for one in told.overdue] == [second]
    assert [(one.dossier, one.settled_on) for one in told.settled] == [(first, date(2024, 3, 20))]
    assert [one.dossier for one in told.nearing] == [third]
    assert office.seal().counts["sealed"] == 1
    clock.set("2024-04-01T08:00:00+07:00")
    office.reminder(PLACE, "2024-04-01", send_after="2024-04-01T00:30:00.000000Z")
    assert body(scene, queued(scene, recipient=PLACE)[-1]).settled == ()


def test_of_what_is_far_away_only_what_is_new_since_the_last_letter_is_told(office: Posted, clock: TestClock) -> None:
    scene = office.scene
    old = in_drafting(scene)
    office.reminder(MAKER, "2024-03-05")
    assert [one.dossier for one in body(scene, queued(scene, recipient=MAKER)[0]).new] == [old]
    office.seal()
    clock.set("2024-03-11T08:00:00+07:00")
    office.reminder(MAKER, "2024-03-11")
    assert composed(scene, queued(scene, recipient=MAKER)[0]) == Nothing("settled")
    new = in_drafting(scene, scene.add_product(2))
    assert [one.dossier for one in body(scene, queued(scene, recipient=MAKER)[0]).new] == [new]


def test_two_letters_that_waited_too_long_do_not_both_tell_the_same(office: Posted, clock: TestClock) -> None:
    scene = office.scene
    screening(scene)
    passed(scene, MONDAY, clock)
    clock.set(NEXT)
    office.reminder(PLACE, "2024-03-25", send_after="2024-03-25T00:30:00.000000Z")
    office.seal()
    sealed = rows(scene, "SELECT status, COUNT(*) FROM letter WHERE recipient = ? GROUP BY status", PLACE)
    assert dict(sealed) == {"sealed": 1, "void": 1}


def test_a_daily_letter_tells_only_what_is_due_soon(scene: Scene, clock: TestClock) -> None:
    soon = screening(scene)
    clock.set("2024-03-11T09:00:00+07:00")
    screening(scene, scene.add_product(2))
    passed(scene, SOON, clock)
    (one,) = queued(scene, recipient=PLACE)
    told = body(scene, one)
    assert told.daily
    assert [(line.dossier, line.days_left) for line in told.nearing] == [(soon, 3)]
    assert (told.overdue, told.new, told.later) == ((), (), ())


def test_what_a_letter_rests_on_is_no_longer_so_once_a_deadline_has_moved(scene: Scene, clock: TestClock) -> None:
    dossier = screening(scene)
    passed(scene, SOON, clock)
    (one,) = queued(scene, recipient=PLACE)
    found = composed(scene, one)
    assert isinstance(found, Composed)
    with scene.office.database.reading() as transaction:
        assert Composer(transaction, scene.office).still(transaction, found)
    scene.done(dossier, "return", "to_chuc", on_behalf=f"organisation:{COMMUNE}", note="thiếu")
    with scene.office.database.reading() as transaction:
        assert not Composer(transaction, scene.office).still(transaction, found)


def test_many_letters_composed_at_once_say_what_each_says_alone(scene: Scene, clock: TestClock) -> None:
    for number in range(2, 6):
        screening(scene, scene.add_product(number))
    in_drafting(scene)
    passed(scene, OVER, clock)
    clock.set(MONDAY)
    passed(scene)
    every = [one for one in queued(scene) if composed(scene, one) != Nothing("stale")] * 3
    with scene.office.database.reading() as transaction:
        together = Composer(transaction, scene.office)
        assert len(every) > 4
        for one in every:
            assert together.compose(one) == composed(scene, one)


def test_the_calendar_of_a_letter_has_each_day_told_under_the_name_it_keeps(scene: Scene, clock: TestClock) -> None:
    dossier = screening(scene)
    passed(scene, SOON, clock)
    found = composed(scene, queued(scene, recipient=PLACE)[0])
    assert isinstance(found, Composed)
    text = (found.calendar or b"").decode()
    assert "METHOD:PUBLISH" in text
    assert f"UID:{dossier}/screening/5@ocop" in text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20240315" in text


def test_a_paper_about_to_expire_is_told_to_its_producer_until_it_is_replaced(scene: Scene, clock: TestClock) -> None:
    in_drafting(scene)
    kind = "food_safety"
    more = {"issued": date(2023, 3, 20), "expires": date(2024, 3, 25)}
    scene.paper(kind, "establishment", "CS01", TODAY, **more)
    passed(scene, "2024-03-06T09:00:00+07:00", clock)
    one = queued(scene, recipient=MAKER)[0]
    assert one.send_after == "2024-03-11T00:30:00.000000Z"
    (line,) = body(scene, one).papers
    assert (line.last_day, line.days_left) == (date(2024, 3, 25), 14)
    new = {"issued": date(2024, 3, 5), "expires": date(2025, 3, 25)}
    scene.paper(kind, "establishment", "CS01", date(2024, 3, 6), **new, content=_content())
    assert body(scene, one).papers == ()


def test_the_report_counts_what_went_what_did_not_and_what_waits(office: Posted, clock: TestClock) -> None:
    scene = office.scene
    dossier = screening(scene)
    passed(scene)
    office.seal()
    passed(scene, "2024-03-18T08:00:00+07:00", clock)
    told = {one.title: one for one in body(scene, queued(scene, "report")[-1]).figures}
    assert told["Thư đã phát hành từ báo cáo trước"].count == 1
    for title in ("Việc mới quá hạn từ báo cáo trước", "Việc đang quá hạn mà chưa làm, tất cả"):
        assert (told[title].count, told[title].rows) == (1, (f"{dossier}: Cấp xã rà soát ý tưởng, 15/03/2024",))
    (gap,) = told["Lần hệ thống ngừng quét quá 26 giờ, ghi nhận từ báo cáo trước"].rows
    assert gap.startswith("không quét từ 05/03/2024 09:00")
    assert told["Việc quá hạn chờ chuyển lên cấp trên hoặc trả lời"].count == 1
    assert "Sở Nông nghiệp" in told["Cơ quan có thư đang chờ vì chưa có địa chỉ thư điện tử"].rows[0]
    silent = "Cơ quan có việc quá hạn, hai tuần không có hoạt động"
    assert told[silent].count == 0
    clock.set("2024-03-22T08:00:00+07:00")
    passed(scene)
    told = {one.title: one for one in body(scene, queued(scene, "report")[-1]).figures}
    assert told[silent].rows == ("Ủy ban nhân dân xã Nghĩa Thắng",)


def test_each_letter_is_counted_by_one_report_and_one_only_however_many_bear_one_instant(
    office: Posted, clock: TestClock
) -> None:
    scene, counted = office.scene, list[str]()
    office.contact(OFFICE.partition(":")[2], "so@example.vn", "DM9")
    for number, day in enumerate(range(5, 9), 1):
        clock.set(f"2024-03-{day:02}T09:00:00+07:00")
        screening(scene, "SP001" if number == 1 else scene.add_product(number))
        passed(scene)
        (report,) = queued(scene, "report")
        found = {one.title: one for one in body(scene, report).figures}["Thư đã phát hành từ báo cáo trước"]
        counted += [row.partition(":")[0] for row in found.rows]
        assert found.count == len(found.rows)
        office.seal()
    today = "2024-03-08"
    before = rows(scene, "SELECT code FROM letter WHERE sealed IS NOT NULL AND sealed < ?", today)
    assert len(before) > 4
    assert sorted(counted) == sorted(code for (code,) in before)


def test_a_length_given_by_the_programme_is_told_with_what_it_stands_on(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    passed(scene, SOON, clock)
    (line,) = body(scene, queued(scene, recipient=PLACE)[0]).nearing
    assert line.basis == "do chương trình quy định (giả định: phần văn bản hiện có không nêu số ngày)"


def _content() -> FileContent:
    return FileContent("cd" * 32, "moi.pdf", "pdf", 1000)
