"""Open evaluations under Decision 148 in every state, and the plans that move them, for tests of changes of law."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cycle.answers import Done
from cycle.clock import day_in
from cycle.commands.clocks.acting import act_on
from cycle.commands.clocks.asked import ClockAct
from cycle.commands.entering import Desk, Law, OnPaper, Ready, enter, prepared
from cycle.commands.law.runs import APPLIES
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.producers import producers
from cycle.commands.register import register
from cycle.database import Database, Transaction
from cycle.law import Asked, Moved, apply_plan, prepare, read_plan_file, try_plan
from cycle.law.desk import Desk as LawDesk
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.sweeps.running import sweep
from tests.conftest import TestClock
from tests.kept import begin_as_kept
from tests.scene import CONFIG, MARCH, PRODUCER, PROGRAMME, Scene, set_scene

TO_1489 = CONFIG / "law" / "tu-148-sang-1489.yaml"
TO_26 = CONFIG / "law" / "tu-1489-sang-26.yaml"
CERTIFICATES = CONFIG / "law" / "giay-chung-nhan-26.yaml"
BEGAN, SINCE = date(2025, 6, 2), date(2025, 6, 20)
ENTERED = "2025-06-23T02:00:00+00:00"
JULY_2025, JULY_2026 = "2025-07-07T02:00:00+00:00", "2026-07-23T02:00:00+00:00"
# After districts have ended and departments were merged.
LATER_OFFICERS: Mapping[str, tuple[str, str]] = {
    "thu_ky_chuong_trinh": ("secretariat", "QNG-SNNMT"),
    "xa_moi": ("commune", "21244-2025"),
}
SECRETARIAT = Caller("thu_ky_chuong_trinh")
# Merged, left as it was but for its code, and divided between two.
PLACES = ("21244", "21235", "21142")
STATES = (
    "district.received",
    "district.supplementing",
    "district.in_council",
    "district.concluded",
    "province.in_review",
    "province.supplementing",
    "province.in_council",
    "province.concluded",
    "province.approved",
    "centre.evaluating",
    "centre.concluded",
)
RESULT = {"score": "91", "stars": "5"}
APPROVAL = {"approval": {"number": "812/QĐ-UBND", "date": "18/06/2025"}}
VALUES: Mapping[str, Mapping[str, Any]] = {
    "district.concluded": RESULT,
    "province.in_review": RESULT,
    "province.supplementing": RESULT,
    "province.in_council": RESULT,
    "province.concluded": RESULT,
    "province.approved": {**RESULT, **APPROVAL},
    "centre.evaluating": {**RESULT, **APPROVAL},
    "centre.concluded": {**RESULT, **APPROVAL},
}


def set_law_scene(url: str, clock: TestClock, many: int) -> Scene:
    """An office on 07/07/2025 with so many seasons, each with its evaluation under 148 in one of the open states."""
    clock.set(JULY_2025)
    begin_as_kept(url, ("law", many), lambda: _begin(url, clock, many))
    clock.set(JULY_2025)
    return Scene(Office(Database(url), Rulebook(), clock, rehearsal=True))


def _begin(url: str, clock: TestClock, many: int) -> None:
    clock.set(MARCH)
    scene = set_scene(url, clock)
    clock.set(ENTERED)
    officers_of_today(scene)
    for number, product in enumerate(add_products(scene, range(many))):
        enter_evaluation(scene, product, STATES[number % len(STATES)], str(number % 5 + 1))
    clock.set(JULY_2025)
    sweep(scene.office, "law")
    scene.office.database.close()


def officers_of_today(scene: Scene) -> None:
    """Accounts of those that are there since July 2025; they may act from then on."""
    for account, (role, holder) in LATER_OFFICERS.items():
        assert not isinstance(register.add_account(scene.office, scene.admin, register.Account(account, account)), list)
        begins = max(today(scene), date(2025, 7, 1) if role == "commune" else date(2025, 3, 1))
        register.grant_role(scene.office, scene.admin, register.Holding(account, role, holder, begins))


def enter_evaluation(scene: Scene, product: str, state: str, stars: str = "5") -> str:
    """A season with its evaluation under 148 in a state, as entered from paper; the code of the evaluation."""
    with scene.office.database.writing() as transaction:
        permit = permitted(transaction, scene.office, SECRETARIAT, "dossier.import")
        assert isinstance(permit, Permit), permit
        desk = Desk(transaction, scene.office, permit, PROGRAMME)
        values = dict(VALUES.get(state, {}))
        # What is at the centre has 5 stars.
        values |= {"stars": stars} if values and "approval" not in values else {}
        above = _ready(
            desk, permit, OnPaper(product, "season", "evaluation.under_evaluation", BEGAN, BEGAN, "Sổ theo dõi")
        )
        own = OnPaper(product, "evaluation_148", state, BEGAN, SINCE, "Sổ theo dõi", values)
        done = enter(desk, above, _ready(desk, permit, own))
    return f"{done.target}.1"


def _ready(desk: Desk, permit: Permit, asked: OnPaper) -> Ready:
    rules = permit.published.rules
    law = Law(permit.published.hash, rules, rules.programmes[desk.programme], rules.definitions[asked.workflow])
    ready = prepared(desk, law, asked, {"record_result": ["", None, SINCE.isoformat()]} if asked.values else {})
    assert isinstance(ready, Ready), ready
    return ready


def add_products(scene: Scene, numbers: Sequence[int]) -> list[str]:
    """Products of the scene's producer, in places of every kind in turn."""
    codes = []
    for number in numbers:
        place = PLACES[number % len(PLACES)]
        one = producers.Product(f"SP{number + 2:04d}", PRODUCER, f"Sản phẩm {number}", "food", (place,), ("CS01",))
        assert not isinstance(producers.add_product(scene.office, SECRETARIAT, one), list)
        codes.append(one.code)
    return codes


