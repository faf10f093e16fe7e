"""What becomes of an expiry: its proposal confirmed or declined by the officer, its escalation released or answered."""

from cycle.answers import Done
from cycle.commands import clocks as commands
from cycle.commands.clocks import DECLINED, RELEASED, SETTLED, Confirmation
from cycle.queries.deadlines.escalations import find_escalations
from cycle.queries.paging import Page
from tests.cycle.commands.clocks.acting import Clocks, codes


def test_a_proposal_is_fired_by_the_officer_who_confirms_it(clocks: Clocks) -> None:
    dossier = clocks.returned()
    office = clocks.scene.office
    asked = Confirmation(dossier, "resubmission", "to_chuc", note="Không nộp lại", request_id="xn-1")
    assert codes(commands.confirm(office, asked)) == ["nothing_proposed"]
    clocks.on("2024-03-12")
    clocks.sweep()
    assert clocks.told(dossier).proposal == "lapse"
    other = Confirmation(dossier, "resubmission", "chu_the", note="Xin chờ")
    assert codes(commands.confirm(office, other)) == ["role_not_allowed"]
    assert isinstance(commands.try_confirm(office, asked), Done)
    answer = commands.confirm(office, asked)
    assert isinstance(answer, Done), answer
    assert answer.details["moves"][0]["to"] == "idea.next_season"
    again = commands.confirm(office, asked)
    assert isinstance(again, Done)
    assert (again.repeated, again.seq) == (True, answer.seq)
    assert codes(commands.confirm(office, other)) == ["deadline_not_running"]
    assert clocks.sound()


def test_a_proposal_is_declined_with_a_reason_by_the_officer_named(clocks: Clocks) -> None:
    dossier = clocks.returned()
    clocks.on("2024-03-12")
    clocks.sweep()
    assert codes(clocks.act(DECLINED, dossier, "resubmission", "xa", note="a")) == ["role_not_allowed"]
    assert codes(clocks.act(DECLINED, dossier, "resubmission")) == ["remark_missing"]
    clocks.done(DECLINED, dossier, "resubmission", note="Đã nộp bản giấy")
    told = clocks.told(dossier)
    assert (told.proposal, told.overdue, told.acts[-1].note) == (None, True, "Đã nộp bản giấy")
    assert codes(clocks.act(DECLINED, dossier, "resubmission", note="a")) == ["nothing_proposed"]
    clocks.sweep()
    assert clocks.told(dossier).proposal is None
    assert clocks.sound()


def test_an_escalation_goes_to_the_organisation_above_the_one_that_owes(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    clocks.on("2024-03-20")
    clocks.sweep()
    office = clocks.scene.office
    (waiting,) = find_escalations(office, clocks.view(), Page(sort="since")).rows
    assert (waiting.dossier, waiting.owing, waiting.above) == (dossier, ("organisation:21244",), ("528",))
    assert codes(clocks.act(RELEASED, dossier, actor="xa")) == ["not_permitted"]
    assert codes(clocks.act(RELEASED, dossier, to="524")) == ["superior_not"]
    assert isinstance(clocks.tried(RELEASED, dossier), Done)
    done = clocks.done(RELEASED, dossier, note="Đã nhắc hai lần")
    assert done.details["to"] == "528"
    assert clocks.told(dossier).escalation == "released"
    assert find_escalations(office, clocks.view(), Page(sort="since")).total == 0
    assert codes(clocks.act(SETTLED, dossier, note="muộn")) == ["not_escalated"]
    assert clocks.sound()


def test_an_escalation_may_be_answered_instead_but_not_without_a_reason(clocks: Clocks) -> None:
    dossier = clocks.in_screening()
    assert codes(clocks.act(SETTLED, dossier, note="a")) == ["not_escalated"]
    clocks.on("2024-03-20")
    clocks.sweep()
    assert codes(clocks.act(SETTLED, dossier)) == ["remark_missing"]
    clocks.done(SETTLED, dossier, note="Xã hẹn ngày 25/3")
    assert clocks.told(dossier).escalation == "answered"
    assert clocks.sound()
