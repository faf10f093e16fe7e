"""The lists of the register, of producers and of papers: text, order, pages, and what is personal."""

from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.producers import producers
from cycle.queries.dossiers.papers import PaperFilter, list_papers
from cycle.queries.paging import Listed, Page
from cycle.queries.register.accounts import AccountRow, list_accounts
from cycle.queries.register.producers import MakerFilter, list_establishments, list_producers, list_products
from cycle.queries.register.register import OrganisationFilter, list_organisations
from cycle.queries.seasons.programmes import list_programmes
from tests.cycle.queries.story import (
    BODIES,
    COMPANY,
    COOPERATIVE,
    DRAFTING,
    HOUSEHOLD,
    JUNE,
    OFFICERS,
    Story,
)
from tests.scene import PROGRAMME
from workflows.verdict import Reason

FIRST = Page()


def organisations(story: Story, page: Page = FIRST, **wanted: object) -> list[str]:
    wanted_ones = OrganisationFilter(**wanted)  # type: ignore[arg-type]  # each value is of its own field
    return [row.code for row in list_organisations(story.office, story.view("kiem_tra"), wanted_ones, page).rows]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"text": "tu nghia"}, ["528"]),
        ({"text": "qng-s"}, ["QNG-SCT", "QNG-SNNPTNT"]),
        ({"level": "district"}, ["524", "536", "528"]),
        ({"within": "528"}, ["528", "21244"]),
        ({"within": "QNG", "level": "commune"}, ["21055", "21244", "21244-2025"]),
        ({"within": "QNG", "level": "commune", "valid_on": date(2025, 7, 1)}, ["21055", "21244-2025"]),
        ({"within": "QNG", "level": "commune", "valid_on": date(2025, 6, 30)}, ["21055", "21244"]),
    ],
)
def test_organisations_are_found_by_what_they_are(story: Story, wanted: dict[str, object], expected: list[str]) -> None:
    assert organisations(story, **wanted) == expected  # type: ignore[arg-type]  # each value is of its own field


def test_organisations_page_and_sort_by_code_too(story: Story) -> None:
    every = [*organisations(story, Page(6, 1, "code")), *organisations(story, Page(6, 2, "code"))]
    assert every == sorted(code for code, *_ in BODIES)


def test_an_organisation_shows_its_successors_and_its_contacts_to_those_who_need_them(story: Story) -> None:
    def row(account: str, code: str) -> tuple[tuple[str, ...], list[tuple[str, str | None]]]:
        wanted = OrganisationFilter(text=code)
        found = list_organisations(story.office, story.view(account), wanted, Page(sort="code")).rows[0]
        return found.successors, [(contact.name, contact.phone) for contact in found.contacts]

    assert row("kiem_tra", "21244") == (("21244-2025",), [])
    assert row("xa", "528") == ((), [("Trần Văn Ớt", "0255 3845 111")])
    assert row("chu_the", "528") == ((), [])


def test_accounts_show_their_roles_to_those_who_keep_them(story: Story) -> None:
    def listed(account: str, text: str | None = None, page: Page = FIRST) -> Listed[AccountRow] | Reason:
        return list_accounts(story.office, story.view(account), text, page)

    found = listed("kiem_tra")
    assert isinstance(found, Listed)
    assert {row.code for row in found.rows} == {"quan_tri", *OFFICERS}
    assert found.rows[0].name == "Người chu_the"
    (ended,) = next(row for row in found.rows if row.code == "xa_moi").grants
    assert (ended.role, ended.holder, ended.valid_to) == ("commune", "21244-2025", date(2026, 1, 31))
    searched = listed("kiem_tra", "nguoi xa")
    assert isinstance(searched, Listed)
    assert [row.code for row in searched.rows] == ["xa", "xa_bien", "xa_moi"]
    second = listed("kiem_tra", None, Page(5, 2, "code"))
    assert isinstance(second, Listed)
    assert [row.code for row in second.rows] == sorted({"quan_tri", *OFFICERS})[5:10]
    refused = listed("xa")
    assert isinstance(refused, Reason)
    assert refused.code == "not_permitted"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [COMPANY, HOUSEHOLD, COOPERATIVE]),
        ({"text": "ho kinh doanh"}, [HOUSEHOLD]),
        ({"text": "4300100003"}, [COMPANY]),
        ({"organisation": "524"}, [COMPANY]),
        ({"producer": COOPERATIVE}, [COOPERATIVE]),
    ],
)
def test_producers_are_found_in_vietnamese_order(story: Story, wanted: dict[str, str], expected: list[str]) -> None:
    found = list_producers(story.office, story.view("kiem_tra"), MakerFilter(**wanted), Page())
    assert [row.code for row in found.rows] == expected
    assert found.total == len(expected)
    by_code = list_producers(story.office, story.view("kiem_tra"), MakerFilter(**wanted), Page(sort="code"))
    assert [row.code for row in by_code.rows] == sorted(expected)


