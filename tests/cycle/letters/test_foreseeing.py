"""Previews: before an act or a sweep, who would be told, by the code that then tells them; nothing is written."""

from typing import Any

from cycle.commands.fire import Fire
from cycle.letters.foreseeing import foreseen_by_fire, foreseen_by_sweep
from cycle.sweeps import foresee
from tests.conftest import TestClock
from tests.cycle.letters.passes import mail, passed, queued, rows, screening
from tests.cycle.letters.test_planning import MAKER, OVER, PLACE, SOON
from tests.scene import COMMUNE, Scene

TABLES = ("letter", "effect", "record", "installation", "deadline", "set_aside")


def written(scene: Scene) -> Any:
    return {table: rows(scene, f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}


def test_a_preview_shows_the_letter_that_the_act_then_brings_about(scene: Scene) -> None:
    dossier = screening(scene)
    passed(scene)
    asked = Fire(dossier, "return", "to_chuc", f"organisation:{COMMUNE}", note="Thiếu chữ ký")
    before = written(scene)
    (one,) = foreseen_by_fire(scene.office, asked)
    assert written(scene) == before
    assert (one.recipient, one.recipient_name, one.reached) == (MAKER, "Hợp tác xã Thử nghiệm", False)
    scene.done(dossier, "return", "to_chuc", on_behalf=f"organisation:{COMMUNE}", note="Thiếu chữ ký")
    passed(scene)
    sent = next(one for one in queued(scene, "notice") if one.name == "returned")
    text = mail(scene, sent)
    assert (one.code, one.subject, one.text) == (sent.code, text.subject, text.plain)
    assert "Thiếu chữ ký" in text.plain


def test_of_an_act_that_would_be_refused_nobody_would_be_told(scene: Scene) -> None:
    dossier = screening(scene)
    assert foreseen_by_fire(scene.office, Fire(dossier, "return", "to_chuc", f"organisation:{COMMUNE}")) == ()


def test_the_dry_run_of_a_sweep_names_the_letters_that_the_sweep_then_plans(scene: Scene, clock: TestClock) -> None:
    screening(scene)
    screening(scene, scene.add_product(2))
    passed(scene)
    for instant in (SOON, OVER):
        clock.set(instant)
        before = written(scene)
        known = {code for (code,) in rows(scene, "SELECT code FROM letter")}
        effects = [one[:5] for one in foresee(scene.office, "a").foreseen]
        found = foreseen_by_sweep(scene.office, effects, texts=True)
        assert written(scene) == before
        passed(scene)
        after = {code for (code,) in rows(scene, "SELECT code FROM letter")}
        assert {one.code for one in found} == after - known
        assert {one.code: one.text for one in found if one.kind == "reminder"} == {
            one.code: mail(scene, one).plain for one in queued(scene) if one.code not in known
        }
    assert queued(scene, recipient=PLACE)
