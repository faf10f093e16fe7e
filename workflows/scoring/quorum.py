"""Whether enough of a council is there for one dossier."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from workflows.verdict import Reason


@dataclass(frozen=True)
class Quorum:
    """The share of those entitled that must be there, and the seats of which one at least must be; none: any."""

    share: Fraction
    chairs: tuple[str, ...] = ()


def quorum_reasons(
    rule: Quorum, seats: Mapping[str, str], present: Collection[str], conflicted: Collection[str] = ()
) -> list[Reason]:
    """Why a council cannot judge a dossier: too few of the members who may, nobody in the chair.

    `seats` gives the seat of each member. Who is conflicted is not entitled on this dossier and counts nowhere.
    """
    entitled = {member: seat for member, seat in seats.items() if member not in conflicted}
    there = [member for member in entitled if member in present]
    reasons = []
    if not there or Fraction(len(there), len(entitled)) < rule.share:
        least = max(1, -(-rule.share.numerator * len(entitled) // rule.share.denominator))
        params = {"present": len(there), "entitled": len(entitled), "least": least, "share": str(rule.share)}
        reasons.append(Reason("quorum_missing", params))
    if rule.chairs and not any(entitled[member] in rule.chairs for member in there):
        wanting = {"seats": list(rule.chairs)}
        reasons.append(Reason("chair_missing", wanting))
    return reasons
