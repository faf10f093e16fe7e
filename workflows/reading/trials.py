"""From a file of trials to a script: every name in it resolved against the rules, every problem told at once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflows.deadlines.clocks import Arrival, changes
from workflows.definition import RESERVED_ROLES, Definition
from workflows.facts import ChildFact, CouncilFact, Facts, LinkFact
from workflows.guards.paper_guard import Shelf as Papers
from workflows.model.check import check
from workflows.model.trials import ActItem, CouncilItem, ExpectItem, TrialItem, TrialsFile
from workflows.placed import Findings, in_order
from workflows.problems import Problem, nearest_name
from workflows.programme import Programme
from workflows.reading.handed import Shelf
from workflows.rules import Rules
from workflows.scopes import named_value
from workflows.source import Path, Source
from workflows.trying.cast import PRODUCER
from workflows.trying.codes import VERDICT_CODES
from workflows.trying.following import child_in, fixed, member_with, ran
from workflows.trying.parties import REGISTER, parties_in
from workflows.trying.script import ELSEWHERE, Act, Expected, Party, Script, Trial
from workflows.values import read_values
from workflows.verdict import Reason

DOSSIER = "dossier"


@dataclass(frozen=True)
class Desk:
    """What the names of one file refer to."""

    rules: Rules
    definition: Definition
    programme: Programme
    findings: Findings


def read_script(source: Source, rules: Rules | None) -> tuple[Script | None, list[Problem]]:
    """The script of a file of trials, or every problem of the file; without rules those of its shape alone."""
    checked = check(TrialsFile, source)
    file, findings = checked.model, Findings(checked.source)
    if file is None or rules is None:
        return None, in_order(checked.problems)
    findings.repeated((item.trial, ("trials", at, "trial")) for at, item in enumerate(file.trials))
    lost = findings.unknown(("workflow",), "workflow_unknown", file.workflow, rules.definitions)
    lost |= findings.unknown(("programme",), "programme_unknown", file.programme, rules.programmes)
    if lost:
        return None, in_order([*checked.problems, *findings.problems])
    desk = Desk(rules, rules.definitions[file.workflow], rules.programmes[file.programme], findings)
    trials = tuple(_trial(desk, item, ("trials", at)) for at, item in enumerate(file.trials))
    problems = in_order([*checked.problems, *findings.problems])
    if problems or source.flawed:
        return None, problems
    return Script(source.path, desk.definition, desk.programme, trials), []


def _trial(desk: Desk, item: TrialItem, path: Path) -> Trial:
    _check_state(desk, item.state, (*path, "state"))
    titled = desk.definition.titled is not None
    about = () if titled else (PRODUCER, "product")
    holders = {one: [one] for one in (*about, DOSSIER)} | {"establishment": [] if titled else item.establishments}
    shelf = Shelf(desk.rules, desk.findings, holders, {})
    papers = shelf.hand_in(item.papers, item.opened, (*path, "papers"))
    bare = Facts(
        dossier=DOSSIER,
        state=item.state or desk.definition.initial,
        programme=desk.programme,
        producer="" if titled else PRODUCER,
        producer_kind="" if titled else item.producer,
        sector="" if titled else item.sector,
        set_number=item.set_number,
        areas={} if titled else {level: frozenset({str(level)}) for level in item.places},
        bodies={level: frozenset({str(level)}) for level in item.bodies},
        holders={kind: frozenset(found) for kind, found in holders.items()},
        papers=papers,
        children=_children(desk, item.children, (*path, "children")),
        last_happened=item.opened,
        opened=item.opened,
        links={name: LinkFact(name, "", final) for name, final in item.links.items()},
        register=REGISTER,
    )
    values = {**_values(desk, item, bare, path), **_linked(desk, item, path)}
    facts = _begun(desk, replace(bare, values=values, parties=parties_in(desk.definition, values)), path)
    return Trial(item.trial, item.title.text if item.title else None, facts, _acts(desk, item, shelf, path))


def _values(desk: Desk, item: TrialItem, facts: Facts, path: Path) -> Mapping[str, Any]:
    """The values on record before the first act."""
    known, day = desk.definition.recorded, item.opened
    for name in item.values:
        if name not in known:
            desk.findings.at_key((*path, "values", name), "value_unknown", nearest_name(name, {*known}), name=name)
    kept, reasons = read_values(tuple(known[name] for name in item.values if name in known), item.values, facts, day)
    for reason in reasons:
        name = str(reason.params["value"])
        if name in known:
            desk.findings.at((*path, "values", name), "trial_value_wrong", name=name, type=known[name].type)
    if item.state is None:
        for rule in desk.definition.receives:
            if rule.awaited and rule.name not in item.values:
                desk.findings.at((*path, "trial"), "trial_value_missing", name=rule.name)
    return {**{rule.name: rule.default for rule in desk.definition.receives if rule.default is not None}, **kept}


def _linked(desk: Desk, item: TrialItem, path: Path) -> Mapping[str, Any]:
    """The dossiers that values name, each with the way in which it has ended."""
    named = {name for name, rule in desk.definition.recorded.items() if rule.type == "dossier"}
    for name in item.links:
        if name not in named:
            desk.findings.at_key((*path, "links", name), "value_unknown", nearest_name(name, named), name=name)
    return {name: {"dossier": name} for name in item.links}


def _begun(desk: Desk, facts: Facts, path: Path) -> Facts:
    """The facts with the clocks that the first state starts."""
    day, programme = facts.opened or date.min, desk.programme
    if facts.state not in desk.definition.states:
        return facts
    arrival = Arrival(facts.state, day, facts.values, {}, {}, shelf=Papers(facts.papers, facts.holders))
    clocks = changes(desk.definition, arrival, programme, desk.rules.calendars[programme.calendar])
    if isinstance(clocks, Reason):
        desk.findings.at((*path, "trial"), "trial_value_missing", name=str(clocks.params["value"]))
        return facts
    deadlines, past = clocks.running({}), ran(desk.definition, {}, "", clocks)
    return replace(facts, deadlines=deadlines, ran=past, fixed=fixed(deadlines, past))


def _acts(desk: Desk, item: TrialItem, shelf: Shelf, path: Path) -> tuple[Act, ...]:
    """The acts; one without a day happens on the day of the one before."""
    acts, day = [], item.opened
    for at, one in enumerate(item.acts):
        day = one.day or day
        acts.append(_act(desk, one, day, shelf, (*path, "acts", at)))
    return tuple(acts)


def _act(desk: Desk, item: ActItem, day: date, shelf: Shelf, path: Path) -> Act:
    desk.findings.unknown((*path, "do"), "trigger_unknown", item.do, desk.definition.triggers)
    _check_party(desk, item.as_, (*path, "as"), reserved=True)
    if item.for_ is not None:
        _check_party(desk, item.for_, (*path, "for"), reserved=False)
    _children(desk, item.children, (*path, "children"))
    return Act(
        trigger=item.do,
        party=item.as_,
        on_behalf=item.for_,
        person=item.person or item.as_.role,
        day=day,
        entered=item.entered or day,
        values=item.values,
        note=item.note,
        override=item.override,
        papers=shelf.hand_in(item.papers, day, (*path, "papers")),
        children=item.children,
        expected=_expected(desk, item.expect, (*path, "expect")),
        line=desk.findings.source.place(path).line,
        council=_council(item.council, day, path),
    )


def _council(item: CouncilItem | None, day: date, path: Path) -> CouncilFact | None:
    """A turn of its own for each act that tells of one."""
    if item is None:
        return None
    return CouncilFact("council", int(path[-1]), str(item.score), item.stars, item.outcome, day, "")


def _expected(desk: Desk, item: ExpectItem | None, path: Path) -> Expected | None:
    if item is None:
        return None
    _check_state(desk, item.state, (*path, "state"))
    counted: Counter[str] = Counter()
    for at, reasons in enumerate(item.refused or ()):
        for code, count in reasons.items():
            counted[code] += count
            desk.findings.unknown((*path, "refused", at), "reason_unknown", code, VERDICT_CODES)
    return Expected(item.state, counted)


def _check_state(desk: Desk, state: str | None, path: Path) -> None:
    if state is not None:
        desk.findings.unknown(path, "state_unknown", state, desk.definition.states)


def _check_party(desk: Desk, party: Party, path: Path, *, reserved: bool) -> None:
    """The role exists and has the scope; `reserved` tells that a child or a parent may act."""
    if party.role in RESERVED_ROLES:
        if not reserved or party.scope:
            desk.findings.at(path, "reserved_role_dressed", role=party.role)
        return
    if desk.findings.unknown(path, "role_unknown", party.role, desk.rules.roles):
        return
    scopes = desk.rules.roles[party.role].scopes
    rule = desk.definition.recorded.get(named_value(party.scope) or "")
    if rule is not None and rule.type == "organisations":
        return
    if party.scope and party.scope not in (*scopes, ELSEWHERE):
        choices = ", ".join((*scopes, ELSEWHERE))
        named = {"name": party.role, "scope": party.scope, "choices": choices}
        desk.findings.at(path, "scope_not_of_role", nearest_name(party.scope, (*scopes, ELSEWHERE)), **named)


def _children(desk: Desk, wanted: Mapping[str, str], path: Path) -> tuple[ChildFact, ...]:
    """The dossiers that this one has opened, each in the state named for its family."""
    rules = desk.rules
    found: list[ChildFact] = []
    opened = {one.opens for one in desk.definition.transitions if one.opens is not None}
    for family, state in wanted.items():
        if desk.findings.unknown((*path, family), "family_not_opened", family, opened):
            continue
        if member_with(rules, family, state) is None:
            known = _states(rules.families.get(family, ()))
            desk.findings.unknown((*path, family), "state_unknown", state, known)
        found.append(child_in(rules, ChildFact(f"{DOSSIER}.{len(found) + 1}", family, state, None), state))
    return tuple(found)


def _states(members: Iterable[Definition]) -> frozenset[str]:
    return frozenset(name for member in members for name in member.states)
