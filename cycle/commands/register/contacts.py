"""Acts on contacts: entering how an organisation is reached, changing it, ending it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from cycle.addresses import address_key
from cycle.answers import Done, refused_all
from cycle.commands.letters.releasing import release_waiting
from cycle.commands.permits import Caller, Permit
from cycle.commands.register.known_contacts import Contact, stored_contact
from cycle.commands.register.register import LevelOf, levels_of
from cycle.commands.register.registered import STREAM, dates, entering, order_faults, taken
from cycle.commands.spelling import clean_code, clean_text, code_faults, reach_faults, spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from cycle.vietnamese import normal
from workflows.verdict import Reason, Refusal

__all__ = [
    "Contact",
    "ContactChange",
    "Known",
    "KnownOf",
    "add_contact",
    "change_contact",
    "contact_faults",
    "contacts_of",
    "end_contact",
    "end_known",
    "write_contact",
]

CHANGED, ENDED = "changed", "ended"
# What of a contact may be given up.
CLEARED = ("phone", "email", "alternate_of")


@dataclass(frozen=True)
class ContactChange:
    """What is to be different about a contact: None leaves a value as it is, `cleared` names those to be given up."""

    code: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    alternate_of: str | None = None
    cleared: frozenset[str] = frozenset()

    def of(self, known: Contact) -> Contact:
        """The contact as it will be."""
        given = {name: getattr(self, name) for name in ("name", "phone", "email", "alternate_of")}
        changed = {name: value for name, value in given.items() if value is not None}
        return replace(known, **{**dict.fromkeys(self.cleared), **changed}).cleaned()


class Known(NamedTuple):
    """What a contact that there is says to those that stand in for it."""

    organisation: str
    alternate_of: str | None


KnownOf = Callable[[str], Known | None]


def add_contact(office: Office, caller: Caller, contact: Contact) -> Done | Refusal:
    """Enter a contact of an organisation. Needs `organisation.write`."""
    contact = contact.cleaned()
    unspelt = _misspelt(contact)
    if unspelt:
        return refused_all(unspelt)
    with office.database.writing() as transaction:
        permit = entering(transaction, office, caller, "organisation.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        reasons = taken(transaction, "contact", contact.code)
        reasons += contact_faults(contact, levels_of(transaction), contacts_of(transaction))
        return refused_all(reasons) if reasons else write_contact(transaction, permit, contact)


def change_contact(office: Office, caller: Caller, change: ContactChange) -> Done | Refusal:
    """Change how a contact is reached. Needs `organisation.write`.

    An e-mail address that is given is written to again, however often messages to it came back, and letters that wait
    for an address of the organisation are due at once.
    """
    code = clean_code(change.code)
    unspelt = code_faults({"code": code, "alternate_of": change.alternate_of})
    if unspelt:
        return refused_all(unspelt)

    def settle(transaction: Transaction, permit: Permit, known: Contact) -> Done | Refusal:
        after = change.of(known)
        if after == known and change.email is None:
            return refused_all([Reason("contact_unchanged", {"contact": code})])
        reasons = contact_faults(after, levels_of(transaction), contacts_of(transaction))
        return refused_all(reasons) if reasons else _change(transaction, permit, after, change)

    return _on_known(office, caller, code, settle)


def end_contact(office: Office, caller: Caller, code: str, last_day: date) -> Done | Refusal:
    """End a contact, also earlier than it would end; `last_day` still counts. Needs `organisation.write`."""
    code = clean_code(code)
    unspelt = code_faults({"code": code})
    if unspelt:
        return refused_all(unspelt)

    def settle(transaction: Transaction, permit: Permit, known: Contact) -> Done | Refusal:
        reasons = order_faults(known.valid_from, last_day)
        if known.valid_to is not None and known.valid_to <= last_day:
            reasons.append(Reason("contact_ended", {"contact": code, "last": known.valid_to}))
        return refused_all(reasons) if reasons else end_known(transaction, permit, known, last_day)

    return _on_known(office, caller, code, settle)


def _on_known(
    office: Office, caller: Caller, code: str, settle: Callable[[Transaction, Permit, Contact], Done | Refusal]
) -> Done | Refusal:
    """Settle something about a contact that is there, in one transaction."""
    with office.database.writing() as transaction:
        permit = entering(transaction, office, caller, "organisation.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        known = stored_contact(transaction, code)
        if known is None:
            return refused_all([Reason("contact_unknown", {"code": code})])
        return settle(transaction, permit, known)


def contact_faults(contact: Contact, level_of: LevelOf, known_of: KnownOf) -> list[Reason]:
    """Every reason why a contact may not be as it is given; whether its code is free is asked elsewhere."""
    unknown = {"code": contact.organisation, "organisation": contact.organisation}
    reasons = [] if level_of(contact.organisation) else [Reason("organisation_unknown", unknown)]
    told = {"name": contact.name, "phone": contact.phone, "email": contact.email}
    reasons += spelling_faults(told) or reach_faults(contact.phone, contact.email)
    reasons += order_faults(contact.valid_from, contact.valid_to)
    if contact.phone is None and contact.email is None:
        reasons.append(Reason("contact_unreachable", {"contact": contact.code}))
    return reasons + _alternate_faults(contact, known_of)


def contacts_of(transaction: Transaction) -> KnownOf:
    """A contact of the register by its code, None where there is none."""

    def known_of(code: str) -> Known | None:
        found = transaction.row("SELECT organisation, alternate_of FROM contact WHERE code = ?", (code,))
        return Known(*found) if found else None

    return known_of


def write_contact(transaction: Transaction, permit: Permit, contact: Contact) -> Done:
    """Record a contact that has been checked; how to reach the person is personal. What waits for it is due at once."""
    told = _told(contact)
    days = dates(contact.valid_from, contact.valid_to)
    about = {"code": contact.code, "organisation": contact.organisation, **days, "alternate_of": contact.alternate_of}
    recorded = append(transaction, permit.act, Entry(STREAM, "contact", permit.today, about, _personal(told)))
    transaction.run(
        "INSERT INTO contact (code, organisation, name, phone, email, valid_from, valid_to, alternate_of) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (contact.code, contact.organisation, *told.values(), *days.values(), contact.alternate_of),
    )
    if contact.email is not None:
        release_waiting(transaction, contact.organisation, permit.act.now)
    return Done(contact.code, recorded.stream, recorded.seq)


def _alternate_faults(contact: Contact, known_of: KnownOf) -> list[Reason]:
    """The reason why a contact cannot stand in for the one it names."""
    if contact.alternate_of is None:
        return []
    known = known_of(contact.alternate_of)
    if contact.alternate_of == contact.code:
        return [Reason("alternate_of_itself", {"contact": contact.code})]
    if known is None:
        return [Reason("contact_unknown", {"code": contact.alternate_of})]
    told = {"contact": contact.code, "code": contact.alternate_of, "organisation": known.organisation}
    if known.organisation != contact.organisation:
        return [Reason("alternate_elsewhere", told)]
    seen, other = {contact.code}, contact.alternate_of
    while other not in seen:
        seen.add(other)
        above = known_of(other)
        if above is None or above.alternate_of is None:
            return []
        other = above.alternate_of
    return [Reason("alternates_in_circle", told)]


def _change(transaction: Transaction, permit: Permit, after: Contact, change: ContactChange) -> Done:
    told = _told(after)
    payload = {"event": CHANGED, "code": after.code, "alternate_of": after.alternate_of}
    recorded = append(transaction, permit.act, Entry(STREAM, "contact", permit.today, payload, _personal(told)))
    statement = "UPDATE contact SET name = ?, phone = ?, email = ?, alternate_of = ? WHERE code = ?"
    transaction.write(statement, (*told.values(), after.alternate_of, after.code))
    if change.email is not None:
        transaction.run("DELETE FROM bad_address WHERE address = ?", (address_key(change.email),))
        release_waiting(transaction, after.organisation, permit.act.now)
    return Done(after.code, recorded.stream, recorded.seq)


def end_known(transaction: Transaction, permit: Permit, known: Contact, last_day: date) -> Done:
    """Record that a contact ends on a day."""
    payload = {"event": ENDED, "code": known.code, "last_day": last_day.isoformat()}
    recorded = append(transaction, permit.act, Entry(STREAM, "contact", permit.today, payload))
    transaction.write("UPDATE contact SET valid_to = ? WHERE code = ?", (last_day.isoformat(), known.code))
    return Done(known.code, recorded.stream, recorded.seq)


def _misspelt(contact: Contact) -> list[Reason]:
    return code_faults({name: getattr(contact, name) for name in ("code", "organisation", "alternate_of")})


def _told(contact: Contact) -> dict[str, str | None]:
    return {"name": normal(contact.name), "phone": clean_text(contact.phone), "email": clean_text(contact.email)}


def _personal(told: dict[str, str | None]) -> dict[str, str]:
    return {name: text or "" for name, text in told.items()}
