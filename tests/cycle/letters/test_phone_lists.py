"""The list of those to be rung, and the message of a letter that waits: each once, and what is true today."""

from datetime import date

from cycle.letters.composed import Nothing
from cycle.letters.messages import MANAGE, short_message
from cycle.letters.planning.plan import plan
from cycle.queries.viewing import View
from tests.conftest import TestClock
from tests.cycle.letters.passes import body, composed, mail, passed, queued, screening
from tests.cycle.letters.test_planning import MAKER, PLACE
from tests.cycle.sweeps.looking import TODAY, in_drafting
from tests.scene import Scene


def held(scene: Scene) -> None:
    """Nobody can write to the producer; a list is planned for its commune."""
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE letter SET reason = 'no_address' WHERE recipient = ? AND status = 'queued'", (MAKER,))
    plan(scene.office)


def test_a_producer_stands_on_the_list_once_with_what_it_owes_today(scene: Scene, clock: TestClock) -> None:
    first = screening(scene)
    in_drafting(scene, scene.add_product(2))
    passed(scene)
    held(scene)
    clock.set("2024-04-19T09:00:00+07:00")
    passed(scene)
    held(scene)
    (call,) = body(scene, queued(scene, "phone_list", PLACE)[-1]).calls
    waiting = {one.code for kind in ("notice", "reminder") for one in queued(scene, kind, MAKER)}
    assert set(call.letters) <= waiting
    assert len(call.letters) > 2
    assert call.until == date(2024, 4, 30)
    assert "30/04/2024 (còn" in call.text
    assert first in {one.dossier for one in call.happened}
    assert first not in call.text
    sealed = mail(scene, queued(scene, "phone_list", PLACE)[-1]).plain
    assert all(code in sealed for code in call.letters)
    assert "ocop letter told MÃ_THƯ --by-phone" in " ".join(sealed.split())


def test_an_old_notice_of_which_nothing_is_owed_is_not_told_and_a_list_of_nothing_is_void(
    scene: Scene, clock: TestClock
) -> None:
    dossier = screening(scene)
    passed(scene)
    held(scene)
    (one,) = queued(scene, "phone_list", PLACE)
    assert [len(call.happened) + bool(call.text) for call in body(scene, one).calls] == [1]
    clock.set("2024-04-25T09:00:00+07:00")
    held(scene)
    last = queued(scene, "phone_list", PLACE)[-1]
    assert [call.text.count(dossier) for call in body(scene, last).calls] == [1]
    clock.set("2024-05-07T09:00:00+07:00")
    held(scene)
    assert composed(scene, queued(scene, "phone_list", PLACE)[-1]) == Nothing("settled")


def test_what_is_overdue_is_the_first_day_that_counts_and_called_so(scene: Scene, clock: TestClock) -> None:
    in_drafting(scene)
    passed(scene)
    clock.set("2024-05-06T09:00:00+07:00")
    passed(scene)
    held(scene)
    last = queued(scene, "phone_list", PLACE)[-1]
    assert [call.until for call in body(scene, last).calls] == [date(2024, 4, 30)]
    assert "Chậm nhất ngày: 30/04/2024 (đã quá hạn)" in mail(scene, last).plain


def test_the_message_of_a_letter_that_waits_is_that_of_today(scene: Scene, clock: TestClock) -> None:
    dossier = in_drafting(scene)
    passed(scene, "2024-04-23T09:00:00+07:00", clock)
    (reminder, *_), (notice, *_) = queued(scene, "reminder", MAKER), queued(scene, "notice", MAKER)
    clock.set("2024-04-28T09:00:00+07:00")
    for one in (reminder, notice):
        assert "30/04/2024 (còn 2 ngày" in _told(scene, one.code)
    assert "tính đến ngày 28/04/2024" in _told(scene, notice.code)
    scene.paper("idea_form_new", "dossier", dossier, TODAY)
    scene.done(dossier, "submit", "to_chuc", on_behalf=MAKER, happened=date(2024, 4, 28))
    assert "30/04/2024" not in _told(scene, notice.code)
    assert _told(scene, reminder.code) == ""


def _told(scene: Scene, code: str) -> str:
    found = short_message(
        scene.office, View("to_chuc", scene.office.clock.now().date(), permissions=frozenset({MANAGE})), code
    )
    return found.text  # type: ignore[union-attr]  # another kind of answer fails the test
