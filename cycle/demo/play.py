"""Playing a script: act after act through the real commands, each answer held against what the script expects."""

from collections.abc import Callable
from dataclasses import dataclass

from cycle.answers import Answer, Conflict, Done
from cycle.demo.cast import NobodyError
from cycle.demo.performing import perform
from cycle.demo.script import Script, ScriptedAct
from cycle.demo.stage import Stage
from cycle.demo.watching import CaughtUp, Watch
from cycle.letters.running import Told
from cycle.sweeps import Swept
from workflows.verdict import Refusal


@dataclass(frozen=True)
class Declined:
    """An act that the system declined as the script expects, and what it said."""

    act: ScriptedAct
    product: str
    account: str
    answer: Refusal | Conflict


@dataclass(frozen=True)
class Shown:
    """What a line of `ocop` wrote on its day."""

    act: ScriptedAct
    text: str


@dataclass(frozen=True)
class Played:
    """What came of a whole script: how many acts, how many of them were recorded, and those that were declined.

    `sweeps` are those of the worker, in their order, `told` what it told after each; `caught_up` are those with which
    it came back. `shown` is what lines of `ocop` wrote that the script has shown.
    """

    acts: int
    recorded: int
    declined: tuple[Declined, ...]
    sweeps: tuple[Swept, ...]
    caught_up: tuple[CaughtUp, ...]
    told: tuple[Told, ...]
    shown: tuple[Shown, ...] = ()


class Surprise(Exception):
    """An act was answered otherwise than the script says; the play stops there."""

    def __init__(self, act: ScriptedAct, product: str, answer: Answer | NobodyError | str) -> None:
        super().__init__(act.title, product, answer)
        self.act, self.product, self.answer = act, product, answer


def play(stage: Stage, script: Script, advance: Callable[[str], None]) -> Played:
    """Play every act in order, `advance` being told the month before each; the worker sweeps as the days pass.

    Raises Surprise.
    """
    recorded, declined, shown = 0, [], []
    watch = Watch(stage, script.worker, script.begins)
    for month in script.months:
        for act in month.acts:
            advance(month.title)
            _sweep(watch, act)
            stage.clock.begin_act(act.day)
            for product, answer in _answers(stage, script, act):
                if act.verb == "shows" and isinstance(answer, Done):
                    shown.append(Shown(act, answer.details["text"]))
                elif isinstance(answer, Done):
                    recorded += 1
                else:
                    declined.append(Declined(act, product, stage.cast.account(act, product), answer))
    watch.until(script.ends)
    return Played(
        *(script.acts, recorded, tuple(declined), tuple(watch.sweeps), tuple(watch.caught_up), tuple(watch.told)),
        shown=tuple(shown),
    )


def answer_word(answer: Answer) -> str:
    """The word by which a script expects an answer."""
    return "done" if isinstance(answer, Done) else "conflict" if isinstance(answer, Conflict) else "refused"


def _sweep(watch: Watch, act: ScriptedAct) -> None:
    """Sweep up to the day of an act. Raises Surprise where something was set aside: a script has nothing poisoned."""
    for one in watch.until(act.day):
        for aside in one.aside:
            raise Surprise(act, "/".join(map(str, aside.key)), watch.stage.texts.reason(aside.reason))


def _answers(stage: Stage, script: Script, act: ScriptedAct) -> list[tuple[str, Answer]]:
    """The answers to an act, every one as expected. Raises Surprise."""
    found: list[tuple[str, Answer]] = []
    try:
        for product, answer in perform(stage, script, act):
            if isinstance(answer, str) or not _expected(act, answer):
                raise Surprise(act, product, answer)
            found.append((product, answer))
    except NobodyError as nobody:
        raise Surprise(act, nobody.name, nobody) from nobody
    if not found:
        raise Surprise(act, "", NobodyError("nothing", act.verb))
    return found


def _expected(act: ScriptedAct, answer: Answer) -> bool:
    if answer_word(answer) != act.expect:
        return False
    return not isinstance(answer, Refusal) or {reason.code for reason in answer.reasons} == set(act.reasons)
