"""A council as a programme declares it: who sits in it, when it can decide, and how far its members may differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from workflows.naming import Text

MEETING, WRITTEN = FORMS = ("meeting", "written")
# When a turn's sheets are shown to others than those who run the session: as the turn closes, or with the session.
BY_TURN, BY_SESSION = "turn", "session"
CHAIR_CONCLUDES, REGULATION = "chair_concludes", "regulation"


@dataclass(frozen=True)
class Seat:
    """A place in a council, held by one member; one that is `many` by any number. `optional`: it may stay empty."""

    name: str
    title: Text
    chair: bool
    optional: bool
    many: bool
    basis: str
    origin: str


@dataclass(frozen=True)
class Quorum:
    """Which share of the members entitled to judge a dossier must do so, and whether the chair must be among them."""

    share: Fraction
    chair: bool
    basis: str
    origin: str


@dataclass(frozen=True)
class Spread:
    """How many points the highest and the lowest sheet may differ by, and how many turns there are to come closer.

    `then` is what happens after the last turn: `chair_concludes` with a note, or nothing but what the regulation says.
    """

    most: int
    turns: int
    then: str
    basis: str
    origin: str


@dataclass(frozen=True)
class Council:
    """`hears` are the states in which a dossier is before the council, by the form of its session."""

    name: str
    title: Text
    level: str
    hears: Mapping[str, frozenset[str]]
    seats: Mapping[str, Seat]
    quorum: Quorum
    spread: Spread
    unseal: str
    basis: str
    origin: str
