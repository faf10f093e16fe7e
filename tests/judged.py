"""A council of the province that judges one dossier after another: formed once, then a session for each result."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cycle.answers import Answer, Done
from cycle.commands import councils
from cycle.commands.councils import EnterSheet, Forming, Joining, OpenSession, Settled, act_in
from cycle.commands.permits import Caller
from cycle.commands.register import register
from cycle.office import Office
from tests.scene import Scene
from workflows.scoring.criteria import CriteriaSet

PROGRAMME, SET = "QNG2026", 1
SECRETARY, CHAIR = Caller("thu_ky_tinh"), "chu_tich_hoi_dong"
SEATS = ("chair", "agriculture", "trade", "health", "science", "culture", "ocop_body", "specialised")
MEMBERS = (CHAIR, "thanh_vien_1", "thanh_vien_2", "thanh_vien_3", *(f"thanh_vien_{number}" for number in range(4, 8)))
# Grounds that a council can find, each with the place where it is printed.
Findings = tuple[tuple[str, str | None], ...]


def scoring_set(office: Office, number: int = SET) -> CriteriaSet:
    """A set of the criteria of today."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, today(office))
        assert published is not None
        return published.rules.criteria["qd26_2026"].sets[number]


def today(office: Office) -> date:
    return office.clock.now().date()


def best(given: CriteriaSet) -> dict[str, int]:
    """The answers that bring the most points."""
    return {code: max(range(one.last + 1), key=one.points) for code, one in given.criteria.items()}


def four_stars(given: CriteriaSet) -> dict[str, int]:
    """The best answers but for one criterion in which five stars ask for more: over 90 points, and four stars."""
    answers = best(given)
    for code, one in given.criteria.items():
        gate = one.gate(5, one.case(answers[code]))
        if gate and gate > 1 and one.reaches(gate - 1, 4) and one.points(answers[code]) - one.points(gate - 1) < 9:
            return {**answers, code: gate - 1}
    raise AssertionError("no criterion that only five stars ask for")


def two_stars(given: CriteriaSet) -> dict[str, int]:
    """The best answers but for one criterion, in which three stars ask for more."""
    answers = best(given)
    for code, one in given.criteria.items():
        gate = one.gate(3, one.case(answers[code]))
        if gate and gate > 1 and one.points(gate - 1):
            return {**answers, code: gate - 1}
    raise AssertionError("no criterion that three stars ask for")


def judge(
    scene: Scene, dossier: str, answers: Mapping[str, int] | None = None, findings: Findings = (), form: str = "meeting"
) -> str:
    """The session in which every member gives the same sheet, four stars unless `answers`, and keeps what it finds."""
    office = scene.office
    session = opened(scene, form)
    done(scene, councils.OpenTurns, session=session, dossiers={dossier: SET})
    given = answers or four_stars(scoring_set(office))
    for account in MEMBERS:
        answer = act_in(office, EnterSheet(Caller(account), session, dossier, given, findings=findings))
        assert isinstance(answer, Done), answer
    done(scene, councils.CloseTurns, session=session, dossiers=(dossier,))
    if findings:
        settled = tuple(Settled(ground, at, stands=True) for ground, at in findings)
        done(scene, councils.Agree, session=session, dossier=dossier, findings=settled)
    done(scene, councils.ConcludeTurns, Caller(CHAIR), session=session, dossiers=(dossier,))
    done(scene, councils.CloseSession, session=session)
    return session


def opened(scene: Scene, form: str = "meeting") -> str:
    """A session of today at which everybody is there; the council is formed where there is none."""
    office = scene.office
    council = _council(scene)
    answer = councils.open_session(office, OpenSession(SECRETARY, council, form, today(office)))
    assert isinstance(answer, Done), answer
    if form == "meeting":
        there = {f"{number:02d}": True for number in range(1, len(MEMBERS) + 1)}
        done(scene, councils.Attend, session=answer.target, present=there)
    return answer.target


def done(scene: Scene, kind: type[Any], caller: Caller = SECRETARY, **more: Any) -> Done:
    answer: Answer = act_in(scene.office, kind(caller, **more))
    assert isinstance(answer, Done), answer
    return answer


def _council(scene: Scene) -> str:
    office = scene.office
    with office.database.reading() as transaction:
        found = transaction.row("SELECT code FROM council ORDER BY code")
        known = {code for (code,) in transaction.rows("SELECT code FROM account")}
    if found:
        return str(found[0])
    for account in MEMBERS:
        if account not in known:
            _officer(scene, account)
    members = tuple(Joining(seat, f"Người {at}", account=MEMBERS[at]) for at, seat in enumerate(SEATS))
    asked = Forming(Caller("to_chuc"), PROGRAMME, "province", councils.Decision("100/QĐ-UBND", today(office)), members)
    answer = councils.form_council(office, asked)
    assert isinstance(answer, Done), answer
    return answer.target


def _officer(scene: Scene, account: str) -> None:
    added = register.add_account(scene.office, scene.admin, register.Account(account, f"Người {account}"))
    assert isinstance(added, Done), added
    holding = register.Holding(account, "province_council_member", "QNG", today(scene.office))
    granted = register.grant_role(scene.office, scene.admin, holding)
    assert isinstance(granted, Done), granted
