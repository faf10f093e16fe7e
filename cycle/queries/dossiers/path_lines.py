"""The way of a dossier as it is told: each thing to be done, by whom, by when, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cycle.database import Transaction
from cycle.queries.dossiers.offers import Party, named_parties
from cycle.queries.dossiers.path_clocks import Running
from workflows.definition import Definition
from workflows.facts import ChildFact
from workflows.naming import Text, Who
from workflows.paths import Due, Ground, Lacking, Missed, Outside, Path, Step, start_of
from workflows.programme import Programme
from workflows.scopes import able_here, counting, meant
from workflows.verdict import Reason

ACT, PAPER, HAND_IN, VERIFY, WAIT = "act", "paper", "hand_in", "verify", "wait"
ADDS, VERIFIES = "paper.add", "paper.verify"


@dataclass(frozen=True)
class Owner:
    """A role that owes something here, and those who hold it, or could."""

    role: str
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Term:
    """What leaves whoever acts next their time: the clock, its length (`unit` is days, months or working_days)."""

    deadline: str
    title: Text | None
    unit: str
    length: int
    last_day: date
    basis: str


@dataclass(frozen=True)
class Line:
    """One thing to be done by `latest`: an `act`, a `paper` (handed in and verified), to `hand_in` or `verify` one, or

    to `wait` for another dossier. `papers` are the types that would do, `begin` the day on which to begin with one that
    takes time; `because` the reason that the guards give. `due` is the clock that runs and that an act ends, `term`
    the one that it starts, None where there is none. `for_act` is the trigger that needs it; `final` marks the act that
    reaches the round, `tight` a way that counts no one's time.
    """

    kind: str
    latest: date
    owners: tuple[Owner, ...]
    for_act: str
    definition: Definition
    papers: tuple[str, ...] = ()
    begin: date | None = None
    because: Reason | None = None
    term: Term | None = None
    final: bool = False
    tight: bool = False
    dossier: str = ""
    basis: str = ""
    due: Due | None = None


@dataclass(frozen=True)
class Assumption:
    """A result that the way takes for granted: at least so many points or stars."""

    trigger: str
    value: str
    given: str


@dataclass(frozen=True)
class Reached:
    """The round that a way reaches: its code, title, basis, `joins` it or is `held` in it.

    `acts` is how many acts are left, `others` how many papers and waits.
    """

    code: str
    title: Text
    basis: str
    goal: str
    last_day: date
    tight: bool
    provisional: tuple[int, ...]
    acts: int
    others: int


@dataclass(frozen=True)
class PathShown:
    """The way of a dossier, `reached` None where there is none. `missed` are the rounds that are out of reach.

    `dossier` is the one that acts next: the one asked about, or the open one below it that is to be evaluated.
    """

    asked: str
    dossier: str
    workflow: str
    state: str
    product: str | None
    reached: Reached | None
    lines: tuple[Line, ...]
    assumptions: tuple[Assumption, ...]
    missed: tuple[Missed, ...]
    reasons: tuple[Reason, ...]
    outside: tuple[Outside, ...] = ()
    running: tuple[Running, ...] = ()

    @property
    def in_time(self) -> bool:
        """Whether the round asked for is still reached."""
        return self.reached is not None and not self.missed


@dataclass(frozen=True)
class Seat:
    """Where the lines of a way are told from."""

    transaction: Transaction
    ground: Ground


def lines_of(seat: Seat, path: Path) -> tuple[Line, ...]:
    """Everything that a way asks for, in the order of its latest days; of one day what an act needs before the act."""
    return tuple(line for step in path.steps for line in _of_step(seat, path, step))


def assumptions_of(path: Path) -> tuple[Assumption, ...]:
    """The results that a way takes for granted."""
    return tuple(
        Assumption(step.stop.move.trigger, one.value, str(one.given)) for step in path.steps for one in step.takes
    )


def reached_by(path: Path) -> Reached:
    """The round that a way reaches."""
    one, goal = path.round, path.steps[-1].stop.goal
    assert goal is not None  # noqa: S101 - a way ends in one
    size = len(path.steps), path.size - len(path.steps)
    return Reached(one.code, one.title, one.basis, goal.kind, path.last_day, path.tight, path.provisional, *size)


def _of_step(seat: Seat, path: Path, step: Step) -> Iterator[Line]:
    move, definition = step.stop.move, step.stop.definition
    for child in step.awaits:
        yield Line(WAIT, step.day, _owners_of_child(seat, step, child), move.trigger, definition, dossier=child.dossier)
    yield from _handed_in_with(seat, path, step)
    for lacking in step.lacking:
        yield _paper(seat, path, step, lacking)
    yield Line(
        ACT,
        step.day,
        _owners(seat, step, step.who),
        move.trigger,
        definition,
        term=_term(seat.ground.programme(int(step.of_child or step.stop.opens is not None)), step),
        final=step is path.steps[-1],
        tight=path.tight,
        basis=move.basis or "",
        due=step.due or _left(path, step),
    )


def _left(path: Path, step: Step) -> Due | None:
    """The clock that the act before leaves, where it ends before the latest day that still reaches the round."""
    before = path.steps[path.steps.index(step) - 1] if step is not path.steps[0] else None
    term = before.term if before else None
    return Due(term.rule.name, term.last_day, 0) if term and term.last_day < step.day else None


def _handed_in_with(seat: Seat, path: Path, answer: Step) -> Iterator[Line]:
    """The papers that a later act needs and that were asked for: they come with the act that answers."""
    for step in path.steps:
        for lacking in step.lacking:
            if step is not answer and path.answer(lacking) is answer:
                owners = _owners(seat, answer, _handing_in(seat, answer, lacking, only=ADDS))
                line = Line(HAND_IN, answer.day, owners, answer.stop.move.trigger, answer.stop.definition)
                begin = start_of(seat.ground, path, step, lacking) if lacking.takes is not None else None
                yield replace(line, papers=lacking.types, begin=begin, because=lacking.reason, due=answer.due)


def _paper(seat: Seat, path: Path, step: Step, lacking: Lacking) -> Line:
    """A paper as the act needs it; one that comes with an earlier act is only to be verified by then."""
    apart = path.answer(lacking) not in (None, step)
    only = VERIFIES if apart or lacking.only_verify else ""
    begin = start_of(seat.ground, path, step, lacking) if lacking.takes is not None and not apart else None
    return Line(
        VERIFY if only else PAPER,
        step.day,
        _owners(seat, step, _handing_in(seat, step, lacking, only=only)),
        step.stop.move.trigger,
        step.stop.definition,
        papers=lacking.types,
        begin=begin,
        because=lacking.reason,
    )


def _handing_in(seat: Seat, step: Step, lacking: Lacking, *, only: str) -> tuple[Who, ...]:
    """Who has to do with a paper: its producer and those who verify it, or `only` one of both; for one that an act

    makes, who does the act.
    """
    rules, facts = seat.ground.rules, step.facts
    if not lacking.reason.mend:
        return step.who
    adding = () if only == VERIFIES else able_here(ADDS, facts, rules, "own")
    verifying = () if only == ADDS else able_here(VERIFIES, facts, rules)
    roles = dict.fromkeys([*adding, *verifying])
    return tuple(Who(role, scope) for role in roles for scope in rules.roles[role].scopes)


def _owners(seat: Seat, step: Step, who: tuple[Who, ...]) -> tuple[Owner, ...]:
    facts, rules = step.facts, seat.ground.rules
    found = []
    for one in who:
        codes = meant(one, facts, rules) - {""}
        parties = named_parties(seat.transaction, one, codes, seat.ground.today) if codes else ()
        if parties or one.scope == "any":
            found.append(Owner(one.role, parties))
    return tuple(found)


def _owners_of_child(seat: Seat, step: Step, child: ChildFact) -> tuple[Owner, ...]:
    members = seat.ground.rules.families.get(child.family, ())
    states = [one.states[child.state] for one in members if child.state in one.states]
    who = counting(states[0].owes, step.facts, seat.ground.rules) if states else ()
    return _owners(seat, step, who)


def _term(programme: Programme, step: Step) -> Term | None:
    """The clock that an act starts, with its length."""
    if step.term is None:
        return None
    rule = step.term.rule
    within = programme.durations[rule.within].period if isinstance(rule.within, str) else rule.within
    assert within is not None  # noqa: S101 - only clocks of a length are terms
    unit = next(name for name in ("working_days", "months", "days") if getattr(within, name) is not None)
    return Term(rule.name, rule.title, unit, getattr(within, unit), step.term.last_day, rule.basis)
