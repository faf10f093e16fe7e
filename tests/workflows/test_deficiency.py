"""A request for completion names all that is lacking at once; a second one only what changed since, or says why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.declared import read_texts, told
from tests.workflows.round_cases import whole
from workflows.asked import Asked
from workflows.computed import computed
from workflows.facts import Actor, Facts, PaperFact
from workflows.guards.deficiency import higher_of, reasons_of
from workflows.naming import GuardUse
from workflows.verdict import Reason

FIRST, SECOND = date(2026, 6, 8), date(2026, 7, 20)
HOLDERS = {"dossier": frozenset({"D"}), "producer": frozenset({"P"}), "product": frozenset({"SP"})}
HOLDERS |= {"establishment": frozenset({"CS"})}


def paper(kind: str, **more: Any) -> PaperFact:
    rules, _ = read_texts(whole())
    assert rules is not None
    held = rules.papers[kind].held_by
    (holder,) = HOLDERS[held]
    plain = PaperFact(f"{kind}/1", kind, 1, held, holder, "verified", date(2026, 6, 1), None, None, 5, "")
    return replace(plain, **more)


def asked(papers: tuple[PaperFact, ...], on: date = FIRST, before: Any = None, **given: str) -> Asked:
    rules, problems = read_texts(whole())
    assert rules is not None, told(problems)
    definition = rules.definitions["evaluation_old"]
    transition = definition.moves["council.scoring", "record_result"]
    wanted = tuple(rule for rule in transition.records if rule.type == "deficiency")
    values = {"stars": 4, "filed": "2026-06-01", **({"lacking": before} if before else {})}
    areas: dict[str, frozenset[str]] = {}
    facts = Facts("D", "", rules.programmes["HERE2024"], "P", "", "food", areas, {}, HOLDERS, values, papers)
    return Asked(rules, definition, replace(transition, records=wanted), facts, Actor("a", ()), on, given)


def foretelling(one: Asked) -> Asked:
    """The same where the acts that are asked about will need a food-safety certificate for 5 stars."""
    use = GuardUse("paper", {"one_of": ("food_safety",), "stars": 5})
    moves = tuple(replace(move, foretold=(use,)) for move in one.definition.transitions)
    return replace(one, definition=replace(one.definition, transitions=moves))


def answer(one: Asked) -> Any:
    values, reasons = computed(one)
    return reasons[0] if reasons else values["lacking"]


def told_of(value: Any) -> list[tuple[str, Any]]:
    return [(one.code, one.params.get("papers") or one.params["paper"]) for one in reasons_of(value)]


SAMPLES, FORM = paper("samples"), paper("idea_form")
NOTHING = asked(())


def test_every_unmet_paper_is_named_at_once() -> None:
    value = answer(NOTHING)
    assert told_of(value) == [("paper_missing", "samples"), ("paper_missing_any", ["idea_form", "food_safety"])]
    assert value["on"] == "2026-06-08"


def test_a_request_for_nothing_is_refused() -> None:
    nothing = Reason("deficiency_nothing", {"value": "more"})
    assert answer(asked((SAMPLES, FORM))) == nothing
    assert answer(asked((SAMPLES, FORM), SECOND, answer(NOTHING), late_reason="Bỏ sót")) == nothing
    assert told_of(answer(asked((SAMPLES, FORM), more="ảnh bao bì"))) == []


def test_triggers_of_which_a_value_says_otherwise_ask_nothing() -> None:
    one = asked((), more="ảnh bao bì")
    assert told_of(answer(replace(one, facts=replace(one.facts, values={"stars": 2})))) == []


def test_what_only_a_higher_rank_needs_is_told_apart_and_counts_as_told() -> None:
    one = foretelling(asked((FORM,)))
    value = answer(one)
    assert told_of(value) == [("paper_missing", "samples")]
    assert {stars: [reason.params["paper"] for reason in some] for stars, some in higher_of(value).items()} == {
        5: ["food_safety"]
    }
    apart = {"lacking": [], "on": value["on"], "higher": [{**item, "stars": 4} for item in value["lacking"]]}
    assert told_of(answer(asked((FORM,), SECOND, apart))) == [("paper_missing", "samples")]


def test_what_a_higher_rank_needs_alone_may_be_asked_for() -> None:
    value = answer(foretelling(asked((SAMPLES, FORM))))
    assert (told_of(value), list(higher_of(value))) == ([], [5])


def test_what_was_named_before_may_be_named_again() -> None:
    before = answer(NOTHING)
    assert told_of(answer(asked((), SECOND, before))) == told_of(before)


CHANGED = [
    replace(FORM, expires=date(2026, 7, 1)),
    replace(FORM, status="rejected"),
    replace(FORM, status="received", received=date(2026, 7, 2)),
]


@pytest.mark.parametrize("changed", CHANGED, ids=["expired since", "rejected since", "handed in anew"])
def test_what_has_changed_since_may_be_named(changed: PaperFact) -> None:
    before = answer(asked((FORM,)))
    assert told_of(before) == [("paper_missing", "samples")]
    assert len(told_of(answer(asked((changed,), SECOND, before)))) == 2


def test_what_was_withheld_the_first_time_needs_its_reason() -> None:
    before = {"lacking": [], "on": FIRST.isoformat()}
    withheld = answer(asked((FORM,), SECOND, before))
    told_why = {"papers": ["samples"], "since": FIRST, "value": "late_reason"}
    assert withheld == Reason("deficiency_withheld", told_why)
    late = answer(asked((FORM,), SECOND, before, late_reason="Bỏ sót khi kiểm tra lần đầu"))
    assert told_of(late) == [("paper_missing", "samples")]


@pytest.mark.parametrize("papers", [(FORM,), (SAMPLES, FORM)], ids=["beside papers", "alone"])
def test_what_is_added_by_hand_later_needs_its_reason(papers: tuple[PaperFact, ...]) -> None:
    before = answer(NOTHING)
    assert "lacking" in answer(asked((), FIRST, None, more="ảnh bao bì"))
    assert answer(asked(papers, SECOND, before, more="ảnh bao bì")).code == "deficiency_more"
    late = answer(asked(papers, SECOND, before, more="ảnh bao bì", late_reason="mẫu mới ban hành"))
    assert "lacking" in late


def test_a_second_request_for_nothing_that_is_lacking_needs_its_reason() -> None:
    assert answer(asked((SAMPLES, FORM), SECOND, answer(NOTHING))).code == "deficiency_more"
