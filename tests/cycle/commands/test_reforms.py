"""A reform of organisations: bodies begin and end in one act, and whoever is to go along goes along."""

from dataclasses import replace
from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.permits import Caller
from cycle.commands.register import contacts, register
from cycle.commands.register.reforming import Ending, Reform, reform_organisations, try_reform
from cycle.queries.verification import verify
from cycle.queries.viewing import View, view_of
from tests.conftest import TestClock
from tests.scene import Scene
from workflows.verdict import Refusal

LAST_DAY, NEXT_DAY = date(2024, 5, 31), date(2024, 6, 1)
OLD, NEW = "QNG-SCT", "QNG-SCTDL"
BODY = register.Organisation(NEW, "Sở Công Thương và Du lịch tỉnh Quảng Ngãi", "department", NEXT_DAY, "QNG")
ENDING = Ending(OLD, LAST_DAY, (NEW,), "follow", "follow")
REFORM = Reform("Sắp xếp sở, ngành", "Nghị quyết số 01/NQ-HĐND", (BODY,), (ENDING,))


@pytest.fixture
def department(scene: Scene) -> Scene:
    """The scene with somebody in the department that is to be renamed, and with whom letters reach there."""
    office, admin = scene.office, scene.admin
    for answer in (
        register.add_account(office, admin, register.Account("so", "Nguyễn Thị Sở")),
        register.grant_role(office, admin, register.Holding("so", "department", OLD, date(2024, 1, 1))),
        contacts.add_contact(
            office, admin, contacts.Contact("SCT1", OLD, "Trần Văn A", None, "a@example.vn", date(2024, 1, 1))
        ),
        contacts.add_contact(
            office,
            admin,
            contacts.Contact("SCT2", OLD, "Lê B", "0905123456", None, date(2024, 1, 1), alternate_of="SCT1"),
        ),
    ):
        assert isinstance(answer, Done), answer
    return scene


def rows(scene: Scene, statement: str, *given: object) -> list[tuple[object, ...]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows(statement, given)


def sees(scene: Scene, account: str, day: date) -> bool:
    with scene.office.database.reading() as transaction:
        return isinstance(view_of(transaction, scene.office, account, day), View)


def codes(answer: Done | Refusal) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def test_a_renamed_department_keeps_working(department: Scene, clock: TestClock) -> None:
    scheme, answer = reform_organisations(department.office, department.admin, REFORM)
    assert isinstance(answer, Done), answer
    assert scheme is not None
    assert scheme.counts == {"begin": 1, "end": 1, "followed": 3, "ended": 0}
    held = "SELECT holder, valid_from, valid_to FROM account_grant WHERE account = 'so' ORDER BY valid_from"
    assert rows(department, held) == [(OLD, "2024-01-01", "2024-05-31"), (NEW, "2024-06-01", None)]
    reached = "SELECT code, email, phone, alternate_of FROM contact WHERE organisation = ? ORDER BY code"
    assert rows(department, reached, NEW) == [
        (f"SCT1.{NEW}", "a@example.vn", None, None),
        (f"SCT2.{NEW}", None, "0905123456", f"SCT1.{NEW}"),
    ]
    assert [sees(department, "so", day) for day in (LAST_DAY, NEXT_DAY)] == [True, True]
    assert rows(department, "SELECT successor FROM organisation_successor WHERE code = ?", OLD) == [(NEW,)]
    assert verify(department.office).faults == ()


def test_where_nothing_is_to_follow_all_ends_with_the_body(department: Scene) -> None:
    ending = replace(ENDING, accounts="end", contacts="end")
    scheme, answer = reform_organisations(department.office, department.admin, replace(REFORM, ends=(ending,)))
    assert isinstance(answer, Done), answer
    assert scheme is not None
    assert scheme.counts["ended"] == 3
    assert [sees(department, "so", day) for day in (LAST_DAY, NEXT_DAY)] == [True, False]
    assert rows(department, "SELECT code FROM contact WHERE organisation = ?", NEW) == []
    assert verify(department.office).faults == ()


def test_a_trial_says_the_same_and_writes_nothing(department: Scene) -> None:
    before = rows(department, "SELECT COUNT(*) FROM record")
    scheme, answer = try_reform(department.office, department.admin, REFORM)
    assert isinstance(answer, Done), answer
    assert scheme is not None
    assert scheme.counts == {"begin": 1, "end": 1, "followed": 3, "ended": 0}
    assert rows(department, "SELECT COUNT(*) FROM record") == before


def test_every_reason_is_told_and_nothing_is_done(department: Scene) -> None:
    wrong = Reform(
        "Sắp xếp",
        "Nghị quyết",
        (replace(BODY, code="QNG-STC"), replace(BODY, code="Y", parent="524")),
        (
            Ending("KHONG_CO", LAST_DAY),
            Ending("BNNPTNT", date(2025, 3, 31)),
            Ending("524", date(2023, 1, 1)),
            Ending("528", LAST_DAY, ("528", "X")),
            Ending("QNG-SYT", LAST_DAY, ("528",), "follow"),
        ),
    )
    before = rows(department, "SELECT COUNT(*) FROM record")
    _, answer = reform_organisations(department.office, department.admin, wrong)
    assert codes(answer) == [
        "code_taken",
        "parent_of_other_level",
        "organisation_unknown",
        "organisation_ended",
        "dates_out_of_order",
        "successor_not_after",
        "organisation_unknown",
        "follower_missing",
    ]
    assert rows(department, "SELECT COUNT(*) FROM record") == before


def test_only_who_may_write_organisations_and_accounts_reforms(department: Scene) -> None:
    _, answer = reform_organisations(department.office, Caller("to_chuc"), REFORM)
    assert codes(answer) == ["not_permitted", "not_permitted"]


def test_what_a_reform_wrote_and_somebody_edited_is_found(department: Scene) -> None:
    _, answer = reform_organisations(department.office, department.admin, REFORM)
    assert isinstance(answer, Done), answer
    edits = {
        "UPDATE organisation SET valid_to = '2024-06-30' WHERE code = 'QNG-SCT'": "organisation QNG-SCT",
        "UPDATE organisation_successor SET successor = 'QNG-STC' WHERE code = 'QNG-SCT'": "QNG-SCT QNG-STC",
        "UPDATE account_grant SET holder = 'QNG-STC' WHERE holder = 'QNG-SCTDL'": "so department QNG-STC",
        "UPDATE contact SET valid_to = NULL WHERE code = 'SCT1'": "contact SCT1",
    }
    with department.office.database.writing() as transaction:
        for edit in edits:
            transaction.run(edit)
    places = [fault.place for fault in verify(department.office).faults]
    assert [told for told in edits.values() if not any(told in place for place in places)] == []
