"""What a plan would do is told of every dossier, as applying it finds; nothing is written, nobody kept waiting."""

import threading
import time
from datetime import date

import pytest

from cycle.commands.fire import Fire, fire
from cycle.commands.permits import Caller
from cycle.law import Chosen, prepare, try_plan
from cycle.law.desk import Desk
from tests import laws
from tests.scene import Scene
from workflows.verdict import Refusal


def counts(scene: Scene) -> list[int]:
    tables = ("record", "dossier", "deadline", "law_run", "law_move", "config_file", "effect", "outbox")
    with scene.office.database.reading() as transaction:
        return [transaction.rows(f"SELECT COUNT(*) FROM {table}")[0][0] for table in tables]


def test_every_open_dossier_of_the_plan_is_told_and_nothing_is_written(scene: Scene) -> None:
    before = counts(scene)
    found = laws.tried(scene, laws.asked_of(laws.TO_1489))
    evaluations = {code: told for code, told in found.items() if code.endswith(".1")}
    assert len(evaluations) == 2 * len(laws.STATES)
    assert len(found) == 2 * len(evaluations)
    assert {reason for _, reasons in found.values() for reason in reasons} == {"law_person", "law_place_divided"}
    assert counts(scene) == before


def test_a_plan_tried_before_its_day_says_from_which_day_on(small: Scene) -> None:
    found = laws.tried(small, laws.asked_of(laws.TO_1489, happened=date(2025, 7, 4)))
    verdicts = {told for code, told in found.items() if code.endswith("1.1")}
    assert verdicts == {("moves_if", ("law_not_yet",))}


def test_only_some_or_one_programme_are_asked_for(small: Scene) -> None:
    one = laws.tried(small, laws.asked_of(laws.TO_1489, only=("QNG2024-0001.1",)))
    assert list(one) == ["QNG2024-0001.1"]
    answer = prepare(small.office, laws.SECRETARIAT, laws.asked_of(laws.TO_1489, programme="QNG1999"))
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["programme_unknown"]


@pytest.mark.parametrize(
    ("choice", "account", "codes"),
    [
        ("province.in_review", "thu_ky_chuong_trinh", ()),
        ("commune.received", "thu_ky_chuong_trinh", ()),
        ("province.approved", "thu_ky_chuong_trinh", ("law_choice_unknown",)),
        ("province.in_review", "kiem_tra", ("law_choice_role",)),
    ],
)
def test_a_choice_settles_what_a_person_decides_if_their_role_may(
    small: Scene, choice: str, account: str, codes: tuple[str, ...]
) -> None:
    decided = f"QNG2024-{laws.STATES.index('district.concluded') + 1:04d}.1"
    asked = laws.asked_of(laws.TO_1489, choices={decided: Chosen(choice)})
    desk = laws.desk_for(small, asked, "see.all", account)
    found = {one.dossier: one.result for one in try_plan(desk)}
    assert tuple(reason.code for reason in found[decided].reasons) == codes
    assert (found[decided].verdict, found[decided].target) == (("person", None) if codes else ("moves", choice))


def test_a_choice_for_a_dossier_that_the_plan_is_not_about_is_refused(small: Scene) -> None:
    act = Fire("QNG2024-0005.1", "withdraw_evaluation", "chu_the", note="Không còn sản xuất")
    assert not isinstance(fire(small.office, act), Refusal)
    named = ("QNG2024-9999", "QNG2024-0005.1", "QNG2024-0001.1")
    asked = laws.asked_of(laws.TO_1489, choices={code: Chosen("commune.received") for code in named})
    answer = prepare(small.office, laws.SECRETARIAT, asked)
    assert isinstance(answer, Refusal)
    assert [(one.code, one.params["dossier"]) for one in answer.reasons] == [
        ("dossier_unknown", "QNG2024-9999"),
        ("law_choice_late", "QNG2024-0005.1"),
    ]
    other = prepare(small.office, laws.SECRETARIAT, laws.asked_of(laws.TO_26, choices={named[2]: Chosen("x")}))
    assert isinstance(other, list | Refusal), other


def test_a_choice_for_what_the_plan_has_moved_is_no_fault(small: Scene) -> None:
    laws.applied(small, laws.asked_of(laws.TO_1489, basis="1489/QĐ-TTg", only=("QNG2024-0001", "QNG2024-0001.1")))
    asked = laws.asked_of(laws.TO_1489, choices={"QNG2024-0001.1": Chosen("commune.received")})
    assert isinstance(prepare(small.office, laws.SECRETARIAT, asked), Desk)


def test_what_is_suggested_is_accepted_in_bulk_only_with_a_reason(small: Scene) -> None:
    answer = prepare(small.office, laws.SECRETARIAT, laws.asked_of(laws.TO_1489, accept=True))
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["law_accept_without_note"]
    found = laws.tried(small, laws.asked_of(laws.TO_1489, accept=True, note="theo gợi ý"))
    assert {verdict for verdict, _ in found.values()} == {"moves"}


def test_a_dossier_with_a_mark_due_waits_for_the_sweep(small: Scene) -> None:
    small.office.clock.set("2025-07-12T02:00:00+00:00")  # type: ignore[attr-defined]  # the clock of a test
    found = laws.tried(small, laws.asked_of(laws.TO_1489))
    assert "law_sweep_due" in {reason for _, reasons in found.values() for reason in reasons}


def test_a_writer_commits_while_a_plan_is_tried(scene: Scene) -> None:
    desk = laws.desk_for(scene, laws.asked_of(laws.TO_1489), "see.all")
    found, done = try_plan(desk), list[float]()
    next(found)
    act = Fire("QNG2024-0005.1", "withdraw_evaluation", "chu_the", note="Không còn sản xuất")

    def write() -> None:
        began = time.monotonic()
        assert not isinstance(fire(scene.office, act), Refusal)
        done.append(time.monotonic() - began)

    writer = threading.Thread(target=write)
    writer.start()
    writer.join(5)
    assert done
    assert done[0] < 1
    assert len(list(found)) == 4 * len(laws.STATES) - 1


def test_a_plan_needs_see_all_to_be_tried_and_law_apply_to_be_applied(small: Scene) -> None:
    for permission, account in (("see.all", "chu_the"), ("law.apply", "kiem_tra")):
        answer = prepare(small.office, Caller(account), laws.asked_of(laws.TO_1489), permission)
        assert isinstance(answer, Refusal)
        assert [reason.code for reason in answer.reasons] == ["not_permitted"]
    assert isinstance(prepare(small.office, Caller("kiem_tra"), laws.asked_of(laws.TO_1489)), Desk)
