"""The register: codes, roles and their days, where products lie and are made, and what of it is personal."""

from datetime import date
from typing import Any

import pytest

from cycle.answers import Done
from cycle.commands.permits import Caller
from cycle.commands.producers import producers
from cycle.commands.producers.linking import link_establishment
from cycle.commands.register import contacts, register
from cycle.commands.register.binding import bind_account
from cycle.queries.history import verify
from tests.scene import COMMUNE, DISTRICT, PRODUCER, PRODUCT, Scene
from workflows.verdict import Refusal

TODAY = date(2024, 3, 5)
LAST = date(2024, 12, 31)


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def done(answer: object) -> Done:
    assert isinstance(answer, Done), answer
    return answer


def rows(scene: Scene, statement: str) -> list[tuple[Any, ...]]:
    with scene.office.database.reading() as transaction:
        return transaction.rows(statement)


def grant(scene: Scene, first: date, last: date | None = None, account: str = "huyen") -> object:
    held = register.Holding(account, "commune", COMMUNE, first, last)
    return register.grant_role(scene.office, scene.admin, held)


def end(scene: Scene, last: date) -> object:
    return register.end_role(scene.office, scene.admin, register.Holding("huyen", "commune", COMMUNE, TODAY), last)


def test_a_role_with_a_last_day_ends_earlier_but_not_later_nor_before_it_began(scene: Scene) -> None:
    done(grant(scene, TODAY, LAST))
    assert codes(end(scene, LAST)) == ["grant_unknown"]
    assert codes(end(scene, date(2024, 3, 4))) == ["dates_out_of_order"]
    done(end(scene, date(2024, 4, 30)))
    held = "SELECT valid_from, valid_to FROM account_grant WHERE account = 'huyen' AND role = 'commune'"
    assert rows(scene, held) == [("2024-03-05", "2024-04-30")]
    assert verify(scene.office).faults == ()


def test_a_role_is_given_again_only_for_days_on_which_it_is_not_held(scene: Scene) -> None:
    done(grant(scene, TODAY))
    assert codes(grant(scene, TODAY)) == ["grant_taken"]
    assert codes(grant(scene, date(2024, 1, 1))) == ["grant_taken"]
    done(grant(scene, date(2024, 1, 1), date(2024, 3, 4)))
    done(end(scene, TODAY))
    assert codes(grant(scene, TODAY)) == ["grant_taken"]
    done(grant(scene, date(2024, 3, 6)))
    done(end(scene, date(2024, 3, 10)))
    held = "SELECT valid_from, valid_to FROM account_grant WHERE account = 'huyen' AND role = 'commune' ORDER BY 1"
    assert rows(scene, held) == [
        ("2024-01-01", "2024-03-04"),
        ("2024-03-05", "2024-03-05"),
        ("2024-03-06", "2024-03-10"),
    ]
    assert verify(scene.office).faults == ()


def test_nobody_gives_a_role_to_himself(scene: Scene) -> None:
    assert codes(grant(scene, TODAY, account="quan_tri")) == ["own_grant"]


def test_days_out_of_order_are_refused_for_roles_and_contacts(scene: Scene) -> None:
    assert codes(grant(scene, TODAY, date(2024, 3, 4))) == ["dates_out_of_order"]
    contact = contacts.Contact("LH1", DISTRICT, "Ớt", "0255 3822 111", None, TODAY, date(2024, 3, 4))
    assert codes(contacts.add_contact(scene.office, scene.admin, contact)) == ["dates_out_of_order"]


def test_what_is_named_twice_is_entered_once(scene: Scene) -> None:
    twice = producers.Product("SP002", PRODUCER, "Tỏi", "food", (COMMUNE, "528", COMMUNE), ("CS01", "CS01"))
    done(producers.add_product(scene.office, scene.secretariat, twice))
    body = register.Organisation("21999", "Xã cũ", "commune", TODAY, DISTRICT, None, (COMMUNE, COMMUNE))
    done(register.add_organisation(scene.office, scene.admin, body))
    assert codes(register.add_organisation(scene.office, scene.admin, body)) == ["code_taken"]
    assert codes(producers.add_product(scene.office, scene.secretariat, twice)) == ["code_taken"]
    assert rows(scene, "SELECT COUNT(*) FROM product_area WHERE product = 'SP002'") == [(2,)]
    assert verify(scene.office).faults == ()


