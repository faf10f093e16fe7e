"""A season of 2026 to test on: the shipped programme, officers of today, and products brought to a state."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle.answers import Done
from cycle.commands.papers import papers
from cycle.commands.producers import producers
from cycle.commands.seasons import opening
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from tests import scene as stage
from tests.conftest import TestClock
from tests.judged import judge
from tests.kept import begin_as_kept
from workflows.rules import PaperType

JUNE = "2026-06-08T02:00:00+00:00"
PROGRAMME = "QNG2026"
SECRETARIAT_BODY = "QNG-SNNMT"
COMMUNE = "21244-2025"
OTHER_COMMUNE = "21025-2025"
DEPARTMENTS = {"so_y_te": "QNG-SYT", "so_cong_thuong": "QNG-SCT"}
PRODUCT = "SP001"
PRODUCER = stage.PRODUCER
DECISION = {"number": "812/QĐ-UBND", "date": "08/06/2026"}

OFFICERS: Mapping[str, tuple[str, str]] = {
    "to_chuc": ("secretariat", SECRETARIAT_BODY),
    "xa": ("commune", COMMUNE),
    "xa_khac": ("commune", OTHER_COMMUNE),
    "to_tu_van": ("advisory_team", "QNG"),
    "thu_ky_tinh": ("province_council_secretary", "QNG"),
    "chu_tich_hoi_dong": ("province_council_chair", "QNG"),
    "thanh_vien_1": ("province_council_member", "QNG"),
    "thanh_vien_2": ("province_council_member", "QNG"),
    "thanh_vien_3": ("province_council_member", "QNG"),
    "chu_tich_tinh": ("province_chair", "QNG"),
    "trung_uong": ("centre", "BNNMT"),
    "kiem_tra": ("auditor", ""),
    "chu_the": ("producer", PRODUCER),
    **{account: ("department", body) for account, body in DEPARTMENTS.items()},
}

# What leads a season's dossier to its filing, and an evaluation from each of its states to the next.
SEASON = (
    ("choose", "xa"),
    ("submit", "chu_the"),
    ("accept", "xa"),
    ("select", "to_chuc"),
    ("submit_plan", "chu_the"),
    ("accept_plan", "to_chuc"),
    ("declare_ready", "chu_the"),
)
EVALUATION: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("province.received", "propose", "xa", {"commune_report": "commune_report", "commune_request": "commune_request"}),
    ("province.in_review", "accept_for_review", "to_chuc", {}),
    ("province.in_council", "complete_review", "to_tu_van", {"report": "advisory_report"}),
    ("province.concluded", "record_result", "thu_ky_tinh", {"minutes": "council_minutes"}),
    ("province.recognised", "recognise_4", "chu_tich_tinh", {}),
)
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "recognise_4": {"province_decision": DECISION, "issued": "08/06/2026"},
}


@dataclass
class Scene(stage.Scene):
    """An office in June 2026 in which products may begin their season and be evaluated under 26/2026/QĐ-TTg.

    `begun` is how many records there were as the scene was set; 0 where nobody counted.
    """

    begun: int = 0

    @property
    def records(self) -> int:
        """How many records there are now."""
        with self.office.database.reading() as transaction:
            return int(transaction.rows("SELECT COUNT(*) FROM record")[0][0])

    def open(self, product: str = PRODUCT) -> str:
        asked = opening.Opening(PROGRAMME, product)
        answer = opening.open_dossier(self.office, self.secretariat, asked)
        assert isinstance(answer, Done), answer
        return answer.target

    def add_product(self, number: int, area: str = COMMUNE) -> str:
        return super().add_product(number, area)


def scene_26(url: str, clock: TestClock, *, early: bool = False) -> Scene:
    """An office with officers of every role of today, one producer and the product SP001; its season is open.

    The database is migrated and empty. A clock that stands before June 2026 is set to the 8th of June, unless `early`.
    """
    if clock.now().isoformat() < JUNE and not early:
        clock.set(JUNE)
    begin_as_kept(url, ("scene 26", clock.now()), lambda: _set_scene(stage.found_office(url, clock)))
    scene = Scene(Office(Database(url), Rulebook(), clock, rehearsal=True))
    scene.begun = scene.records
    return scene


def bring(scene: Scene, product: str, state: str) -> str:
    """Bring a product's evaluation for the first time to a state of `evaluation_26`; the code of its dossier.

    The state is `commune.checking` or one of those that EVALUATION names. Every paper that could be asked is there.
    From a scene in which nothing has happened yet, it is brought there once in a process, and copied after.
    """
    database, now = scene.office.database, scene.office.clock.now()
    if scene.begun == 0 or scene.begun != scene.records:
        return _bring(scene, product, state)
    url, key = database.url.render_as_string(hide_password=False), ("brought", now, product, state)
    database.close()
    begin_as_kept(url, key, lambda: _brought(scene, key))
    return BROUGHT[key]


# The codes of what was brought to a state, by the keys under which it is kept.
BROUGHT: dict[Hashable, str] = {}


def _brought(scene: Scene, key: tuple[Any, ...]) -> None:
    BROUGHT[key] = _bring(scene, *key[2:])
    scene.office.database.close()


def _bring(scene: Scene, product: str, state: str) -> str:
    evaluation = filed(scene, product)
    if state != "commune.checking":
        states = [target for target, *_ in EVALUATION]
        for _, trigger, actor, wanted in EVALUATION[: states.index(state) + 1]:
            found = {name: f"{evaluation}/{paper}/1" for name, paper in wanted.items()}
            given = {**GIVEN.get(trigger, {}), **found}
            if trigger == "record_result":
                judge(scene, evaluation)
            if trigger == "recognise_4":
                given["certificate"] = f"{evaluation}/2026/OCOP"
            scene.done(evaluation, trigger, actor, values=given)
    return evaluation


def filed(scene: Scene, product: str = PRODUCT, trigger: str = "file") -> str:
    """The code of the evaluation that a producer's filing opens today."""
    dossier = scene.open(product)
    add_papers(
        scene, dossier, product, "idea_form_new", "production_plan", "evaluation_registration", "self_assessment"
    )
    for step, actor in SEASON:
        if step == "submit":
            add_papers(scene, dossier, product, held_by=("producer", "product", "establishment"))
        scene.done(dossier, step, actor)
    evaluation = str(scene.done(dossier, trigger, "chu_the").details["opened"][0])
    add_papers(scene, evaluation, product, held_by=("dossier",))
    return evaluation


