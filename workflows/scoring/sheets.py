"""One member's sheet: whether it can be taken, and what it comes to."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.scoring.criteria import Answers, CriteriaSet, Criterion
from workflows.verdict import Reason

Found = tuple[str, str | None]


@dataclass(frozen=True)
class Sheet:
    """A member's answers, and what was found: grounds, each with the place where it is printed."""

    member: str
    answers: Answers
    findings: frozenset[Found] = frozenset()


def sheet_reasons(given: CriteriaSet, answers: Mapping[str, Any], *, apart: Container[str] = ()) -> list[Reason]:
    """Why answers cannot be taken, all of it, in the printed order; what belongs to no criterion comes first, then
    one reason for all that is not answered, but what stands `apart`."""
    strange = sorted(str(code) for code in answers.keys() - given.criteria.keys())
    reasons = [Reason("criterion_unknown", {"criterion": code, "set": given.number}) for code in strange]
    open_still = [code for code in given.criteria if answers.get(code) is None and code not in apart]
    reasons += [Reason("criterion_unanswered", {"criteria": open_still})] if open_still else []
    for one in given.criteria.values():
        reasons += _reasons(given, one, answers)
    return reasons


def finding_reasons(given: CriteriaSet, findings: Iterable[Found]) -> list[Reason]:
    """Why findings cannot be taken: grounds that the set does not print at that place."""
    strange = sorted((ground, at or "") for ground, at in findings if given.finding(ground, at) is None)
    return [
        Reason("finding_unknown", {"ground": ground, "at": at or None, "set": given.number}) for ground, at in strange
    ]


def total(given: CriteriaSet, answers: Answers) -> int:
    """The points of a sheet in which nothing is wrong."""
    return sum(one.points(answers[code]) for code, one in given.criteria.items())


def part_totals(given: CriteriaSet, answers: Answers) -> dict[str, int]:
    """The points of a sheet by part, in the printed order."""
    totals: dict[str, int] = {}
    for code, one in given.criteria.items():
        part = one.path[0]
        totals[part] = totals.get(part, 0) + one.points(answers[code])
    return totals


def spread(totals: Sequence[int]) -> Decimal:
    """How far the highest total lies above the lowest; nothing where there is none."""
    return Decimal(max(totals) - min(totals)) if totals else Decimal(0)


def raised(sheets: Iterable[Sheet]) -> tuple[Found, ...]:
    """What some member has found, once each: the council keeps or drops it before the dossier is ranked."""
    found = {one for sheet in sheets for one in sheet.findings}
    return tuple(sorted(found, key=lambda one: (one[0], one[1] or "")))


def _reasons(given: CriteriaSet, one: Criterion, answers: Mapping[str, Any]) -> list[Reason]:
    number = answers.get(one.code)
    if number is None:
        return []
    if isinstance(number, list | tuple):
        return [Reason("criterion_two_options", {"criterion": one.code, "options": [str(it) for it in number]})]
    if not _is_place(number) or not 0 <= number <= one.last:
        return [Reason("option_unknown", {"criterion": one.code, "given": str(number), "last": one.last})]
    if number == 0 and not given.none_taken and not one.yes_no and one.options[0].points:
        return [Reason("option_needed", {"criterion": one.code})]
    if number and one.only_if and not _allows(one.only_if, answers):
        return [Reason("criterion_not_applicable", {"criterion": one.code, "only_if": one.only_if[0]})]
    return []


def _allows(only_if: tuple[str, int], answers: Mapping[str, Any]) -> bool:
    code, least = only_if
    number = answers.get(code)
    return isinstance(number, int) and number >= least


def _is_place(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)
