"""What the office's documents are told. Every field is there for a template; what is not known is empty."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class RoundFact:
    """A round by its code and title, with the last days of proposing and of holding it."""

    code: str
    title: str
    number: int
    year: int
    cut_off: date
    held_by: date


@dataclass(frozen=True)
class Head:
    """What every document knows: the programme, its province, the OCOP body, whose document it is, and today."""

    programme: str
    year: int
    province: str
    secretariat: str
    sender: str
    today: date
    rehearsal: bool = False
    round: RoundFact | None = None


@dataclass(frozen=True)
class ProductFact:
    """A product as its dossier shows it. Stars 0: not ranked yet; `score` is as it was recorded.

    `own_score` and `own_stars` are what the province itself found, whatever the centre has found since. `decision` is
    that of recognition, else that of `approval` of the result. `certified` is the day of issue, `until` the last day on
    which the certificate counts, `raising` what the next rank asks for, `excluded` what keeps a product from any rank.
    `recognised_from` are the fewest stars with which its criteria recognise a product, `highest` the most there are.
    """

    dossier: str
    name: str
    producer: str
    kind: str = ""
    registration: str = ""
    representative: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    commune: str = ""
    sector: str = ""
    group: str = ""
    set_number: int = 0
    set_title: str = ""
    purpose: str = ""
    receipt: str = ""
    code: str = ""
    score: str = ""
    stars: int = 0
    own_score: str = ""
    own_stars: int = 0
    outcome: str = ""
    certificate: str = ""
    certified: date | None = None
    until: date | None = None
    decision: str = ""
    decided: date | None = None
    decider: str = ""
    approval: str = ""
    approved: date | None = None
    raising: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    recognised_from: int = 0
    highest: int = 0


@dataclass(frozen=True)
class OptionFact:
    """One box of a criterion; `wording` is the official one where the office has loaded it, else our label."""

    number: int
    wording: str
    points: int
    stars: int = 0
    chosen: bool = False


@dataclass(frozen=True)
class CriterionFact:
    """A criterion with what was answered: `points` of `most`, nothing (None) where nobody has answered."""

    code: str
    title: str
    most: int
    options: tuple[OptionFact, ...] = ()
    answer: str = ""
    points: int | None = None
    evidence: str = ""


@dataclass(frozen=True)
class BoxFact:
    """One box of one criterion, as a row of a workbook; `most` stands in the first row of a criterion alone."""

    code: str
    title: str
    most: int | None
    box: int
    wording: str
    points: int
    stars: int | None
    chosen: str


@dataclass(frozen=True)
class MemberFact:
    """A member of a council in a session; `present`: at the meeting, or with an opinion sent in writing."""

    name: str
    seat: str
    organisation: str = ""
    present: bool = True
    chair: bool = False


@dataclass(frozen=True)
class TurnFact:
    """One dossier's turn in a session, with the criteria on which the members differed and what was agreed.

    One that does not count, because another was opened after it, has neither rank nor agreement.
    """

    product: ProductFact
    number: int
    outcome: str = ""
    score: str = ""
    spread: str = ""
    band: int = 0
    gate: int = 0
    stars: int = 0
    sheets: int = 0
    conflicts: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SummaryFact:
    """One row of the summary of sheets: one member's points for one product, or the result under them."""

    dossier: str
    product: str
    producer: str
    member: str
    turn: int = 1
    total: int | None = None
    average: Decimal | None = None
    spread: Decimal | None = None
    band: int | None = None
    gate: int | None = None
    stars: int | None = None
    part_a: int | None = None
    part_b: int | None = None
    part_c: int | None = None


@dataclass(frozen=True)
class SessionFact:
    """A session of a council: a meeting, or opinions in writing.

    `present` members sat or sent an opinion, `judged` are the dossiers whose turns are told.
    """

    code: str
    council: str
    decision: str
    decided: date
    regulation: str
    day: date
    meeting: bool
    present: int
    entitled: int
    judged: int = 0


@dataclass(frozen=True)
class ForDossier:
    """What is told of one dossier; `topics` by the name of the topic of form 03."""

    head: Head
    product: ProductFact
    papers: tuple[str, ...] = ()
    topics: Mapping[str, CriterionFact] | None = None
    criteria: tuple[CriterionFact, ...] = ()
    reassessed: bool = False
    short_wording: bool = False
    rows: tuple[BoxFact, ...] = ()


@dataclass(frozen=True)
class ForRound:
    """What is told of a round's products: all of them, and those recognised, approved for five stars, and neither.

    `ranks` are the stars of those recognised, the fewest first, `months` how long a certificate counts (None: unknown).
    """

    head: Head
    recipient: str = ""
    products: tuple[ProductFact, ...] = ()
    recognised: tuple[ProductFact, ...] = ()
    approved: tuple[ProductFact, ...] = ()
    refused: tuple[ProductFact, ...] = ()
    months: int | None = None
    ranks: tuple[int, ...] = ()


@dataclass(frozen=True)
class ForSession:
    """What is told of a session. `rows` are for a workbook, `turns` for a text."""

    head: Head
    session: SessionFact
    members: tuple[MemberFact, ...] = ()
    turns: tuple[TurnFact, ...] = ()
    rows: tuple[SummaryFact, ...] = ()


Words = ForDossier | ForRound | ForSession


def words_of(facts: Words) -> dict[str, Any]:
    """The placeholders of a template, by their first names."""
    return {one.name: getattr(facts, one.name) for one in fields(facts)}
