"""The daily report to the secretariat: what went, what did not, and what waits for somebody."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import orjson

from cycle.addresses import BAD_FROM
from cycle.clock import instant_text, read_instant
from cycle.letters.composed import Composed, Queued
from cycle.letters.composing.duties import Share, Shares
from cycle.letters.composing.lines import Lines
from cycle.letters.composing.named import name_of
from cycle.letters.composing.since import SIZE, Span, read_lags, read_passed, span_of
from cycle.transactions import Transaction
from notifications.facts import Counted, Report
from workflows.verdict import Reason

SILENT = timedelta(days=14)
MOST = 20


@dataclass(frozen=True)
class _Desk:
    """One report under way: it counts the records of a span of the tree."""

    transaction: Transaction
    lines: Lines
    span: Span
    shares: Shares

    def counted(self, name: str, rows: Sequence[str], count: int | None = None) -> Counted:
        title = self.lines.words.texts.say(f"telling.report.{name}")
        return Counted(title, len(rows) if count is None else count, tuple(rows[:MOST]))

    def asked(self, statement: str, *parameters: object) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = self.transaction.rows(statement, (self.lines.desk.programme.name, *parameters))
        return found

    def names(self, recipients: Iterable[str]) -> list[str]:
        return sorted(name_of(self.transaction, one) for one in set(recipients))


def compose_report(transaction: Transaction, lines: Lines, queued: Queued, shares: Shares) -> Composed:
    """The figures of a programme, each with the first of what it counts: what has happened since where the recipient's

    last report ended, and what stands now. What the pass that seals it does itself is counted by the next one.
    """
    desk = _Desk(transaction, lines, span_of(transaction, queued), shares)
    figures = (*_sent(desk), *_stuck(desk), *_waiting(desk), *_people(desk))
    tells = {"report": lines.desk.today.isoformat(), SIZE: desk.span.end}
    return Composed(Report(lines.desk.today, tuple(figures)), (tells,))


def _sent(desk: _Desk) -> Iterator[Counted]:
    passed = read_passed(desk.transaction, desk.lines.desk.programme.name, desk.span)
    for name, those in (
        ("sent", passed.sealed),
        ("handed", passed.handed),
        ("filed", passed.filed),
        ("failed", passed.failed),
    ):
        yield desk.counted(name, _letters(desk, those), len(those))
    yield desk.counted("uncertain", _deliveries(desk, desk.asked(_UNCERTAIN)))
    held = [(f"{code}: {name_of(desk.transaction, who)}") for code, who in desk.asked(_HELD)]
    yield desk.counted("held", held)


def _letters(desk: _Desk, those: Sequence[tuple[str, str]]) -> list[str]:
    """Each of the first letters once, with how many of its addresses are meant where that is several."""
    counts = list(Counter(those).items())[:MOST]
    told = ((code, name_of(desk.transaction, who), count) for (code, who), count in counts)
    return [f"{code}: {name}{f' ({count})' if count > 1 else ''}" for code, name, count in told]


def _deliveries(desk: _Desk, rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"{letter}: {name_of(desk.transaction, who)}, {address}" for letter, who, address in rows]


def _stuck(desk: _Desk) -> Iterator[Counted]:
    texts, found = desk.lines.words.texts, []
    for kind, subject, reason in desk.transaction.rows(_ASIDE):
        told = orjson.loads(reason)
        why = texts.reason(Reason(told["code"], told["params"], tuple(told["mend"])))
        found.append(f"{texts.say(f'swept_kind.{kind}')} {subject}: {why}")
    for code, recipient, reason in desk.asked(_HINDERED):
        told = orjson.loads(reason)
        why = texts.reason(Reason(told["code"], told["params"], tuple(told["mend"])))
        found.append(f"{code}: {name_of(desk.transaction, recipient)}: {why}")
    yield desk.counted("set_aside", found)
    zone = ZoneInfo(desk.lines.desk.programme.zone)
    shown = [
        [read_instant(at).astimezone(zone).strftime("%d/%m/%Y %H:%M") for at in one]
        for one in read_lags(desk.transaction, desk.span)
    ]
    yield desk.counted("lag", [texts.say("telling.gap", since=since, until=until) for since, until in shown])


def _waiting(desk: _Desk) -> Iterator[Counted]:
    for name, rows in (
        ("missed", desk.asked(_MISSED, *desk.span)),
        ("overdue", desk.asked(_OVERDUE, desk.lines.desk.today.isoformat())),
        ("proposals", desk.asked(_PROPOSALS)),
        ("escalations", desk.asked(_ESCALATIONS)),
    ):
        yield desk.counted(name, [_clock(desk, *row) for row in rows])


def _clock(desk: _Desk, dossier: str, deadline: str, last_day: str, pinned: str) -> str:
    own = desk.lines.words.of(pinned)
    return f"{dossier}: {own.deadline(deadline)}, {own.texts.show('day', last_day)}"


def _people(desk: _Desk) -> Iterator[Counted]:
    late: set[str] = set()
    for (_, recipient), those in desk.shares.items():
        if recipient.startswith("organisation:"):
            late |= {recipient} if any(_overdue(desk, one) for one in those) else set()
    yield desk.counted("silent", desk.names(late - _heard(desk, late)))
    missing = {who for _, who in desk.asked(_HELD) if who.startswith("organisation:")}
    yield desk.counted("contacts_missing", desk.names(missing))
    bad = [f"{address} ({count})" for address, count in desk.transaction.rows(_BAD, (BAD_FROM,))]
    yield desk.counted("bad_addresses", bad)


def _overdue(desk: _Desk, share: Share) -> bool:
    return share.owes and share.duty.status == "open" and share.duty.last_day < desk.lines.desk.today


def _heard(desk: _Desk, late: set[str]) -> set[str]:
    """Of some organisations those that have done or acknowledged something in the last two weeks."""
    if not late:
        return set()
    began = instant_text(desk.lines.desk.now - SILENT)
    (first,) = desk.transaction.row(_REACHED, (began,)) or (None,)
    acted = {f"organisation:{code}" for (code,) in desk.transaction.rows(_ACTED, (first or 0, began))}
    acted |= {who for (who,) in desk.transaction.rows(_FOR, (first or 0, began)) if who}
    return acted | {who.removeprefix("letters/") for (who,) in desk.transaction.rows(_ANSWERED, (first or 0, began))}


_UNCERTAIN = (
    "SELECT l.code, l.recipient, d.address FROM delivery d JOIN letter l ON l.code = d.letter "
    "WHERE l.programme = ? AND d.status = 'uncertain' ORDER BY l.code, d.address"
)
_HELD = (
    "SELECT code, recipient FROM letter WHERE programme = ? AND status = 'queued' AND reason = 'no_address' "
    "ORDER BY created, code"
)
_ASIDE = "SELECT kind, subject, reason FROM set_aside ORDER BY since, kind, subject, part, number"
_HINDERED = (
    "SELECT code, recipient, reason FROM letter WHERE programme = ? AND status = 'queued' AND reason LIKE '{%' "
    "ORDER BY created, code"
)
_CLOCK = "SELECT l.dossier, l.name, l.last_day, d.definition FROM deadline l JOIN dossier d ON d.code = l.dossier "
_BY_DAY = "ORDER BY l.last_day, l.dossier, l.name"
_MISSED = (
    f"{_CLOCK}WHERE d.programme = ? AND EXISTS (SELECT 1 FROM leaf f "  # noqa: S608 - constant
    "WHERE f.stream = 'dossier/' || l.dossier AND f.seq = l.expired_seq "
    f"AND f.position >= ? AND f.position < ?) {_BY_DAY}"
)
_OVERDUE = f"{_CLOCK}WHERE d.programme = ? AND l.status = 'open' AND l.last_day < ? {_BY_DAY}"
_PROPOSALS = f"{_CLOCK}WHERE d.programme = ? AND l.status = 'open' AND l.proposal IS NOT NULL {_BY_DAY}"
_ESCALATIONS = f"{_CLOCK}WHERE d.programme = ? AND l.status = 'open' AND l.escalation = 'waiting' {_BY_DAY}"
_BAD = "SELECT address, count FROM bad_address WHERE count >= ? ORDER BY last DESC, address"
# Everything before a checkpoint was recorded before it was made.
_REACHED = "SELECT MAX(size) FROM checkpoint WHERE made <= ?"
_SINCE = "FROM leaf f JOIN record r ON r.stream = f.stream AND r.seq = f.seq"
_ACTED = (
    f"SELECT DISTINCT g.holder {_SINCE} JOIN account_grant g ON g.account = r.actor "
    "WHERE f.position >= ? AND r.recorded > ? AND r.on_behalf IS NULL"
)
_FOR = f"SELECT DISTINCT r.on_behalf {_SINCE} WHERE f.position >= ? AND r.recorded > ?"
_ANSWERED = (
    f"SELECT DISTINCT f.stream {_SINCE} WHERE f.position >= ? AND r.recorded > ? AND r.kind = 'letter' "
    'AND r.payload LIKE \'%"event":"acknowledged"%\''
)
