"""A certificate whose time ran out while it was evaluated again stays at its end when nothing comes of that."""

from collections.abc import Iterator

import pytest

from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.evaluating import PRODUCT, Scene, add_papers, bring, scene_26

FORMS = {"registration": "evaluation_registration", "assessment": "self_assessment"}


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


def refiled(scene: Scene, clock: TestClock) -> tuple[str, str]:
    """A certificate of 08/06/2026 under re-evaluation in January 2029, and that evaluation."""
    certificate = f"{bring(scene, PRODUCT, 'province.recognised')}.1"
    clock.set("2029-01-15T02:00:00+00:00")
    add_papers(scene, certificate, PRODUCT, *FORMS.values())
    values = {value: f"{certificate}/{paper}/1" for value, paper in FORMS.items()}
    (again,) = scene.done(certificate, "refile", "chu_the", values=values).details["opened"]
    return certificate, str(again)


def standing(scene: Scene, dossier: str) -> tuple[str, list[str]]:
    """Its state, and the clocks that run."""
    with scene.office.database.reading() as transaction:
        (state,) = transaction.row("SELECT state FROM dossier WHERE code = ?", (dossier,)) or ("",)
        names = transaction.rows("SELECT name FROM deadline WHERE dossier = ? AND status <> 'closed'", (dossier,))
    return state, sorted(name for (name,) in names)


@pytest.mark.parametrize(
    ("day", "state", "clocks"),
    [
        ("2029-06-08", "certificate.valid", ["expiry", "refiling"]),
        ("2029-06-09", "certificate.expired", []),
    ],
)
def test_it_is_valid_to_its_last_day_and_has_run_out_on_the_next(
    scene: Scene, clock: TestClock, day: str, state: str, clocks: list[str]
) -> None:
    certificate, again = refiled(scene, clock)
    clock.set(f"{day}T02:00:00+00:00")
    scene.done(again, "withdraw_evaluation", "chu_the", note="Ngừng sản xuất")
    assert standing(scene, certificate) == (state, clocks)
    assert verify(scene.office).faults == ()


def test_what_is_ordered_anew_takes_the_place_of_what_is_evaluated(scene: Scene, clock: TestClock) -> None:
    certificate, again = refiled(scene, clock)
    add_papers(scene, certificate, PRODUCT, "superior_request")
    values = {"purpose": "Đánh giá lại", "superior_request": f"{certificate}/superior_request/1"}
    done = scene.done(certificate, "order_redo", "to_chuc", values=values, note="Theo đề nghị của Bộ")
    (redone,) = done.details["opened"]
    assert [standing(scene, one)[0] for one in (certificate, again, redone)] == [
        "certificate.renewing",
        "closed.withdrawn",
        "commune.checking",
    ]
    assert verify(scene.office).faults == ()


def test_the_ministry_opens_an_inspection_and_records_it(scene: Scene, clock: TestClock) -> None:
    certificate, _ = refiled(scene, clock)
    values = {"subject": "Sử dụng nhãn hiệu OCOP", "kind": "Đột xuất"}
    (inspection,) = scene.done(certificate, "inspect", "trung_uong", values=values).details["opened"]
    scene.done(str(inspection), "cancel", "trung_uong", note="Trùng với đoàn kiểm tra khác")
    assert standing(scene, str(inspection))[0] == "inspection.cancelled"
