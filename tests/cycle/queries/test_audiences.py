"""Whom letters go to and no e-mail reaches: by organisation with the letters, producers counted."""

from dataclasses import replace
from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.producers import producers
from cycle.commands.register import contacts
from cycle.commands.seasons import opening
from cycle.letters.addresses import addresses_of
from cycle.queries.letters.audiences import Reach, Unreached, count_unreached, find_unreached
from cycle.queries.paging import Page
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.scene import COMMUNE, DISTRICT, PROGRAMME, SECRETARIAT_BODY, Scene, declared
from workflows.naming import Who
from workflows.rules import Rules
from workflows.verdict import Reason

TODAY = date(2024, 3, 5)
ALL = View("to_chuc", TODAY, everything=True)


def reach(scene: Scene, programme: str | None = PROGRAMME) -> Reach:
    found = find_unreached(scene.office, ALL, Page(1000), programme)
    assert isinstance(found, Reach), found
    return found


def missing(scene: Scene) -> dict[str, Unreached]:
    return {one.organisation: one for one in reach(scene).missing.rows}


def add_contact(scene: Scene, organisation: str, email: str | None, until: date | None = None) -> None:
    code = f"LH-{organisation}"
    contact = contacts.Contact(code, organisation, "Nguyễn Văn A", "0255 3822 111", email, date(2024, 1, 1), until)
    answer = contacts.add_contact(scene.office, scene.admin, contact)
    assert isinstance(answer, Done), answer


def test_those_whom_letters_go_to_are_told_with_the_letters_that_go_there(scene: Scene) -> None:
    scene.open()
    found = missing(scene)
    assert set(found[COMMUNE].letters) >= {"owed", "recognised", "extended", "escalated", "phone_list"}
    assert (found[COMMUNE].level, found[COMMUNE].programme) == ("commune", PROGRAMME)
    assert {"owed", "recognised"} <= set(found[DISTRICT].letters)
    assert "phone_list" not in found[DISTRICT].letters, "only where there is no commune"
    assert {"owed", "daily_report"} <= set(found[SECRETARIAT_BODY].letters)
    assert "524" not in found, "no product of a dossier comes from there"


def test_an_organisation_with_an_e_mail_of_today_is_reached(scene: Scene) -> None:
    scene.open()
    before = reach(scene)
    add_contact(scene, COMMUNE, "xa@example.vn")
    add_contact(scene, DISTRICT, None)
    add_contact(scene, SECRETARIAT_BODY, "so@example.vn", TODAY)
    after = reach(scene)
    gone = {one.organisation for one in before.missing.rows} - {one.organisation for one in after.missing.rows}
    assert gone == {COMMUNE, SECRETARIAT_BODY}
    assert after.organisations == before.organisations
    assert count_unreached(scene.office, declared().rules)[0] >= after.missing.total


def test_an_address_that_takes_no_letters_reaches_nobody(scene: Scene) -> None:
    scene.open()
    for organisation in (COMMUNE, DISTRICT, SECRETARIAT_BODY):
        add_contact(scene, organisation, f"{organisation.lower()}@example.vn")
    change_emails(scene, "UPDATE contact SET email = 'phòng@example.vn' WHERE organisation = ?", COMMUNE)
    change_emails(scene, "UPDATE producer SET email = ?", "ubnd.xa.@example.vn")
    known = f"{DISTRICT}@example.vn"
    change_emails(scene, "INSERT INTO bad_address (address, count, since, last) VALUES (?, 2, '2024', '2024')", known)
    found = missing(scene)
    assert found[COMMUNE].unusable == (f"LH-{COMMUNE}",)
    assert found[DISTRICT].unusable == (f"LH-{DISTRICT}",)
    assert SECRETARIAT_BODY not in found
    assert (reach(scene).producers, reach(scene).producers_missing) == (1, 1)
    with scene.office.database.reading() as transaction:
        for code, reached in ((COMMUNE, False), (DISTRICT, False), (SECRETARIAT_BODY, True)):
            assert addresses_of(transaction, f"organisation:{code}", TODAY).missing is not reached


