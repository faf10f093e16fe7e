"""From the declared deadlines of a workflow to the neutral rules, every name in them checked."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workflows.deadlines.deadline_rules import Allowance, DeadlineRule, End, Expiry, Reminder, Start
from workflows.model.bounds import EndItem, StartItem
from workflows.model.deadlines import AllowanceItem, DeadlineItem
from workflows.model.periods import OF_PROGRAMME
from workflows.model.values import DATED
from workflows.model.workflow import WorkflowFile
from workflows.reading.guard_uses import conditions
from workflows.reading.scene import Scene
from workflows.rounds import ROUND_TYPES
from workflows.source import Path

ENTERING = "entering"
TERM = "term"


def deadline_rules(scene: Scene, file: WorkflowFile) -> Iterator[DeadlineRule]:
    placed = list(_placed(file))
    found = [_rule(scene, item, path) for item, path in placed]
    _check_circles(scene, {rule.name: (rule, path) for rule, (_, path) in zip(found, placed, strict=True)})
    yield from found


def _placed(file: WorkflowFile) -> Iterator[tuple[DeadlineItem, Path]]:
    for at, stage in enumerate(file.stages):
        for index, item in enumerate(stage.deadlines):
            yield item, ("stages", at, "deadlines", index)


def _rule(scene: Scene, item: DeadlineItem, path: Path) -> DeadlineRule:
    if item.yearly is not None:
        scene.findings.unknown((*path, "yearly"), "trigger_unknown", item.yearly, scene.triggers)
    return DeadlineRule(
        name=item.deadline,
        starts=_start(scene, item.starts, (*path, "starts")),
        within=item.within,
        on=item.ends if isinstance(item.ends, str) else None,
        basis=item.basis,
        rolls=item.ends is None and item.rolls is not False,
        title=item.title.text if item.title else None,
        term=_term(scene, item.ends, (*path, "ends", "value")),
        ends=_end(scene, item.ends, (*path, "ends")),
        when=conditions(scene, item.when, (*path, "when")),
        yearly=item.yearly,
        owes=scene.who(item.owes, (*path, "owes")),
        remind=_reminders(scene, item, (*path, "remind")),
        expiry=_expiry(scene, item, (*path, "expiry")),
        pause=_allowance(scene, item.pause, (*path, "pause")),
        extend=_allowance(scene, item.extend, (*path, "extend")),
        letters=item.letters.model_dump(exclude_none=True) if item.letters else {},
    )


def _start(scene: Scene, starts: StartItem | str | None, path: Path) -> Start:
    if isinstance(starts, StartItem):
        return _started_by(scene, starts, path)
    if starts is None or starts == ENTERING:
        return Start()
    if starts.startswith(OF_PROGRAMME):
        return Start("date", starts.removeprefix(OF_PROGRAMME))
    kind = scene.types.get(starts)
    if kind is None:
        scene.findings.unknown(path, "starts_unknown", starts, scene.value_names | {ENTERING})
    elif kind.type not in DATED:
        wanted = ", ".join(sorted(DATED))
        scene.findings.at(path, "value_of_other_type", name=starts, type=kind.shown, wanted=wanted)
    return Start("value", starts)


def _started_by(scene: Scene, starts: StartItem, path: Path) -> Start:
    if starts.paper is not None:
        scene.findings.unknown((*path, "paper"), "paper_unknown", starts.paper, scene.known.paper_names)
        return Start("paper", starts.paper)
    if starts.deadline is not None:
        scene.findings.unknown((*path, "deadline"), "deadline_unknown", starts.deadline, scene.deadlines)
        return Start("deadline", starts.deadline)
    family = str(starts.child)
    if not scene.findings.unknown((*path, "child"), "family_unknown", family, scene.known.families):
        scene.findings.unknown((*path, "child"), "family_not_opened", family, scene.opened)
    return Start("child", family)


def _end(scene: Scene, ends: EndItem | str | None, path: Path) -> End | None:
    if not isinstance(ends, EndItem):
        return None
    if ends.deadline is not None:
        scene.findings.unknown((*path, "deadline"), "deadline_unknown", ends.deadline, scene.deadlines)
    if ends.law is not None and not scene.finishes:
        scene.findings.at((*path, "law"), "finish_undeclared")
    if ends.round is not None:
        _check_round(scene, ends.round, (*path, "round"))
    return ends.end


def _check_round(scene: Scene, name: str, path: Path) -> None:
    kind = scene.types.get(name)
    if kind is None:
        scene.findings.unknown(path, "value_unknown", name, scene.value_names)
    elif kind.type not in ROUND_TYPES:
        scene.findings.at(path, "value_of_other_type", name=name, type=kind.shown, wanted=", ".join(ROUND_TYPES))


def _term(scene: Scene, ends: EndItem | str | None, path: Path) -> str | None:
    if not isinstance(ends, EndItem) or ends.value is None:
        return None
    kind = scene.types.get(ends.value)
    if kind is None:
        scene.findings.unknown(path, "value_unknown", ends.value, scene.value_names)
    elif kind.type != TERM:
        scene.findings.at(path, "value_of_other_type", name=ends.value, type=kind.shown, wanted=TERM)
    return ends.value


def _reminders(scene: Scene, item: DeadlineItem, path: Path) -> tuple[Reminder, ...]:
    found = [replace(one.reminder, to=scene.who(one.to, (*path, index, "to"))) for index, one in enumerate(item.remind)]
    first: dict[str, int] = {}
    for index, one in enumerate(found):
        if (earlier := first.setdefault(one.mark, index)) != index:
            line = str(scene.findings.source.place((*path, earlier)).line)
            scene.findings.at((*path, index), "item_repeated", first=line)
    return tuple(found)


def _expiry(scene: Scene, item: DeadlineItem, path: Path) -> Expiry:
    if item.expiry is None:
        return Expiry()
    propose = item.expiry.propose
    if propose is not None:
        scene.findings.unknown((*path, "propose"), "trigger_unknown", propose, scene.triggers)
    return Expiry(propose, scene.who(item.expiry.to or [], (*path, "to")), item.expiry.escalate)


def _allowance(scene: Scene, item: AllowanceItem | None, path: Path) -> Allowance | None:
    return replace(item.allowance, by=scene.who(item.by, (*path, "by"))) if item is not None else None


def _check_circles(scene: Scene, clocks: Mapping[str, tuple[DeadlineRule, Path]]) -> None:
    """A clock that waits for its own end never starts."""
    waits = {name: rule.awaits for name, (rule, _) in clocks.items() if rule.awaits is not None}
    for name in waits:
        passed = [name]
        while (awaited := waits.get(passed[-1], "")) not in ("", *passed):
            passed.append(awaited)
        if awaited == name:
            circle = " → ".join([*passed, name])
            rule, path = clocks[name]
            key = "starts" if rule.ends is None else "ends"
            scene.findings.at((*path, key, "deadline"), "starts_circle", name=name, circle=circle)