def asked_of(plan: Path, **more: Any) -> Asked:
    """What is asked with a plan."""
    text, problems = read_plan_file(plan)
    assert text is not None, problems
    return Asked(text, **more)


def desk_for(scene: Scene, asked: Asked, permission: str = APPLIES, account: str = "thu_ky_chuong_trinh") -> LawDesk:
    """The desk of a plan, which must be sound and permitted."""
    found = prepare(scene.office, Caller(account), asked, permission)
    assert isinstance(found, LawDesk), found
    return found


def tried(scene: Scene, asked: Asked) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The verdict on each dossier, with the codes of its reasons."""
    found = try_plan(desk_for(scene, asked, "see.all"))
    return {one.dossier: (one.result.verdict, tuple(reason.code for reason in one.result.reasons)) for one in found}


def applied(scene: Scene, asked: Asked) -> list[Moved]:
    """A plan applied to the end."""
    return list(apply_plan(desk_for(scene, asked)))


def rows_of(transaction: Transaction) -> tuple[list[Any], list[Any]]:
    """Dossiers but for their versions, and the deadlines that run."""
    columns = "code, family, workflow, definition, state, stage, final, opened, happened, data"
    dossiers = transaction.rows(f"SELECT {columns} FROM dossier ORDER BY code")
    clocks = transaction.rows("SELECT * FROM deadline WHERE status <> 'closed' ORDER BY dossier, name, opened_seq")
    return dossiers, clocks


def today(scene: Scene) -> date:
    """The day that the scene's clock shows."""
    return day_in(scene.office.zone, scene.office.clock.now())


def extend(scene: Scene, dossier: str, deadline: str) -> None:
    """A deadline that was given another week by the secretariat."""
    with scene.office.database.reading() as transaction:
        (day,) = transaction.row(
            "SELECT last_day FROM deadline WHERE dossier = ? AND name = ? AND status = 'open'", (dossier, deadline)
        ) or ("",)
    until = date.fromisoformat(day) + timedelta(days=7)
    act = ClockAct(
        "extended", dossier, deadline, SECRETARIAT.account, basis="Công văn 12", until=until, note="Chờ Hội đồng"
    )
    assert isinstance(act_on(scene.office, act), Done)
