"""What ranks ask for at single criteria, and what the council has to settle together for it."""

from collections.abc import Sequence

from workflows.scoring.criteria import STARRED, Answers, CriteriaSet
from workflows.scoring.sheets import Sheet

UNGATED = 2


def gates(given: CriteriaSet, agreed: Answers, *, lower_too: bool = True) -> tuple[int, dict[int, tuple[str, ...]]]:
    """The most stars that the agreed options allow, and by stars the criteria that keep from them.

    `lower_too`: the gates of every lower rank must be reached as well. Below 3 stars nothing is asked.
    """
    asked = [given.criteria[code] for code in given.settled if given.criteria[code].starred]
    unmet = {stars: tuple(one.code for one in asked if not one.reaches(agreed[one.code], stars)) for stars in STARRED}
    if not lower_too:
        return max((stars for stars in STARRED if not unmet[stars]), default=UNGATED), unmet
    reached = UNGATED
    for stars in STARRED:
        if unmet[stars]:
            break
        reached = stars
    return reached, unmet


def needs_agreement(given: CriteriaSet, sheets: Sequence[Sheet]) -> list[str]:
    """The criteria that the council must agree on because the sheets differ there."""
    return [code for code in given.settled if len({one.answers[code] for one in sheets}) > 1]


def agreed_options(given: CriteriaSet, sheets: Sequence[Sheet], agreed: Answers) -> dict[str, int]:
    """The option that counts for each criterion to be settled: as agreed, or as all sheets have it."""
    differing = set(needs_agreement(given, sheets))
    unanimous = {code: sheets[0].answers[code] for code in given.settled if code not in differing}
    return {**unanimous, **agreed}
