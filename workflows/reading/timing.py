"""What workflows ask of programmes: windows, durations, dates, families; windows that can be met in their order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workflows.deadlines.deadline_rules import DeadlineRule, Period
from workflows.definition import Definition, Transition
from workflows.model.check import Checked
from workflows.model.programme import ProgrammeFile
from workflows.placed import Findings, Placed
from workflows.problems import Problem, nearest_name
from workflows.programme import Letter, Letters, Programme
from workflows.reading.known import Names
from workflows.reading.written import names
from workflows.source import Path

# A term of several years, of which each is reported.
YEARS = re.compile(r"[0-9]{4}/[0-9]{4}\Z")


@dataclass(frozen=True)
class Offer:
    """What a programme has by name, also where parts of it are broken. `programme` None: it cannot be relied on.

    `letter_names` None: its letters cannot be read; `letters` are those that can.
    """

    name: str
    families: frozenset[str]
    windows: frozenset[str]
    durations: frozenset[str]
    dates: frozenset[str]
    programme: Programme | None
    letter_names: Names = frozenset()
    letters: Mapping[str, Letter] = field(default_factory=dict)


def offer_in(checked: Checked[ProgrammeFile], letters: Letters | None = None) -> Offer | None:
    """What stands in the file of a programme, whose `letters` were read from it."""
    if checked.model is None:
        return None
    tree = checked.written.tree
    return Offer(
        name=checked.model.programme,
        families=frozenset(checked.model.families),
        windows=names(tree, "windows", "window"),
        durations=names(tree, "durations", "duration"),
        dates=names(tree, "dates", "date"),
        programme=replace(checked.model.as_programme, letters=letters) if checked.whole else None,
        letter_names=_letter_names(tree),
        letters=letters.letters if letters else {},
    )


def _letter_names(tree: Any) -> Names:
    """None where letters are written but cannot be read."""
    written = tree.get("letters", {"letters": []})
    listed = isinstance(written, dict) and isinstance(written.get("letters"), list)
    return names(tree, "letters", "letters", "letter") if listed else None


def offer_of(programme: Programme) -> Offer:
    """What a programme of a publication has."""
    return Offer(
        name=programme.name,
        families=frozenset(programme.families),
        windows=frozenset(programme.windows),
        durations=frozenset(programme.durations),
        dates=frozenset(programme.dates),
        programme=programme,
        letter_names=frozenset(programme.letters.letters if programme.letters else ()),
        letters=programme.letters.letters if programme.letters else {},
    )


def with_names_meant(problems: Iterable[Problem], offers: Iterable[Offer]) -> list[Problem]:
    """The same problems; a bare name that some programme has is told with the programme before it."""
    known = frozenset[str]().union(*(offer.durations | offer.dates for offer in offers))
    return [_named(one, known) if one.code == "not_of_programme" else one for one in problems]


def _named(problem: Problem, known: frozenset[str]) -> Problem:
    near = nearest_name(problem.params["given"], known)
    return replace(problem, nearest=f"programme.{near}") if near else problem


def timing_problems(placed: Placed, offers: Iterable[Offer]) -> list[Problem]:
    """What some programme that runs this workflow does not have, and windows that close too early."""
    findings = Findings(placed.source)
    for offer in offers:
        if placed.definition.family not in offer.families:
            continue
        before = len(findings.problems)
        _check_names(placed, offer, findings)
        _check_families(placed, offer, findings)
        if placed.whole and offer.programme is not None and len(findings.problems) == before:
            _check_order(placed, offer.programme, findings)
    return findings.problems


def _check_names(placed: Placed, offer: Offer, findings: Findings) -> None:
    for transition, path in zip(placed.definition.transitions, placed.transitions, strict=True):
        name = window_of(transition)
        if name is not None and name not in offer.windows:
            told = {"name": name, "programme": offer.name}
            findings.at((*path, "window"), "window_unknown", nearest_name(name, offer.windows), **told)
    for deadline, path in placed.deadlines.items():
        _check_clock(placed.definition.deadlines[deadline], path, offer, findings)


def _check_clock(rule: DeadlineRule, path: Path, offer: Offer, findings: Findings) -> None:
    if isinstance(rule.within, str) and rule.within not in offer.durations:
        told = {"name": rule.within, "programme": offer.name}
        findings.at((*path, "within"), "duration_unknown", nearest_name(rule.within, offer.durations), **told)
    dates = [("starts", rule.starts.name if rule.starts.kind == "date" else None), ("ends", rule.on)]
    for key, name in dates:
        if name is not None and name not in offer.dates:
            told = {"name": name, "programme": offer.name}
            findings.at((*path, key), "date_unknown", nearest_name(name, offer.dates), **told)
    fixed = offer.programme.dates.get(rule.on or "") if offer.programme else None
    if fixed is not None and rule.yearly is not None and not YEARS.match(fixed.term or ""):
        findings.at((*path, "yearly"), "yearly_without_years", name=fixed.name, programme=offer.name)
    _check_reminders(rule, path, offer, findings)


def _check_reminders(rule: DeadlineRule, path: Path, offer: Offer, findings: Findings) -> None:
    """A reminder that would come before the clock has started comes never; lengths of different kinds tell nothing."""
    named = offer.programme.durations.get(rule.within) if offer.programme and isinstance(rule.within, str) else None
    span = rule.within if isinstance(rule.within, Period) else named.period if named is not None else None
    for index, one in enumerate(rule.remind):
        for unit in ("days", "working_days"):
            ahead = getattr(one.period, unit, None) if one.when == "before" else None
            length = getattr(span, unit, None)
            if ahead is not None and length is not None and ahead >= length:
                findings.at((*path, "remind", index), "reminder_too_early", length=f"{{{unit}: {length}}}")


def _check_families(placed: Placed, offer: Offer, findings: Findings) -> None:
    """A programme that runs this workflow runs what it opens."""
    for transition, path in zip(placed.definition.transitions, placed.transitions, strict=True):
        if offer.programme is not None and transition.opens is not None and transition.opens not in offer.families:
            told = {"name": transition.opens, "programme": offer.name}
            findings.at((*path, "opens"), "family_not_in_programme", **told)


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
