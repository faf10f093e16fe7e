"""The shortest ways of the shipped workflows, from every state that their trials come to: proven, and never slack."""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import ModuleType

import pytest

from cycle.trying import read_scripts, scripts_in
from tests.config.conftest import SHIPPED
from workflows.deadlines.deadline_rules import Period
from workflows.definition import Definition, TooLate
from workflows.paths import JOINS, Found, Ground, find, proven
from workflows.paths import Path as Way
from workflows.paths.scheduling import term_after
from workflows.rules import Rules
from workflows.trying import walk

ONE_DAY = timedelta(days=1)
WORKFLOWS = ("season_2025", "evaluation_26", "certificate_26")


@dataclass(frozen=True)
class Case:
    """A dossier somewhere on its way in a trial, on the day of its last act."""

    definition: Definition
    ground: Ground


def cases(rules: Rules) -> Iterator[Case]:
    """Each trial broken off after each of its acts, each state with each number of papers once."""
    seen = set()
    for workflow in WORKFLOWS:
        scripts, _ = read_scripts(scripts_in(SHIPPED), rules, workflow)
        for script in scripts:
            for trial in script.trials:
                for acts in range(len(trial.acts) + 1):
                    facts = walk(rules, script.definition, replace(trial, acts=trial.acts[:acts])).facts
                    key = workflow, facts.state, len(facts.papers)
                    if script.definition.states[facts.state].final is None and key not in seen:
                        seen.add(key)
                        day = facts.last_happened or date(2026, 6, 8)
                        yield Case(script.definition, Ground(rules, facts, facts.programme, day))


@pytest.fixture(scope="module")
def found(shipped_rules: Rules) -> list[tuple[Case, Found]]:
    return [(one, find(one.ground, one.definition)) for one in cases(shipped_rules)]


def test_every_way_found_is_walked_to_its_round(found: list[tuple[Case, Found]]) -> None:
    ways = [(case, one.path) for case, one in found if one.path is not None]
    assert len(ways) >= 20
    assert all(proven(case.ground, way) for case, way in ways)
    assert not [one.reasons for _, one in found if any(reason.code == "path_unproven" for reason in one.reasons)]
    assert {way.steps[-1].stop.goal.kind for _, way in ways if way.steps[-1].stop.goal} == {"joins", "held"}


def test_each_latest_day_is_a_working_day_and_the_next_one_is_too_late(found: list[tuple[Case, Found]]) -> None:
    for case, one in found:
        if one.path is not None and not one.path.tight:
            assert_no_slack(case, one.path)


def assert_no_slack(case: Case, way: Way) -> None:
    """One working day later somebody after it would have less than their time, or a window, list or round be over."""
    limits = [*(step.day for step in way.steps[1:]), way.last_day]
    for step, limit in zip(way.steps, limits, strict=True):
        working = case.ground.calendar(int(step.of_child)).working_days
        later = working.moved(step.day, 1)
        term = term_after(case.ground, step.stop, int(step.of_child), later) if step is not way.steps[-1] else None
        assert working.counts(step.day)
        assert step.day <= limit
        ends = [
            case.ground.facts.programme.windows[use.params["window"]].closes
            for use in step.stop.move.guards
            if use.guard == "window"
        ]
        clocks = [day for day in case.ground.facts.deadlines.values() if step.stop.source == case.ground.facts.state]
        closed = [day for day in [*ends, *clocks, *([step.stop.until] if step.stop.until else [])] if day < later]
        finish = [one.by for one in step.stop.definition.law.finish if one.by < later]
        assert (term.last_day if term else later) > limit or later > limit or closed or finish, step.stop.move.trigger


def test_the_fifteen_working_days_of_the_commune_are_recomputed_with_nothing_but_the_published_script(
    found: list[tuple[Case, Found]],
) -> None:
    script = _script()
    for case, one in found:
        for step in one.path.steps if one.path and not one.path.tight else ():
            if step.term is None or step.term.rule.name != "commune_report":
                continue
            off = case.ground.calendar(0).working_days
            works = off.counts
            assert script.after(works, step.day, "working_days", 15) == step.term.last_day


def test_an_act_that_something_else_replaces_once_it_is_late_is_done_before(shipped_rules: Rules) -> None:
    case = next(one for one in cases(shipped_rules) if one.ground.facts.state == "province.in_review")
    late = TooLate("session", "withdraw_evaluation")
    moves = [
        replace(move, too_late=late) if move.trigger == "complete_review" else move
        for move in case.definition.transitions
    ]
    definition = replace(case.definition, transitions=tuple(moves))
    ends = case.ground.today + 7 * ONE_DAY
    facts = replace(case.ground.facts, deadlines={**case.ground.facts.deadlines, "session": ends})
    ground = replace(case.ground, facts=facts)
    plain, found = find(ground, case.definition).path, find(ground, definition).path
    assert plain is not None
    assert found is not None
    assert (plain.steps[0].stop.move.trigger, found.steps[0].stop.move.trigger) == ("complete_review",) * 2
    assert found.steps[0].day <= ends < plain.steps[0].day


def test_lead_times_of_papers_count_backwards_from_the_act_that_needs_them(shipped_rules: Rules) -> None:
    kind = replace(shipped_rules.papers["commune_report"], takes=Period(working_days=400))
    slow = replace(shipped_rules, papers={**shipped_rules.papers, "commune_report": kind})
    for case in cases(shipped_rules):
        way = find(case.ground, case.definition).path
        if way is None or way.tight or way.steps[-1].stop.goal is None or way.steps[-1].stop.goal.kind != JOINS:
            continue
        if any("commune_report" in lacking.types for step in way.steps for lacking in step.lacking):
            again = find(replace(case.ground, rules=slow), case.definition)
            # Whoever counts the time to get the paper no longer reaches it; only those who hurry do.
            assert again.path is None or again.path.tight or again.path.round != way.round
            return
    pytest.fail("no way needs the commune's report")


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recompute", SHIPPED.parent / "docs" / "recompute_deadline.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
