"""What stands above and below a letter: from whom, to whom, whom to ask."""

from datetime import date

from cycle.letters.addresses import takes_letters
from cycle.letters.composed import Queued
from cycle.letters.composing.named import name_of
from cycle.letters.desks import Desk
from cycle.office import Office
from cycle.transactions import Transaction
from notifications.facts import Contact, Head


def head_of(transaction: Transaction, office: Office, desk: Desk, queued: Queued, today: date) -> Head:
    """The head of a letter that is sent `today`."""
    language = desk.letters.language
    return Head(
        language=language,
        programme=str(getattr(desk.programme.title, language)),
        sender=str(getattr(desk.letters.sender, language)),
        recipient=name_of(transaction, queued.recipient),
        today=today,
        secretariat=_secretariat(transaction, desk, today),
        rehearsal=office.rehearsal,
    )


def _secretariat(transaction: Transaction, desk: Desk, today: date) -> Contact:
    """The organisation that letters say to ask, with the first of its contacts that can be reached.

    An address that takes no letters is left out: answers would not arrive there.
    """
    party = next(iter(desk.audiences.secretariat), f"organisation:{desk.letters.secretariat}")
    name, code, day = name_of(transaction, party), party.partition(":")[2], today.isoformat()
    people: list[tuple[str | None, str | None]] = transaction.rows(_CONTACTS, (code, day, day))
    for phone, email in people:
        if email and takes_letters(transaction, email):
            return Contact(name, phone or "", email)
    return Contact(name, next((phone for phone, _ in people if phone), ""))


_CONTACTS = (
    "SELECT phone, email FROM contact WHERE organisation = ? AND valid_from <= ? "
    "AND (valid_to IS NULL OR valid_to >= ?) AND alternate_of IS NULL ORDER BY code"
)
