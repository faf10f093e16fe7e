"""Sealed letters as rows, put there directly: what sending begins with, without all that comes before."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson

from cycle.clock import NamedInstant, instant_text, read_instant
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook

NOW = "2024-03-05T02:00:00+00:00"
SECRETARIAT = "so@so.test"
CONTENT = "Subject: Thu nhac viec\r\nMessage-ID: {}\r\n\r\nKinh gui\r\n"


def office_at(url: str, instant: str = NOW) -> Office:
    """An office on a database that is migrated and founded nowhere, its clock standing still."""
    return Office(Database(url), Rulebook(), NamedInstant(read_instant(instant)))


def code_of(number: int) -> str:
    return f"TH-{number:013d}".replace("0", "A").replace("1", "B").replace("8", "I").replace("9", "J")


def message_id(number: int) -> str:
    return f"<{code_of(number).lower()}@so.test>"


def put_letters(
    office: Office,
    numbers: Iterable[int],
    addresses: Callable[[int], Sequence[str]] = lambda number: (f"xa{number}@xa.test",),
    channel: str = "mail",
    content: str = CONTENT,
) -> list[str]:
    """Sealed letters, each to its addresses, over twenty recipients; the codes."""
    at = instant_text(office.clock.now())
    codes, letters, deliveries = [], list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    for number in numbers:
        code, recipient = code_of(number), f"organisation:{21000 + number % 20}"
        codes.append(code)
        fixed = (code, f"notice/x/{number}/returned/{recipient}", "P", "returned", "notice", recipient, "{}", at, at)
        bytes_ = content.format(message_id(number))
        own = hashlib.sha256(bytes_.encode()).hexdigest()
        frozen = (2024, number, message_id(number), "Thư nhắc việc", bytes_, own)
        letters.append((*fixed, *frozen, "Ngắn", at, f"token-{number}"))
        deliveries += [(code, channel, address, at) for address in addresses(number)]
    with office.database.writing() as transaction:
        transaction.run(_ORGANISATION, (at[:10],))
        transaction.run(_PROGRAMME, (at[:10],))
        transaction.run_many(_LETTER, letters)
        transaction.run_many(_DELIVERY, deliveries)
    return codes


def deliveries(office: Office, columns: str = "status") -> dict[tuple[str, str], Any]:
    """What stands of each delivery, by letter and address."""
    with office.database.reading() as transaction:
        rows = transaction.rows(f"SELECT letter, address, {columns} FROM delivery ORDER BY letter, address")
    return {(letter, address): found[0] if len(found) == 1 else tuple(found) for letter, address, *found in rows}


def records(office: Office) -> list[dict[str, Any]]:
    """The payloads of all records of letters, in the order of stream and number."""
    with office.database.reading() as transaction:
        rows = transaction.rows("SELECT payload FROM record WHERE kind = 'letter' ORDER BY stream, seq")
    return [orjson.loads(payload) for (payload,) in rows]


_ORGANISATION = (
    "INSERT INTO organisation (code, name, name_key, name_folded, level, valid_from) "
    "VALUES ('QNG', 'Tỉnh', 'tỉnh', 'tinh', 'province', ?) "
    "ON CONFLICT DO NOTHING"
)
_PROGRAMME = (
    "INSERT INTO programme (code, organisation, year, zone, opened, dossiers) "
    "VALUES ('P', 'QNG', 2024, 'Asia/Ho_Chi_Minh', ?, 0) ON CONFLICT DO NOTHING"
)
_LETTER = (
    "INSERT INTO letter (code, key, programme, name, kind, recipient, about, created, send_after, status, year, "
    "number, message_id, subject, content, hash, short, sealed, token) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'sealed', ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_DELIVERY = (
    "INSERT INTO delivery (letter, channel, address, status, fence, attempts, next_at) "
    "VALUES (?, ?, ?, 'queued', 0, 0, ?)"
)