def test_establishments_are_found_by_their_own_and_their_owners_names(story: Story) -> None:
    def found(page: Page = FIRST, **wanted: str) -> list[str]:
        rows = list_establishments(story.office, story.view("kiem_tra"), MakerFilter(**wanted), page).rows
        return [row.code for row in rows]

    assert found() == ["CS01", "CS03"]
    assert found(text="bien xanh") == ["CS03"]
    assert found(text="xuong cs01") == ["CS01"]
    assert found(organisation="528") == ["CS01"]
    assert found(producer=COMPANY) == ["CS03"]
    assert found(Page(1, 2)) == ["CS03"]


def test_products_show_their_places_and_where_they_are_made(story: Story) -> None:
    def found(**wanted: str) -> list[str]:
        rows = list_products(story.office, story.view("kiem_tra"), MakerFilter(**wanted), Page()).rows
        return [row.code for row in rows]

    assert found() == ["SP003", "SP004", "SP001", "SP002"]
    assert found(sector="handicrafts") == ["SP003"]
    assert found(organisation="524") == ["SP003", "SP004"]
    assert found(text="buoi") == ["SP002"]
    row = list_products(story.office, story.view("kiem_tra"), MakerFilter(text="SP004"), Page()).rows[0]
    assert row.localities == ("Ủy ban nhân dân xã Bình Hải", "Ủy ban nhân dân xã Nghĩa Thắng")
    assert (row.establishments, row.group, row.set_number) == (("CS01",), "Nhóm thử", 3)


def test_names_that_differ_by_a_tone_or_a_capital_have_one_order_on_both_databases(own_story: Story) -> None:
    names = ("ổi", "Ôi", "ơi", "oi", "Đu đủ", "du lịch", "zem", "Ấm trà", "ấm", "Ăm", "Rau 10", "Rau 9", "_lạ")
    for number, name in enumerate(names):
        product = producers.Product(f"T{number:02d}", HOUSEHOLD, name, "food", ("536",))
        assert isinstance(producers.add_product(own_story.office, own_story.scene.secretariat, product), Done)
    wanted = MakerFilter(producer=HOUSEHOLD, text="T")
    rows = list_products(own_story.office, own_story.view("kiem_tra"), wanted, Page()).rows
    assert [row.name for row in rows if row.code != "SP002"] == [
        "Ăm",
        "ấm",
        "Ấm trà",
        "du lịch",
        "Đu đủ",
        "_lạ",
        "oi",
        "Ôi",
        "ổi",
        "ơi",
        "Rau 9",
        "Rau 10",
        "zem",
    ]


def test_papers_are_listed_by_holder_and_by_what_became_of_them(story: Story) -> None:
    def found(page: Page = FIRST, **wanted: str) -> list[str]:
        return [row.code for row in list_papers(story.office, story.view("kiem_tra"), PaperFilter(**wanted), page).rows]

    assert found(holder_kind="dossier", holder=DRAFTING) == [
        f"{DRAFTING}/idea_form_existing/1",
        f"{DRAFTING}/idea_form_new/1",
    ]
    assert found(status="rejected") == [f"{DRAFTING}/idea_form_new/1"]
    assert found(text="cs03/") == found(holder_kind="establishment", holder="CS03")
    assert found(type="idea_form_new", status="verified") == sorted(found(type="idea_form_new", status="verified"))
    expiring = list_papers(story.office, story.view("kiem_tra"), PaperFilter(), Page(500, 1, "expires")).rows
    days = [row.expires for row in expiring]
    assert days == sorted(days, key=lambda day: (day is None, day))
    assert len(found(Page(3, 1, "received"))) == 3


def test_programmes_say_how_many_dossiers_they_have_and_whether_rules_stand_behind_them(story: Story) -> None:
    (row,) = list_programmes(story.office, JUNE)
    assert (row.code, row.organisation_name, row.year) == (PROGRAMME, "Ủy ban nhân dân tỉnh Quảng Ngãi", 2024)
    assert (row.zone, row.opened, row.dossiers, row.published) == ("Asia/Ho_Chi_Minh", date(2024, 3, 5), 4, True)
    assert not list_programmes(story.office, date(2023, 1, 1))[0].published
