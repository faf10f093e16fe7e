"""What a letter is told about: plain values, in the words of its reader's language, that templates may use."""

from dataclasses import dataclass
from datetime import date

# So many lines of each list of a reminder are told whole; the others without what is missing.
WHOLE = 60


@dataclass(frozen=True)
class Contact:
    """Somebody to ask. `phone` and `email` may be empty."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Head:
    """What stands above and below every letter. `today` is the day of sending in the programme's zone."""

    language: str
    programme: str
    sender: str
    recipient: str
    today: date
    secretariat: Contact
    rehearsal: bool = False


@dataclass(frozen=True)
class Footer:
    """The letter's number and the one before it to the same recipient in the same year (None: the first).

    `position` and `root` are the size and the root hash of history's tree when it was sealed; `link` opens the page on
    which it is answered, empty where there is none.
    """

    number: int
    year: int
    previous: int | None
    previous_day: date | None
    position: int
    root: str
    link: str = ""


@dataclass(frozen=True)
class Line:
    """One thing owed or settled: of which dossier, what, until when, on which article, and what is missing.

    `days_left` is negative once it is overdue, None where it stands still. `proposal` is the act proposed where time
    has run out; `provisional` are the years whose calendar may still change the day. `owed_by` names whoever owes it
    where that is not the reader alone; `others`: the reader does not owe it at all.
    """

    dossier: str
    about: str
    what: str
    last_day: date
    days_left: int | None
    basis: str
    state: str = ""
    producer: str = ""
    missing: tuple[str, ...] = ()
    owed_by: str = ""
    proposal: str = ""
    provisional: tuple[int, ...] = ()
    settled_on: date | None = None
    others: bool = False


@dataclass(frozen=True)
class Reminder:
    """What is owed, in the order of its last days. A thing stands in one of the lists only; templates name the first

    WHOLE lines of a list at most, and count the others.

    `daily`: only what is due within a few days is told. `proposals` wait for the reader's confirmation, `papers` are
    about to expire.
    """

    overdue: tuple[Line, ...] = ()
    nearing: tuple[Line, ...] = ()
    new: tuple[Line, ...] = ()
    later: tuple[Line, ...] = ()
    settled: tuple[Line, ...] = ()
    proposals: tuple[Line, ...] = ()
    papers: tuple[Line, ...] = ()
    daily: bool = False

    @property
    def owed(self) -> int:
        """How many things are owed; 0: nothing is left to remind of."""
        return sum(map(len, (self.overdue, self.nearing, self.new, self.later, self.proposals, self.papers)))


@dataclass(frozen=True)
class Notice:
    """An act as it happened: `act` is its title, `by` who did it, `values` what it recorded, `owed` what it starts."""

    act: str
    dossier: str
    about: str
    producer: str
    happened: date
    by: str
    state: str
    note: str = ""
    values: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    owed: tuple[Line, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class Counted:
    """One figure of a report with what it counts, and the first of those it counts."""

    title: str
    count: int
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The daily report: everything since the instant of the last one, or that waits now."""

    day: date
    figures: tuple[Counted, ...]


@dataclass(frozen=True)
class Call:
    """Somebody to be rung, and what to say in at most 500 characters.

    `letters` are the codes of the letters that are told so, `happened` the notices among them.
    """

    producer: str
    phone: str
    representative: str
    text: str
    until: date | None = None
    letters: tuple[str, ...] = ()
    happened: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class PhoneList:
    """Producers without e-mail to whom letters wait."""

    calls: tuple[Call, ...]


Body = Reminder | Notice | Report | PhoneList


@dataclass(frozen=True)
class Facts:
    """All that a template may use: `head`, `footer` (None in a preview), `title` of the letter, and `body`."""

    head: Head
    title: str
    body: Body
    footer: Footer | None = None


@dataclass(frozen=True)
class Text:
    """A rendered letter. `short` is its message of at most 500 characters for a telephone."""

    subject: str
    plain: str
    html: str
    short: str
