"""What earlier reminders told, what of it is settled now, and the papers that are about to expire."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import orjson

from cycle.clock import day_in, read_instant
from cycle.letters.composed import Queued
from cycle.letters.composing.duties import length_from
from cycle.letters.composing.marks import Key
from cycle.letters.desks import Desk
from cycle.transactions import Transaction

SETTLED = "settled"
AT_ONCE = 400


class Before(NamedTuple):
    """The recipient's last weekly reminder (`since` None: there was none), and all that was told from it on.

    `told` maps a deadline to the instant of the last letter that told it.
    """

    since: str | None
    told: dict[Key, str]


class Settled(NamedTuple):
    """A deadline that has ended, with the day on which it did."""

    dossier: str
    about: str
    producer: str
    pinned: str
    state: str
    name: str
    opened: int
    last_day: date
    closed: date
    length_from: Mapping[str, str]


class Expiring(NamedTuple):
    """A paper that ends soon, with one of the dossiers that it counts for."""

    code: str
    type: str
    expires: date
    producer: str
    dossier: str
    about: str


def read_before(transaction: Transaction, queued: Queued) -> Before:
    """What was told before a reminder, in letters of the same name."""
    key = (queued.recipient, queued.programme, queued.name)
    rows = [(sealed, orjson.loads(about), orjson.loads(payload)) for sealed, about, payload in _rows(transaction, key)]
    weekly = [sealed for sealed, about, _ in rows if not about.get("daily") and "only" not in about]
    since = max(weekly, default=None)
    told: dict[Key, str] = {}
    for sealed, _, payload in rows:
        if since is None or sealed >= since:
            told.update(dict.fromkeys(_owed(payload.get("tells", ())), sealed))
    return Before(since, told)


def read_settled(transaction: Transaction, desk: Desk, before: Before) -> list[Settled]:
    """Of what was told, what has ended since its letter was sealed, in the order of the last days."""
    found = []
    for part in _parts(sorted({key[0] for key in before.told})):
        marks = ", ".join("?" * len(part))
        for *row, opened, last_day, derivation, recorded in transaction.rows(_CLOSED.format(marks=marks), part):
            key: Key = (row[0], row[5], opened)
            if key in before.told and recorded > before.told[key]:
                closed = day_in(desk.programme.zone, read_instant(recorded))
                about = (row[0], row[1], row[2], row[3], row[4], row[5])
                days = (date.fromisoformat(last_day), closed)
                found.append(Settled(*about, opened, *days, length_from(derivation)))
    return sorted(found, key=lambda one: (one.last_day, one.dossier, one.name))


def read_expiring(transaction: Transaction, desk: Desk, producer: str) -> list[Expiring]:
    """The papers of a producer that a sweep has found about to expire and that nothing has replaced yet."""
    today, programme = desk.today.isoformat(), desk.programme.name
    rows = transaction.rows(_EXPIRING, (programme, programme, programme, today, producer))
    told = {row[0]: row for row in rows if row[4] is not None}
    return [
        Expiring(code, kind, date.fromisoformat(expires), name, dossier, about)
        for code, kind, expires, name, dossier, about in told.values()
    ]


def opened_after(transaction: Transaction, keys: Iterable[Key], since: str) -> frozenset[Key]:
    """Which of some deadlines were opened after an instant."""
    wanted = set(keys)
    found = set[Key]()
    for part in _parts(sorted({code for code, _, _ in wanted})):
        marks = ", ".join("?" * len(part))
        rows = transaction.rows(_OPENED.format(marks=marks), (*part, since))
        found |= {(code, name, opened) for code, name, opened in rows}
    return frozenset(found & wanted)


def last_sealed(transaction: Transaction, key: tuple[str, str, str]) -> str | None:
    """When the last letter of a recipient, programme and name was sealed."""
    (found,) = transaction.row(_LAST, key) or (None,)
    return str(found) if found is not None else None


def told_since(transaction: Transaction, key: tuple[str, str, str], since: str) -> list[Mapping[str, object]]:
    """What the letters of a recipient, programme and name were about that were sealed from an instant on."""
    return [orjson.loads(about) for (about,) in transaction.rows(_SINCE, (*key, since))]


def covers(earlier: Mapping[str, object], later: Mapping[str, object]) -> bool:
    """Whether a letter about the first has told on its day what one about the second would tell.

    One of a single deadline covers nothing; one of what is due soon covers only its like.
    """
    return "only" not in earlier and (bool(later.get("daily")) or not earlier.get("daily"))


def expiring_to(transaction: Transaction, desk: Desk) -> list[str]:
    """The producers whom a reminder may tell of papers that are about to expire, by their codes."""
    today, programme = desk.today.isoformat(), desk.programme.name
    return [code for (code,) in transaction.rows(_EXPIRING_TO, (programme, programme, today, programme))]


def _rows(transaction: Transaction, key: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """The last weekly reminder and all that came after it."""
    return [(sealed, about, payload) for sealed, about, payload in transaction.rows(_SEALED, (*key, *key))]


def _owed(tells: Sequence[dict[str, object]]) -> Iterator[Key]:
    for one in tells:
        if "deadline" in one and one.get("as") != SETTLED:
            yield str(one["dossier"]), str(one["deadline"]), int(str(one["opened"]))


def _parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[start : start + AT_ONCE] for start in range(0, len(codes), AT_ONCE))


_SAME = "recipient = ? AND programme = ? AND name = ? AND sealed IS NOT NULL"
_LAST = f"SELECT MAX(sealed) FROM letter WHERE {_SAME}"  # noqa: S608 - constant
_SINCE = f"SELECT about FROM letter WHERE {_SAME} AND sealed >= ?"  # noqa: S608 - constant
_SEALED = (
    "SELECT l.sealed, l.about, r.payload FROM letter l "  # noqa: S608 - constant
    "JOIN record r ON r.stream = 'letters/' || l.recipient AND r.seq = l.seq "
    "WHERE l.recipient = ? AND l.programme = ? AND l.name = ? AND l.sealed IS NOT NULL AND l.sealed >= "
    f"COALESCE((SELECT MAX(sealed) FROM letter WHERE {_SAME} "
    "AND about NOT LIKE '%\"daily\":true%' AND about NOT LIKE '%\"only\"%'), '') ORDER BY l.sealed"
)
_CLOSED = (
    "SELECT l.dossier, COALESCE(p.name, t.title, l.dossier), COALESCE(m.name, ''), d.definition, d.state, l.name, "
    "l.opened_seq, l.last_day, l.derivation, r.recorded FROM deadline l JOIN dossier d ON d.code = l.dossier "
    "JOIN record r ON r.stream = 'dossier/' || l.dossier AND r.seq = l.closed_seq "
    "LEFT JOIN product p ON p.code = d.product LEFT JOIN producer m ON m.code = d.producer "
    "LEFT JOIN dossier_title t ON t.dossier = d.code "
    "WHERE l.status = 'closed' AND l.dossier IN ({marks})"
)
_OPENED = (
    "SELECT l.dossier, l.name, l.opened_seq FROM deadline l "
    "JOIN record r ON r.stream = 'dossier/' || l.dossier AND r.seq = l.opened_seq "
    "WHERE l.dossier IN ({marks}) AND l.status IN ('open', 'paused') AND r.recorded > ?"
)
# One of the open dossiers that a paper counts for: its own, or one of its product or producer.
_DOSSIER = (
    "(SELECT MIN(d.code) FROM dossier d WHERE d.programme = ? AND d.final IS NULL AND d.producer = m.code "
    "AND (p.holder_kind <> 'product' OR d.product = p.holder) "
    "AND (p.holder_kind <> 'dossier' OR d.root = (SELECT h.root FROM dossier h WHERE h.code = p.holder)))"
)
_PAPERS = (
    "FROM effect e JOIN paper p ON p.code = e.subject AND e.mark = 'expires@' || p.expires "
    "LEFT JOIN establishment w ON p.holder_kind = 'establishment' AND w.code = p.holder "
    "LEFT JOIN product s ON p.holder_kind = 'product' AND s.code = p.holder "
    "LEFT JOIN dossier h ON p.holder_kind = 'dossier' AND h.code = p.holder AND h.programme = ? "
    "JOIN producer m ON m.code = CASE p.holder_kind WHEN 'producer' THEN p.holder "
    "WHEN 'establishment' THEN w.producer WHEN 'product' THEN s.producer ELSE h.producer END "
    "WHERE e.kind = 'paper' AND e.part = ? AND e.number = 0 AND p.status = 'verified' AND p.expires >= ? "
    "AND NOT EXISTS (SELECT 1 FROM paper n WHERE n.holder_kind = p.holder_kind AND n.holder = p.holder "
    "AND n.type = p.type AND n.version > p.version AND n.status <> 'rejected') "
)
_EXPIRING = (
    f"SELECT p.code, p.type, p.expires, m.name, {_DOSSIER}, COALESCE(s.name, m.name) {_PAPERS}"
    "AND m.code = ? ORDER BY p.expires, p.code"
)
_EXPIRING_TO = f"SELECT DISTINCT m.code {_PAPERS}AND {_DOSSIER} IS NOT NULL ORDER BY m.code"
