"""The letters of a batch of recipients against what their records tell: rows, words, deliveries.

Not evidence, and not compared: what came back with attempts that settled nothing, messages in the folder of returns,
and the count of addresses that did not take what was sent.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from email import policy
from email.parser import HeaderParser
from typing import Any

from sqlalchemy import RowMapping, select

from cycle import tables
from cycle.database import Transaction
from cycle.queries.verification.books import UNTOLD, Books
from cycle.queries.verification.faults import Findings
from cycle.queries.verification.letter_tellings import DIGESTED, SEALING
from cycle.queries.verification.mailings import UNDER_WAY, Mailing

QUEUED = "queued"
AT_ONCE = 100
_HEADS = HeaderParser(policy=policy.default)


def check_letters(transaction: Transaction, books: Books, streams: Sequence[str], findings: Findings) -> None:
    """Every letter and delivery of these streams that is missing, unknown or different, and changed words."""
    recipients = [code for one in streams for kind, _, code in (one.partition("/"),) if kind == "letters"]
    if not recipients:
        return
    told, letter = {code: row for (code,), row in books.rows[tables.letter.name].items()}, tables.letter
    statement = select(letter).where(letter.c.recipient.in_(recipients)).execution_options(yield_per=AT_ONCE)
    stored = set()
    for row in transaction.connection.execute(statement).mappings():
        stored.add(row["code"])
        _check_row(told.get(row["code"]), row, findings)
        _check_words(row, findings)
    for code in sorted(told.keys() - stored):
        findings.add("row_missing", f"letter {code}")
    _check_deliveries(transaction, books, recipients, findings)


def _check_row(told: dict[str, Any] | None, row: RowMapping, findings: Findings) -> None:
    place = f"letter {row['code']}"
    status = UNTOLD if told is None else told["status"]
    if status is UNTOLD:
        if row["status"] != QUEUED:
            findings.add("row_changed", place, column="status", told=QUEUED, stored=row["status"])
        wanted: dict[str, Any] = dict.fromkeys(SEALING)
    else:
        wanted = {name: value for name, value in (told or {}).items() if value is not UNTOLD}
    for name, value in wanted.items():
        stored = _digest(row[name]) if name in DIGESTED and row[name] is not None else row[name]
        if stored != value or type(stored) is not type(value):
            findings.add("row_changed", place, column=name, told=value, stored=stored)


def _check_words(row: RowMapping, findings: Findings) -> None:
    """The frozen bytes have the hash that stands beside them, which the record tells, and the subject does."""
    content, place = row["content"], f"letter {row['code']}"
    if content is None and row["hash"] is None:
        return
    if _digest(content) != row["hash"]:
        findings.add("letter_changed", place)
    elif (subject := _subject(content)) != row["subject"]:
        findings.add("row_changed", place, column="subject", told=subject, stored=row["subject"])


def _digest(text: Any) -> str | None:
    """SHA-256; None of what is no text."""
    return hashlib.sha256(text.encode()).hexdigest() if isinstance(text, str) else None


def _subject(content: str) -> str:
    """The subject that the bytes of a letter carry, empty where they carry none."""
    head = content.partition("\r\n\r\n")[0]
    return str(_HEADS.parsestr(f"{head}\r\n\r\n")["Subject"] or "")


def _check_deliveries(transaction: Transaction, books: Books, recipients: Sequence[str], findings: Findings) -> None:
    one, letter = tables.delivery, tables.letter
    columns = (one.c.letter, one.c.channel, one.c.address, one.c.status, one.c.code)
    statement = select(*columns).join(letter, letter.c.code == one.c.letter).where(letter.c.recipient.in_(recipients))
    found: dict[str, dict[str, dict[str, tuple[str, Any]]]] = defaultdict(lambda: defaultdict(dict))
    for code, channel, address, status, reply in transaction.connection.execute(statement):
        found[code][channel][address] = (status, reply)
    for code in sorted(found.keys() - books.mailings.keys()):
        findings.add("row_unknown", f"delivery {code}")
    for code, mailing in books.mailings.items():
        for channel in sorted({*mailing.channels, *found[code]}):
            _check_channel(mailing, code, (channel, found[code][channel]), findings)


def _check_channel(
    mailing: Mailing, code: str, stored: tuple[str, dict[str, tuple[str, Any]]], findings: Findings
) -> None:
    channel, rows = stored
    wanted = mailing.addresses(channel) if channel in mailing.channels else ()
    if wanted is not None:
        for address in sorted({*wanted} - rows.keys()):
            findings.add("row_missing", f"delivery {code} {channel} {address}")
        for address in sorted(rows.keys() - {*wanted}):
            findings.add("row_unknown", f"delivery {code} {channel} {address}")
    for place, address in enumerate(() if mailing.lost else sorted(rows)):
        if wanted is None or address in wanted:
            key = (channel, place if wanted is None else address)
            _check_delivery(mailing, key, rows[address], (f"delivery {code} {channel} {address}", findings))


def _check_delivery(
    mailing: Mailing, key: tuple[str, str | int], row: tuple[str, Any], told: tuple[str, Findings]
) -> None:
    place, findings = told
    wanted = mailing.standing.get(key, UNDER_WAY)
    if row[0] not in wanted:
        findings.add("row_changed", place, column="status", told=min(wanted), stored=row[0])
    elif key in mailing.codes and row[1] != mailing.codes[key]:
        findings.add("row_changed", place, column="code", told=mailing.codes[key], stored=row[1])
