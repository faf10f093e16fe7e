"""Dossiers that stand for themselves: a plan's tasks, opened with their season, led by whoever they name."""

from collections.abc import Iterator
from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.seasons import seasons
from cycle.commands.seasons.opening import Opening, open_dossier
from cycle.commands.seasons.seasons import Waiting
from cycle.queries.choices import wrong_dossier_filter
from cycle.queries.dossiers.dossiers import DossierFilter, list_dossiers
from cycle.queries.dossiers.missing import list_missing
from cycle.queries.dossiers.offers import Duty, Owed, owed
from cycle.queries.history import Replay, replay, verify
from cycle.queries.paging import Listed, Page
from cycle.queries.seasons.board import Board, board
from cycle.queries.seasons.funnel import Funnel, funnel
from tests.conftest import TestClock
from tests.cycle.commands.plan_begun import PROGRAMME, SECRETARIAT, Plan, begun
from workflows.verdict import Refusal


@pytest.fixture
def plan(database_url: str, clock: TestClock) -> Iterator[Plan]:
    """Trà Vinh's plan begun in January 2020, once on each kind of database."""
    started = begun(database_url, clock)
    yield started
    started.office.database.close()


def test_every_task_of_the_plan_is_opened_once_with_its_number_title_and_last_day(plan: Plan) -> None:
    assert len(plan.tasks) == 22
    assert plan.begin() == []
    listed = list_dossiers(plan.office, plan.view(), DossierFilter(), plan.today, Page(50, 1, "code"))
    assert [row.code for row in listed.rows] == [f"TVH2020-{number:04d}" for number in range(1, 23)]
    assert {row.opened for row in listed.rows} == {date(2019, 11, 8)}
    assert all(row.product is None and row.name == row.title for row in listed.rows)
    assert plan.shown("I.1a").snapshot.values["number"] == "I.1a"
    assert plan.last_days("I.1b") == {"completion": date(2020, 6, 30)}
    assert plan.last_days("II.4") == {"completion": date(2022, 3, 31)}
    assert plan.last_days("III.11") == {"completion": date(2025, 12, 31), "year_report": date(2020, 12, 31)}


def test_a_dry_run_says_the_same_and_writes_nothing(plan: Plan) -> None:
    with plan.office.database.reading() as transaction:
        before = transaction.rows("SELECT count(*) FROM record")
    waiting = Waiting(PROGRAMME, True, (), ("I.1a", "II.2", "none"))
    answers = dict(seasons.try_open_waiting(plan.office, SECRETARIAT, waiting))
    assert [isinstance(one, Done) for one in answers.values()] == [True, True, False]
    with plan.office.database.reading() as transaction:
        assert transaction.rows("SELECT count(*) FROM record") == before


def test_a_task_is_found_by_its_words_by_its_organisations_and_by_those_who_may_see_them(plan: Plan) -> None:
    def found(account: str = "thu_ky", **wanted: str) -> int:
        chosen = DossierFilter(**wanted)  # type: ignore[arg-type]  # each value is of its own field
        assert wrong_dossier_filter(plan.office, plan.view(account), chosen) == ()
        return list_dossiers(plan.office, plan.view(account), chosen, plan.today, Page(50, 1, "name")).total

    assert found(text="lo go") == 4
    assert found(organisation="TVH-STNMT") == 4, "II.1, II.3 and III.2 of all departments, and III.10"
    assert found(organisation="TVH") == 22
    assert found("cang_long") == 19, "all but I.3, II.2 and II.4"


def test_no_list_needs_a_product(plan: Plan) -> None:
    told = board(plan.office, plan.view(), PROGRAMME, plan.today)
    assert isinstance(told, Board), told
    assert (told.dossiers, told.open, told.evaluated) == (22, 22, None)
    assert {row.dossiers for row in told.localities} == {19}
    stages = funnel(plan.office, plan.view(), PROGRAMME, plan.today)
    assert isinstance(stages, Funnel), stages
    assert [stage.now for stage in stages.stages] == [22]
    missing = list_missing(plan.office, plan.view(), "TVH", PROGRAMME, Page(10, 1, "name"))
    assert isinstance(missing, Listed), missing
    past = replay(plan.office, plan.view(), plan.tasks["II.1"], None, "happened")
    assert isinstance(past, Replay), past
    assert past.title == "Xây dựng Lô gô nhận diện sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ"
    assert verify(plan.office).faults == ()


