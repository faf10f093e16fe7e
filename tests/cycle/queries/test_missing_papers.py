"""Which papers open dossiers lack: what the guards say, for every dossier that an organisation reaches."""

from datetime import date
from itertools import pairwise

import pytest

from cycle.answers import Done
from cycle.commands.papers.papers import Judgement, judge_papers
from cycle.commands.producers import producers
from cycle.queries.dossiers import offers
from cycle.queries.dossiers.missing import MissingPaper, list_missing
from cycle.queries.paging import Listed, Page
from cycle.queries.viewing import View, view_of
from cycle.verdicts import Claim
from tests.scene import COMMUNE, DISTRICT, PROGRAMME, Scene
from workflows.verdict import Reason

TODAY = date(2024, 3, 5)
FORM = "idea_form_new"
FORMS = ("idea_form_new", "idea_form_existing")


def seen_by(scene: Scene, account: str) -> View:
    with scene.office.database.reading() as transaction:
        view = view_of(transaction, scene.office, account, TODAY)
    assert isinstance(view, View)
    return view


def missing(scene: Scene, within: str | None = None, account: str = "to_chuc", **more: str) -> tuple[MissingPaper, ...]:
    page = Page(1000, 1, more.get("sort", "name"))
    listed = list_missing(scene.office, seen_by(scene, account), within, more.get("programme"), page)
    assert isinstance(listed, Listed), listed
    assert listed.total == len(listed.rows)
    return listed.rows


def drafting(scene: Scene) -> str:
    code = scene.open()
    scene.done(code, "choose", "xa")
    return code


def test_a_paper_that_was_never_handed_in_is_told_with_the_step_that_waits_and_its_last_day(scene: Scene) -> None:
    code = drafting(scene)
    (row,) = missing(scene, COMMUNE)
    assert (row.dossier, row.types, row.triggers) == (code, FORMS, ("submit",))
    assert (row.reason.code, row.until) == ("paper_missing_any", date(2024, 4, 30))


def test_what_was_handed_in_is_told_until_somebody_verifies_it(scene: Scene) -> None:
    code = drafting(scene)
    paper = scene.unverified(FORM, "dossier", code, TODAY)
    (row,) = missing(scene)
    assert (row.reason.code, row.reason.mend, row.types) == ("paper_unverified", ("verifier",), (FORM,))
    judge_papers(scene.office, scene.secretariat, Judgement((paper,), verified=True))
    assert missing(scene) == ()


def test_a_paper_that_was_rejected_is_told_with_its_code(scene: Scene) -> None:
    code = drafting(scene)
    paper = scene.unverified(FORM, "dossier", code, TODAY)
    judge_papers(scene.office, scene.secretariat, Judgement((paper,), verified=False, reason="mờ"))
    (row,) = missing(scene)
    assert (row.reason.code, row.reason.params["code"]) == ("paper_rejected", paper)


@pytest.mark.parametrize(("within", "count"), [(COMMUNE, 2), (DISTRICT, 2), ("QNG", 2), ("524", 0)])
def test_a_commune_a_district_and_the_province_reach_the_same_dossiers(scene: Scene, within: str, count: int) -> None:
    drafting(scene)
    scene.done(scene.open(scene.add_product(2)), "choose", "xa")
    assert len(missing(scene, within)) == count


def test_an_officer_sees_only_what_lies_below_their_own_office(scene: Scene) -> None:
    drafting(scene)
    assert len(missing(scene, account="xa")) == 1
    assert missing(scene, account="huyen_khac") == ()


def test_it_says_what_the_guards_say_of_each_offered_step(scene: Scene) -> None:
    code = drafting(scene)
    found = offers.why(scene.office, seen_by(scene, "to_chuc"), Claim(code, "chu_the"))
    assert not isinstance(found, Reason)
    told = {(o.transition.trigger, r.code) for o in found for r in o.reasons if r.code.startswith("paper")}
    assert told == {(trigger, row.reason.code) for row in missing(scene) for trigger in row.triggers}


def test_rows_come_in_the_order_asked_for(scene: Scene) -> None:
    codes = [scene.open(scene.add_product(number)) for number in range(2, 6)]
    for code in reversed(codes):
        scene.done(code, "choose", "xa")
    for sort in ("name", "code", "deadline"):
        assert all(a.dossier < b.dossier for a, b in pairwise(missing(scene, sort=sort)))


def test_a_dossier_that_is_closed_lacks_nothing(scene: Scene) -> None:
    code = drafting(scene)
    scene.done(code, "withdraw", "chu_the", note="không làm nữa")
    assert missing(scene) == ()


@pytest.mark.parametrize(("within", "programme"), [("21245x", None), (None, "QNG2042")])
def test_an_unknown_place_or_programme_is_named(scene: Scene, within: str | None, programme: str | None) -> None:
    answer = list_missing(scene.office, seen_by(scene, "to_chuc"), within, programme, Page())
    assert isinstance(answer, Reason)


def test_a_programme_narrows_the_list(scene: Scene) -> None:
    drafting(scene)
    assert len(missing(scene, programme=PROGRAMME)) == 1


@pytest.mark.parametrize(
    ("account", "phone"), [("to_chuc", "0905123456"), ("xa", "0905123456"), ("kiem_tra", None), ("thu_ky_huyen", None)]
)
def test_how_to_reach_a_producer_is_told_to_those_who_enter_producers(
    scene: Scene, account: str, phone: str | None
) -> None:
    reachable = producers.Producer(
        "4300100002", "tax", "cooperative", "Hợp tác xã Gọi được", COMMUNE, "Ba", "0905123456"
    )
    assert isinstance(producers.add_producer(scene.office, scene.secretariat, reachable), Done)
    product = producers.Product("SP900", "CT-4300100002", "Tỏi đen", "food", (COMMUNE,), ())
    assert isinstance(producers.add_product(scene.office, scene.secretariat, product), Done)
    scene.done(scene.open("SP900"), "choose", "xa")
    assert [row.phone for row in missing(scene, account=account)] == [phone]
