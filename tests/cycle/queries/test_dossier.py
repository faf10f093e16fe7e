"""One dossier shown whole, what may be done with it, and who owes the next act."""

from datetime import date

import pytest

from cycle.answers import Done
from cycle.commands.fire import Fire, try_fire
from cycle.commands.producers import producers
from cycle.queries.dossiers.dossier import DossierShown, show_dossier
from cycle.queries.dossiers.offers import Owed, owed, why
from cycle.verdicts import Claim
from tests.cycle.queries.story import (
    CERTIFICATE,
    COOPERATIVE,
    DRAFTING,
    EVALUATED,
    EVALUATION,
    HOUSEHOLD,
    JUNE,
    OFFICERS,
    RECOGNISED,
    WITHDRAWN,
    Story,
)
from workflows.machine import Offer
from workflows.verdict import Reason


def shown(story: Story, code: str) -> DossierShown:
    found = show_dossier(story.office, story.view("kiem_tra"), code, JUNE)
    assert isinstance(found, DossierShown), found
    return found


def offers(story: Story, code: str, account: str, on_behalf: str | None = None) -> dict[str, Offer]:
    found = why(story.office, story.view("kiem_tra"), Claim(code, account, on_behalf))
    assert isinstance(found, tuple), found
    return {offer.transition.trigger: offer for offer in found}


def owing(story: Story, code: str) -> tuple[Owed, ...]:
    found = owed(story.office, story.view("kiem_tra"), code)
    assert isinstance(found, tuple), found
    return found


def test_a_dossier_is_shown_with_its_relatives_and_all_papers_that_count(story: Story) -> None:
    found = shown(story, EVALUATION)
    assert found.product
    assert found.producer
    assert found.product.name == "Đường phổi"
    assert (found.producer.code, found.producer.kind) == (COOPERATIVE, "cooperative")
    assert [place.name for place in found.places] == ["Ủy ban nhân dân xã Nghĩa Thắng"]
    assert found.establishments == ("CS01",)
    assert found.parent
    assert (found.parent.code, found.parent.state) == (RECOGNISED, "promotion.recognised")
    assert [(child.code, child.state) for child in found.children] == [(CERTIFICATE, "certificate.valid")]
    assert found.snapshot.values["stars"] == 3
    assert found.snapshot.acts["record_result"] == ["thu_ky_huyen", None, "2024-06-03"]
    holders = {(paper.holder_kind, paper.holder) for paper in found.papers}
    assert holders == {
        ("producer", COOPERATIVE),
        ("product", "SP001"),
        ("establishment", "CS01"),
        ("dossier", RECOGNISED),
        ("dossier", EVALUATION),
    }


def test_clocks_show_how_they_were_found_and_whether_they_ran_out(story: Story) -> None:
    clocks = {clock.name: clock for clock in shown(story, EVALUATED).deadlines}
    assert {name for name, clock in clocks.items() if clock.status == "open"} == set()
    (submission,) = shown(story, DRAFTING).deadlines
    assert (submission.status, submission.late, submission.last_day) == ("open", True, date(2024, 4, 30))
    assert submission.derivation["fixed"]["date"] == "idea_submission"
    assert submission.due == "2024-04-30T17:00:00.000000Z"
    assert clocks["selection"].closed_seq is not None


def test_papers_show_who_gave_and_who_judged_them(story: Story) -> None:
    rejected, waiting = (
        next(paper for paper in shown(story, DRAFTING).papers if paper.status == status)
        for status in ("rejected", "received")
    )
    assert (rejected.judged_by, rejected.reason) == ("to_chuc", "Ảnh mờ, không đọc được")
    assert (waiting.supplier, waiting.judged_by, waiting.received) == ("to_chuc", None, date(2024, 3, 5))


def test_what_is_offered_is_what_firing_would_answer(story: Story) -> None:
    for code in (RECOGNISED, DRAFTING, EVALUATED, EVALUATION, f"{EVALUATED}.1", CERTIFICATE, WITHDRAWN):
        for account in ("quan_tri", *OFFICERS):
            for trigger, offer in offers(story, code, account).items():
                answer = try_fire(story.office, Fire(code, trigger, account))
                reasons = set() if isinstance(answer, Done) else {reason.code for reason in answer.reasons}  # type: ignore[union-attr]  # another kind of answer fails the test
                assert reasons == {reason.code for reason in (*offer.reasons, *offer.asks)}, (code, account, trigger)


def test_an_offer_on_behalf_is_judged_for_whom_it_is_made(story: Story) -> None:
    alone, behalf = (offers(story, RECOGNISED, "xa", one)["withdraw"] for one in (None, f"producer:{COOPERATIVE}"))
    assert [reason.code for reason in alone.reasons] == ["role_not_allowed"]
    assert (behalf.reasons, [reason.code for reason in behalf.asks]) == ((), ["note_missing"])
    refused = why(story.office, story.view("kiem_tra"), Claim(DRAFTING, "xa", f"producer:{HOUSEHOLD}"))
    assert isinstance(refused, Reason)
    assert refused.code == "may_not_act_for"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (DRAFTING, (DRAFTING, date(2024, 4, 30), "producer", [HOUSEHOLD])),
        (EVALUATED, (f"{EVALUATED}.1", date(2024, 6, 13), "district", ["524"])),
        (RECOGNISED, (RECOGNISED, date(2024, 12, 31), "secretariat", ["QNG-SNNPTNT"])),
    ],
)
def test_whoever_owes_the_next_act_is_named(story: Story, code: str, expected: tuple[object, ...]) -> None:
    (found,) = owing(story, code)
    (duty,) = found.duties
    assert (found.dossier, found.until, duty.role, [party.code for party in duty.parties]) == expected


def test_a_party_is_shown_with_its_name_and_the_accounts_that_hold_the_role(story: Story) -> None:
    (party,) = owing(story, RECOGNISED)[0].duties[0].parties
    assert (party.kind, party.name, party.accounts) == (
        "organisation",
        "Sở Nông nghiệp và Phát triển nông thôn",
        ("to_chuc",),
    )


def test_where_there_is_no_commune_the_district_owes(own_story: Story) -> None:
    code = own_story.scene.open(_island_product(own_story))
    (found,) = owing(own_story, code)
    assert [(duty.role, [party.code for party in duty.parties]) for duty in found.duties] == [("district", ["536"])]


def test_nobody_owes_anything_in_a_closed_dossier(story: Story) -> None:
    assert owing(story, WITHDRAWN) == ()
    assert offers(story, WITHDRAWN, "to_chuc") == {}


def _island_product(story: Story) -> str:
    product = producers.Product("SP009", HOUSEHOLD, "Rong biển", "food", ("536",))
    assert isinstance(producers.add_product(story.office, story.scene.secretariat, product), Done)
    return "SP009"


@pytest.mark.timeout(30)
@pytest.mark.parametrize("own_story", ["postgresql"], indirect=True)
def test_a_question_neither_waits_for_a_writer_nor_fails_after_one(own_story: Story) -> None:
    view = own_story.view("kiem_tra")
    with own_story.office.database.writing() as writer:
        writer.run("UPDATE programme SET dossiers = dossiers WHERE code = ?", ("QNG2024",))
        writer.run("UPDATE producer SET version = version")
        assert isinstance(owed(own_story.office, view, DRAFTING), tuple)
        assert isinstance(why(own_story.office, view, Claim(DRAFTING, "huyen_dao")), tuple)
