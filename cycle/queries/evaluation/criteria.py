"""What is asked of the criteria that are declared: which sets there are, what one of them holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.naming import Text
from workflows.problems import nearest_name
from workflows.rules import Rules
from workflows.scoring.criteria import STARRED, Criteria, CriteriaSet, Criterion
from workflows.verdict import Reason


@dataclass(frozen=True)
class SetRow:
    """A set in numbers. `starred` counts its options by stars, `wording_missing` those without their official text."""

    criteria: str
    number: int
    title: str
    sector: str
    count: int
    options: int
    starred: dict[int, int]
    wording_missing: int


@dataclass(frozen=True)
class OptionRow:
    """An option of a set, or a criterion answered with yes or no (`number` None)."""

    criterion: str
    title: str
    most: int
    number: int | None
    label: Text | None
    points: int
    stars: int | None
    case: Text | None
    text: str
    wording: str | None


@dataclass(frozen=True)
class FindingRow:
    """A ground of a set: what follows from it, and where it is printed."""

    ground: str
    title: Text
    effect: str
    at: str | None


@dataclass(frozen=True)
class SetTold:
    """A set with all it holds; `hints` are by criterion."""

    row: SetRow
    law: str
    ministries: tuple[str, ...]
    parts: dict[str, int]
    options: tuple[OptionRow, ...]
    findings: tuple[FindingRow, ...]
    hints: tuple[tuple[str, Text], ...]


def criteria_meant(rules: Rules, name: str | None) -> Criteria | Reason:
    """The criteria of a name; without one the newest that have sets."""
    if name is not None and name not in rules.criteria:
        near = nearest_name(name, frozenset(rules.criteria)) or ", ".join(rules.criteria)
        return Reason("criteria_unknown", {"criteria": name, "nearest": near})
    if name is not None:
        return rules.criteria[name]
    newest = max((one for one in rules.criteria.values() if one.sets), key=lambda one: one.law.in_force, default=None)
    return newest or Reason("sets_nowhere")


def list_sets(rules: Rules, name: str | None) -> tuple[SetRow, ...] | Reason:
    """The sets of some criteria in the order of their numbers; those of all criteria, the newest law first."""
    if name is not None:
        found = criteria_meant(rules, name)
        return found if isinstance(found, Reason) else tuple(_row(found, one) for one in _sets(found))
    laws = sorted(rules.criteria.values(), key=lambda one: one.law.in_force, reverse=True)
    return tuple(_row(criteria, one) for criteria in laws for one in _sets(criteria))


def find_set(criteria: Criteria, number: int) -> SetTold | Reason:
    """A set of some criteria."""
    given = criteria.sets.get(number)
    if given is None:
        return Reason("scoring_set_unknown", {"set": number, "criteria": criteria.name})
    return SetTold(
        row=_row(criteria, given),
        law=criteria.law.decision,
        ministries=given.ministries,
        parts=dict(criteria.scoring.parts),
        options=tuple(row for one in given.criteria.values() for row in _options(criteria, one)),
        findings=tuple(
            FindingRow(one.ground, criteria.grounds[one.ground], one.effect, one.at) for one in given.findings
        ),
        hints=tuple((one.code, hint) for one in given.criteria.values() for hint in one.hints),
    )


def _sets(criteria: Criteria) -> list[CriteriaSet]:
    return [criteria.sets[number] for number in sorted(criteria.sets)]


def _row(criteria: Criteria, given: CriteriaSet) -> SetRow:
    options = [option for one in given.criteria.values() for option in one.options]
    starred = {stars: sum(option.stars == stars for option in options) for stars in STARRED}
    missing = criteria.wording_missing(given.number)
    about = (criteria.name, given.number, given.title, given.sector)
    return SetRow(*about, len(given.criteria), len(options), starred, len(missing))


def _options(criteria: Criteria, one: Criterion) -> Iterator[OptionRow]:
    if one.yes_no:
        yield OptionRow(one.code, one.title, one.most, None, None, one.most, None, None, "", None)
    for number, option in enumerate(one.options, 1):
        case = one.cases.get(option.case) if option.case else None
        about = (one.code, one.title, one.most, number, option.label, option.points, option.stars, case, option.text)
        yield OptionRow(*about, criteria.wording_of(option))
