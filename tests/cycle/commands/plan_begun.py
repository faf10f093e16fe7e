"""An office that carries out the plan of a province, its tasks by their numbers."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cycle.answers import Done
from cycle.commands import publishing
from cycle.commands.fire import Fire, fire
from cycle.commands.permits import Caller
from cycle.commands.register import register
from cycle.commands.seasons import seasons
from cycle.commands.seasons.seasons import Waiting
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from cycle.queries.dossiers.dossier import DossierShown, show_dossier
from cycle.queries.viewing import View, view_of
from tests.conftest import TestClock
from tests.scene import CONFIG, declared, founding
from workflows.verdict import Refusal

PROGRAMME = "TVH2020"
BEGUN = "2020-01-06T02:00:00+00:00"
OFFICERS: Mapping[str, tuple[str, str]] = {
    "thu_ky": ("secretariat", "TVH-SCT"),
    "cong_thuong": ("department", "TVH-SCT"),
    "khoa_hoc": ("department", "TVH-SKHCN"),
    "nong_nghiep": ("department", "TVH-SNNPTNT"),
    "cang_long": ("district", "844"),
    "thu_ky_moi": ("secretariat", "VLG-SCT"),
    "cong_thuong_moi": ("department", "VLG-SCT"),
    "khoa_hoc_moi": ("department", "VLG-SKHCN"),
}
SECRETARIAT = Caller("thu_ky")


class Plan:
    """An office in which the plan's season is open; tasks by their numbers."""

    def __init__(self, office: Office, clock: TestClock) -> None:
        self.office, self.clock = office, clock
        self.tasks: dict[str, str] = {}

    def begin(self) -> list[Done | Refusal]:
        waiting = seasons.begin(self.office, SECRETARIAT, PROGRAMME)
        assert isinstance(waiting, Waiting), waiting
        answers = list(seasons.open_waiting(self.office, SECRETARIAT, waiting))
        self.tasks |= {code: answer.target for code, answer in answers if isinstance(answer, Done)}
        return [answer for _, answer in answers]

    def fire(self, task: str, trigger: str, actor: str, note: str | None = None, **values: object) -> list[str]:
        """The reasons why not; nothing where it was done."""
        answer = fire(self.office, Fire(self.tasks[task], trigger, actor, values=values, note=note))
        return [reason.code for reason in answer.reasons] if isinstance(answer, Refusal) else []

    def view(self, account: str | None = None) -> View:
        """What the secretariat of the day sees, or an account."""
        account = account or ("thu_ky" if self.today <= date(2025, 6, 30) else "thu_ky_moi")
        with self.office.database.reading() as transaction:
            found = view_of(transaction, self.office, account, self.today)
        assert isinstance(found, View), found
        return found

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def shown(self, task: str) -> DossierShown:
        found = show_dossier(self.office, self.view(), self.tasks[task], self.today)
        assert isinstance(found, DossierShown), found
        return found

    def last_days(self, task: str) -> Mapping[str, date]:
        return {one.name: one.last_day for one in self.shown(task).deadlines if one.status == "open"}


def begun(database_url: str, clock: TestClock, config: Path = CONFIG) -> Plan:
    clock.set(BEGUN)
    office = Office(Database(database_url), Rulebook(), clock, rehearsal=True)
    founded = publishing.found(office, declared(config), founding(config), date(2019, 11, 8))
    assert isinstance(founded, Done), founded
    admin = Caller("quan_tri")
    for account, (role, holder) in OFFICERS.items():
        assert isinstance(register.add_account(office, admin, register.Account(account, account)), Done)
        holding = register.Holding(account, role, holder, clock.now().date())
        assert isinstance(register.grant_role(office, admin, holding), Done)
    started = Plan(office, clock)
    assert all(isinstance(answer, Done) for answer in started.begin())
    return started