@pytest.mark.parametrize("code", ["a b", "a/b", "a:b", "a\x00b", "a\ud800b", "a\u200bb", "a\nb", "a\u00a0b"])
def test_a_code_that_cannot_be_one_is_refused_in_every_command(scene: Scene, code: str) -> None:
    office, secretariat, admin = scene.office, scene.secretariat, scene.admin
    answers = (
        register.add_account(office, admin, register.Account(code, "Tên")),
        register.add_organisation(office, admin, register.Organisation(code, "Tên", "commune", TODAY)),
        contacts.add_contact(office, admin, contacts.Contact(code, DISTRICT, "Tên", "0255 3822 111", None, TODAY)),
        register.grant_role(office, admin, register.Holding("xa", "commune", code, TODAY)),
        register.end_role(office, admin, register.Holding(code, "commune", COMMUNE, TODAY), TODAY),
        producers.add_producer(office, secretariat, producers.Producer(code, "tax", "farm", "Tên", COMMUNE)),
        producers.add_establishment(office, secretariat, producers.Establishment(code, PRODUCER, "Tên", COMMUNE)),
        producers.add_product(office, secretariat, producers.Product("SP9", PRODUCER, "Tên", "food", (code,))),
        link_establishment(office, secretariat, PRODUCT, code),
    )
    assert [codes(answer) for answer in answers] == [["code_malformed"]] * len(answers)


def test_a_code_is_kept_in_one_form(scene: Scene) -> None:
    done(register.add_account(scene.office, scene.admin, register.Account(" le\u0302 ", "Lê")))
    assert codes(register.add_account(scene.office, scene.admin, register.Account("l\u00ea", "Lê"))) == ["code_taken"]


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x07b"])
def test_a_text_that_cannot_be_kept_is_refused_in_every_command(scene: Scene, text: str) -> None:
    office, secretariat, admin = scene.office, scene.secretariat, scene.admin
    producer = producers.Producer("43009", "tax", "farm", "Tên", COMMUNE, representative=text)
    answers = (
        register.add_account(office, admin, register.Account("a", text)),
        register.add_account(office, admin, register.Account("a", "Tên", text)),
        register.add_organisation(office, admin, register.Organisation("A", text, "commune", TODAY)),
        contacts.add_contact(office, admin, contacts.Contact("A", DISTRICT, "Tên", text, None, TODAY)),
        producers.add_producer(office, secretariat, producer),
        producers.add_establishment(office, secretariat, producers.Establishment("A", PRODUCER, "T", COMMUNE, text)),
        producers.add_product(
            office, secretariat, producers.Product("A", PRODUCER, "T", "food", (COMMUNE,), group=text)
        ),
    )
    assert [codes(answer) for answer in answers] == [["text_unreadable"]] * len(answers)


@pytest.mark.parametrize("area", ["QNG", "21244-2025"])
def test_a_product_lies_in_communes_and_districts_in_being(scene: Scene, area: str) -> None:
    product = producers.Product("SP002", PRODUCER, "Tỏi", "food", (area,))
    assert codes(producers.add_product(scene.office, scene.secretariat, product)) == ["not_a_locality"]


