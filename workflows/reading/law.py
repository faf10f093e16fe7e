"""From a file of a plan of a change of law to the plan, every name in it resolved against the rules it works on."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.definition import Definition
from workflows.guards.value_guards import BY_VALUES
from workflows.model.check import check
from workflows.model.law import PersonItem, PlanFile, RuleItem, TransferItem
from workflows.model.values import ValueType
from workflows.model.workflow import TransitionItem
from workflows.placed import Findings, in_order
from workflows.problems import Problem
from workflows.reading.guard_uses import guard_uses
from workflows.reading.known import known_from
from workflows.reading.law_rules import check_rule
from workflows.reading.scene import Scene
from workflows.rules import Rules
from workflows.source import Path, Source
from workflows.transfer.plan import SAME, Decider, Fate, Plan, Rule, Transfer

# Guards that ask about the transition itself, or about others than the dossier and its papers.
ELSEWHERE = frozenset({"covered", "ended_well", "not_same_person_as"})
MAY_APPLY = "law.apply"


@dataclass(frozen=True)
class Block:
    """One move of a plan with both its workflows, and where it stands in the file."""

    rules: Rules
    findings: Findings
    item: TransferItem
    source: Definition
    target: Definition
    path: Path


def read_plan(source: Source, rules: Rules | None) -> tuple[Plan | None, list[Problem]]:
    """The plan of a file, or every problem of it; without rules those of its shape alone."""
    checked = check(PlanFile, source)
    file, findings = checked.model, Findings(checked.source)
    if file is None or rules is None:
        return None, in_order(checked.problems)
    transfers: list[Transfer] = []
    for at, item in enumerate(file.moves):
        block = _block(rules, findings, item, ("moves", at))
        if block is not None:
            if block.target.law.in_force > file.effective:
                told = {"workflow": item.to, "in_force": block.target.law.in_force.isoformat()}
                findings.at(("effective",), "law_before_force", **told)
            transfers.append(_transfer(block, sum(len(one.rules) for one in transfers)))
    findings.repeated((item.from_, ("moves", at, "from")) for at, item in enumerate(file.moves))
    problems = in_order([*checked.problems, *findings.problems])
    if problems or source.flawed:
        return None, problems
    return Plan(file.law, file.title.text, file.basis, file.effective, tuple(transfers)), []


def _block(rules: Rules, findings: Findings, item: TransferItem, path: Path) -> Block | None:
    lost = findings.unknown((*path, "from"), "workflow_unknown", item.from_, rules.definitions)
    lost |= findings.unknown((*path, "to"), "workflow_unknown", item.to, rules.definitions)
    for family in item.children:
        findings.unknown((*path, "children", family), "family_unknown", family, rules.families)
    if item.letter is not None:
        offered = [one.letters.letters for one in rules.programmes.values() if one.letters is not None]
        known = {name for letters in offered for name in letters}
        findings.unknown((*path, "letter"), "letter_unknown_here", item.letter, known)
    if lost:
        return None
    source, target = rules.definitions[item.from_], rules.definitions[item.to]
    if source.family != target.family:
        findings.at((*path, "to"), "law_other_family", name=item.to, family=target.family, wanted=source.family)
        return None
    return Block(rules, findings, item, source, target, path)


def _transfer(block: Block, before: int) -> Transfer:
    item = block.item
    scene = _scene(block)
    rules = [
        _rule(block, scene, one, before + at + 1, (*block.path, "states", at)) for at, one in enumerate(item.states)
    ]
    _check_covered(block, rules)
    for at, rule in enumerate(rules):
        check_rule(block.findings, (block.source, block.target), rule, (*block.path, "states", at))
    return Transfer(item.from_, item.to, tuple(rules), dict(item.children), item.letter)


def _rule(block: Block, scene: Scene, item: RuleItem, number: int, path: Path) -> Rule:
    every, person = block.item.every, item.person
    after = item.after is not None
    if every is not None and item.to is None:
        person, after = person or every.person, after or every.after is not None
    uses = {name: guard_uses(scene, _asking(item, name), path) for name in ("when", "needs")}
    _check_guards(block, item, path)
    if item.choices is not None and person is None:
        block.findings.at((*path, "choices"), "law_nobody_decides")
    return Rule(
        number=number,
        sources=tuple(item.from_),
        targets=tuple(item.choices or ([item.to] if item.to else [])),
        when=uses["when"],
        needs=uses["needs"],
        decider=_decider(block, person, path),
        after_finish=after,
        impossible=item.impossible,
        deadlines=dict[str, Fate](item.deadlines),
        renames=dict(item.rename),
        drops=tuple(item.drop),
        waives=frozenset([*item.waive, *(every.waive if every else ())]),
        forgets=tuple(item.forget),
        basis=item.basis,
    )


def _asking(item: RuleItem, name: str) -> TransitionItem:
    """The guards of a rule as a transition would declare them, so that their names are checked as there."""
    asked = {"needs": item.when, "papers": []} if name == "when" else {"needs": item.needs, "papers": item.papers}
    return TransitionItem.model_validate({"do": "move", "from": ["a"], "to": "a", "by": ["system"], **asked})


def _check_guards(block: Block, item: RuleItem, path: Path) -> None:
    for name, needs in (("when", item.when), ("needs", item.needs)):
        for at, need in enumerate(needs):
            wrong = need.guard not in BY_VALUES if name == "when" else need.guard in ELSEWHERE
            if wrong:
                block.findings.at((*path, name, at), "law_guard_here", name=need.guard)


def _decider(block: Block, person: PersonItem | None, path: Path) -> Decider | None:
    if person is None:
        return None
    roles, place = block.rules.roles, (*path, "person", "by")
    if not block.findings.unknown(place, "role_unknown", person.by, roles) and MAY_APPLY not in roles[person.by].may:
        block.findings.at(place, "law_role_may_not", name=person.by)
    return Decider(person.by, person.why)


def _check_covered(block: Block, rules: list[Rule]) -> None:
    """Every open state of the old workflow has a rule that always fits, and none comes after that one in vain."""
    if not rules:
        stays = Rule(0, tuple(_open(block.source)), (SAME,))
        check_rule(block.findings, (block.source, block.target), stays, (*block.path, "states"))
        return
    settled: set[str] = set()
    for at, rule in enumerate(rules):
        for source in rule.sources:
            if source in settled:
                block.findings.at((*block.path, "states", at), "law_rule_unreached", state=source)
        settled |= set(rule.sources) if not rule.when else set()
    for name in _open(block.source):
        if name not in settled:
            block.findings.at((*block.path, "states"), "law_state_left_out", state=name)


def _open(definition: Definition) -> Iterator[str]:
    return (name for name, state in definition.states.items() if state.final is None)


def _scene(block: Block) -> Scene:
    """What the guards of a rule may name: what dossiers of the old workflow have on record."""
    source = block.source
    types = {name: ValueType(rule.type, rule.argument, rule.optional) for name, rule in source.recorded.items()}
    return Scene(
        known=known_from(block.rules),
        findings=block.findings,
        states={name: state.final is not None for name, state in source.states.items()},
        deadlines=frozenset(source.deadlines),
        triggers=frozenset(one.trigger for one in source.transitions),
        opened=frozenset(one.opens for one in source.transitions if one.opens is not None),
        types=types,
        value_names=frozenset(types),
        titled=source.titled is not None,
    )
