"""From members' sheets to a rank: the lower of the band of the average and the gates reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workflows.scoring.criteria import Answers, CriteriaSet, Finding, Scoring
from workflows.scoring.gates import agreed_options, gates, needs_agreement
from workflows.scoring.sheets import Sheet, part_totals, sheet_reasons, spread, total
from workflows.verdict import Reason

# What a finding of each effect makes of a dossier; a `note` changes nothing.
OUTCOMES = {"reject": "excluded", "not_assessed": "excluded", "stop": "stopped"}
ZERO = "zero"
_OF_WHOLE_SHEETS = ("criterion_unanswered", "criterion_not_applicable")


@dataclass(frozen=True)
class Ranking:
    """A result. `stars` None: not ranked, `excluded` says why; `outcome` is `ranked`, `stopped` or `excluded`.

    `exact` is the average, `parts` that of each part, `score` the text kept of it, `band` the rank of that text, `gate`
    that of the gates, `agreed` the options that counted for them, `unmet` by stars the criteria that keep from them.
    """

    exact: Fraction
    score: str
    parts: Mapping[str, Fraction]
    band: int
    gate: int
    stars: int | None
    outcome: str
    agreed: Answers
    unmet: Mapping[int, tuple[str, ...]]
    excluded: tuple[Finding, ...]
    spread: Decimal


def average(totals: Sequence[int]) -> Fraction:
    """The exact average of some totals, of which there must be one at least."""
    return Fraction(sum(totals), len(totals))


def text_of(exact: Fraction, scoring: Scoring) -> str:
    """A score as it is kept and shown, rounded as the configuration says."""
    numerator, denominator = exact.numerator * 10**scoring.silent.places, exact.denominator
    if scoring.silent.mode == "half_up":
        numerator, denominator = 2 * numerator + denominator, 2 * denominator
    return str(Decimal(numerator // denominator).scaleb(-scoring.silent.places))


def band_of(text: str, scoring: Scoring) -> int | Reason:
    """The rank of a score by its points alone; the reason where it lies between two bands and the council must say."""
    score = Decimal(text)
    for one in scoring.bands:
        if one.holds(score):
            return one.stars
    below = max((one for one in scoring.bands if one.low <= score), key=lambda one: one.low)
    above = min((one for one in scoring.bands if one.low > score), key=lambda one: one.low, default=below)
    if scoring.silent.between in ("lower", "upper"):
        return below.stars if scoring.silent.between == "lower" else above.stars
    return Reason("score_between_bands", {"score": text, "below": below.stars, "above": above.stars})


def rank(
    scoring: Scoring, given: CriteriaSet, sheets: Sequence[Sheet], agreed: Answers, found: Sequence[Finding] = ()
) -> Ranking | list[Reason]:
    """The result of a dossier's sheets, or every reason why there is none yet.

    `agreed` are the options that the council settled, `found` the findings that it keeps.
    """
    reasons = _reasons(given, sheets, agreed)
    if reasons:
        return reasons
    totals = [total(given, one.answers) for one in sheets]
    exact = average(totals)
    text = text_of(exact, scoring)
    band = band_of(text, scoring)
    if isinstance(band, Reason):
        return [band]
    options = agreed_options(given, sheets, agreed)
    gate, unmet = gates(given, options, lower_too=scoring.silent.lower_too)
    excluded = (*(one for one in found if one.effect in OUTCOMES), *_zeros(given, options))
    outcome = _outcome(excluded)
    stars = min(band, gate) if outcome == "ranked" else None
    parts = _parts(given, sheets)
    return Ranking(exact, text, parts, band, gate, stars, outcome, options, unmet, excluded, spread(totals))


def _reasons(given: CriteriaSet, sheets: Sequence[Sheet], agreed: Answers) -> list[Reason]:
    """What is wrong with the sheets, or with what the council agreed on."""
    if not sheets:
        return [Reason("sheets_missing")]
    wrong = [
        Reason(one.code, {**one.params, "member": sheet.member}, one.mend)
        for sheet in sheets
        for one in sheet_reasons(given, sheet.answers)
    ]
    if wrong:
        return wrong
    open_still = [code for code in needs_agreement(given, sheets) if code not in agreed]
    return [*(Reason("not_agreed", {"criterion": code}) for code in open_still), *agreed_reasons(given, agreed)]


def agreed_reasons(given: CriteriaSet, agreed: Answers) -> list[Reason]:
    """Why what a council agreed on cannot be taken: criteria that need no agreement, options that are not there."""
    strange = [Reason("agreement_needless", {"criterion": code}) for code in sorted(agreed.keys() - set(given.settled))]
    known = {code: number for code, number in agreed.items() if code in given.settled}
    return strange + [one for one in sheet_reasons(given, known) if one.code not in _OF_WHOLE_SHEETS]


def _zeros(given: CriteriaSet, options: Answers) -> list[Finding]:
    zeros = [code for codes in given.zero_stops.values() for code in codes]
    return [Finding(ZERO, "stop", code) for code in zeros if not given.criteria[code].points(options[code])]


def _outcome(excluded: Sequence[Finding]) -> str:
    outcomes = {OUTCOMES[one.effect] for one in excluded}
    return next((one for one in ("excluded", "stopped") if one in outcomes), "ranked")


def _parts(given: CriteriaSet, sheets: Sequence[Sheet]) -> dict[str, Fraction]:
    totals = [part_totals(given, one.answers) for one in sheets]
    return {part: average([one[part] for one in totals]) for part in totals[0]}
