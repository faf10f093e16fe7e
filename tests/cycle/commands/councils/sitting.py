"""A council that sits: nine members, one dossier before it, and shorthand to act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cycle.answers import Answer, Done
from cycle.commands import councils
from cycle.commands.councils import EnterSheet, Forming, Joining, OpenSession, OpenTurns, act_in
from cycle.commands.permits import Caller
from cycle.commands.register import register
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.store import Store
from tests.conftest import TestClock
from tests.evaluating import JUNE, PROGRAMME, Scene, bring, scene_26
from tests.kept import begin_as_kept
from workflows.scoring.criteria import CriteriaSet
from workflows.verdict import Refusal

TODAY = date(2026, 6, 8)
SET = 1
SEATS = ("chair", "agriculture", "trade", "health", "science", "culture", "ocop_body", "specialised", "guest")
CHAIR = "chu_tich_hoi_dong"
MEMBERS = (CHAIR, *(f"uy_vien_{number}" for number in range(2, 10)))
SECRETARY = Caller("thu_ky_tinh")
DECISION = councils.Decision("100/QĐ-UBND", date(2026, 6, 1))
SCAN = b"%PDF-1.4\n%%EOF\n"


@dataclass
class Sitting:
    """A session of nine members, all there, with a turn open on one dossier."""

    scene: Scene
    dossier: str
    council: str
    session: str
    store: Store
    folder: Path
    answers: Mapping[str, int] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        return self.scene.office

    @property
    def given(self) -> CriteriaSet:
        with self.office.database.reading() as transaction:
            published = self.office.rulebook.on(transaction, TODAY)
            assert published is not None
            return published.rules.criteria["qd26_2026"].sets[SET]

    def act(self, kind: type[Any], caller: Caller = SECRETARY, session: str | None = None, **more: Any) -> Answer:
        return act_in(self.office, kind(caller, session or self.session, **more))

    def done(self, kind: type[Any], caller: Caller = SECRETARY, session: str | None = None, **more: Any) -> Done:
        answer = self.act(kind, caller, session, **more)
        assert isinstance(answer, Done), answer
        return answer

    def enter(self, member: int, answers: Mapping[str, Any], caller: Caller | None = None, **more: Any) -> Answer:
        """The sheet of a member by its number from 1; its own, unless somebody else enters it."""
        session = more.pop("session", None) or self.session
        named: dict[str, Any] = {"member": f"{member:02d}"} if caller else {}
        asked = EnterSheet(caller or Caller(MEMBERS[member - 1]), session, self.dossier, answers, **named, **more)
        return councils.enter_sheet(self.office, self.store, asked)

    def all_enter(self, sheets: Mapping[int, Mapping[str, int]] | None = None, session: str | None = None) -> None:
        """Every member gives the same sheet, but those that are given here."""
        for number in range(1, len(MEMBERS) + 1):
            answer = self.enter(number, (sheets or {}).get(number, self.answers), session=session)
            assert isinstance(answer, Done), answer

    def close(self, session: str | None = None) -> Answer:
        return self.act(councils.CloseTurns, session=session, dossiers=(self.dossier,))

    def conclude(self, note: str | None = None, session: str | None = None) -> Answer:
        return self.act(councils.ConcludeTurns, Caller(CHAIR), session, dossiers=(self.dossier,), note=note)

    def open_session(self, form: str = "meeting") -> str:
        answer = councils.open_session(self.office, OpenSession(SECRETARY, self.council, form, TODAY))
        assert isinstance(answer, Done), answer
        return answer.target

    def open_turn(self, session: str | None = None) -> Answer:
        return self.act(OpenTurns, session=session, dossiers={self.dossier: SET})

    def scan(self) -> Path:
        file = self.folder / "phieu.pdf"
        file.write_bytes(SCAN)
        return file


def sit(url: str, clock: TestClock, folder: Path) -> Sitting:
    """Nine members at a meeting on a dossier, its turn open; nobody has given a sheet. Set once, then copied."""
    clock.set(JUNE)
    begin_as_kept(url, ("sitting", clock.now()), lambda: _begin(url, clock, folder))
    office = Office(Database(url), Rulebook(), clock, rehearsal=True)
    with office.database.reading() as transaction:
        [(session, council, dossier)] = transaction.rows(
            "SELECT s.code, s.council, t.dossier FROM session s JOIN turn t ON t.session = s.code"
        )
    sitting = Sitting(Scene(office), dossier, council, session, Store(folder / "store"), folder)
    sitting.answers = best(sitting.given)
    return sitting


def _begin(url: str, clock: TestClock, folder: Path) -> None:
    scene = scene_26(url, clock)
    for account in MEMBERS[1:]:
        officer(scene, account, "province_council_member")
    dossier = bring(scene, "SP001", "province.in_council")
    members = tuple(Joining(seat, f"Người {at}", account=MEMBERS[at]) for at, seat in enumerate(SEATS))
    formed = councils.form_council(
        scene.office,
        Forming(Caller("to_chuc"), PROGRAMME, "province", DECISION, members),
    )
    assert isinstance(formed, Done), formed
    store = Store(folder / "store")
    sitting = Sitting(scene, dossier, formed.target, "", store, folder)
    sitting.session = sitting.open_session()
    sitting.done(councils.Attend, present={f"{number:02d}": True for number in range(1, 10)})
    answer = sitting.open_turn()
    assert isinstance(answer, Done), answer
    scene.office.database.close()


def officer(scene: Scene, account: str, role: str, holder: str = "QNG") -> None:
    added = register.add_account(scene.office, scene.admin, register.Account(account, f"Người {account}"))
    assert isinstance(added, Done), added
    granted = register.grant_role(scene.office, scene.admin, register.Holding(account, role, holder, TODAY))
    assert isinstance(granted, Done), granted


def best(given: CriteriaSet) -> dict[str, int]:
    """The answers that bring the most points."""
    return {code: max(range(one.last + 1), key=one.points) for code, one in given.criteria.items()}


def lowered(given: CriteriaSet, answers: Mapping[str, int], by: int) -> dict[str, int]:
    """Answers with so many points less, and the same options of all criteria that the council settles."""
    left, lower = by, dict(answers)
    for code, one in given.criteria.items():
        if code in given.settled or any(
            other.only_if and other.only_if[0] == code for other in given.criteria.values()
        ):
            continue
        choices = [at for at in range(one.last + 1) if 0 <= one.points(answers[code]) - one.points(at) <= left]
        chosen = min(choices, key=one.points)
        left -= one.points(answers[code]) - one.points(chosen)
        lower[code] = chosen
    assert left == 0, left
    return lower


def codes(answer: Answer) -> list[str]:
    """The codes of a refusal's reasons."""
    assert isinstance(answer, Refusal), answer
    return [reason.code for reason in answer.reasons]


def gated(given: CriteriaSet, answers: Mapping[str, int]) -> tuple[str, int]:
    """A starred criterion, and another option of it that costs at most ten points."""
    for code, one in given.criteria.items():
        others = [at for at in range(1, one.last + 1) if 0 < one.points(answers[code]) - one.points(at) <= 10]
        if one.starred and others and not one.only_if:
            return code, others[-1]
    raise AssertionError("no starred criterion")
