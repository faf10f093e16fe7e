"""Who is reached for an organisation or a producer on a day: e-mail addresses, telephones, names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cycle.addresses import BAD_FROM, address_key, email_fault
from cycle.owing import PRODUCER, standing
from cycle.transactions import Transaction


@dataclass(frozen=True)
class Addresses:
    """How a recipient is reached. `emails` and `phones` are sorted, each once; `names` in the order of their codes.

    `missing`: no letter can go by e-mail.
    """

    emails: tuple[str, ...]
    phones: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def missing(self) -> bool:
        return not self.emails


def addresses_of(transaction: Transaction, recipient: str, day: date) -> Addresses:
    """How `organisation:CODE` or `producer:CODE` is reached on a day; nothing for a code that is unknown.

    An organisation is reached by its contacts of that day that are nobody's alternate. One whose address takes nothing,
    or is one that no letter can be sent to, is replaced by its alternates; where no address is left, all alternates of
    that day are written to. For one that has ended those that took its place are reached.
    """
    kind, _, code = recipient.partition(":")
    if kind == PRODUCER:
        return _producer(transaction, code)
    chosen: list[_Person] = []
    for body in standing(transaction, code, day):
        chosen += _contacts(transaction, body, day)
    return _of(chosen)


class _Person(NamedTuple):
    """Who can be reached; `email` None where there is none, or where it takes nothing."""

    code: str
    name: str
    phone: str | None
    email: str | None
    alternate_of: str | None
    bad: bool


def _producer(transaction: Transaction, code: str) -> Addresses:
    return _of(_people(transaction, transaction.rows(_PRODUCER, (code,))))


def _contacts(transaction: Transaction, organisation: str, day: date) -> list[_Person]:
    on = day.isoformat()
    people = _people(transaction, transaction.rows(_CONTACTS, (organisation, on, on)))
    first = [one for one in people if one.alternate_of is None]
    reached = [deputy for one in first for deputy in _reached(one, people, frozenset())]
    if any(one.email for one in reached):
        return reached
    others = [one for one in people if one.alternate_of is not None and one.email]
    return others or people


def _reached(one: _Person, people: Sequence[_Person], seen: frozenset[str]) -> list[_Person]:
    """A person, or where the address takes nothing the alternates, and theirs."""
    if not one.bad or one.code in seen:
        return [one]
    alternates = [other for other in people if other.alternate_of == one.code]
    return [deputy for other in alternates for deputy in _reached(other, people, seen | {one.code})]


def _people(
    transaction: Transaction, rows: Iterable[tuple[str, str, str | None, str | None, str | None]]
) -> list[_Person]:
    found = []
    for code, name, phone, email, alternate_of in rows:
        bad = bool(email) and not takes_letters(transaction, str(email))
        found.append(_Person(code, name, phone or None, None if bad else email or None, alternate_of, bad))
    return found


def takes_letters(transaction: Transaction, email: str) -> bool:
    """Whether letters are sent to an address: it can be written into one, and messages to it do not come back."""
    return email_fault(email) is None and transaction.row(_BAD, (address_key(email), BAD_FROM)) is None


def _of(people: Sequence[_Person]) -> Addresses:
    emails: dict[str, str] = {}
    for email in sorted(one.email for one in people if one.email):
        emails.setdefault(address_key(email), email)
    phones = sorted({one.phone for one in people if one.phone})
    names = dict.fromkeys(one.name for one in people)
    return Addresses(tuple(emails[key] for key in sorted(emails)), tuple(phones), tuple(names))


_CONTACTS = (
    "SELECT code, name, phone, email, alternate_of FROM contact "
    "WHERE organisation = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY code"
)
_PRODUCER = "SELECT code, COALESCE(representative, name), phone, email, NULL FROM producer WHERE code = ?"
_BAD = "SELECT 1 FROM bad_address WHERE address = ? AND count >= ?"