def change_emails(scene: Scene, statement: str, value: str) -> None:
    """What the register holds from before letters were checked against it."""
    with scene.office.database.writing() as transaction:
        transaction.run(statement, (value,))


def test_a_contact_of_yesterday_reaches_nobody(scene: Scene, clock: TestClock) -> None:
    scene.open()
    add_contact(scene, COMMUNE, "xa@example.vn", TODAY)
    later = replace(ALL, today=date(2024, 3, 6))
    found = find_unreached(scene.office, later, Page(1000), PROGRAMME)
    assert isinstance(found, Reach)
    assert COMMUNE in {one.organisation for one in found.missing.rows}
    assert COMMUNE not in missing(scene)


def test_producers_are_counted(scene: Scene) -> None:
    scene.open()
    assert (reach(scene).producers, reach(scene).producers_missing) == (1, 1)
    made = producers.Producer("4300100002", "tax", "cooperative", "Hợp tác xã Hai", COMMUNE, email="hai@example.vn")
    assert isinstance(producers.add_producer(scene.office, scene.secretariat, made), Done)
    place = producers.Establishment("CS02", "CT-4300100002", "Xưởng", COMMUNE)
    assert isinstance(producers.add_establishment(scene.office, scene.secretariat, place), Done)
    product = producers.Product("SP900", "CT-4300100002", "Mắm", "food", (COMMUNE,), ("CS02",))
    assert isinstance(producers.add_product(scene.office, scene.secretariat, product), Done)
    answer = opening.open_dossier(scene.office, scene.secretariat, opening.Opening(PROGRAMME, "SP900"))
    assert isinstance(answer, Done), answer
    assert (reach(scene).producers, reach(scene).producers_missing) == (2, 1)


def test_those_whom_tasks_name_are_looked_for_too(scene: Scene) -> None:
    """The season of the scene has begun with the plan's tasks."""
    found = missing(scene)
    assert {"owed", "task_assigned"} <= set(found["QNG-SCT"].letters)


def test_pages_are_cut_and_sorted(scene: Scene) -> None:
    scene.open()
    whole = reach(scene).missing
    by_code = find_unreached(scene.office, ALL, Page(2, 2, "code"), PROGRAMME)
    assert isinstance(by_code, Reach)
    assert [one.organisation for one in by_code.missing.rows] == sorted(one.organisation for one in whole.rows)[2:4]
    assert by_code.missing.total == whole.total


def test_a_programme_that_is_not_declared_is_named_with_the_nearest(scene: Scene) -> None:
    answer = find_unreached(scene.office, ALL, Page(), "QNG024")
    assert answer == Reason("filter_unknown", {"what": "programme", "given": "QNG024", "nearest": PROGRAMME})


def test_a_programme_without_letters_reaches_nobody(scene: Scene) -> None:
    rules = declared().rules
    silent = {name: replace(one, letters=None) for name, one in rules.programmes.items()}
    assert count_unreached(scene.office, replace(rules, programmes=silent)) == (0, 0)


@pytest.mark.parametrize(("to", "reached"), [((Who("commune", "of_product"),), 1), ((Who("producer", "own"),), 0)])
def test_only_those_named_are_counted(scene: Scene, to: tuple[Who, ...], reached: int) -> None:
    scene.open()
    rules = with_one_letter(declared().rules, to)
    assert count_unreached(scene.office, rules) == (reached, 1 - reached)


def with_one_letter(rules: Rules, to: tuple[Who, ...]) -> Rules:
    one = rules.programmes[PROGRAMME]
    assert one.letters is not None
    letter = replace(one.letters.letters["returned"], to=to)
    letters = replace(one.letters, letters={"returned": letter})
    return replace(rules, programmes={PROGRAMME: replace(one, letters=letters)})
