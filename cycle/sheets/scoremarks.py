"""From the marks on a score sheet to its answers, and everything that is wrong with them, row by row."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cycle.sheets.badcell import shown
from cycle.sheets.scoresheet import MARK, Filled, Marked
from workflows.scoring.criteria import CriteriaSet, Criterion
from workflows.scoring.sheets import sheet_reasons
from workflows.verdict import Reason

DECIMALS = re.compile(r"[0-9]{1,3}")
MARKS = frozenset({MARK, "✓", "✔"})


@dataclass(frozen=True)
class Said:
    """What a sheet says: by criterion the place of its option, the grounds found, by criterion the papers relied on."""

    answers: Mapping[str, int]
    findings: tuple[tuple[str, str | None], ...] = ()
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def option_key(criterion: str, number: int) -> str:
    """The key of an option's row."""
    return f"{criterion}={number}"


def ground_key(ground: str, at: str | None) -> str:
    """The key of a ground's row."""
    return f"{ground}@{at or ''}"


def numbers(given: CriteriaSet, one: Criterion) -> tuple[int, ...]:
    """The places of a criterion that may be marked; 0 (none of them) where no option says as much."""
    zero = one.yes_no or one.only_if is not None or (given.none_taken and one.options[0].points > 0)
    return tuple(range(0 if zero else 1, one.last + 1))


def said(given: CriteriaSet, filled: Filled) -> Said | list[Reason]:
    """What a sheet says, or every reason why it cannot be taken."""
    reasons = [_unknown(row) for row in filled.rows if not _ours(given, row.key)]
    moved = [row for row in filled.rows if _ours(given, row.key) and _moved(row)]
    reasons += [Reason("score_row_moved", {"row": row.row}) for row in moved]
    reasons += [Reason("score_cell_wrong", {"row": row.row}) for row in filled.rows if row.wrong]
    strange = [row for row in filled.rows if row.mark and not row.wrong and row.mark.casefold() not in MARKS]
    reasons += [Reason("score_mark_wrong", {"row": row.row, "given": shown(row.mark)}) for row in strange]
    answers: dict[str, int] = {}
    faulty = {row.key.partition("=")[0] for row in filled.rows if row.wrong or row in strange or row in moved}
    faulty |= {row.shown[0] for row in moved}
    for one in given.criteria.values():
        rows = [row for row in filled.rows if row.key.startswith(f"{one.code}=") and one.code not in faulty]
        found = _answer(given, one, rows)
        if isinstance(found, list):
            reasons += found
            faulty.add(one.code)
        elif found is not None:
            answers[one.code] = found
    # What is faulty is told once: nothing else is said of it, least of all that it is not answered.
    reasons += [one for one in sheet_reasons(given, answers, apart=faulty) if one.params.get("criterion") not in faulty]
    if reasons:
        return reasons
    return Said(answers, tuple(_findings(given, filled)), dict(_papers(given, filled)))


def _moved(row: Marked) -> bool:
    """Whether a row says to be another option, or another place, than its key: the page was sorted, or pasted over."""
    key, shown = row.key, row.shown
    return shown != (tuple(key.split("=", 1)) if "=" in key else (key.partition("@")[2], ""))


def _ours(given: CriteriaSet, key: str) -> bool:
    criterion, _, number = key.partition("=")
    if criterion in given.criteria:
        return number.isdecimal() and int(number) <= given.criteria[criterion].last
    ground, _, at = key.partition("@")
    return given.finding(ground, at or None) is not None


def _unknown(row: Marked) -> Reason:
    return Reason("score_row_unknown", {"row": row.row, "given": shown(row.mark or row.points or row.papers)})


def _answer(given: CriteriaSet, one: Criterion, rows: list[Marked]) -> int | list[Reason] | None:
    """The place that a criterion's rows answer with; None where nothing is answered."""
    about = {"criterion": one.code}
    marked = {int(row.key.partition("=")[2]): row.row for row in rows if row.mark}
    if len(marked) > 1:
        return [Reason("score_two_marks", {**about, "rows": sorted(marked.values())})]
    typed = {row.points: row.row for row in rows if row.points}
    if not typed:
        return next(iter(marked), None)
    if len(typed) > 1:
        return [Reason("score_two_points", {**about, "rows": sorted(typed.values())})]
    [(points, row)] = typed.items()
    return _by_points(one, numbers(given, one), (points, row), next(iter(marked), None))


def _by_points(
    one: Criterion, places: tuple[int, ...], typed: tuple[str, int], marked: int | None
) -> int | list[Reason]:
    """The one option that has the points typed, and that is marked where one is."""
    points, row = typed
    about: dict[str, Any] = {"criterion": one.code, "row": row, "given": shown(points)}
    if not DECIMALS.fullmatch(points):
        return [Reason("score_points_wrong", about)]
    if int(points) > one.most:
        return [Reason("points_over_maximum", {**about, "most": one.most})]
    if marked is not None:
        return marked if one.points(marked) == int(points) else [Reason("points_of_other_option", about)]
    fitting = [at for at in places if one.points(at) == int(points)]
    if len(fitting) == 1:
        return fitting[0]
    return [Reason("points_ambiguous", {**about, "options": fitting})] if fitting else [_no_option(one, about)]


def _no_option(one: Criterion, about: Mapping[str, Any]) -> Reason:
    return Reason("points_no_option", {**about, "known": sorted({one.points(at) for at in range(one.last + 1)})})


def _findings(given: CriteriaSet, filled: Filled) -> Iterator[tuple[str, str | None]]:
    for row in filled.rows:
        ground, sign, at = row.key.partition("@")
        if sign and row.mark and given.finding(ground, at or None):
            yield ground, at or None


def _papers(given: CriteriaSet, filled: Filled) -> Iterator[tuple[str, tuple[str, ...]]]:
    for code in given.criteria:
        cells = [row.papers for row in filled.rows if row.key.startswith(f"{code}=") and row.papers]
        found = [part.strip() for cell in cells for part in re.split("[;\n]", cell) if part.strip()]
        if found:
            yield code, tuple(dict.fromkeys(found))
