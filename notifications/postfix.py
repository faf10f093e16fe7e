"""What Postfix's log says became of messages: which it took over, which were broken off, and what time it covers."""

import gzip
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

# A message is named in the log by a short word of the queue's, which may come again once that message is gone.
_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) \S+ "
    r"postfix[\w./-]*/(?P<service>[\w-]+)\[(?P<pid>\d+)\]: (?P<text>.*)"
)
_QUEUED = re.compile(r"(?P<queue>[0-9A-Za-z]{5,20}): (?P<rest>.*)")
_TO = re.compile(r"to=<(?P<to>[^>]*)>,(?: orig_to=<(?P<orig>[^>]*)>,)?.* status=(?P<status>\w+)")
_TAKEN = re.compile(r"from=<[^>]*>, size=\d+, nrcpt=(?P<count>\d+) \(queue active\)")
_BROKEN_OFF = re.compile(r"(lost connection|timeout) after DATA\b")
_REFUSED = re.compile(r"milter-(reject|discard): END-OF-MESSAGE")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CHUNK = 2**20
# A clock that is ahead of ours by so much is only a clock.
AHEAD = timedelta(days=1)


@dataclass
class Message:
    """One time that a message was handed to Postfix. `taken` is when it took it over, None where that is not said.

    `count` recipients were taken; `fates` are those told so far, in small letters: sent, bounced, deferred or expired.
    `broken_off`: it is said that it was not taken.
    """

    seen: datetime
    taken: datetime | None = None
    count: int = 0
    fates: dict[str, str] = field(default_factory=dict)
    broken_off: bool = False


@dataclass(frozen=True)
class RelayLog:
    """What the log says of some messages, by Message-ID, from its `first` instant to its `last` (None: no word)."""

    first: datetime | None
    last: datetime | None
    messages: Mapping[str, tuple[Message, ...]]


def read_log(file: Path, wanted: Collection[str], now: datetime, zone: tzinfo | None, since: datetime) -> RelayLog:
    """Read a log and what was rotated away from it since an instant, for the messages `wanted` (with brackets).

    `now` and `zone` (None: this machine's) complete stamps that say neither year nor zone. A file that is missing says
    nothing; raises OSError for one that cannot be read.
    """
    reading = _Reading({one.lower() for one in wanted}, now, zone)
    for part in _parts(file, since):
        for line in _lines(part):
            reading.read(line)
    return RelayLog(reading.first, reading.last, {name: tuple(found) for name, found in reading.messages.items()})


def _parts(file: Path, since: datetime) -> list[Path]:
    """The log and its older parts that were written to since an instant, the oldest first."""
    parts = [file, *file.parent.glob(f"{file.name}.*"), *file.parent.glob(f"{file.name}-*")]
    dated = [(one.stat().st_mtime, one) for one in parts if one.is_file()]
    return [one for written, one in sorted(dated) if written >= since.timestamp()]


def _lines(file: Path) -> Iterator[str]:
    if file.suffix == ".gz":
        with gzip.open(file, "rt", encoding="utf-8", errors="replace") as text:
            yield from text
    else:
        with file.open(encoding="utf-8", errors="replace", buffering=CHUNK) as text:
            yield from text


class _Reading:
    """Follows the lines of a log in their order."""

    def __init__(self, wanted: Collection[str], now: datetime, zone: tzinfo | None) -> None:
        self._wanted, self._now, self._zone = wanted, now, zone
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.messages: dict[str, list[Message]] = {}
        self._open: dict[str, Message] = {}
        self._clients: dict[str, str] = {}
        self._broken_off: set[str] = set()

    def read(self, line: str) -> None:
        """Take in one line; what is no line of Postfix's says nothing."""
        found = _LINE.match(line.rstrip("\n"))
        at = self._instant(found["at"]) if found else None
        if found is None or at is None:
            return
        self.first = at if self.first is None else min(self.first, at)
        self.last = at if self.last is None else max(self.last, at)
        queued = _QUEUED.match(found["text"])
        if queued is not None:
            self._of_message(queued["queue"], found["service"], found["pid"], queued["rest"], at)
        elif _BROKEN_OFF.search(found["text"]):
            self._break_off(self._clients.pop(found["pid"], ""))

    def _of_message(self, queue: str, service: str, pid: str, rest: str, at: datetime) -> None:
        if service in ("smtpd", "submission", "smtps") and rest.startswith("client="):
            self._clients[pid] = queue
            self._broken_off.discard(queue)
            self._open.pop(queue, None)
        elif service == "cleanup" and "message-id=" in rest:
            self._name(queue, rest.partition("message-id=")[2].strip().lower(), at)
        elif queue in self._open:
            self._follow(self._open[queue], rest, at)

    def _break_off(self, queue: str) -> None:
        """Its name may be told only afterwards."""
        self._broken_off.add(queue)
        if queue in self._open:
            self._open[queue].broken_off = True

    def _name(self, queue: str, name: str, at: datetime) -> None:
        self._open.pop(queue, None)
        if name in self._wanted:
            message = self._open[queue] = Message(at, broken_off=queue in self._broken_off)
            self.messages.setdefault(name, []).append(message)

    @staticmethod
    def _follow(message: Message, rest: str, at: datetime) -> None:
        if taken := _TAKEN.match(rest):
            message.taken, message.count = message.taken or at, int(taken["count"])
        elif told := _TO.match(rest):
            message.taken = message.taken or at
            for name in {told["to"].lower(), (told["orig"] or told["to"]).lower()}:
                message.fates[name] = told["status"]
        elif _REFUSED.match(rest):
            message.broken_off = True

    def _instant(self, stamp: str) -> datetime | None:
        """The instant of a stamp; None where it is none. One without a year is of the last year in which it can be."""
        try:
            if stamp[0].isdigit():
                read = datetime.fromisoformat(stamp)
                return read if read.tzinfo else self._here(read)
            return self._dated(stamp)
        except ValueError:
            return None

    def _dated(self, stamp: str) -> datetime:
        month, day = _MONTHS.index(stamp[:3]) + 1, int(stamp[4:6])
        here = self._now.astimezone(self._zone)
        for year in (here.year + 1, here.year, here.year - 1):
            try:
                found = self._here(datetime.fromisoformat(f"{year}-{month:02}-{day:02}T{stamp[7:]}"))
            except ValueError:
                continue
            if found <= here + AHEAD:
                return found
        raise ValueError(stamp)

    def _here(self, wall: datetime) -> datetime:
        """The instant of a wall time in the log's zone."""
        return wall.astimezone() if self._zone is None else wall.replace(tzinfo=self._zone)
