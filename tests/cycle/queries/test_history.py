"""History as it was recorded, and dossiers as of any day."""

import itertools
from datetime import date

import pytest

from cycle.commands.papers import papers
from cycle.commands.producers import producers
from cycle.queries.history import HistoryRecord, Replay, replay, show_history
from tests.conftest import TestClock
from tests.cycle.queries.story import COOPERATIVE, DRAFTING, EVALUATION, HOUSEHOLD, RECOGNISED, WITHDRAWN, Story
from workflows.verdict import Reason


def shown(story: Story, which: str) -> tuple[HistoryRecord, ...]:
    found = show_history(story.office, story.view("kiem_tra"), which)
    assert isinstance(found, tuple), found
    return found


def as_of(story: Story, code: str, at: date | None, by: str = "happened") -> Replay:
    found = replay(story.office, story.view("kiem_tra"), code, at, by)  # type: ignore[arg-type]  # the two words for time
    assert isinstance(found, Replay), found
    return found


def test_a_stream_is_shown_in_order_with_who_acted_for_whom(story: Story) -> None:
    records = shown(story, RECOGNISED)
    assert records == shown(story, f"dossier/{RECOGNISED}")
    assert [one.seq for one in records] == list(range(1, len(records) + 1))
    assert all(later.prev == earlier.hash for earlier, later in itertools.pairwise(records))
    submitted = next(one for one in records if one.payload.get("trigger") == "submit")
    assert (submitted.actor, submitted.on_behalf) == ("xa", f"producer:{COOPERATIVE}")
    assert submitted.payload["papers"]
    told = next(one for one in records if one.payload.get("trigger") == "recognise")
    assert (told.actor, told.payload["cause"]["stream"]) == ("chu_tich_huyen", f"dossier/{EVALUATION}")


def test_personal_text_stands_beside_the_payload_and_is_none_once_erased(own_story: Story) -> None:
    before = shown(own_story, WITHDRAWN)[-1]
    assert dict(before.personal) == {"note": "Không còn sản xuất"}
    assert "note" not in before.payload
    household = shown(own_story, f"producer/{HOUSEHOLD}")[0]
    assert dict(household.personal) == {"name": "Hộ kinh doanh Đặng Thị Bưởi", "phone": "0905 000 111"}
    with own_story.office.database.writing() as transaction:
        transaction.run("DELETE FROM personal WHERE stream = ?", (f"dossier/{WITHDRAWN}",))
    assert dict(shown(own_story, WITHDRAWN)[-1].personal) == {"note": None}


def test_the_register_and_a_producer_have_streams_of_their_own(story: Story) -> None:
    assert [one.kind for one in shown(story, "register")[:2]] == ["founded", "published"]
    assert {one.kind for one in shown(story, f"producer/{COOPERATIVE}")} == {
        "producer",
        "establishment",
        "product",
        "paper",
    }


def test_a_stream_that_is_not_there_is_refused(story: Story) -> None:
    for which in ("dossier/KHAC", "KHAC", "producer/KHAC", "outbox/1"):
        refused = show_history(story.office, story.view("kiem_tra"), which)
        assert isinstance(refused, Reason)
        assert refused.code == "stream_unknown"


@pytest.mark.parametrize(
    ("at", "state", "deadlines"),
    [
        (date(2024, 3, 4), None, {}),
        (date(2024, 3, 5), "plan.drafting", {"plan_submission": date(2024, 7, 31)}),
        (date(2024, 4, 9), "plan.drafting", {"plan_submission": date(2024, 7, 31)}),
        (date(2024, 4, 10), "plan.implementing", {"filing": date(2024, 10, 31)}),
        (date(2024, 6, 3), "promotion.recognised", {"season_end": date(2024, 12, 31)}),
        (None, "promotion.recognised", {"season_end": date(2024, 12, 31)}),
    ],
)
def test_a_dossier_is_replayed_as_of_a_day(
    story: Story, at: date | None, state: str | None, deadlines: dict[str, date]
) -> None:
    found = as_of(story, RECOGNISED, at)
    assert (found.snapshot.state if found.snapshot else None) == state
    assert dict(found.deadlines) == deadlines
    assert all(at is None or one.happened <= at for one in found.records)


def test_what_was_entered_late_had_happened_before_it_was_recorded(own_story: Story) -> None:
    scene, clock = own_story.scene, own_story.office.clock
    assert isinstance(clock, TestClock)
    code = scene.open(_late_product(own_story))
    scene.done(code, "choose", "xa", happened=None)
    form = scene.paper("office_notice", "dossier", code, date(2024, 6, 17))
    clock.set("2024-06-25T18:30:00+00:00")
    scene.done(code, "withdraw", "chu_the", note="Thôi")
    assert form
    happened, recorded = (as_of(own_story, code, date(2024, 6, 25), by) for by in ("happened", "recorded"))
    assert happened.snapshot
    assert recorded.snapshot
    assert happened.snapshot.final is None
    assert recorded.snapshot.final is None
    assert as_of(own_story, code, date(2024, 6, 26), "recorded").snapshot.final == "withdrawn"  # type: ignore[union-attr]  # another kind of answer fails the test


def test_a_form_stamped_in_april_and_entered_in_may_is_april_by_what_happened(own_story: Story) -> None:
    scene, clock = own_story.scene, own_story.office.clock
    assert isinstance(clock, TestClock)
    waiting = papers.Judgement((f"{DRAFTING}/idea_form_existing/1",), verified=True)
    clock.set("2024-05-20T02:00:00+00:00")
    assert isinstance(papers.judge_papers(scene.office, scene.secretariat, waiting), list)
    scene.done(DRAFTING, "submit", "huyen_dao", on_behalf=f"producer:{HOUSEHOLD}", happened=date(2024, 4, 29))
    by_happened = as_of(own_story, DRAFTING, date(2024, 4, 30), "happened").snapshot
    by_recorded = as_of(own_story, DRAFTING, date(2024, 4, 30), "recorded").snapshot
    assert by_happened
    assert by_recorded
    assert (by_happened.state, by_recorded.state) == ("idea.screening", "idea.drafting")


def _late_product(story: Story) -> str:
    product = producers.Product("SP009", COOPERATIVE, "Mạch nha", "food", ("21244",))
    producers.add_product(story.office, story.scene.secretariat, product)
    return "SP009"