def test_a_product_is_made_at_one_more_establishment_of_its_producer(scene: Scene) -> None:
    place = producers.Establishment("CS02", PRODUCER, "Xưởng hai", COMMUNE)
    done(producers.add_establishment(scene.office, scene.secretariat, place))
    assert codes(link_establishment(scene.office, Caller("huyen_khac"), PRODUCT, "CS02")) == ["out_of_reach"]
    assert codes(link_establishment(scene.office, Caller("chu_the"), PRODUCT, "CS02")) == ["not_permitted"]
    assert codes(link_establishment(scene.office, Caller("xa"), PRODUCT, "CS99")) == ["establishment_of_other"]
    assert codes(link_establishment(scene.office, Caller("xa"), "SP999", "CS02")) == ["product_unknown"]
    done(link_establishment(scene.office, Caller("xa"), PRODUCT, "CS02"))
    assert codes(link_establishment(scene.office, Caller("xa"), PRODUCT, "CS02")) == ["establishment_linked"]
    assert rows(scene, "SELECT establishment FROM product_establishment ORDER BY 1") == [("CS01",), ("CS02",)]
    assert verify(scene.office).faults == ()


def test_what_is_personal_of_households_and_accounts_stays_out_of_what_is_hashed(scene: Scene) -> None:
    household = producers.Producer("34A1", "household", "household", "Hộ Ví Dụ", COMMUNE)
    done(producers.add_producer(scene.office, scene.secretariat, household))
    place = producers.Establishment("CS02", "CT-34A1", "Nhà bà Ví Dụ", COMMUNE, "Số 1, thôn Hai")
    done(producers.add_establishment(scene.office, scene.secretariat, place))
    done(register.add_account(scene.office, scene.admin, register.Account("lan", "Lan", "lan.nguyen")))
    payloads = "".join(payload for (payload,) in rows(scene, "SELECT payload FROM record"))
    plain = {text for (text,) in rows(scene, "SELECT plain FROM personal")}
    assert {"Nhà bà Ví Dụ", "Số 1, thôn Hai", "lan.nguyen"} <= plain
    assert not [text for text in ("Ví Dụ", "thôn Hai", "lan.nguyen") if text in payloads]
    assert "Xưởng chế biến" in payloads
    kept = rows(scene, "SELECT name, address FROM establishment WHERE code = 'CS02'")
    assert kept == [("Nhà bà Ví Dụ", "Số 1, thôn Hai")]
    assert verify(scene.office).faults == ()


def test_an_account_is_bound_to_a_user_of_the_machine_later_and_freed_again(scene: Scene) -> None:
    assert isinstance(bind_account(scene.office, scene.admin, "xa", "may-xa"), Done)
    taken = bind_account(scene.office, scene.admin, "huyen", "may-xa")
    assert isinstance(taken, Refusal)
    assert [reason.code for reason in taken.reasons] == ["os_user_bound"]
    assert verify(scene.office).faults == ()
    assert isinstance(bind_account(scene.office, scene.admin, "xa", None), Done)
    assert isinstance(bind_account(scene.office, scene.admin, "huyen", "may-xa"), Done)
    assert verify(scene.office).faults == ()


@pytest.mark.parametrize("code", ["system", "child", "parent"])
def test_nobody_takes_the_engines_own_name(scene: Scene, code: str) -> None:
    answer = register.add_account(scene.office, scene.admin, register.Account(code, "Ai đó"))
    assert isinstance(answer, Refusal)
    assert [reason.code for reason in answer.reasons] == ["account_reserved"]


def test_an_organisation_lies_where_its_level_says(scene: Scene) -> None:
    for level, parent in (("commune", None), ("district", COMMUNE), ("department", DISTRICT), ("province", "QNG")):
        body = register.Organisation("X1", "Cơ quan mới", level, TODAY, parent)
        assert codes(register.add_organisation(scene.office, scene.admin, body)) == ["parent_of_other_level"]


def test_a_contact_that_reaches_nobody_is_refused(scene: Scene) -> None:
    wrong = contacts.Contact("L1", DISTRICT, "Phòng", "abc", "a@b.vn\nBcc: x@y.vn", TODAY)
    refused = codes(contacts.add_contact(scene.office, scene.admin, wrong))
    assert refused[-2:] == ["phone_malformed", "email_malformed"]


def test_a_role_of_an_organisation_needs_one(scene: Scene) -> None:
    holding = register.Holding("kiem_tra", "commune", "", TODAY)
    assert codes(register.grant_role(scene.office, scene.admin, holding)) == ["role_needs_holder"]
