"""The daily report to the secretariat: what went, what did not, and what waits for somebody."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import orjson

from cycle.addresses import BAD_FROM
from cycle.clock import instant_text
from cycle.letters.addresses import addresses_of
from cycle.letters.composed import Composed
from cycle.letters.composing.duties import Share, Shares
from cycle.letters.composing.lines import Lines
from cycle.letters.composing.named import name_of
from cycle.transactions import Transaction
from notifications.facts import Counted, Report
from workflows.verdict import Reason

SILENT = timedelta(days=14)
MOST = 20


@dataclass(frozen=True)
class _Desk:
    """One report under way. `since` is the instant of the last one, empty where there was none."""

    transaction: Transaction
    lines: Lines
    since: str
    shares: Shares

    def counted(self, name: str, rows: Sequence[str]) -> Counted:
        return Counted(self.lines.words.texts.say(f"telling.report.{name}"), len(rows), tuple(rows[:MOST]))

    def asked(self, statement: str, *parameters: str) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = self.transaction.rows(statement, (self.lines.desk.programme.name, *parameters))
        return found

    def names(self, recipients: Iterable[str]) -> list[str]:
        return sorted(name_of(self.transaction, one) for one in set(recipients))


def compose_report(transaction: Transaction, lines: Lines, since: str | None, shares: Shares) -> Composed:
    """The figures of a programme since the instant of its last report, each with the first of what it counts."""
    desk = _Desk(transaction, lines, since or "", shares)
    figures = (*_sent(desk), *_stuck(desk), *_waiting(desk), *_people(desk))
    return Composed(Report(lines.desk.today, tuple(figures)), ({"report": lines.desk.today.isoformat()},))


def _sent(desk: _Desk) -> Iterator[Counted]:
    yield desk.counted("sent", [code for (code,) in desk.asked(_SENT, desk.since)])
    for name, statuses in (("handed", ("handed", "handed")), ("failed", ("failed", "bounced"))):
        yield desk.counted(name, _deliveries(desk, desk.asked(_ENDED, desk.since, *statuses)))
    yield desk.counted("uncertain", _deliveries(desk, desk.asked(_UNCERTAIN)))
    held = [(f"{code}: {name_of(desk.transaction, who)}") for code, who in desk.asked(_HELD)]
    yield desk.counted("held", held)


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


def _waiting(desk: _Desk) -> Iterator[Counted]:
    for name, rows in (
        ("missed", desk.asked(_MISSED, desk.since)),
        ("proposals", desk.asked(_PROPOSALS)),
        ("escalations", desk.asked(_ESCALATIONS)),
    ):
        yield desk.counted(name, [_clock(desk, *row) for row in rows])


def _clock(desk: _Desk, dossier: str, deadline: str, last_day: str, pinned: str) -> str:
    own = desk.lines.words.of(pinned)
    return f"{dossier}: {own.deadline(deadline)}, {own.texts.show('day', last_day)}"


def _people(desk: _Desk) -> Iterator[Counted]:
    late: set[str] = set()
    everybody: set[str] = set()
    for (_, recipient), those in desk.shares.items():
        if recipient.startswith("organisation:"):
            everybody.add(recipient)
            late |= {recipient} if any(_overdue(desk, one) for one in those) else set()
    yield desk.counted("silent", desk.names(late - _heard(desk, late)))
    day = desk.lines.desk.today
    missing = {one for one in everybody if addresses_of(desk.transaction, one, day).missing}
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


_SENT = "SELECT code FROM letter WHERE programme = ? AND sealed > ? ORDER BY sealed, code"
_DELIVERY = "SELECT l.code, l.recipient, d.address FROM delivery d JOIN letter l ON l.code = d.letter "
_ENDED = f"{_DELIVERY}WHERE l.programme = ? AND d.ended > ? AND d.status IN (?, ?) ORDER BY d.ended, l.code, d.address"
_UNCERTAIN = f"{_DELIVERY}WHERE l.programme = ? AND d.status = 'uncertain' ORDER BY l.code, d.address"
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
    f"{_CLOCK}WHERE d.programme = ? AND EXISTS (SELECT 1 FROM record r "  # noqa: S608 - constant
    "WHERE r.stream = 'dossier/' || l.dossier "
    f"AND r.seq = l.expired_seq AND r.recorded > ?) {_BY_DAY}"
)
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
