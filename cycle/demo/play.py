"""Playing a script: act after act through the real commands, each answer held against what the script expects."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cycle.answers import Answer, Conflict, Done
from cycle.demo.cast import NobodyError
from cycle.demo.clock import MovingClock
from cycle.demo.performing import perform
from cycle.demo.script import Script, ScriptedAct
from cycle.demo.stage import Stage
from workflows.verdict import Refusal


@dataclass(frozen=True)
class Played:
    """What came of a whole script: how many acts, and how many answers of each kind."""

    acts: int
    answers: Mapping[str, int]


class Surprise(Exception):
    """An act was answered otherwise than the script says; the play stops there."""

    def __init__(self, act: ScriptedAct, product: str, answer: Answer | NobodyError | str) -> None:
        super().__init__(act.title, product, answer)
        self.act, self.product, self.answer = act, product, answer


def play(stage: Stage, script: Script, clock: MovingClock, advance: Callable[[str], None]) -> Played:
    """Play every act in order, `advance` being told the month before each. Raises Surprise."""
    counts: Counter[str] = Counter()
    for month in script.months:
        for act in month.acts:
            advance(month.title)
            clock.begin_act(act.day)
            counts.update(_answers(stage, script, act))
    return Played(script.acts, dict(counts))


def outcome(answer: Answer) -> str:
    """The word by which a script expects an answer."""
    return "done" if isinstance(answer, Done) else "conflict" if isinstance(answer, Conflict) else "refused"


def _answers(stage: Stage, script: Script, act: ScriptedAct) -> Counter[str]:
    counts: Counter[str] = Counter()
    try:
        for product, answer in perform(stage, script, act):
            if isinstance(answer, str) or not _expected(act, answer):
                raise Surprise(act, product, answer)
            counts[outcome(answer)] += 1
    except NobodyError as nobody:
        raise Surprise(act, nobody.name, nobody) from nobody
    if not counts:
        raise Surprise(act, "", NobodyError("nothing", act.verb))
    return counts


def _expected(act: ScriptedAct, answer: Answer) -> bool:
    if outcome(answer) != act.expect:
        return False
    if not isinstance(answer, Refusal):
        return True
    return sorted({reason.code for reason in answer.reasons}) == sorted(set(act.reasons))
