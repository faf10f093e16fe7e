"""A trial gives the verdicts that firing gives: the same script through a real database, act by act."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cycle.answers import Done
from cycle.commands.papers import papers
from cycle.commands.register import register
from cycle.trying import read_scripts, run, scripts_in
from tests.conftest import TestClock
from tests.scene import CONFIG, DISTRICT, PRODUCER, PRODUCT, Scene, declared
from workflows.facts import PaperFact
from workflows.trying import Act, Tried, Walked
from workflows.verdict import Refusal, Step

ACCOUNTS = {
    "producer": "chu_the",
    "commune": "xa",
    "district": "huyen",
    "district.elsewhere": "huyen_khac",
    "secretariat": "to_chuc",
    "district_council_secretary": "thu_ky_huyen",
    "district_chair": "chu_tich_huyen",
}
# In the evaluation's script one person has written the result and would sign the decision.
PERSONS = {("thu_ky", "district_chair"): "thu_ky_huyen"}


@dataclass
class Firing:
    """One dossier of a real database that follows a script; `codes` are its papers by their codes in the script."""

    scene: Scene
    clock: TestClock
    dossier: str
    codes: dict[str, str] = field(default_factory=dict)

    def follow(self, tried: Tried) -> Any:
        """Do what an act says and assert that the verdict is the script's."""
        act = tried.act
        self.clock.set(f"{act.entered}T02:00:00+00:00")
        for paper in act.papers:
            self.hand_in(paper)
        account = PERSONS.get((act.person, act.party.role), ACCOUNTS[str(act.party)])
        more = {"note": act.note, "override": act.override, "happened": act.day, "values": self.values(act)}
        answer = self.scene.fire(self.dossier, act.trigger, account, **more)
        if isinstance(tried.verdict, Refusal):
            assert isinstance(answer, Refusal), (act, answer)
            assert codes(answer) == codes(tried.verdict), act
        else:
            assert isinstance(answer, Done), (act, answer)
            assert self.state == tried.verdict.target
        return answer

    def values(self, act: Act) -> Mapping[str, Any]:
        return {name: self.codes.get(str(value), value) for name, value in act.values.items()}

    def hand_in(self, paper: PaperFact) -> None:
        holders = {"producer": PRODUCER, "product": PRODUCT, "establishment": "CS01", "dossier": self.dossier}
        if paper.code not in self.codes:
            more: dict[str, Any] = {"issued": paper.issued, "expires": paper.expires}
            if paper.type == "samples":
                more["content"] = papers.PhysicalContent(paper.count, "Kho mẫu")
            holder = holders[paper.holder_kind]
            self.codes[paper.code] = self.scene.unverified(
                paper.type, paper.holder_kind, holder, paper.received, **more
            )
        if paper.status != "received":
            judged = papers.Judgement((self.codes[paper.code],), verified=paper.status == "verified", reason="x")
            assert isinstance(papers.judge_papers(self.scene.office, self.scene.secretariat, judged), list)

    @property
    def state(self) -> str:
        with self.scene.office.database.reading() as transaction:
            (state,) = transaction.row("SELECT state FROM dossier WHERE code = ?", (self.dossier,)) or ("",)
        return str(state)

    @property
    def deadlines(self) -> dict[str, str]:
        with self.scene.office.database.reading() as transaction:
            rows = transaction.rows(
                "SELECT name, last_day FROM deadline WHERE dossier = ? AND status = 'open'", (self.dossier,)
            )
        return dict(rows)


def codes(refusal: Refusal) -> Counter[str]:
    return Counter(reason.code for reason in refusal.reasons)


def main_way(workflow: str) -> Walked:
    rules = declared().rules
    scripts, problems = read_scripts(scripts_in(CONFIG), rules, workflow)
    assert problems == []
    return next(one for one in run(scripts[0], rules).walks if one.trial.name == "main")


def test_the_main_way_of_season_and_evaluation_is_judged_alike(scene: Scene, clock: TestClock) -> None:
    both = register.Holding("thu_ky_huyen", "district_chair", DISTRICT, clock.now().date())
    assert isinstance(register.grant_role(scene.office, scene.admin, both), Done)
    season = Firing(scene, clock, scene.open())
    trial, inner = main_way("season"), main_way("evaluation_148")
    opened = ""
    for tried in trial.tried:
        if tried.act.party.role == "child":
            _evaluate(Firing(scene, clock, opened), inner)
            assert isinstance(tried.verdict, Step)
            assert season.state == tried.verdict.target
        else:
            answer = season.follow(tried)
            opened = next(iter(answer.details.get("opened", ())), opened) if isinstance(answer, Done) else opened
    assert season.deadlines == {name: str(day) for name, day in trial.facts.deadlines.items()}
    assert len(trial.tried) + len(inner.tried) > 30


def _evaluate(evaluation: Firing, inner: Walked) -> None:
    for one in inner.tried:
        evaluation.follow(one)
    assert evaluation.deadlines == {name: str(day) for name, day in inner.facts.deadlines.items()}
