"""An organisation's agenda: weeks, what lacks, which windows turn, and when a deadline was last changed."""

from datetime import date

from cycle.queries.deadlines.agenda import Agenda, Asked, SeasonOwed, read_agenda, read_season_of
from cycle.queries.deadlines.changed import key_of
from tests.cycle.queries.story import EVALUATED, JUNE, MISSING, RECOGNISED, Story
from tests.scene import PROGRAMME
from workflows.verdict import Reason

IN_DISTRICT = f"{EVALUATED}.1"


def agenda(story: Story, organisation: str, starts: date, weeks: int = 4, account: str = "kiem_tra") -> Agenda:
    found = read_agenda(story.office, story.view(account), Asked(organisation, starts, weeks), JUNE)
    assert isinstance(found, Agenda), found
    return found


def test_what_is_overdue_comes_first_with_the_papers_it_lacks(story: Story) -> None:
    found = agenda(story, "524", JUNE)
    (duty,) = found.overdue
    assert (duty.deadline.dossier, duty.deadline.days_left) == (IN_DISTRICT, -4)
    assert [reason.params["paper"] for reason in duty.missing] == [MISSING]
    assert (found.organisation.name, found.later, found.paused) == ("Ủy ban nhân dân huyện Bình Sơn", 0, ())


def test_weeks_run_from_monday_to_sunday_and_hold_each_last_day_once(story: Story) -> None:
    found = agenda(story, "QNG", date(2024, 12, 25), weeks=2)
    assert [(week.starts, week.ends) for week in found.weeks] == [
        (date(2024, 12, 23), date(2024, 12, 29)),
        (date(2024, 12, 30), date(2025, 1, 5)),
    ]
    assert [[one.deadline.dossier for one in week.duties] for week in found.weeks] == [[], [RECOGNISED]]
    assert [one.deadline.dossier for one in found.overdue] == [IN_DISTRICT]
    assert agenda(story, "QNG", date(2024, 12, 2), weeks=4).later == 1


def test_windows_are_told_in_the_week_in_which_they_turn(story: Story) -> None:
    found = agenda(story, "536", date(2024, 10, 28), weeks=1)
    turns = [(one.programme, one.event, one.day) for one in found.weeks[0].turns]
    assert (PROGRAMME, "closes", date(2024, 10, 31)) in turns
    assert all(date(2024, 10, 28) <= day <= date(2024, 11, 3) for _, _, day in turns)


def test_nobody_sees_more_in_an_agenda_than_elsewhere(story: Story) -> None:
    assert agenda(story, "524", JUNE, account="huyen").overdue == ()
    assert agenda(story, "524", JUNE, account="huyen_bien").overdue != ()


def test_an_agenda_of_what_is_not_there_is_refused(story: Story) -> None:
    view = story.view("kiem_tra")
    for asked in (Asked("999", JUNE, 1), Asked("524", JUNE, 1, "KHAC")):
        for found in (read_agenda(story.office, view, asked, JUNE), read_season_of(story.office, view, asked, JUNE)):
            assert isinstance(found, Reason)
            assert found.code.startswith("filter_")


def test_a_season_holds_what_is_settled_too_each_with_the_instant_of_its_last_change(story: Story) -> None:
    found = read_season_of(story.office, story.view("kiem_tra"), Asked("528", JUNE, 1, PROGRAMME), JUNE)
    assert isinstance(found, SeasonOwed)
    assert {(row.name, row.status) for row in found.rows} == {
        (name, "closed") for name in ("screening", "selection", "appraisal", "completeness", "district_evaluation")
    }
    changed = {row.name: found.changed[key_of(row)][:10] for row in found.rows}
    assert changed["appraisal"] == "2024-04-10"
    assert changed["completeness"] == "2024-06-03"
