"""Who sees which dossiers, producers, products and papers."""

from datetime import date

import pytest

from cycle.queries.dossiers.dossier import show_dossier
from cycle.queries.dossiers.dossiers import DossierFilter, find_dossiers, list_dossiers
from cycle.queries.dossiers.papers import PaperFilter, list_papers
from cycle.queries.history import show_history
from cycle.queries.paging import Page
from cycle.queries.register.producers import MakerFilter, list_establishments, list_producers, list_products
from cycle.queries.register.register import READS_REGISTER
from cycle.queries.viewing import View, view_of
from tests.cycle.queries.story import (
    COMPANY,
    COOPERATIVE,
    DRAFTING,
    EVALUATED,
    HOUSEHOLD,
    JUNE,
    RECOGNISED,
    WITHDRAWN,
    Story,
)
from workflows.verdict import Reason

ALL = {RECOGNISED, DRAFTING, EVALUATED, WITHDRAWN}
SEASONS = DossierFilter(family="season")


def seen(story: Story, account: str, day: date = JUNE) -> set[str]:
    return set(find_dossiers(story.office, story.view(account, day), SEASONS, day))


@pytest.mark.parametrize(
    ("account", "dossiers"),
    [
        ("to_chuc", ALL),
        ("kiem_tra", ALL),
        ("xa", {RECOGNISED, WITHDRAWN}),
        ("xa_bien", {EVALUATED, WITHDRAWN}),
        ("huyen", {RECOGNISED, WITHDRAWN}),
        ("huyen_dao", {DRAFTING}),
        ("chu_the", {RECOGNISED, WITHDRAWN}),
        ("xa_moi", set()),
    ],
)
def test_an_account_sees_its_area_or_its_own(story: Story, account: str, dossiers: set[str]) -> None:
    assert seen(story, account) == dossiers


def test_what_an_ended_commune_saw_its_successor_sees(story: Story) -> None:
    after = date(2025, 7, 1)
    assert seen(story, "xa_moi", after) == {RECOGNISED, WITHDRAWN}
    assert seen(story, "huyen", after) == {RECOGNISED, WITHDRAWN}


def test_a_role_that_has_ended_shows_nothing_more(story: Story) -> None:
    with story.office.database.reading() as transaction:
        refused = view_of(transaction, story.office, "xa_moi", date(2026, 2, 1))
    assert isinstance(refused, Reason)
    assert (refused.code, refused.mend) == ("not_permitted", ("administrator",))


def test_who_gives_roles_and_sees_nothing_is_told_who_sees_everything(story: Story) -> None:
    with story.office.database.reading() as transaction:
        refused = view_of(transaction, story.office, "quan_tri", JUNE)
        unknown = view_of(transaction, story.office, "ai_do", JUNE)
        early = view_of(transaction, story.office, "to_chuc", date(2023, 12, 31))
        register = view_of(transaction, story.office, "quan_tri", JUNE, READS_REGISTER)
    assert isinstance(refused, Reason)
    assert {"secretariat", "auditor"} <= set(refused.mend)
    assert not {"administrator", "commune"} & set(refused.mend)
    assert (getattr(unknown, "code", None), getattr(early, "code", None)) == ("account_unknown", "no_publication")
    assert not isinstance(register, Reason)
    assert list_dossiers(story.office, register, SEASONS, JUNE, Page()).total == 0


def test_a_dossier_out_of_sight_is_as_unknown_as_one_that_is_not(story: Story) -> None:
    view = story.view("xa")
    for code in (EVALUATED, "QNG2024-9999"):
        shown = show_dossier(story.office, view, code, JUNE)
        assert isinstance(shown, Reason)
        assert (shown.code, dict(shown.params)) == ("dossier_unknown", {"dossier": code})


def test_producers_and_what_is_theirs_follow_the_same_view(story: Story) -> None:
    page, every = Page(), MakerFilter()
    told = {
        account: (
            {row.code for row in list_producers(story.office, story.view(account), every, page).rows},
            {row.code for row in list_establishments(story.office, story.view(account), every, page).rows},
            {row.code for row in list_products(story.office, story.view(account), every, page).rows},
            {row.holder for row in list_papers(story.office, story.view(account), PaperFilter(), Page(500)).rows},
        )
        for account in ("kiem_tra", "huyen_dao", "chu_the", "xa_bien")
    }
    producers = {COOPERATIVE, HOUSEHOLD, COMPANY}
    assert told["kiem_tra"][:3] == (producers, {"CS01", "CS03"}, {"SP001", "SP002", "SP003", "SP004"})
    assert told["huyen_dao"] == ({HOUSEHOLD}, set(), {"SP002"}, {DRAFTING})
    assert told["chu_the"][:3] == ({COOPERATIVE}, {"CS01"}, {"SP001", "SP004"})
    assert told["xa_bien"][:3] == ({COOPERATIVE, COMPANY}, {"CS01", "CS03"}, {"SP003", "SP004"})
    assert RECOGNISED in told["chu_the"][3]
    assert not told["chu_the"][3] & {EVALUATED, COMPANY, "CS03", "SP003"}


def test_a_stream_is_shown_to_those_who_see_its_owner(story: Story) -> None:
    def codes(account: str) -> list[bool]:
        view = story.view(account) if account != "quan_tri" else _register_view(story)
        streams = (RECOGNISED, f"producer/{COMPANY}", "programme/QNG2024", "register", "programme/KHAC", "khac/1")
        return [not isinstance(show_history(story.office, view, one), Reason) for one in streams]

    assert codes("kiem_tra") == [True, True, True, True, False, False]
    assert codes("chu_the") == [True, False, True, False, False, False]
    assert codes("quan_tri") == [False, False, True, True, False, False]


def _register_view(story: Story) -> View:
    with story.office.database.reading() as transaction:
        view = view_of(transaction, story.office, "quan_tri", JUNE, READS_REGISTER)
    assert isinstance(view, View)
    return view
