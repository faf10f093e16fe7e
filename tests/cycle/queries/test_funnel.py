"""The funnel of a season: who has come how far, and how those that left ended."""

from datetime import date

from cycle.answers import Done
from cycle.clock import Clock
from cycle.commands import publishing
from cycle.commands.producers import producers
from cycle.commands.register import register
from cycle.commands.seasons import opening
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.seasons.funnel import Funnel, Path, funnel, stages_of
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.cycle.queries.story import JUNE, Story
from tests.cycle.queries.test_dossiers import counted
from tests.scene import CONFIG, PROGRAMME, Scene, declared
from tests.workflows.drawing.pictured import definitions
from workflows.verdict import Reason

CRAFT_VILLAGES = CONFIG.parent / "docs/examples/craft-villages"


def seen(story: Story, account: str = "kiem_tra", on: date = JUNE, within: str | None = None) -> Funnel:
    found = funnel(story.office, story.view(account), PROGRAMME, on, within)
    assert isinstance(found, Funnel), found
    return found


def numbers(found: Funnel) -> dict[str, tuple[int, int]]:
    return {one.stage: (one.reached, one.now) for one in found.stages}


def test_a_dossier_counts_in_every_stage_that_it_has_been_in(story: Story) -> None:
    found = seen(story)
    assert found.dossiers == 4
    assert numbers(found) == {
        "propaganda": (4, 0),
        "idea": (3, 1),
        "plan": (2, 0),
        "evaluation": (2, 1),
        "promotion": (1, 1),
    }


def test_who_left_is_counted_where_it_left_with_its_end(story: Story) -> None:
    ends = {one.stage: [(end.final, end.spot.state, end.dossiers) for end in one.ended] for one in seen(story).stages}
    assert ends.pop("propaganda") == [("withdrawn", "closed.withdrawn", 1)]
    assert set(map(tuple, ends.values())) == {()}


def test_of_an_earlier_day_only_what_had_happened_counts(story: Story) -> None:
    found = numbers(seen(story, on=date(2024, 4, 30)))
    assert (found["plan"], found["evaluation"]) == ((2, 2), (0, 0))


def test_an_office_sees_the_funnel_of_its_own_dossiers(story: Story) -> None:
    assert numbers(seen(story, "huyen_dao"))["propaganda"] == (1, 0)
    assert numbers(seen(story, within="536")) == numbers(seen(story, "huyen_dao"))


def test_an_unknown_programme_is_a_reason(story: Story) -> None:
    found = funnel(story.office, story.view("kiem_tra"), "QNG2042", JUNE)
    assert isinstance(found, Reason)
    assert found.params["given"] == "QNG2042"


def test_every_dossier_is_read_by_one_statement(story: Story) -> None:
    seen(story)
    with counted() as few:
        seen(story, "huyen_dao")
    with counted() as all_:
        seen(story)
    assert len([one for one in all_ if "payload" in one]) == 1
    assert len(all_) <= len(few) + 1


def test_a_dossier_entered_in_the_middle_of_its_way_has_passed_what_lies_before() -> None:
    entered = Path("season", (("plan", "plan.implementing"), ("evaluation", "evaluation.preparing")), None)
    found = {one.stage: one.reached for one in stages_of(definitions()["season"], [entered])}
    assert found == {"propaganda": 1, "idea": 1, "plan": 1, "evaluation": 1, "promotion": 0}


def craft_villages(url: str, clock: Clock) -> Office:
    """An office of the province that recognises craft villages, with one application drafted."""
    office = Office(Database(url), Rulebook(), clock, rehearsal=True)
    day = date(2026, 1, 1)
    bodies = [("TINH", "province", None), ("TINH-NN", "department", "TINH"), ("XA-1", "commune", "TINH")]
    seeds = tuple(register.Organisation(code, code, level, day, above) for code, level, above in bodies)
    founding = publishing.Founding(seeds, register.Account("quan_tri", "Quản trị"), "administrator", rehearsal=True)
    scene = Scene(office)
    officer = register.Account("to_chuc", "Người tổ chức")
    maker = producers.Producer("4300100001", "tax", "association", "Làng nghề gốm", "XA-1")
    for done in (
        publishing.found(office, declared(CRAFT_VILLAGES), founding, day),
        register.add_account(office, scene.admin, officer),
        register.grant_role(office, scene.admin, register.Holding(officer.code, "office", "TINH-NN", day)),
        opening.open_season(office, scene.secretariat, "CV2026"),
        producers.add_producer(office, scene.secretariat, maker),
        producers.add_product(
            office, scene.secretariat, producers.Product("GOM", maker.code, "Gốm", "handicrafts", ("XA-1",), ())
        ),
        opening.open_dossier(office, scene.secretariat, opening.Opening("CV2026", "GOM")),
    ):
        assert isinstance(done, Done), done
    return office


def test_a_programme_is_counted_by_what_it_begins_with(sqlite_url: str, clock: TestClock) -> None:
    clock.set("2026-03-02T02:00:00+00:00")
    office, today = craft_villages(sqlite_url, clock), date(2026, 3, 2)
    found = funnel(office, View("to_chuc", today, everything=True), "CV2026", today)
    office.database.close()
    assert isinstance(found, Funnel), found
    assert found.dossiers == 1
    assert {one.workflow for one in found.stages} == {"craft_village"}
    assert numbers(found) == {"application": (1, 1), "appraisal": (0, 0)}
