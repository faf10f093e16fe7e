"""A thousand open dossiers under 148 in every state are moved to 1489, then to 26, and all the way back."""

from collections.abc import Callable
from typing import Any

import pytest

from cycle.answers import Done
from cycle.facts import read_family
from cycle.law import Back, revert_run, to_return
from cycle.queries.verification import verify
from cycle.sweeps.running import sweep
from tests import laws
from tests.conftest import TestClock
from tests.scene import Scene
from workflows.entering import waits_for_child
from workflows.scopes import counting, meant
from workflows.verdict import Refusal

ALL = {"accept": True, "note": "Theo gợi ý của kế hoạch", "basis": "Văn bản của tỉnh"}
THOUSAND = 1000
# A dossier of each place and of each number of stars in each state.
LEAST = 3 * len(laws.STATES)


@pytest.mark.torture
def test_a_thousand_open_dossiers_go_there_and_back(
    sqlite_url: str, clock: TestClock, share: Callable[[int], int]
) -> None:
    many = max(share(THOUSAND), LEAST)
    scene = laws.set_law_scene(sqlite_url, clock, many)
    extend_some(scene, many)
    started = rows(scene)
    moved(scene, laws.TO_1489, 2 * many)
    clock.set(laws.JULY_2026)
    sweep(scene.office, "law")
    middle = rows(scene)
    moved(scene, laws.TO_26, many)
    returned(scene, "LAW-2", many)
    assert rows(scene)[0] == middle[0]
    assert_same_clocks(scene, middle[1], but=())
    returned(scene, "LAW-1", 2 * many)
    assert rows(scene)[0] == started[0]
    # What stood through all of it has run out meanwhile.
    assert_same_clocks(scene, started[1], but=STOOD)
    scene.office.database.close()


STOOD = ("supplement", "province_supplement", "province_review", "province_evaluation")


def extend_some(scene: Scene, many: int) -> None:
    """Deadlines that were extended go the same way."""
    clock_of = {"district.in_council": "district_evaluation", "province.in_council": "province_evaluation"}
    for number in range(many):
        name = clock_of.get(laws.STATES[number % len(laws.STATES)])
        if name is not None and number % 2:
            laws.extend(scene, f"QNG2024-{number + 1:04d}.1", name)


def moved(scene: Scene, plan: Any, many: int) -> None:
    """Every dossier moves, none is stranded, and history holds."""
    found = laws.applied(scene, laws.asked_of(plan, **ALL))
    assert len(found) == many
    assert [one for one in found if not isinstance(one.answer, Done)] == []
    assert stranded(scene, {one.tried.dossier for one in found}) == []
    assert verify(scene.office).faults == ()


def returned(scene: Scene, run: str, many: int) -> None:
    back = Back(run, "Thử chuyển lại")
    codes = to_return(scene.office, laws.SECRETARIAT, back)
    assert not isinstance(codes, Refusal)
    answers = [one.answer for one in revert_run(scene.office, laws.SECRETARIAT, back, codes)]
    assert len(answers) == many
    assert [one for one in answers if not isinstance(one, Done)] == []
    assert verify(scene.office).faults == ()


def stranded(scene: Scene, codes: set[str]) -> list[str]:
    """Open dossiers in which nobody in force can act and no child is waited for."""
    desk = laws.desk_for(scene, laws.asked_of(laws.TO_1489), "see.all")
    rules, found = desk.published.rules, []
    with scene.office.database.reading() as transaction:
        for code in sorted(codes):
            family = read_family(transaction, code, scene.office.clock)
            assert family is not None
            one = family.members[code]
            facts = family.facts(code, rules.programmes[one.programme], rules)
            ways = desk.definition(transaction, one.definition).offers[one.state]
            acting = [who for way in ways for who in counting(way.by, facts, rules) if meant(who, facts, rules)]
            waits = waits_for_child(desk.definition(transaction, one.definition), one.state) and any(
                child.final is None for child in facts.children
            )
            if not waits and not {who.role for who in acting} - {"producer", "parent", "system", "child"}:
                found.append(code)
    return found


def rows(scene: Scene) -> tuple[list[Any], list[Any]]:
    with scene.office.database.reading() as transaction:
        return laws.rows_of(transaction)


def assert_same_clocks(scene: Scene, before: list[Any], but: tuple[str, ...]) -> None:
    """Running clocks are the same in every column; of some only that they run, and since when."""
    for old, new in zip(before, rows(scene)[1], strict=True):
        assert old[:3] == new[:3]
        assert old == new or old[1] in but
