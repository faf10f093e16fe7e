"""Dossiers that stand for themselves: a plan's tasks, opened with their season, led by whoever they name."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.commands import clocks, publishing, register, seasons
from cycle.commands.clocks import ClockAct
from cycle.commands.fire import Fire, fire
from cycle.commands.opening import Opening, open_dossier
from cycle.commands.permits import Caller
from cycle.commands.seasons import Waiting
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.board import Board, board
from cycle.queries.choices import wrong_dossier_filter
from cycle.queries.dossier import DossierShown, show_dossier
from cycle.queries.dossiers import DossierFilter, list_dossiers
from cycle.queries.funnel import Funnel, funnel
from cycle.queries.history import Replay, replay, verify
from cycle.queries.missing import list_missing
from cycle.queries.offers import Duty, Owed, owed
from cycle.queries.paging import Listed, Page
from cycle.queries.viewing import View, view_of
from tests.conftest import TestClock
from tests.scene import CONFIG, declared, founding
from workflows.verdict import Refusal

PROGRAMME = "TVH2020"
BEGUN = "2020-01-06T02:00:00+00:00"
OFFICERS: Mapping[str, tuple[str, str]] = {
    "thu_ky": ("secretariat", "TVH-SCT"),
    "cong_thuong": ("department", "TVH-SCT"),
    "khoa_hoc": ("department", "TVH-SKHCN"),
    "nong_nghiep": ("department", "TVH-SNNPTNT"),
    "cang_long": ("district", "844"),
    "thu_ky_moi": ("secretariat", "VLG-SCT"),
    "cong_thuong_moi": ("department", "VLG-SCT"),
    "khoa_hoc_moi": ("department", "VLG-SKHCN"),
}
SECRETARIAT = Caller("thu_ky")


class Plan:
    """An office in which the plan's season is open; tasks by their numbers."""

    def __init__(self, office: Office, clock: TestClock) -> None:
        self.office, self.clock = office, clock
        self.tasks: dict[str, str] = {}

    def begin(self) -> list[Done | Refusal]:
        waiting = seasons.begin(self.office, SECRETARIAT, PROGRAMME)
        assert isinstance(waiting, Waiting), waiting
        answers = list(seasons.open_waiting(self.office, SECRETARIAT, waiting))
        self.tasks |= {code: answer.target for code, answer in answers if isinstance(answer, Done)}
        return [answer for _, answer in answers]

    def fire(self, task: str, trigger: str, actor: str, note: str | None = None, **values: object) -> list[str]:
        """The reasons why not; nothing where it was done."""
        answer = fire(self.office, Fire(self.tasks[task], trigger, actor, values=values, note=note))
        return [reason.code for reason in answer.reasons] if isinstance(answer, Refusal) else []

    def view(self, account: str = "thu_ky") -> View:
        with self.office.database.reading() as transaction:
            found = view_of(transaction, self.office, account, self.today)
        assert isinstance(found, View), found
        return found

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def shown(self, task: str) -> DossierShown:
        found = show_dossier(self.office, self.view(), self.tasks[task], self.today)
        assert isinstance(found, DossierShown), found
        return found

    def last_days(self, task: str) -> Mapping[str, date]:
        return {one.name: one.last_day for one in self.shown(task).deadlines if one.status == "open"}


@pytest.fixture
def plan(database_url: str, clock: TestClock) -> Iterator[Plan]:
    """Trà Vinh's plan begun in January 2020, once on each kind of database."""
    started = begun(database_url, clock)
    yield started
    started.office.database.close()


def begun(database_url: str, clock: TestClock, config: Path = CONFIG) -> Plan:
    clock.set(BEGUN)
    office = Office(Database(database_url), Rulebook(), clock, rehearsal=True)
    founded = publishing.found(office, declared(config), founding(config), date(2019, 11, 8))
    assert isinstance(founded, Done), founded
    admin = Caller("quan_tri")
    for account, (role, holder) in OFFICERS.items():
        assert isinstance(register.add_account(office, admin, register.Account(account, account)), Done)
        holding = register.Holding(account, role, holder, clock.now().date())
        assert isinstance(register.grant_role(office, admin, holding), Done)
    started = Plan(office, clock)
    assert all(isinstance(answer, Done) for answer in started.begin())
    return started


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
        chosen = DossierFilter(**wanted)  # type: ignore[arg-type]
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


def test_a_task_with_two_leads_is_reported_once_both_have_reported(plan: Plan) -> None:
    assert plan.fire("III.11", "begin", "nong_nghiep") == ["role_not_allowed"]
    assert plan.fire("III.11", "begin", "khoa_hoc") == []
    assert plan.fire("III.11", "report", "cong_thuong", result="xong") == ["not_covered"]
    assert plan.fire("III.11", "report_part", "cong_thuong", result="xong phần mình") == []
    assert plan.fire("III.11", "report", "khoa_hoc", result="xong") == []
    assert plan.shown("III.11").snapshot.values["reported"] == ["TVH-SCT", "TVH-SKHCN"]
    assert plan.fire("III.11", "return", "thu_ky", note="thiếu số liệu") == []
    assert plan.fire("III.11", "report", "khoa_hoc", result="bổ sung") == ["not_covered"]


