"""Contacts of organisations as the register has them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cycle.commands.spelling import clean_code
from cycle.database import Transaction


@dataclass(frozen=True)
class Contact:
    """How to reach an organisation; its values are personal. `alternate_of` is the contact it stands in for."""

    code: str
    organisation: str
    name: str
    phone: str | None
    email: str | None
    valid_from: date
    valid_to: date | None = None
    alternate_of: str | None = None

    def cleaned(self) -> "Contact":
        """The contact with its codes as they are stored."""
        other = clean_code(self.alternate_of) if self.alternate_of else None
        return replace(self, code=clean_code(self.code), organisation=clean_code(self.organisation), alternate_of=other)

    def at(self, organisation: str, first: date) -> "Contact":
        """The same contact of another organisation from a day on, under a code of its own."""
        other = f"{self.alternate_of}.{organisation}" if self.alternate_of else None
        code = f"{self.code}.{organisation}"
        return replace(self, code=code, organisation=organisation, alternate_of=other, valid_from=first)


def contacts_at(transaction: Transaction, organisation: str, last_day: date) -> list[Contact]:
    """The contacts of an organisation that have begun by a day and last beyond it, those stood in for first."""
    day = last_day.isoformat()
    found = [_contact(row) for row in transaction.rows(_LASTING, (organisation, day, day))]
    codes = {one.code for one in found}
    kept = [one if one.alternate_of in codes else replace(one, alternate_of=None) for one in found]
    return sorted(kept, key=lambda one: (one.alternate_of is not None, one.code))


def stored_contact(transaction: Transaction, code: str) -> Contact | None:
    """A contact by its code, None where there is none."""
    found = transaction.row(_BY_CODE, (code,))
    return None if found is None else _contact(found)


def _contact(row: tuple[Any, ...]) -> Contact:
    code, organisation, name, phone, email, first, last, other = row
    days = date.fromisoformat(first), date.fromisoformat(last) if last else None
    return Contact(code, organisation, name, phone, email, *days, other)


_STORED = "SELECT code, organisation, name, phone, email, valid_from, valid_to, alternate_of FROM contact "
_BY_CODE = _STORED + "WHERE code = ?"
_LASTING = _STORED + "WHERE organisation = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY code"
