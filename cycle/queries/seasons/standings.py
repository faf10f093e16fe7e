"""How one product stands in its season: where an official looks for it, whether late, what blocks it, its result."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cycle.facts import Family
from cycle.history import Snapshot
from workflows.definition import Definition, Transition
from workflows.facts import Actor, Facts
from workflows.guards.guards import Question, paper, paper_need
from workflows.guards.value_guards import value
from workflows.programme import Programme
from workflows.rules import Rules
from workflows.verdict import Reason

# The word by which the evaluation's declaration calls its good ends (`final: recognised`).
RECOGNISED = "recognised"
NOBODY = Actor("", ())


@dataclass(frozen=True)
class Bench:
    """What standings are judged by: the rules of a day, the programme in them, the workflows that dossiers pin."""

    rules: Rules
    programme: Programme
    definition_of: Callable[[Snapshot], Definition]


@dataclass(frozen=True)
class Result:
    """What a council found, as last recorded; `approved` says that a body of the province has decided on it."""

    stars: int
    final: str | None
    approved: bool


@dataclass(frozen=True)
class Standing:
    """A dossier of the season and the one that it really waits in: itself, or an open one that it has opened.

    `blocked` are the reasons of the way out that lacks the fewest papers; empty where one has them all.
    """

    season: Snapshot
    waits_in: Snapshot
    late: bool
    blocked: tuple[Reason, ...]
    result: Result | None

    @property
    def recognised(self) -> bool:
        """Whether the evaluation has ended with stars."""
        return self.result is not None and self.result.final == RECOGNISED


def standing_of(bench: Bench, family: Family, season: Snapshot, on: date, beside: Iterable[Snapshot] = ()) -> Standing:
    """The standing of a season, or of an evaluation that was filed for by itself, as of a day.

    `beside` are the other dossiers of its product that were opened by themselves: where the season has no evaluation
    under it, a certificate among them that was issued in the season is what its evaluation has ended with.
    """
    line = _waiting_line(bench, family, season)
    last_days = [day for one in line for _, day in family.around.deadlines.get(one.code, {}).values()]
    end = line[-1]
    blocked = () if end.final else missing_papers(bench, family.facts(end.code, bench.programme, bench.rules), end, on)
    children = family.children(season.code)
    ended = () if children else (one for one in beside if one.opened >= season.opened)
    results = [found for one in (season, *children) if (found := _result(bench, one))]
    results += [found for one in ended if (found := _entered(bench, one))]
    return Standing(season, end, any(day < on for day in last_days), blocked, results[-1] if results else None)


def missing_papers(bench: Bench, facts: Facts, snapshot: Snapshot, on: date) -> tuple[Reason, ...]:
    """Which papers keep a dossier in its state: every way out that asks for papers lacks one."""
    asking = [reasons for _, reasons in asked_papers(bench, facts, snapshot, on)]
    return min(asking, key=len) if asking else ()


def asked_papers(
    bench: Bench, facts: Facts, snapshot: Snapshot, on: date
) -> Iterator[tuple[Transition, tuple[Reason, ...]]]:
    """Every way out that asks for papers, and what the guards say of those: nothing where they are all there.

    Where a request for completion has led, its papers are those of the steps that it was about.
    What the dossier's own values bar is no way out: for the first time nobody hands in the papers of a re-evaluation.
    Where nobody owes an act, no paper is owed either: a certificate in force does not lack those of its withdrawal.
    """
    definition = bench.definition_of(snapshot)
    if not definition.states[facts.state].owes:
        return
    for transition in (*definition.offers[facts.state], *_completed_for(definition, facts.state)):
        asking = [use for use in transition.guards if use.guard == "paper"]
        if not asking:
            continue
        question = Question(bench.rules, definition, transition, facts, NOBODY, on, facts.values)
        uses = [use for use in asking if paper_need(question, use.params)]
        if uses and not _barred(question):
            yield transition, tuple(reason for use in uses for reason in paper(question, use.params))


def _completed_for(definition: Definition, state: str) -> Iterator[Transition]:
    """The steps of other states whose lacks the request names that leads to a state."""
    leading = [move for move in definition.transitions if move.target == state and state not in move.sources]
    rules = [rule for move in leading for rule in move.records if rule.type == "deficiency"]
    named = {trigger for rule in rules for trigger in (rule.argument or "").split(" ")}
    return (move for move in definition.transitions if move.trigger in named and state not in move.sources)


def _barred(question: Question) -> bool:
    """Whether values that stand already, and that the act does not record itself, are not those that it needs."""
    own = {rule.name for rule in question.transition.records}
    needs = [use.params for use in question.transition.guards if use.guard == "value"]
    asked = [params for params in needs if params["value"] in question.values and params["value"] not in own]
    return any(value(question, params) for params in asked)


def _waiting_line(bench: Bench, family: Family, snapshot: Snapshot) -> list[Snapshot]:
    """The dossier and, while nobody owes an act in it, the open dossier that it waits for."""
    line = [snapshot]
    while line[-1].final is None and not bench.definition_of(line[-1]).states[line[-1].state].owes:
        below = [child for child in family.children(line[-1].code) if child.final is None]
        if not below:
            break
        line.append(below[-1])
    return line


def _result(bench: Bench, child: Snapshot) -> Result | None:
    """The stars that a dossier has recorded; None where its triggers have recorded none yet."""
    recorded = {
        rule.name for move in bench.definition_of(child).transitions for rule in move.records if rule.type == "stars"
    }
    stars = [child.values[name] for name in sorted(recorded) if name in child.values]
    if not stars:
        return None
    deciders = [value["by"] for value in child.values.values() if isinstance(value, dict) and "by" in value]
    levels = {bench.rules.roles[role].level for role in deciders if role in bench.rules.roles}
    return Result(stars[-1], child.final, "province" in levels)


def _entered(bench: Bench, certificate: Snapshot) -> Result | None:
    """What a council must have found where a certificate was entered from paper; None where it is none.

    Whoever issued it had every decision that it needs.
    """
    recorded = bench.definition_of(certificate).recorded
    stars = [
        certificate.values[name]
        for name, rule in recorded.items()
        if rule.type == "stars" and name in certificate.values
    ]
    return Result(stars[-1], RECOGNISED, approved=True) if stars else None
