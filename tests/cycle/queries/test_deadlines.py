"""The list of deadlines: whose they are, what a filter finds, how they stand, and what a page costs."""

from datetime import date

import orjson
import pytest
from sqlalchemy import insert, select, update

from cycle.facts import read_family
from cycle.owing import owed_by
from cycle.queries.deadlines.deadlines import SORTS, DeadlineFilter, DeadlineRow, list_deadlines
from cycle.queries.deadlines.owed import Party
from cycle.queries.paging import Listed, Page, UnknownSortError
from cycle.queries.register.bodies import read_bodies
from cycle.tables import deadline
from tests.cycle.queries.story import DRAFTING, EVALUATED, EVALUATION, JUNE, RECOGNISED, Story
from tests.cycle.queries.test_dossiers import counted

AFTER_REFORM = date(2025, 7, 1)
WHOLE = Page(sort="deadline")
IN_DISTRICT = f"{EVALUATED}.1"
CERTIFICATE = f"{RECOGNISED}.1.1"
OWED = [(DRAFTING, "submission"), (IN_DISTRICT, "completeness"), (RECOGNISED, "season_end"), (CERTIFICATE, "expiry")]


def listed(
    story: Story,
    page: Page = WHOLE,
    on: date = JUNE,
    account: str = "kiem_tra",
    **wanted: object,
) -> Listed[DeadlineRow]:
    return list_deadlines(story.office, story.view(account, on), DeadlineFilter(**wanted), on, page)  # type: ignore[arg-type]  # each value is of its own field


def names(found: Listed[DeadlineRow]) -> list[tuple[str, str]]:
    return [(row.dossier, row.name) for row in found.rows]


def called(parties: tuple[Party, ...]) -> list[str]:
    return [one.name for one in parties]


