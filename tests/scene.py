"""A small province to test on: the shipped configuration, a few officers, one product, and shorthand to act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cycle.answers import Answer, Done
from cycle.clock import Clock
from cycle.commands import publishing
from cycle.commands.fire import Fire, fire
from cycle.commands.papers import papers
from cycle.commands.permits import Caller
from cycle.commands.producers import producers
from cycle.commands.register import register
from cycle.commands.seasons import opening
from cycle.configuration import read_seeds
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook, manifest_of
from cycle.reading import read_folder
from tests.kept import begin_as_kept
from workflows.reading import read_rules

CONFIG = Path(__file__).parent.parent / "config"
MARCH = "2024-03-05T02:00:00+00:00"
PROGRAMME = "QNG2024"
DISTRICT = "528"
COMMUNE = "21244"
PRODUCT = "SP001"
REGISTRATION = "4300100001"
PRODUCER = f"CT-{REGISTRATION}"
SECRETARIAT_BODY = "QNG-SNNPTNT"
# The department into which it was merged on 01/03/2025.
SECRETARIAT_LATER = "QNG-SNNMT"

OFFICERS: Mapping[str, tuple[str, str]] = {
    "to_chuc": ("secretariat", SECRETARIAT_BODY),
    "xa": ("commune", COMMUNE),
    "huyen": ("district", DISTRICT),
    "huyen_khac": ("district", "524"),
    "thu_ky_huyen": ("district_council_secretary", DISTRICT),
    "chu_tich_huyen": ("district_chair", DISTRICT),
    "to_tu_van": ("advisory_team", "QNG"),
    "thu_ky_tinh": ("province_council_secretary", "QNG"),
    "chu_tich_tinh": ("province_chair", "QNG"),
    "kiem_tra": ("auditor", ""),
    "chu_the": ("producer", PRODUCER),
}


@dataclass
class Scene:
    """An office in which the product SP001 may begin its season."""

    office: Office
    admin: Caller = field(default=Caller("quan_tri"))

    @property
    def secretariat(self) -> Caller:
        return Caller("to_chuc")

    def fire(self, dossier: str, trigger: str, actor: str, **more: Any) -> Answer:
        return fire(self.office, Fire(dossier, trigger, actor, **more))

    def done(self, dossier: str, trigger: str, actor: str, **more: Any) -> Done:
        answer = self.fire(dossier, trigger, actor, **more)
        assert isinstance(answer, Done), answer
        return answer

    def open(self, product: str = PRODUCT) -> str:
        answer = opening.open_dossier(self.office, self.secretariat, opening.Opening(PROGRAMME, product))
        assert isinstance(answer, Done), answer
        return answer.target

    def paper(self, kind: str, holder_kind: str, holder: str, received: date, **more: Any) -> str:
        """A file paper, entered and verified by the secretariat."""
        code = self.unverified(kind, holder_kind, holder, received, **more)
        judged = papers.judge_papers(self.office, self.secretariat, papers.Judgement((code,), verified=True))
        assert isinstance(judged, list), judged
        return code

    def unverified(self, kind: str, holder_kind: str, holder: str, received: date, **more: Any) -> str:
        content = more.pop("content", papers.FileContent("ab" * 32, "phieu.pdf", "pdf", 1000))
        paper = papers.Paper(kind, holder_kind, holder, content, received, **more)
        answer = papers.add_paper(self.office, self.secretariat, paper)
        assert isinstance(answer, Done), answer
        return answer.target

    def add_product(self, number: int, area: str = COMMUNE) -> str:
        code = f"SP{number:03d}"
        product = producers.Product(code, PRODUCER, f"Tỏi Lý Sơn {number}", "food", (area,), ("CS01",))
        answer = producers.add_product(self.office, self.secretariat, product)
        assert isinstance(answer, Done), answer
        return code


def found_office(url: str, clock: Clock, config: Path = CONFIG) -> Office:
    """An office on a migrated, empty database, founded as a rehearsal on the shipped configuration."""
    office = Office(Database(url), Rulebook(), clock, rehearsal=True)
    founded = publishing.found(office, declared(config), founding(config), date(2024, 1, 1))
    assert isinstance(founded, Done), founded
    return office


def declared(config: Path = CONFIG) -> publishing.Declared:
    return _shipped() if config == CONFIG else read_declared(config)


@cache
def _shipped() -> publishing.Declared:
    """The shipped configuration, read once: nothing changes it while tests run."""
    return read_declared(CONFIG)


def read_declared(config: Path) -> publishing.Declared:
    sources, problems = read_folder(config)
    assert not problems, problems
    rules, faults = read_rules(sources, manifest_of(sources, date(2024, 1, 1)).files)
    assert rules is not None, faults
    return publishing.Declared(sources, rules)


def founding(config: Path = CONFIG) -> publishing.Founding:
    seeds, problems = read_seeds(config)
    assert not problems, problems
    bodies = (register.Organisation(s.code, s.name, s.level, s.starts, s.parent, s.ends, s.successors) for s in seeds)
    return publishing.Founding(
        tuple(bodies), register.Account("quan_tri", "Quản trị", "root"), "administrator", rehearsal=True
    )


def set_scene(url: str, clock: Clock, config: Path = CONFIG) -> Scene:
    """An office with officers of every role, one producer with an establishment, and one product.

    The database is migrated and empty. Set once in a process for each configuration and instant, and copied after:
    what is random in it (salts, codes of requests) is then the same in each copy.
    """
    key = ("scene", clock.now(), _texts_of(config))
    begin_as_kept(url, key, lambda: _set_scene(found_office(url, clock, config)))
    return Scene(Office(Database(url), Rulebook(), clock, rehearsal=True))


def _texts_of(config: Path) -> str:
    """A digest of every file below the folder."""
    files = {str(path.relative_to(config)): path.read_bytes() for path in config.rglob("*") if path.is_file()}
    return sha256(repr(sorted(files.items())).encode()).hexdigest()


def _set_scene(office: Office) -> None:
    scene = Scene(office)
    today = office.clock.now().date()
    for account, (role, holder) in OFFICERS.items():
        if role != "producer":
            add_officer(scene, account, role, holder, today)
    later = register.Holding("to_chuc", "secretariat", SECRETARIAT_LATER, date(2025, 3, 1))
    assert isinstance(register.grant_role(office, scene.admin, later), Done)
    assert isinstance(opening.open_season(office, scene.secretariat, PROGRAMME), Done)
    producer = producers.Producer(REGISTRATION, "tax", "cooperative", "Hợp tác xã Thử nghiệm", COMMUNE)
    assert isinstance(producers.add_producer(office, scene.secretariat, producer), Done)
    place = producers.Establishment("CS01", PRODUCER, "Xưởng chế biến", COMMUNE)
    assert isinstance(producers.add_establishment(office, scene.secretariat, place), Done)
    add_officer(scene, "chu_the", "producer", PRODUCER, today)
    scene.add_product(1)
    office.database.close()


def add_officer(scene: Scene, account: str, role: str, holder: str, today: date) -> None:
    added = register.add_account(scene.office, scene.admin, register.Account(account, f"Người {account}"))
    assert isinstance(added, Done), added
    granted = register.grant_role(scene.office, scene.admin, register.Holding(account, role, holder, today))
    assert isinstance(granted, Done), granted
