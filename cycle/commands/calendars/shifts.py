"""Which running deadlines the calendars in force would make others, from a snapshot or under the lock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import orjson

from cycle import statements
from cycle.answers import refused_all
from cycle.clock import instant_text, read_instant
from cycle.commands.calendars.published_calendars import published_calendars
from cycle.commands.clocks.asked import Ruling
from cycle.commands.permits import Caller, permitted
from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Published
from workflows.calendars.changes import Changed, changed_between, union
from workflows.deadlines.deadlines import Due, amended
from workflows.rules import Calendar
from workflows.verdict import Reason, Refusal

PERMISSION = "calendar.apply"
LATER, EARLIER, OVER, CONFIRMED, REMINDERS, PAUSED = "later", "earlier", "over", "confirmed", "reminders", "paused"
AT_ONCE = 500


@dataclass(frozen=True)
class Shift:
    """A running deadline that a calendar in force touches.

    `kind`: its last day becomes `later` or `earlier`, an earlier one would be `over` already, or it stays: then years
    that it rests on are `confirmed` now, or no longer, or only its `reminders` come on other days. One that is `paused`
    is moved when it goes on; `after` is the day that it would have without the pause.
    """

    dossier: str
    deadline: str
    opened: int
    programme: str
    calendar: str
    kind: str
    before: date
    after: date


@dataclass(frozen=True)
class Survey:
    """What the calendars of today would change, in the order of the days now due; `revisions` are theirs by name."""

    revisions: Mapping[str, int]
    shifts: tuple[Shift, ...]

    def of(self, *kinds: str) -> tuple[Shift, ...]:
        """The shifts of some kinds."""
        return tuple(shift for shift in self.shifts if shift.kind in kinds)


def survey_calendars(office: Office, caller: Caller) -> Survey | Refusal:
    """Every running deadline that would be another under the calendars in force. Needs `calendar.apply`.

    From a snapshot; it costs what the deadlines cost that rest on the days and years that have changed.
    """
    with office.database.reading() as transaction:
        permit = permitted(transaction, office, caller, PERMISSION)
        if isinstance(permit, Reason):
            return refused_all([permit])
        desk = Desk(transaction, office, permit.published, permit.act.now)
        return Survey(desk.revisions, tuple(desk.shifts()))


@dataclass
class Desk:
    """Computes deadlines anew under the calendars of a publication."""

    transaction: Transaction
    office: Office
    published: Published
    now: datetime
    _known: dict[str, Mapping[str, Changed]] = field(default_factory=dict)

    @property
    def revisions(self) -> Mapping[str, int]:
        """The revision of each calendar that a programme uses."""
        rules = self.published.rules
        used = sorted({one.calendar for one in rules.programmes.values()})
        return {name: rules.calendars[name].revision for name in used}

    def shifts(self) -> Iterator[Shift]:
        """Every running deadline that the calendars in force touch, in the order of the days now due."""
        span = union(one for name in self.revisions for one in self._changes(name).values()).span
        if span is None:
            return
        # Zones lie at most a day from UTC.
        since = instant_text(datetime.combine(span[0] - timedelta(days=1), time(), UTC))
        after = (since, "", "")
        while rows := self.transaction.rows(statements.DEADLINES_AFTER, (span[1].isoformat(), *after, AT_ONCE)):
            for row in rows:
                found = self.computed(row)
                if found is not None:
                    yield found[0]
            after = (rows[-1][5], rows[-1][0], rows[-1][1])

    def one(self, dossier: str, name: str) -> tuple[Shift, Ruling] | None:
        """What one running deadline becomes; None where it does not run or stays as it is."""
        row = self.transaction.row(statements.DEADLINE_ANEW, (dossier, name))
        return self.computed(row) if row else None

    def computed(self, row: tuple[Any, ...]) -> tuple[Shift, Ruling] | None:
        """What the deadline of a row becomes; None where the calendar in force leaves all of it as it is."""
        dossier, name, opened, starts, last_day, due, text, status, pinned, programme = row
        rules, derivation = self.published.rules, orjson.loads(text)
        if programme not in rules.programmes:
            return None
        calendar, before = rules.calendars[rules.programmes[programme].calendar], date.fromisoformat(last_day)
        changed = self._since(calendar, derivation.get("calendar", {}).get("hash", ""))
        if not changed.touches(date.fromisoformat(starts), max(before, _last_mark(derivation))):
            return None
        rule = self.office.rulebook.definition(self.transaction, pinned, self.published).deadlines[name]
        anew = amended(rule, derivation, (), calendar)
        kind = self._kind(derivation, before, anew)
        if kind is None:
            return None
        kind = PAUSED if status == PAUSED else kind
        days = {"due": instant_text(anew.instant), "last_day": anew.last_day.isoformat()}
        told = {**days, "derivation": anew.derivation, "before": {"due": due, "last_day": last_day}}
        shift = Shift(dossier, name, opened, programme, calendar.name, kind, before, anew.last_day)
        return shift, Ruling(told, days, anew.derivation)

    def _kind(self, derivation: Mapping[str, Any], before: date, anew: Due) -> str | None:
        if anew.last_day == before:
            if derivation.get("provisional", []) != anew.derivation["provisional"]:
                return CONFIRMED
            return REMINDERS if derivation.get("marks", anew.derivation["marks"]) != anew.derivation["marks"] else None
        if anew.last_day > before:
            return LATER
        return OVER if anew.instant <= self.now else EARLIER

    def _since(self, calendar: Calendar, known: str) -> Changed:
        """What has changed since the calendar of a hash; since any where the hash is not known."""
        changes = self._changes(calendar.name)
        return changes[known] if known in changes else union(changes.values())

    def _changes(self, name: str) -> Mapping[str, Changed]:
        """What has changed since each calendar of a name that was ever published, by the hash of its text."""
        if name not in self._known:
            now = self.published.rules.calendars[name]
            every = published_calendars(self.transaction, self.office, name)
            self._known[name] = {one.hash: changed_between(one, now) for one in every}
        return self._known[name]


def _last_mark(derivation: Mapping[str, Any]) -> date:
    """The day, in any zone, up to which a deadline is reckoned: a reminder may come after its last day."""
    last = max((mark["at"] for mark in derivation.get("marks", ())), default=None)
    return read_instant(last).date() + timedelta(days=1) if last else date.min
