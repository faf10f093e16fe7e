"""Stages and states in words: who owes the next act, which deadlines run, what ends and who is told."""

from workflows.definition import Stage, State
from workflows.explaining.causes import parents
from workflows.explaining.clocks import clock
from workflows.explaining.moves import move
from workflows.explaining.people import people
from workflows.explaining.said import Said, Section, Subject, said


def stages(subject: Subject) -> list[Section]:
    """Every stage with its states and the transitions that leave them, then what leaves every open state."""
    found = [_stage(subject, number, stage) for number, stage in enumerate(subject.definition.stages, 1)]
    if anywhere := subject.groups[None]:
        found.append(Section(said("anywhere.heading"), (), tuple(move(subject, one) for one in anywhere)))
    return found


def _stage(subject: Subject, number: int, stage: Stage) -> Section:
    states = [one for one in subject.definition.states.values() if one.stage == stage.name]
    told = [_state(subject, f"{number}.{at}", state) for at, state in enumerate(states, 1)]
    acts = [move(subject, one) for one in subject.groups[stage.name]]
    heading = said("stage.heading", number=number, title=stage.title, name=stage.name)
    return Section(heading, (), (*told, *acts))


def _state(subject: Subject, number: str, state: State) -> Section:
    lines = [said("state.initial")] if state.name == subject.definition.initial else []
    lines += [said("state.step", step=state.step)] if state.step is not None else []
    lines += [said("state.final", final=state.final)] if state.final is not None else _open(subject, state)
    lines += _told(subject, state.tells) if state.tells is not None else []
    heading = said("state.heading", number=number, title=state.title, name=state.name)
    return Section(heading, tuple(lines), tuple(clock(subject, name) for name in state.deadlines))


def _open(subject: Subject, state: State) -> list[Said]:
    owed = said("state.owes", who=people(state.owes)) if state.owes else said("state.owes_nobody")
    leaving = subject.definition.offers[state.name]
    titles = subject.definition.triggers
    moves = [said("state.move", number=subject.number(one), title=titles[one.trigger]) for one in leaving]
    return [owed, said("state.moves", moves=tuple(moves)), *_closing(subject, state)]


def _closing(subject: Subject, state: State) -> list[Said]:
    """What the end of the season means here."""
    if state.at_close is None:
        return []
    name = state.at_close.do
    if name is None:
        return [said("state.closes_open")]
    title = subject.definition.triggers[name]
    return [said("state.closes_carried" if state.at_close.carried_over else "state.closes", title=title, name=name)]


def _told(subject: Subject, tells: str) -> list[Said]:
    """What the end of a dossier does to the one that opened it, as each workflow that may have done so calls it."""
    told = tuple(
        said("move.told", title=parent.triggers[tells], name=tells, workflow=parent.title)
        for parent in parents(subject)
        if tells in parent.triggers
    )
    return [said("state.tells", told=told or (said("move.untitled", name=tells),))]