def test_each_year_of_a_task_is_reported_in_turn(plan: Plan) -> None:
    assert plan.fire("I.1a", "report_year", "nong_nghiep", year_result="x") == ["deadline_not_running"]
    for year in range(2020, 2026):
        assert plan.last_days("III.1")["year_report"] == date(year, 12, 31)
        plan.clock.set(f"{min(year, 2024)}-12-20T02:00:00+00:00" if year < 2025 else "2025-06-20T02:00:00+00:00")
        assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == []
    assert plan.last_days("III.1") == {"completion": date(2025, 12, 31)}
    assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == ["deadline_not_running"]


def extend(plan: Plan, task: str, deadline: str, until: date) -> None:
    asked = ClockAct("extended", plan.tasks[task], deadline, "thu_ky", until=until, basis="15/UBND-KT ngày 01/12/2020")
    answer = clocks.act_on(plan.office, asked)
    assert isinstance(answer, Done), answer


def test_a_year_reported_in_december_is_not_owed_again_by_what_happens_later(plan: Plan) -> None:
    plan.clock.set("2020-12-20T02:00:00+00:00")
    assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == []
    assert plan.fire("III.1", "begin", "nong_nghiep") == []
    assert plan.last_days("III.1")["year_report"] == date(2021, 12, 31)
    assert plan.fire("III.1", "report", "nong_nghiep", result="xong") == []
    assert plan.last_days("III.1") == {}
    assert plan.fire("III.1", "return", "thu_ky", note="thiếu số liệu") == []
    assert plan.last_days("III.1") == {"completion": date(2025, 12, 31), "year_report": date(2021, 12, 31)}
    assert verify(plan.office).faults == ()


def test_the_last_year_reported_in_december_is_not_owed_again(plan: Plan) -> None:
    assert plan.fire("III.1", "begin", "nong_nghiep") == []
    plan.clock.set("2025-06-20T02:00:00+00:00")
    for _ in range(6):
        assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == []
    assert plan.fire("III.1", "report_part", "nong_nghiep", result="x") == []
    assert plan.last_days("III.1") == {"completion": date(2025, 12, 31)}


def test_a_task_that_is_to_be_reported_again_keeps_the_day_to_which_it_was_extended(plan: Plan) -> None:
    assert plan.fire("I.1a", "begin", "nong_nghiep") == []
    extend(plan, "I.1a", "completion", date(2020, 9, 30))
    assert plan.fire("I.1a", "report", "nong_nghiep", result="xong") == []
    assert plan.fire("I.1a", "return", "thu_ky", note="thiếu số liệu") == []
    assert plan.last_days("I.1a") == {"completion": date(2020, 9, 30)}
    (told,) = (one for one in plan.shown("I.1a").deadlines if one.status == "open")
    assert told.last_day == date(2020, 9, 30)
    assert verify(plan.office).faults == ()


def test_a_year_that_was_extended_is_kept_when_reported_again_and_followed_by_the_next_one(
    database_url: str, clock: TestClock, tmp_path: Path
) -> None:
    config = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    file = config / "workflows" / "plan-task.yaml"
    text = file.read_text(encoding="utf-8")
    yearly = "ends: {value: term}, yearly: report_year,"
    assert yearly in text
    file.write_text(text.replace(yearly, f"{yearly} extend: {{by: [secretariat], basis: b}},"), encoding="utf-8")
    plan = begun(database_url, clock, config)
    asked = ClockAct("extended", plan.tasks["III.1"], "year_report", "thu_ky", until=date(2021, 12, 31), basis="CV 1")
    refused = clocks.act_on(plan.office, asked)
    assert isinstance(refused, Refusal)
    assert [reason.code for reason in refused.reasons] == ["until_next_year"]
    extend(plan, "III.1", "year_report", date(2021, 6, 30))
    plan.clock.set("2020-12-20T02:00:00+00:00")
    assert plan.fire("III.1", "begin", "nong_nghiep") == []
    assert plan.fire("III.1", "report", "nong_nghiep", result="x") == []
    assert plan.fire("III.1", "return", "thu_ky", note="thiếu") == []
    assert plan.last_days("III.1")["year_report"] == date(2021, 6, 30)
    assert plan.fire("III.1", "report_year", "nong_nghiep", year_result="x") == []
    assert plan.last_days("III.1")["year_report"] == date(2021, 12, 31)
    assert verify(plan.office).faults == ()
    plan.office.database.close()


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
    assert plan.fire("III.11", "report", "khoa_hoc", result="xong") == ["role_not_allowed"]
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
