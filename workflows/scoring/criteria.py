"""What a decision's scoring sets are once they have been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from workflows.definition import Law
from workflows.naming import Text

# Criterion code -> the number of its option, from 1; 0: none of them is reached. Never points: a set may print 1, 1, 3.
Answers = Mapping[str, int]
STARRED = (3, 4, 5)
# How many sets of criteria each decision has, loaded here or not (26/2026/QĐ-TTg, Phụ lục I).
SETS = 26


@dataclass(frozen=True)
class Option:
    """One box of a criterion. `text` is the fingerprint of its official wording, `stars` the rank that asks for it at
    least, `case` the case of the criterion that it belongs to.
    """

    points: int
    label: Text
    stars: int | None = None
    case: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Criterion:
    """A leaf: what one answer is given for. `path` leads to it through part, section and group.

    A yes_no has no printed options: 1 brings `most`, 0 nothing. `only_if` names a criterion and the least option of it
    without which this one cannot be answered but with 0. `hints` are labels of what is printed beside it.
    """

    code: str
    title: str
    most: int
    options: tuple[Option, ...]
    path: tuple[str, ...]
    only_if: tuple[str, int] | None = None
    yes_no: bool = False
    cases: Mapping[str, Text] = field(default_factory=dict)
    hints: tuple[Text, ...] = ()

    @property
    def last(self) -> int:
        """The highest number that may be answered."""
        return 1 if self.yes_no else len(self.options)

    @property
    def starred(self) -> bool:
        """Whether some rank asks for an option of it."""
        return any(one.stars for one in self.options)

    def points(self, number: int) -> int:
        """The points of an option; nothing for 0."""
        if self.yes_no:
            return self.most if number else 0
        return self.options[number - 1].points if number else 0

    def case(self, number: int) -> str | None:
        """The case that an option belongs to."""
        return self.options[number - 1].case if number and not self.yes_no else None

    def gate(self, stars: int, case: str | None = None) -> int | None:
        """The number of the least option that `stars` ask for, within a case; None where nothing is asked."""
        places = (at for at, one in enumerate(self.options, 1) if one.stars == stars and case in (None, one.case))
        return next(places, None)

    def reaches(self, number: int, stars: int) -> bool:
        """Whether an option is at or beyond the one that `stars` ask for. Places are compared, not points."""
        gate = self.gate(stars, self.case(number))
        return gate is None or number >= gate


@dataclass(frozen=True)
class Finding:
    """A ground that a council can find: printed at a criterion or section `at`, or for the set as a whole (None).

    `effect` is `reject`, `not_assessed`, `stop` or `note`.
    """

    ground: str
    effect: str
    at: str | None = None


@dataclass(frozen=True)
class Heading:
    """A part, section or group as printed; `under` is the code of what it stands under."""

    code: str
    kind: str
    title: str
    most: int
    under: str | None = None


@dataclass(frozen=True, eq=False)
class CriteriaSet:
    """One scoring set. `criteria` are the leaves in the printed order, `headings` what stands above them.

    `zero_stops` gives by section the criteria of which none may score 0 points. `none_taken`: 0 may be answered where
    no option of 0 points is printed. `hash` is that of the set's file.
    """

    number: int
    title: str
    sector: str
    criteria: Mapping[str, Criterion]
    findings: tuple[Finding, ...] = ()
    zero_stops: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headings: Mapping[str, Heading] = field(default_factory=dict)
    ministries: tuple[str, ...] = ()
    none_taken: bool = True
    hash: str = ""

    @cached_property
    def settled(self) -> tuple[str, ...]:
        """The criteria whose option the council as a whole answers for: starred ones and those whose zero stops."""
        zeros = {code for codes in self.zero_stops.values() for code in codes}
        return tuple(code for code, one in self.criteria.items() if one.starred or code in zeros)

    @cached_property
    def texts(self) -> frozenset[str]:
        """The fingerprints of the official wording of every option."""
        return frozenset(option.text for one in self.criteria.values() for option in one.options if option.text)

    def finding(self, ground: str, at: str | None) -> Finding | None:
        """The finding that is printed for a ground at a place."""
        return next((one for one in self.findings if (one.ground, one.at) == (ground, at)), None)


@dataclass(frozen=True)
class Band:
    """The scores of a rank; `closed`: `high` itself belongs to it."""

    stars: int
    low: Decimal
    high: Decimal
    closed: bool

    def holds(self, score: Decimal) -> bool:
        return self.low <= score and (score <= self.high if self.closed else score < self.high)


@dataclass(frozen=True)
class Silence:
    """What the decision does not say, as the configuration says it. `bases` gives by key why."""

    places: int = 2
    mode: str = "down"
    between: str = "ask"
    lower_too: bool = True
    requirement: str = "reject"
    none_reached: str = "zero"
    bases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scoring:
    """What a decision's sets have in common. `parts` are the most points of each part, by its code."""

    parts: Mapping[str, int]
    bands: tuple[Band, ...]
    recognised_from: int = 3
    silent: Silence = field(default_factory=Silence)
    part_titles: Mapping[str, Text] = field(default_factory=dict)

    @property
    def highest(self) -> int:
        """The stars of the highest rank."""
        return max((one.stars for one in self.bands), default=STARRED[-1])

    def low(self, stars: int) -> Decimal:
        """The least score of a rank."""
        return next(one.low for one in self.bands if one.stars == stars)


@dataclass(frozen=True)
class Label:
    """Our concise words for one official text, or for several that differ in punctuation only (`texts`)."""

    title: Text
    texts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Criteria:
    """All sets of one decision. `labels` by their Vietnamese words, `wording` the official texts by fingerprint.

    `strays` says of a wording that it is not the transcript's text, and why it was taken all the same.
    """

    name: str
    title: Text
    law: Law
    basis: str
    scoring: Scoring
    sets: Mapping[int, CriteriaSet] = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)
    wording: Mapping[str, str] = field(default_factory=dict)
    strays: Mapping[str, str] = field(default_factory=dict)
    grounds: Mapping[str, Text] = field(default_factory=dict)
    folder: str = ""

    def wording_missing(self, number: int) -> frozenset[str]:
        """The fingerprints of a set's options whose official wording is not loaded."""
        return self.sets[number].texts - self.wording.keys()

    def wording_complete(self, number: int) -> bool:
        """Whether the official wording of every option of a set is loaded."""
        return not self.wording_missing(number)

    def wording_of(self, option: Option) -> str | None:
        """The official wording of an option, None where it is not loaded."""
        return self.wording.get(option.text)
