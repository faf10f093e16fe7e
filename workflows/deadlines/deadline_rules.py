"""Clocks as they are declared: what starts one, how long it runs, who is reminded, what its end proposes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflows.naming import GuardUse, Text, Who


@dataclass(frozen=True)
class Period:
    """A length of time; exactly one of the three is set. `days` are calendar days."""

    days: int | None = None
    months: int | None = None
    working_days: int | None = None


@dataclass(frozen=True)
class Start:
    """What starts a clock; `name` says which.

    `kind` is `entering` (a state), `value` (the day that a recorded value carries), `paper` (its receipt), `date` (of
    the programme), `deadline` (the last day of another) or `child` (a dossier of a family being opened).
    """

    kind: str = "entering"
    name: str = ""


@dataclass(frozen=True)
class End:
    """What gives a last day that is not counted from a beginning; `name` says which, where there are several.

    `kind` is `deadline` (so many days `before` the last day of another), `law` (the day by which the law of the
    workflow lets finish what was begun under it) or `round` (the day by which the round of a value is held).
    """

    kind: str
    name: str = ""
    before: Period | None = None


@dataclass(frozen=True)
class Reminder:
    """When somebody is reminded: so long `before` or `after` the last day, `on` it, or `used` so many per cent.

    `to` empty: whoever owes the act. `letter` empty: that of the deadline's reminders.
    """

    when: str
    period: Period | None = None
    share: int | None = None
    to: tuple[Who, ...] = ()
    letter: str = ""

    @property
    def mark(self) -> str:
        """The name by which a deadline's reminders are told apart: `before_3_working_days`, `on`, `used_75`."""
        if self.period is None:
            return self.when if self.share is None else f"{self.when}_{self.share}"
        unit = next(name for name in ("working_days", "months", "days") if getattr(self.period, name) is not None)
        return f"{self.when}_{getattr(self.period, unit)}_{unit}"


@dataclass(frozen=True)
class Expiry:
    """What happens when time runs out, besides that the deadline is marked overdue.

    A trigger is proposed to whoever `to` means, who fires it or does not; `escalates` puts it before the secretariat.
    """

    propose: str | None = None
    to: tuple[Who, ...] = ()
    escalates: bool = False


@dataclass(frozen=True)
class Allowance:
    """Who may pause or extend, on what basis, `most` in all and how many `times`; None: the basis sets no limit."""

    by: tuple[Who, ...]
    basis: str
    most: Period | None = None
    times: int | None = None


@dataclass(frozen=True)
class DeadlineRule:
    """What starts a clock and how long it runs, or the day it ends on.

    Exactly one of `within` (a period, or the name of a duration of the programme), `on` (a date of the programme),
    `term` (a value of type `term`) and `ends` is set. It runs only where `when` holds of what is on record. `yearly`
    is the trigger that reports a year of a term of several: each year's end is then the deadline in turn. `owes` empty:
    whoever owes the act of the state. `letters` maps `remind` and acts on the deadline, such as `extended`, to the
    letters that tell them.
    """

    name: str
    starts: Start
    within: Period | str | None
    on: str | None
    basis: str
    rolls: bool = True
    title: Text | None = None
    term: str | None = None
    ends: End | None = None
    when: tuple[GuardUse, ...] = ()
    yearly: str | None = None
    owes: tuple[Who, ...] = ()
    remind: tuple[Reminder, ...] = ()
    expiry: Expiry = Expiry()
    pause: Allowance | None = None
    extend: Allowance | None = None
    letters: Mapping[str, str] = field(default_factory=dict)

    @property
    def awaits(self) -> str | None:
        """The other clock with whose last day it starts, or from which it is counted back."""
        if self.ends is not None and self.ends.kind == "deadline":
            return self.ends.name
        return self.starts.name if self.starts.kind == "deadline" else None

    def letter_at(self, mark: str) -> str:
        """The letter that tells of a mark: its reminder's own, else that of all reminders; empty where neither is."""
        own = next((one.letter for one in self.remind if one.mark == mark.partition("@")[0]), "")
        return own or self.letters.get("remind", "")
