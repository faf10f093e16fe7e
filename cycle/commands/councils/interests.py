"""Whom of a council the register itself ties to a producer: said where dossiers come before it, decided by people.

The law does not say when a member has an interest; the regulation of the council does, and the member declares it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cycle.database import Transaction
from cycle.sessions.apart import apart_from
from cycle.vietnamese import alike

# How a member is tied: it acts for the producer, bears its representative's name, or comes from the producer's office.
ACTS, NAMED, OFFICE = "acts_for_producer", "representative", "office"


def interests(transaction: Transaction, session: Mapping[str, Any], dossiers: Iterable[str]) -> list[dict[str, str]]:
    """By dossier and member, how they are tied, of the members on the day of a session; who declared it is left out.

    `session` has `council` and `day`.
    """
    members = transaction.rows(_MEMBERS, (session["council"], session["day"], session["day"]))
    found, apart = [], apart_from(transaction, session)
    for dossier in dossiers:
        declared = apart.get(dossier, ())
        for row in transaction.rows(_PRODUCER, (dossier,)):
            accounts = {one for (one,) in transaction.rows(_ACTING, (row[0], session["day"], session["day"]))}
            for member, *about in members:
                ties = [] if member in declared else _ties(about, row, accounts)
                found += [{"dossier": dossier, "member": member, "tie": tie} for tie in ties]
    return found


def heard(transaction: Transaction, programme: str, states: Iterable[str]) -> list[str]:
    """The open dossiers of a programme that stand before its council."""
    return [code for state in sorted(states) for (code,) in transaction.rows(_HEARD, (programme, state))]


def vacant(transaction: Transaction, session: Mapping[str, Any], seats: Mapping[str, Any]) -> list[str]:
    """The seats that must be held and that nobody holds on the day of a session."""
    held = {row[3] for row in transaction.rows(_MEMBERS, (session["council"], session["day"], session["day"]))}
    return [name for name, one in seats.items() if not one.optional and name not in held]


def _ties(about: list[Any], producer: tuple[Any, ...], accounts: set[str]) -> Iterator[str]:
    account, name, _, organisation = about
    _, office, representative = producer
    if account in accounts:
        yield ACTS
    if representative and alike(representative) == alike(name):
        yield NAMED
    if organisation is not None and organisation == office:
        yield OFFICE


_MEMBERS = (
    "SELECT member, account, name, seat, organisation FROM council_member "
    "WHERE council = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY member"
)
_PRODUCER = (
    "SELECT m.code, m.organisation, m.representative FROM dossier d JOIN producer m ON m.code = d.producer "
    "WHERE d.code = ?"
)
_ACTING = (
    "SELECT account FROM account_grant WHERE holder = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)"
)
_HEARD = "SELECT code FROM dossier WHERE programme = ? AND state = ? AND final IS NULL ORDER BY code"
