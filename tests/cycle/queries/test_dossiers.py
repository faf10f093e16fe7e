"""The list of dossiers: filters, orders, pages, and what a page costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine, event

from cycle.commands.producers import producers
from cycle.commands.seasons import opening
from cycle.queries.dossiers.dossiers import SORTS, DossierFilter, DossierRow, find_dossiers, list_dossiers
from cycle.queries.paging import Listed, Page, UnknownSortError
from tests.cycle.queries.story import (
    CERTIFICATE,
    COMPANY,
    COOPERATIVE,
    DRAFTING,
    EVALUATED,
    EVALUATION,
    JUNE,
    RECOGNISED,
    WITHDRAWN,
    Story,
)
from tests.scene import PROGRAMME

FIRST = Page()
SEASONS = {RECOGNISED, DRAFTING, EVALUATED, WITHDRAWN}


def listed(story: Story, page: Page = FIRST, on: date = JUNE, **wanted: object) -> Listed[DossierRow]:
    return list_dossiers(story.office, story.view("kiem_tra"), DossierFilter(**wanted), on, page)  # type: ignore[arg-type]  # each value is of its own field


def codes(found: Listed[DossierRow]) -> list[str]:
    return [row.code for row in found.rows]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"family": "season"}, SEASONS),
        ({"programme": "KHAC"}, set()),
        ({"family": "season", "open_only": True}, SEASONS - {WITHDRAWN}),
        ({"stage": "idea"}, {DRAFTING}),
        ({"state": "evaluation.under_evaluation"}, {EVALUATED}),
        ({"sector": "handicrafts"}, {EVALUATED, f"{EVALUATED}.1"}),
        ({"producer": COMPANY, "family": "season"}, {EVALUATED}),
        ({"organisation": "21055", "family": "season"}, {EVALUATED, WITHDRAWN}),
        ({"organisation": "528", "family": "season"}, {RECOGNISED, WITHDRAWN}),
        ({"organisation": "QNG", "family": "season"}, SEASONS),
        ({"organisation": "QNG-SCT"}, set()),
        ({"text": "dang thi buoi"}, {DRAFTING}),
        ({"text": "ĐƯỜNG"}, {RECOGNISED, EVALUATION, CERTIFICATE}),
        ({"text": "duong phoi"}, {RECOGNISED, EVALUATION, CERTIFICATE}),
        ({"text": "sp003"}, {EVALUATED, f"{EVALUATED}.1"}),
        ({"text": "2024-0004"}, {WITHDRAWN}),
        ({"text": "100%"}, set()),
        ({"text": "SP0_1"}, set()),
        ({"late_only": True}, {DRAFTING, f"{EVALUATED}.1"}),
        ({"late_only": True, "on": date(2024, 4, 30)}, set()),
        ({"late_only": True, "on": date(2024, 5, 1)}, {DRAFTING}),
    ],
)
def test_a_filter_finds_what_it_means(story: Story, wanted: dict[str, object], expected: set[str]) -> None:
    found = listed(story, **wanted)  # type: ignore[arg-type]  # each value is of its own field
    assert set(codes(found)) == expected
    assert found.total == len(expected)


def test_a_row_says_where_the_dossier_stands(story: Story) -> None:
    (row,) = listed(story, text="SP004", family="season").rows
    assert (row.code, row.product_name, row.producer_name) == (WITHDRAWN, "Dầu mè Nghĩa Thắng", "Hợp tác xã Thử nghiệm")
    assert row.localities == ("Ủy ban nhân dân xã Bình Hải", "Ủy ban nhân dân xã Nghĩa Thắng")
    assert (row.stage, row.state, row.final, row.version) == ("closed", "closed.withdrawn", "withdrawn", 2)
    assert (row.opened, row.happened, row.deadline) == (date(2024, 3, 5), date(2024, 6, 3), None)
    (drafting,) = listed(story, stage="idea").rows
    assert drafting.deadline
    assert (drafting.deadline.name, drafting.deadline.last_day) == ("submission", date(2024, 4, 30))
    assert drafting.deadline.late
    assert not listed(story, stage="idea", on=date(2024, 4, 30)).rows[0].deadline.late  # type: ignore[union-attr]  # its deadline runs: None fails the test


def test_names_stand_in_vietnamese_order(story: Story) -> None:
    found = listed(story, Page(sort="name"), family="season")
    assert [row.product_name for row in found.rows] == [
        "Áo tơi lá kè",
        "Dầu mè Nghĩa Thắng",
        "Đường phổi",
        "Tỏi đen Lý Sơn",
    ]


def test_every_order_is_complete_and_ends_with_the_code(story: Story) -> None:
    orders = {sort: codes(listed(story, Page(sort=sort), family="season")) for sort in SORTS}
    assert {frozenset(order) for order in orders.values()} == {frozenset(SEASONS)}
    assert orders["code"] == sorted(SEASONS)
    assert orders["deadline"] == [DRAFTING, RECOGNISED, EVALUATED, WITHDRAWN]
    assert orders["state"] == [DRAFTING, EVALUATED, RECOGNISED, WITHDRAWN]


def test_pages_follow_each_other_without_a_gap(story: Story) -> None:
    pages = [listed(story, Page(3, number, "code")) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [3, 3, 1]
    assert {(page.total, page.pages) for page in pages} == {(7, 3)}
    assert [code for page in pages for code in codes(page)] == sorted(
        {*SEASONS, EVALUATION, CERTIFICATE, f"{EVALUATED}.1"}
    )
    assert listed(story, Page(3, 4, "code")).rows == ()


def test_a_page_that_cannot_be_is_refused(story: Story) -> None:
    with pytest.raises(UnknownSortError) as unknown:
        listed(story, Page(sort="colour"))
    assert unknown.value.known == SORTS
    for size, number in ((0, 1), (1, 0)):
        with pytest.raises(ValueError, match="page"):
            Page(size, number)


def test_the_codes_of_all_pages_are_found_at_once(story: Story) -> None:
    found = find_dossiers(story.office, story.view("kiem_tra"), DossierFilter(family="season"), JUNE)
    assert list(found) == sorted(SEASONS)


@pytest.mark.parametrize("own_story", ["sqlite"], indirect=True)
def test_a_page_of_a_hundred_costs_as_many_questions_as_a_page_of_one(own_story: Story) -> None:
    scene = own_story.scene
    for number in range(10, 110):
        product = producers.Product(f"SP{number:03d}", COOPERATIVE, f"Kẹo gương {number}", "food", ("21244", "21055"))
        producers.add_product(scene.office, scene.secretariat, product)
    asked = [opening.Opening(PROGRAMME, f"SP{number:03d}") for number in range(10, 110)]
    opening.open_dossiers(scene.office, scene.secretariat, asked)
    view = own_story.view("kiem_tra")
    costs = []
    for size in (1, 100):
        with counted() as statements:
            found = list_dossiers(scene.office, view, DossierFilter(), JUNE, Page(size))
        assert len(found.rows) == size
        costs.append(len(statements))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("story", ["postgresql"], indirect=True)
def test_the_stored_keys_decide_whatever_order_the_database_was_made_with(story: Story) -> None:
    with counted() as statements:
        listed(story, Page(sort="name"))
    key = "coalesce(dossier_title.title_key, product.name_key)"
    assert any(f'ORDER BY {key} COLLATE "C", dossier.code COLLATE "C"' in one for one in statements)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that reaches the database meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
