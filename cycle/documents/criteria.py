"""The criteria of a product's set as documents print them, with what was answered and what it was shown by."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from cycle.documents.desks import Desk
from cycle.documents.facts import BoxFact, CriterionFact, OptionFact
from cycle.documents.products import set_of
from workflows.scoring.criteria import Answers, Criteria, CriteriaSet, Criterion

# The criterion that stands for each topic of form 03, the same in sets 1 to 25; set 26 (tourism) has two of them.
TOPICS: Mapping[str, str] = {"materials": "1.1", "labour": "3.3", "origin": "2.1", "identity": "5.3"}
TOURISM, TOURISM_TOPICS = 26, ("labour", "origin")


def criterion_facts(desk: Desk, dossier: str) -> tuple[CriterionFact, ...]:
    """Every criterion of a dossier's set in the printed order, with the producer's own answers where there are any."""
    found = _set(desk, dossier)
    if found is None:
        return ()
    criteria, given = found
    answers, evidence = _assessed(desk, dossier)
    return tuple(_fact(criteria, one, answers, evidence) for one in given.criteria.values())


def topics_of(desk: Desk, dossier: str) -> Mapping[str, CriterionFact]:
    """The topics that the commune reports on; what the set does not have, or the producer did not answer, is empty."""
    known = {one.code: one for one in criterion_facts(desk, dossier)}
    tourism = set_of(desk, dossier)[1] == TOURISM
    mine = {name: code for name, code in TOPICS.items() if not tourism or name in TOURISM_TOPICS}
    return {name: known.get(mine.get(name, ""), CriterionFact("", "", 0)) for name in TOPICS}


def boxes_of(criteria: tuple[CriterionFact, ...]) -> tuple[BoxFact, ...]:
    """Every box of some criteria as a row; one that is answered with yes or no is one box of all its points."""
    return tuple(box for one in criteria for box in _boxes(one))


def _boxes(one: CriterionFact) -> Iterator[BoxFact]:
    options = one.options or (OptionFact(1, one.title, one.most, chosen=bool(one.points)),)
    for place, option in enumerate(options):
        most, mark = (None if place else one.most), ("x" if option.chosen else "")
        yield BoxFact(
            one.code, one.title, most, option.number, option.wording, option.points, option.stars or None, mark
        )


def has_wording(desk: Desk, dossier: str) -> bool:
    """Whether the official wording of a dossier's set is loaded, so that a sheet of it may be used in earnest."""
    found = _set(desk, dossier)
    return found is not None and found[0].wording_complete(found[1].number)


def criteria_of(desk: Desk, name: str, number: int) -> tuple[Criteria, CriteriaSet] | None:
    """The criteria of a decision with one set of them; None where they are not loaded."""
    criteria = desk.published.rules.criteria.get(name)
    return (criteria, criteria.sets[number]) if criteria and number in criteria.sets else None


def _set(desk: Desk, dossier: str) -> tuple[Criteria, CriteriaSet] | None:
    return criteria_of(desk, *set_of(desk, dossier))


def _assessed(desk: Desk, dossier: str) -> tuple[Answers, Mapping[str, Any]]:
    row = desk.transaction.row("SELECT answers, evidence FROM self_assessment WHERE dossier = ?", (dossier,))
    return (orjson.loads(row[0]), orjson.loads(row[1])) if row else ({}, {})


def _fact(criteria: Criteria, one: Criterion, answers: Answers, evidence: Mapping[str, Any]) -> CriterionFact:
    chosen = answers.get(one.code)
    options = tuple(
        OptionFact(
            number, criteria.wording_of(option) or option.label.vi, option.points, option.stars or 0, chosen == number
        )
        for number, option in enumerate(one.options, 1)
    )
    return CriterionFact(
        code=one.code,
        title=one.title,
        most=one.most,
        options=options,
        answer=next((option.wording for option in options if option.chosen), ""),
        points=None if chosen is None else one.points(chosen),
        evidence=_shown(evidence.get(one.code)),
    )


def _shown(evidence: Any) -> str:
    return "; ".join(map(str, evidence)) if isinstance(evidence, list) else str(evidence or "")
