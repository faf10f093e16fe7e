"""What the sheets of a turn come to as it closes, and the rank that it is concluded with; verifying recomputes both."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.scoring.criteria import Criteria, CriteriaSet
from workflows.scoring.gates import needs_agreement
from workflows.scoring.ranking import Ranking, average, rank, text_of
from workflows.scoring.sheets import Sheet, part_totals, raised, spread, total
from workflows.verdict import Reason

Payload = Mapping[str, Any]


def sheet_of(member: str, said: Payload) -> Sheet:
    """A member's sheet from what it said."""
    return Sheet(member, said["answers"], frozenset((one["ground"], one["at"]) for one in said["findings"]))


def closing(criteria: Criteria, given: CriteriaSet, sheets: Mapping[str, Payload]) -> Payload:
    """What the record of a turn's close says of its opened sheets, of which there is one at least."""
    read = [sheet_of(member, said) for member, said in sheets.items()]
    totals = {one.member: total(given, one.answers) for one in read}
    exact = average(list(totals.values()))
    parts = {part: average([part_totals(given, one.answers)[part] for one in read]) for part in criteria.scoring.parts}
    return {
        "sheets": {member: {**said, "total": totals[member]} for member, said in sheets.items()},
        "exact": str(exact),
        "score": text_of(exact, criteria.scoring),
        "parts": {part: text_of(score, criteria.scoring) for part, score in parts.items()},
        "spread": str(spread(list(totals.values()))),
        "needs_agreement": needs_agreement(given, read),
    }


def concluding(
    criteria: Criteria, given: CriteriaSet, closed: Payload, agreed: Mapping[str, int], findings: Sequence[Payload]
) -> Payload | list[Reason]:
    """What the record of a turn's conclusion says, or why it cannot be concluded.

    `agreed` and `findings` (`ground`, `at`, `stands`) are what the council has agreed on.
    """
    sheets = [sheet_of(member, said) for member, said in closed["sheets"].items()]
    settled = {(one["ground"], one["at"]): bool(one["stands"]) for one in findings}
    left = [one for one in raised(sheets) if one not in settled]
    kept = [given.finding(*one) for one in raised(sheets) if settled.get(one)]
    ranking = rank(criteria.scoring, given, sheets, agreed, [one for one in kept if one is not None])
    reasons = [Reason("findings_open", {"ground": ground, "at": at}) for ground, at in left]
    if isinstance(ranking, list):
        return reasons + ranking
    return reasons or {"findings": [dict(one) for one in findings], **_told(ranking)}


def _told(ranking: Ranking) -> Payload:
    excluded = [{"ground": one.ground, "effect": one.effect, "at": one.at} for one in ranking.excluded]
    return {
        "agreed": dict(ranking.agreed),
        "score": ranking.score,
        "band": ranking.band,
        "gate": ranking.gate,
        "unmet": {str(stars): list(codes) for stars, codes in ranking.unmet.items() if codes},
        "excluded": excluded,
        "outcome": ranking.outcome,
        "stars": ranking.stars,
    }