def test_a_blank_lead_is_asked_of_the_secretariat_who_names_it(plan: Plan) -> None:
    waiting = owed(plan.office, plan.view(), plan.tasks["II.4"])
    assert isinstance(waiting, tuple)
    assert [(one.role, [party.code for party in one.parties]) for one in owing(waiting)] == [
        ("secretariat", ["TVH-SCT"])
    ]
    assert plan.fire("II.4", "assign", "thu_ky", "đề xuất", lead="TVH-SKHCX; sở") == ["organisations_unknown"]
    assert plan.fire("II.4", "assign", "thu_ky", "đề xuất", lead="VLG-SCT") == ["organisations_not_then"]
    assert plan.fire("II.4", "assign", "thu_ky", "đề xuất", lead="TVH-SKHCN") == []
    assert [one.code for one in plan.shown("II.4").parties if one.value == "lead"] == ["TVH-SKHCN"]
    assert plan.fire("II.4", "assign", "thu_ky", "đổi", lead="TVH-SCT; TVH-SNNPTNT") == []
    assert [one.code for one in plan.shown("II.4").parties if one.value == "lead"] == ["TVH-SCT", "TVH-SNNPTNT"]
    assert verify(plan.office).faults == ()


def owing(waiting: tuple[Owed, ...]) -> list[Duty]:
    return [duty for one in waiting for duty in one.duties]


def test_the_logos_tasks_wait_for_each_other(plan: Plan) -> None:
    assert plan.fire("II.2", "begin", "khoa_hoc") == ["not_ended_well"]
    for trigger, actor, told in (
        ("begin", "khoa_hoc", {}),
        ("report", "khoa_hoc", {"result": "đã thiết kế"}),
        ("note", "thu_ky", {}),
    ):
        assert plan.fire("II.1", trigger, actor, **told) == []
    assert [(one.dossier, one.final) for one in plan.shown("II.2").follows] == [(plan.tasks["II.1"], "noted")]
    assert plan.fire("II.2", "begin", "khoa_hoc") == []
    assert plan.fire("II.3", "begin", "cong_thuong") == ["not_ended_well"]


def test_once_the_province_has_ended_its_successors_act_and_the_old_names_stay(plan: Plan) -> None:
    assert plan.fire("III.11", "begin", "khoa_hoc") == []
    assert plan.fire("III.11", "report_part", "cong_thuong", result="xong phần mình") == []
    assert plan.fire("III.11", "report", "khoa_hoc_moi", result="xong") == ["role_not_allowed", "not_covered"]
    plan.clock.set("2025-07-01T02:00:00+00:00")
    assert plan.fire("III.11", "report", "khoa_hoc", result="xong") == ["role_not_allowed", "not_covered"]
    found = [one for one in plan.shown("III.11").parties if one.value == "lead"]
    assert [(one.name, one.successors[0].code) for one in found] == [
        ("Sở Công Thương tỉnh Trà Vinh", "VLG-SCT"),
        ("Sở Khoa học và Công nghệ tỉnh Trà Vinh", "VLG-SKHCN"),
    ]
    assert plan.fire("III.11", "report", "khoa_hoc_moi", result="xong") == []
    assert plan.fire("III.11", "note", "thu_ky_moi") == []
    listed = list_dossiers(plan.office, plan.view(), DossierFilter(organisation="VLG"), plan.today, Page(5, 1, "code"))
    assert listed.total == 22


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        ("UPDATE dossier_title SET title = 'khác' WHERE dossier = ?", "row_changed"),
        ("DELETE FROM dossier_title WHERE dossier = ?", "row_missing"),
        ("DELETE FROM party WHERE dossier = ? AND organisation = '844'", "row_missing"),
        ("INSERT INTO party (dossier, name, organisation) VALUES (?, 'lead', '842')", "row_unknown"),
        ("DELETE FROM link WHERE dossier = ?", "row_missing"),
        ("UPDATE link SET target = 'TVH2020-0001' WHERE dossier = ?", "row_changed"),
    ],
)
def test_what_is_changed_beside_a_dossier_is_found(plan: Plan, edit: str, fault: str) -> None:
    task = "II.2" if "link" in edit else "II.1"
    with plan.office.database.writing() as transaction:
        transaction.run(edit, (plan.tasks[task],))
    assert [one.code for one in verify(plan.office).faults] == [fault]


def test_such_a_dossier_is_not_opened_for_a_product(plan: Plan) -> None:
    answer = open_dossier(plan.office, SECRETARIAT, Opening(PROGRAMME, "SP001"))
    assert isinstance(answer, Refusal)
    assert "family_without_product" in [reason.code for reason in answer.reasons]