def test_what_is_owed_stands_in_the_order_of_its_last_days(story: Story) -> None:
    found = listed(story)
    assert names(found) == OWED
    assert found.total == len(OWED)
    told = [(row.about, called(row.owed_by), row.last_day, row.days_left, row.overdue) for row in found.rows]
    assert told == [
        ("Tỏi đen Lý Sơn", ["Hộ kinh doanh Đặng Thị Bưởi"], date(2024, 4, 30), -48, True),
        ("Áo tơi lá kè", ["Ủy ban nhân dân huyện Bình Sơn"], date(2024, 6, 13), -4, True),
        ("Đường phổi", ["Sở Nông nghiệp và Phát triển nông thôn"], date(2024, 12, 31), 197, False),
        ("Đường phổi", ["Hợp tác xã Thử nghiệm"], date(2027, 6, 3), 1081, False),
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"programme": "KHAC"}, []),
        ({"family": "evaluation"}, OWED[1:2]),
        ({"stage": "idea"}, OWED[:1]),
        ({"dossier": RECOGNISED}, OWED[2:3]),
        ({"deadline": "completeness"}, OWED[1:2]),
        ({"overdue": True}, OWED[:2]),
        ({"overdue": True, "on": date(2024, 6, 13)}, OWED[:1]),
        ({"nearing": 0}, []),
        ({"nearing": 0, "on": date(2024, 6, 13)}, OWED[1:2]),
        ({"nearing": 196}, []),
        ({"nearing": 197}, OWED[2:3]),
        ({"proposals": True}, []),
        ({"organisation": "524"}, OWED[1:2]),
        ({"organisation": "21055"}, []),
        ({"organisation": "528"}, []),
        ({"organisation": "QNG-SNNPTNT"}, OWED[2:3]),
        ({"organisation": "QNG-SCT"}, []),
        ({"organisation": "QNG"}, OWED[1:3]),
        ({"organisation": "BNNPTNT"}, []),
        ({"account": "huyen_bien"}, OWED[1:2]),
        ({"account": "chu_the"}, OWED[2:]),
        ({"account": "huyen_bien", "organisation": "QNG-SNNPTNT"}, []),
    ],
)
def test_a_filter_finds_what_it_means(story: Story, wanted: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert names(listed(story, **wanted)) == expected  # type: ignore[arg-type]  # each value is of its own field


def test_closed_deadlines_are_there_when_asked_for_and_nothing_is_left_of_them(story: Story) -> None:
    found = listed(story, closed=True, dossier=EVALUATION)
    assert [(row.name, row.status, row.days_left, row.overdue) for row in found.rows] == [
        ("completeness", "closed", None, False),
        ("district_evaluation", "closed", None, False),
    ]
    assert all(row.closed_seq is not None for row in found.rows)


def test_who_has_ended_keeps_its_name_and_is_found_by_its_successor_too(story: Story) -> None:
    for organisation in ("21244", "21244-2025"):
        found = listed(story, on=AFTER_REFORM, organisation=organisation, closed=True)
        (row,) = found.rows
        (owner,) = row.owed_by
        assert (row.dossier, row.name) == (RECOGNISED, "screening")
        assert (owner.code, owner.name) == ("21244", "Ủy ban nhân dân xã Nghĩa Thắng")
        assert owner.ended
        assert [one.name for one in owner.today] == ["Ủy ban nhân dân xã Trà Giang"]
    (before,) = listed(story, organisation="21244", closed=True).rows
    assert not before.owed_by[0].ended


def test_whose_it_is_agrees_with_whom_the_engine_asks(story: Story) -> None:
    """The engine means every department of the programme; the list says which of them holds the role."""
    for row in listed(story).rows:
        with story.office.database.reading() as transaction:
            published = story.office.rulebook.on(transaction, JUNE)
            assert published
            family = read_family(transaction, row.dossier, story.office.clock)
            assert family
            facts = family.facts(row.dossier, published.rules.programmes[row.programme], published.rules)
            definition = story.office.rulebook.definition(transaction, row.definition, published)
        asked = owed_by(published.rules, definition, definition.deadlines[row.name], facts)
        told = {f"{one.kind}:{one.code}" for one in row.owed_by}
        assert told <= set(asked)
        assert bool(told) == bool(asked)


@pytest.mark.parametrize("day", [JUNE, AFTER_REFORM])
def test_the_register_in_memory_tells_the_same_bodies_as_the_guards_are_told(story: Story, day: date) -> None:
    with story.office.database.reading() as transaction:
        bodies = read_bodies(transaction, day)
    assert bodies.of_programme("QNG")["department"] == {"QNG-SCT", "QNG-SNNPTNT"}
    ended = day == AFTER_REFORM
    assert bodies.standing("21244") == (("21244-2025",) if ended else ("21244",))
    around = {code: set(instead) for code, instead in bodies.around(["21244"]).items()}
    assert around == {"528": set(), "QNG": set(), **({"21244-2025": {"21244"}} if ended else {"21244": set()})}
    assert ("21244" in bodies.within("21244-2025")) == ended
    assert bodies.within("524") == {"524", "21055"}


def test_every_order_is_complete(story: Story) -> None:
    orders = {sort: names(listed(story, Page(sort=sort))) for sort in SORTS}
    assert {frozenset(order) for order in orders.values()} == {frozenset(OWED)}
    assert orders["name"] == [OWED[1], OWED[2], OWED[3], OWED[0]]
    assert orders["code"] == sorted(OWED)
    with pytest.raises(UnknownSortError):
        listed(story, Page(sort="colour"))


def test_pages_follow_each_other_whoever_is_asked_about(story: Story) -> None:
    for wanted in ({}, {"organisation": "QNG"}):
        whole = names(listed(story, Page(100, sort="deadline"), **wanted))  # type: ignore[arg-type]  # each value is of its own field
        pages = [listed(story, Page(1, number, "deadline"), **wanted) for number in range(1, len(whole) + 1)]  # type: ignore[arg-type]  # each value is of its own field
        assert [one for page in pages for one in names(page)] == whole
        assert {page.total for page in pages} == {len(whole)}


def test_how_a_deadline_stands_is_told_beside_its_day(own_story: Story) -> None:
    """Paused, extended, proposed, resting on a calendar that may change: as acts on deadlines leave their rows."""
    extended = {
        "format": 2,
        "events": [{"event": "extended", "day": "2024-06-10", "until": "2024-06-28", "basis": "Công văn 12"}],
        "original": "2024-06-13",
        "provisional": [2024],
        "fixed": {"date": "x", "term": "2024-Q2", "on": "2024-06-30", "inclusive": True},
        "changes": 1,
    }
    with own_story.office.database.writing() as transaction:
        row = deadline.c.dossier == IN_DISTRICT
        values = {"derivation": orjson.dumps(extended).decode(), "last_day": "2024-06-28", "proposal": "lapse"}
        transaction.connection.execute(update(deadline).where(row).values(values))
        paused = update(deadline).where(deadline.c.dossier == DRAFTING).values(status="paused", escalation="waiting")
        transaction.connection.execute(paused)
    found = {row.dossier: row for row in listed(own_story).rows}
    moved, stopped = found[IN_DISTRICT], found[DRAFTING]
    assert (moved.last_day, moved.original, moved.days_left) == (date(2024, 6, 28), date(2024, 6, 13), 11)
    assert (moved.provisional, moved.term, moved.proposal, moved.changes) == ((2024,), "2024-Q2", "lapse", 1)
    assert (stopped.status, stopped.days_left, stopped.overdue, stopped.escalation) == (
        "paused",
        None,
        False,
        "waiting",
    )
    assert names(listed(own_story, proposals=True)) == [(IN_DISTRICT, "completeness")]
    assert names(listed(own_story, overdue=True)) == []


@pytest.mark.parametrize("wanted", [{}, {"organisation": "QNG"}])
def test_a_longer_list_costs_as_many_questions(story: Story, wanted: dict[str, object]) -> None:
    costs = []
    for size in (1, 100):
        with counted() as statements:
            listed(story, Page(size, sort="deadline"), **wanted)  # type: ignore[arg-type]  # each value is of its own field
        costs.append(len(statements))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("wanted", [{}, {"organisation": "QNG"}, {"organisation": "524", "closed": True}])
def test_five_thousand_deadlines_cost_as_many_questions_as_four(own_story: Story, wanted: dict[str, object]) -> None:
    with counted() as few:
        before = listed(own_story, Page(1000, sort="deadline"), **wanted)  # type: ignore[arg-type]  # each value is of its own field
    with own_story.office.database.writing() as transaction:
        found = select(deadline).where(deadline.c.dossier == IN_DISTRICT, deadline.c.status == "open")
        row = transaction.connection.execute(found).mappings().one()
        more = [{**row, "opened_seq": number} for number in range(1000, 6000)]
        transaction.connection.execute(insert(deadline), more)
    with counted() as many:
        after = listed(own_story, Page(1000, sort="deadline"), **wanted)  # type: ignore[arg-type]  # each value is of its own field
    assert (after.total, len(after.rows)) == (before.total + 5000, 1000)
    assert len(many) == len(few)