def add_papers(
    scene: Scene, dossier: str, product: str = PRODUCT, *names: str, held_by: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The papers named, or all that such holders have and that are not there yet, received today and verified."""
    holders = {"producer": PRODUCER, "product": product, "establishment": "CS01", "dossier": dossier}
    today = scene.office.clock.now().date()
    with scene.office.database.reading() as transaction:
        published = scene.office.rulebook.on(transaction, today)
        there = set(transaction.rows("SELECT type, holder FROM paper"))
    assert published
    kinds = [one for one in published.rules.papers.values() if one.name in names or one.held_by in held_by]
    wanted = [one for one in kinds if one.name in names or (one.name, holders[one.held_by]) not in there]
    codes = tuple(scene.unverified(one.name, one.held_by, holders[one.held_by], today, **_form(one)) for one in wanted)
    assert isinstance(
        papers.judge_papers(scene.office, scene.secretariat, papers.Judgement(codes, verified=True)), list
    )
    return codes


def _form(kind: PaperType) -> dict[str, Any]:
    """What a paper of a type is when it has just been issued."""
    more: dict[str, Any] = {} if kind.expires == "never" else {"issued": date(2026, 5, 18)}
    if kind.expires == "printed":
        more["expires"] = date(2028, 12, 31)
    if kind.form == "physical":
        more["content"] = papers.PhysicalContent(5, "Kho mẫu của tỉnh")
    elif "pdf" not in kind.media:
        more["content"] = papers.FileContent("cd" * 32, "anh.jpg", min(kind.media), 1000)
    return more


def _set_scene(office: Office) -> None:
    scene = Scene(office)
    today = office.clock.now().date()
    for account, (role, holder) in OFFICERS.items():
        if role != "producer":
            stage.add_officer(scene, account, role, holder, today)
    assert isinstance(opening.open_season(office, scene.secretariat, PROGRAMME), Done)
    producer = producers.Producer(stage.REGISTRATION, "tax", "cooperative", "Hợp tác xã Thử nghiệm", COMMUNE)
    assert isinstance(producers.add_producer(office, scene.secretariat, producer), Done)
    place = producers.Establishment("CS01", PRODUCER, "Xưởng chế biến", COMMUNE)
    assert isinstance(producers.add_establishment(office, scene.secretariat, place), Done)
    stage.add_officer(scene, "chu_the", "producer", PRODUCER, today)
    scene.add_product(1)
    office.database.close()
