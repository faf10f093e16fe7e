"""The dossiers that a programme begins with: each fits the workflow that it is opened under."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflows.definition import Definition, ValueRule
from workflows.model.check import Checked
from workflows.model.items import ItemItem
from workflows.model.programme import ProgrammeFile
from workflows.parties import named
from workflows.placed import Findings
from workflows.problems import Problem, nearest_name
from workflows.reading.families import Kinship
from workflows.source import Path
from workflows.values import Malformed, read_value


@dataclass(frozen=True)
class _Desk:
    findings: Findings
    file: ProgrammeFile
    kin: Kinship

    @property
    def groups(self) -> frozenset[str]:
        return frozenset(group.group for group in self.file.groups)


def item_problems(programmes: Iterable[Checked[ProgrammeFile]], kin: Kinship) -> list[Problem]:
    """What is wrong with the items of programmes; of their values alone, where not all workflows could be read.

    Whether organisations are registered is not known here: `unseeded` and publishing ask that.
    """
    problems: list[Problem] = []
    for checked in programmes:
        if checked.model is not None and checked.whole:
            desk, told = _Desk(Findings(checked.source), checked.model, kin), _check_item if kin.whole else _check_given
            for at, item in enumerate(checked.model.items):
                told(desk, item, at)
            problems += desk.findings.problems
    return problems


def _check_item(desk: _Desk, item: ItemItem, at: int) -> None:
    path: Path = ("items", at)
    file, findings = desk.file, desk.findings
    opened = item.opened or file.period.from_
    if not file.period.from_ <= opened <= file.period.to:
        told = {"first": file.period.from_.isoformat(), "last": file.period.to.isoformat()}
        findings.at((*path, "opened"), "outside_period", given=opened.isoformat(), **told)
    if findings.unknown((*path, "family"), "family_unknown", item.family, set(file.families)):
        return
    for opener in desk.kin.openers.get(item.family, ()):
        findings.at((*path, "family"), "item_opened_by", name=item.family, opener=opener.name)
    definition = _on(desk.kin.families.get(item.family, ()), opened)
    if definition is None:
        findings.at((*path, "family"), "item_without_law", name=item.family, day=opened.isoformat())
    elif definition.titled is None or definition.numbered is None:
        findings.at((*path, "family"), "item_about_product", name=item.family, workflow=definition.name)
    else:
        _check_values(desk, item, definition, opened, path)


def _check_given(desk: _Desk, item: ItemItem, at: int) -> None:
    """The values of an item that the members of its family, as far as they could be read, receive in one way."""
    received = [rule for one in desk.kin.families.get(item.family, ()) for rule in one.receives]
    for name in item.values:
        types = {rule.type: rule for rule in received if rule.name == name}
        if len(types) == 1:
            (rule,) = types.values()
            _check_value(desk, item, rule, item.opened or desk.file.period.from_, ("items", at, "values", name))


def _on(members: Iterable[Definition], day: date) -> Definition | None:
    return next((one for one in members if one.law.in_force <= day and (one.law.until or day) >= day), None)


def _check_values(desk: _Desk, item: ItemItem, definition: Definition, opened: date, path: Path) -> None:
    findings = desk.findings
    rules: Mapping[str, ValueRule] = {
        rule.name: rule for rule in definition.receives if rule.name != definition.numbered
    }
    for name in item.values:
        if name not in rules:
            nearest = nearest_name(name, set(rules))
            findings.at_key((*path, "values", name), "item_value_unknown", nearest, name=name, workflow=definition.name)
    for name, rule in rules.items():
        if name in item.values:
            _check_value(desk, item, rule, opened, (*path, "values", name))
        elif rule.awaited:
            findings.at((*path, "item"), "item_value_missing", name=name, workflow=definition.name)


def _check_value(desk: _Desk, item: ItemItem, rule: ValueRule, opened: date, path: Path) -> None:
    given = item.values[rule.name]
    if rule.type == "organisations":
        if named(given) is None:
            desk.findings.at(path, "item_value_wrong", name=rule.name, type=rule.type)
        return
    if rule.type == "dossier":
        codes = [one.item for one in desk.file.items]
        earlier = set(codes[: codes.index(item.item)])
        desk.findings.unknown(path, "item_unknown", str(given), earlier)
        return
    try:
        read_value(rule, given, opened)
    except Malformed:
        desk.findings.at(path, "item_value_wrong", name=rule.name, type=rule.type)
