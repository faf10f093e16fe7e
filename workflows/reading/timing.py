"""What workflows ask of programmes: windows, durations and dates, and windows that can be met one after the other."""

from collections.abc import Collection, Iterable
from datetime import date

from workflows.definition import Definition, Transition
from workflows.placed import Findings, Placed
from workflows.problems import Problem, nearest_name
from workflows.rules import Programme


def timing_problems(placed: Placed, programmes: Iterable[Programme], broken: Collection[str]) -> list[Problem]:
    """What some programme that runs this workflow does not have. `broken` programmes are not asked."""
    findings = Findings(placed.source)
    for programme in programmes:
        if placed.definition.family in programme.families and programme.name not in broken:
            _check_names(placed, programme, findings)
            if placed.whole and not findings.problems:
                _check_order(placed, programme, findings)
    return findings.problems


def _check_names(placed: Placed, programme: Programme, findings: Findings) -> None:
    for transition, path in zip(placed.definition.transitions, placed.transitions, strict=True):
        name = window_of(transition)
        if name is not None and name not in programme.windows:
            _missing(findings, (*path, "window"), "window_unknown", name, (programme.name, programme.windows))
    for name, path in placed.deadlines.items():
        rule = placed.definition.deadlines[name]
        if isinstance(rule.within, str) and rule.within not in programme.durations:
            _missing(
                findings, (*path, "within"), "duration_unknown", rule.within, (programme.name, programme.durations)
            )
        if rule.on is not None and rule.on not in programme.dates:
            _missing(findings, (*path, "on"), "date_unknown", rule.on, (programme.name, programme.dates))


def _missing(
    findings: Findings, path: tuple[str | int, ...], code: str, name: str, there: tuple[str, Collection[str]]
) -> None:
    programme, known = there
    findings.at(path, code, nearest_name(name, frozenset(known)), name=name, programme=programme)


def _check_order(placed: Placed, programme: Programme, findings: Findings) -> None:
    """A transition whose window has closed before its states can be reached at all is never taken."""
    earliest = _earliest(placed.definition, programme)
    for transition, path in zip(placed.definition.transitions, placed.transitions, strict=True):
        name = window_of(transition)
        reached = [earliest[source] for source in transition.sources if source in earliest]
        if name is not None and reached and not _passable(transition, min(reached), programme):
            told = {"closes": programme.windows[name].closes.isoformat(), "reached": min(reached).isoformat()}
            findings.at((*path, "window"), "window_too_early", name=name, programme=programme.name, **told)


def _earliest(definition: Definition, programme: Programme) -> dict[str, date]:
    """The first day on which each state can be reached, as far as windows alone decide it."""
    earliest = {definition.initial: date.min}
    changed = True
    while changed:
        changed = False
        for transition in definition.transitions:
            for source in transition.sources:
                if source not in earliest or not _passable(transition, earliest[source], programme):
                    continue
                day = max(earliest[source], _opens(transition, programme))
                if day < earliest.get(transition.target, date.max):
                    earliest[transition.target] = day
                    changed = True
    return earliest


def _passable(transition: Transition, reached: date, programme: Programme) -> bool:
    name = window_of(transition)
    return name is None or _set_aside(transition) or reached <= programme.windows[name].closes


def _opens(transition: Transition, programme: Programme) -> date:
    name = window_of(transition)
    return date.min if name is None or _set_aside(transition) else programme.windows[name].opens


def _set_aside(transition: Transition) -> bool:
    return transition.override is not None and "window" in transition.override.guards


def window_of(transition: Transition) -> str | None:
    """The window in which the transition may be asked for, if it is bound to one."""
    return next((str(use.params["window"]) for use in transition.guards if use.guard == "window"), None)
