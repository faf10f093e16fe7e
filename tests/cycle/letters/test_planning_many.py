"""Very many marks: each producer is told of its own, and a letter with more than it can list counts the rest."""

from bench.crowd import fill
from bench.model import model_of, resubmit, walk
from cycle.answers import Done
from cycle.commands.producers import producers
from cycle.letters.composed import Composed
from tests.conftest import TestClock
from tests.cycle.letters.passes import body, composed, mail, passed, queued
from tests.cycle.sweeps.looking import in_drafting
from tests.scene import COMMUNE, PRODUCER, Scene

PLACE = f"organisation:{COMMUNE}"
BEFORE_SUBMISSION = "2024-04-26T00:05:00+07:00"
BEFORE_SCREENING = "2024-03-12T00:05:00+07:00"
MODEL = "600009"
MANY = 70


def test_producers_of_one_commune_are_each_reminded_of_their_own(scene: Scene, clock: TestClock) -> None:
    first, second = in_drafting(scene), in_drafting(scene, _of_another(scene))
    passed(scene, BEFORE_SUBMISSION, clock)
    for recipient, dossier in ((f"producer:{PRODUCER}", first), ("producer:CT-4300100002", second)):
        (one,) = queued(scene, recipient=recipient)
        assert [line.dossier for line in body(scene, one).nearing] == [dossier]


def test_a_letter_lists_so_many_and_counts_the_others(scene: Scene, clock: TestClock) -> None:
    walked = walk(scene, MODEL, 1)
    resubmit(scene, walked.dossier, f"CT-4300{MODEL}", "again")
    model = model_of(scene, MODEL, walked.dossier, walked.name)
    url = scene.office.database.url.render_as_string(hide_password=False)
    fill(url, (model, model), range(2, MANY + 1), (COMMUNE,))
    passed(scene, BEFORE_SCREENING, clock)
    (one,) = queued(scene, recipient=PLACE)
    found = body(scene, one)
    assert (len(found.nearing), found.owed) == (MANY, MANY)
    assert len({line.dossier for line in found.nearing}) == MANY
    told = composed(scene, one)
    assert isinstance(told, Composed)
    assert (told.calendar or b"").count(b"BEGIN:VEVENT") == 60
    assert len({key["dossier"] for key in told.tells}) == MANY
    text = mail(scene, one)
    assert f"({MANY} VIỆC)" in text.plain
    assert f"… và {MANY - 40} việc khác" in text.plain


def _of_another(scene: Scene) -> str:
    made = producers.Producer("4300100002", "tax", "cooperative", "Hợp tác xã Thứ hai", COMMUNE)
    assert isinstance(producers.add_producer(scene.office, scene.secretariat, made), Done)
    place = producers.Establishment("CS02", "CT-4300100002", "Xưởng thứ hai", COMMUNE)
    assert isinstance(producers.add_establishment(scene.office, scene.secretariat, place), Done)
    product = producers.Product("SP002", "CT-4300100002", "Hành Lý Sơn", "food", (COMMUNE,), ("CS02",))
    assert isinstance(producers.add_product(scene.office, scene.secretariat, product), Done)
    return "SP002"
