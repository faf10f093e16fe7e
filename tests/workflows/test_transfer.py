"""One dossier under another law: which rule counts, what is asked, what becomes of values, acts and clocks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scene import declared
from tests.workflows.test_law_plans import TO_26, TO_1489, read, shipped
from workflows.deadlines.clocks import Arrival, Changes, changes
from workflows.definition import Definition
from workflows.facts import ChildFact, Facts, PastAct
from workflows.rules import Rules
from workflows.transfer.cases import Case, Choice, Ground, Running
from workflows.transfer.plan import CARRY, Fate, Plan, Rule, Transfer
from workflows.transfer.verdict import judge

DAY = date(2025, 7, 7)
SECRETARIAT = frozenset({"secretariat"})


def rules() -> Rules:
    return declared().rules


def plan_of(name: str, text: str | None = None) -> Plan:
    plan, problems = read(text or shipped(name), rules())
    assert plan is not None, problems
    return plan


def ground(plan: Plan, source: str, day: date = DAY) -> Ground:
    known = rules()
    transfer = next(one for one in plan.transfers if one.source == source)
    old, new = known.definitions[transfer.source], known.definitions[transfer.target]
    return Ground(known, transfer, old, new, plan.basis, plan.effective, day, f"{day}T02:00:00.000000Z")


def case(ground: Ground, state: str, values: dict[str, Any] | None = None, since: date = date(2025, 6, 20)) -> Case:
    programme = ground.rules.programmes["QNG2024"]
    calendar = ground.rules.calendars[programme.calendar]
    arrival = Arrival(state, since, values or {}, {}, {"dossier": "D"})
    found = changes(ground.source, arrival, programme, calendar)
    assert isinstance(found, Changes)
    clocks = {name: Running(name, 1, "open", one.last_day, one.derivation) for name, one in found.opened.items()}
    facts = Facts(
        dossier="D",
        state=state,
        programme=programme,
        producer="P",
        producer_kind="cooperative",
        sector="food",
        areas={"commune": frozenset({"21244-2025"})},
        bodies={},
        holders={},
        values=values or {},
        acts={"record_result": PastAct("ai", None, since)},
        deadlines={name: one.last_day for name, one in clocks.items()},
        last_happened=since,
        opened=since,
    )
    return Case(facts, clocks)


RESULT = {"score": "91", "stars": "5", "approval": {"number": "1", "date": "2025-06-18", "by": "province_chair"}}


def test_a_state_that_stays_keeps_its_clocks_and_values() -> None:
    one = ground(plan_of(TO_1489), "evaluation_148")
    for state in ("province.supplementing", "province.in_review", "province.in_council"):
        found = judge(one, case(one, state))
        assert (found.verdict, found.target) == ("moves", state)
        assert found.change is not None
        assert found.change.clocks.closed == ()
        assert set(found.change.clocks.opened) <= {"finish_old_rules"}
        assert (found.change.values, found.change.dropped) == ({}, ())


def test_a_clock_begins_anew_where_the_rule_says_so() -> None:
    one = ground(plan_of(TO_1489), "evaluation_148")
    found = judge(one, case(one, "district.received"))
    assert found.change is not None
    assert found.change.clocks.closed == ("completeness",)
    assert found.change.clocks.opened["completeness"].derivation["starts"] == DAY.isoformat()


def test_what_a_person_decides_tells_its_choices_the_suggested_one_first() -> None:
    one = ground(plan_of(TO_1489), "evaluation_148")
    asked = case(one, "district.concluded", RESULT)
    found = judge(one, asked)
    assert (found.verdict, found.suggested) == ("person", "province.in_review")
    assert found.choices == ("province.in_review", "commune.received")
    settled = judge(one, asked, Choice("commune.received", SECRETARIAT))
    assert (settled.verdict, settled.target) == ("moves", "commune.received")
    assert settled.change is not None
    assert settled.change.forgotten == ("record_result",)


@pytest.mark.parametrize(
    ("purpose", "day", "codes"),
    [
        (None, date(2026, 7, 21), ["law_not_yet", "law_person_then"]),
        (None, date(2026, 7, 22), ["law_person"]),
        ("Đánh giá lại", date(2026, 6, 21), ["law_not_yet", "law_person_then"]),
        ("Đánh giá lại", date(2026, 6, 22), ["law_person"]),
    ],
)
def test_the_grace_of_the_old_law_ends_on_its_day(purpose: str | None, day: date, codes: list[str]) -> None:
    one = ground(plan_of(TO_26), "evaluation_148_1489", day)
    found = judge(one, case(one, "commune.received", {"purpose": purpose} if purpose else {}))
    assert [reason.code for reason in found.reasons] == codes
    assert found.verdict == ("moves_if" if "law_not_yet" in codes else "person")


def test_a_value_that_the_new_law_wants_is_given_by_its_default() -> None:
    one = ground(plan_of(TO_26), "evaluation_148_1489", date(2026, 7, 23))
    found = judge(one, case(one, "commune.received"), Choice("commune.checking", SECRETARIAT))
    assert found.change is not None
    assert found.change.values["purpose"] == "Lần đầu"


def test_paused_pending_and_divided_are_each_told() -> None:
    one = ground(plan_of(TO_1489), "evaluation_148")
    plain = case(one, "province.supplementing")
    clock = plain.clocks["province_supplement"]
    paused = replace(plain, clocks={clock.name: replace(clock, status="paused")})
    assert [reason.code for reason in judge(one, paused).reasons] == ["deadline_paused"]
    proposed = replace(plain, clocks={clock.name: replace(clock, proposal="no_longer_there")})
    assert [reason.code for reason in judge(one, proposed).reasons] == ["law_proposal_waits"]
    due = replace(plain, clocks={clock.name: replace(clock, next_at="2025-07-01T00:00:00.000000Z")})
    assert [reason.code for reason in judge(one, due).reasons] == ["law_sweep_due"]
    divided = replace(case(one, "district.received"), divided=("21142",))
    assert [reason.code for reason in judge(one, divided).reasons] == ["law_place_divided"]
    assert judge(one, divided, Choice("commune.received")).verdict == "moves"


def test_relatives_that_would_not_be_heard_make_it_impossible() -> None:
    one = ground(plan_of(TO_1489), "evaluation_148")
    deaf: Definition = one.rules.definitions["plan_task"]
    found = judge(one, replace(case(one, "district.received"), parent=deaf))
    assert found.verdict == "impossible"
    assert {reason.code for reason in found.reasons} == {"law_parent_deaf"}
    seasons = ground(plan_of(TO_1489), "season")
    child = ChildFact("D.1", "evaluation", "district.received", None)
    opened = replace(case(seasons, "evaluation.under_evaluation"), children=((child, one.source),))
    assert judge(seasons, opened).verdict == "moves"
    silent = replace(seasons.target, transitions=(), name="silent")
    unheard = judge(replace(seasons, target=silent), opened)
    assert {reason.code for reason in unheard.reasons} == {"law_child_unheard", "no_way_to_state"}


def test_a_state_that_the_plan_does_not_know_and_a_text_that_does_not_last_are_impossible() -> None:
    one = ground(plan_of(TO_1489), "evaluation_148")
    nowhere = replace(one, transfer=Transfer("evaluation_148", "evaluation_148_1489", ()))
    assert [reason.code for reason in judge(nowhere, case(one, "district.received")).reasons] == ["law_state_gone"]
    passing = replace(one, lasting=False)
    assert [r.code for r in judge(passing, case(one, "district.received")).reasons] == ["workflow_superseded"]


@given(
    since=st.dates(date(2025, 3, 1), date(2025, 7, 1)),
    later=st.integers(0, 60),
    extended=st.integers(0, 40),
)
def test_what_is_carried_never_ends_sooner_than_before(since: date, later: int, extended: int) -> None:
    rule = Rule(1, ("district.in_council",), ("province.in_review",), deadlines=CARRIED)
    plain = ground(plan_of(TO_1489), "evaluation_148")
    one = replace(
        plain, transfer=Transfer("evaluation_148", "evaluation_148_1489", (rule,)), day=DAY + timedelta(later)
    )
    asked = case(one, "district.in_council", since=since)
    clock = asked.clocks["district_evaluation"]
    before = clock.last_day + timedelta(extended)
    asked = replace(asked, clocks={clock.name: replace(clock, last_day=before)})
    found = judge(one, asked)
    assert found.change is not None
    now = found.change.clocks.opened["province_review"]
    assert now.last_day >= before
    assert now.derivation["starts"] == clock.derivation["starts"]
    assert found.change.clocks.closed == ("district_evaluation",)


CARRIED = {"province_review": Fate(CARRY, "district_evaluation")}


def test_a_clock_to_be_carried_that_does_not_run_begins() -> None:
    rule = Rule(1, ("district.concluded",), ("province.in_review",), deadlines=CARRIED)
    plain = ground(plan_of(TO_1489), "evaluation_148")
    one = replace(plain, transfer=Transfer("evaluation_148", "evaluation_148_1489", (rule,)))
    found = judge(one, case(one, "district.concluded", RESULT))
    assert found.change is not None
    assert found.change.clocks.opened["province_review"].derivation["starts"] == DAY.isoformat()
