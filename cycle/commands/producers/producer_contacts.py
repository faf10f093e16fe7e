"""Changing how a producer is reached: its representative, telephone and e-mail, all of it personal."""

from collections.abc import Mapping
from dataclasses import dataclass

from cycle import statements
from cycle.addresses import address_key
from cycle.answers import Done, refused_all
from cycle.commands.letters.releasing import release_producer
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.producers.producers import out_of_reach, stream_of
from cycle.commands.spelling import clean_code, clean_text, code_faults, reach_faults, spelling_faults
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from workflows.verdict import Reason, Refusal

CONTACT = "contact"
FIELDS = ("representative", "phone", "email")
Reached = Mapping[str, str | None]


@dataclass(frozen=True)
class ProducerContact:
    """What is to be different: None leaves a value as it is, `cleared` names those to be given up."""

    code: str
    representative: str | None = None
    phone: str | None = None
    email: str | None = None
    cleared: frozenset[str] = frozenset()

    def of(self, known: Reached) -> Reached:
        """How the producer will be reached."""
        given = {name: clean_text(getattr(self, name)) for name in FIELDS}
        return {
            name: given[name] if given[name] is not None else None if name in self.cleared else known[name]
            for name in FIELDS
        }


def change_producer_contact(office: Office, caller: Caller, change: ProducerContact) -> Done | Refusal:
    """Change how a producer is reached. Needs `producer.write` for its place.

    An e-mail address that is given is written to again, however often messages to it came back, and letters that wait
    for one are due at once.
    """
    code = clean_code(change.code)
    given = {name: getattr(change, name) for name in FIELDS}
    reasons = code_faults({"code": code}) or spelling_faults(given) or reach_faults(change.phone, change.email)
    if reasons:
        return refused_all(reasons)
    with office.database.writing() as transaction:
        transaction.row(statements.LOCK_PRODUCER, (code,))
        permit = permitted(transaction, office, caller, "producer.write")
        if isinstance(permit, Reason):
            return refused_all([permit])
        found = transaction.row(_REACHED, (code,))
        if found is None:
            return refused_all([Reason("producer_unknown", {"code": code})])
        organisation, *known = found
        before = dict(zip(FIELDS, known, strict=True))
        reasons = out_of_reach(transaction, permit, "producer.write", code, (organisation,))
        if change.of(before) == before and change.email is None:
            reasons.append(Reason("producer_unchanged", {"producer": code}))
        return refused_all(reasons) if reasons else _write(transaction, permit, code, (change.of(before), change.email))


def _write(transaction: Transaction, permit: Permit, code: str, changed: tuple[Reached, str | None]) -> Done:
    """Record it; an empty text stands for what there is not."""
    told, email = changed
    personal = {name: told[name] or "" for name in FIELDS}
    entry = Entry(stream_of(code), "producer", permit.today, {"event": CONTACT, "code": code}, personal)
    recorded = append(transaction, permit.act, entry)
    statement = "UPDATE producer SET representative = ?, phone = ?, email = ? WHERE code = ?"
    transaction.write(statement, (*(told[name] for name in FIELDS), code))
    if email is not None:
        transaction.run("DELETE FROM bad_address WHERE address = ?", (address_key(email),))
        release_producer(transaction, code, permit.act.now)
    return Done(code, recorded.stream, recorded.seq)


_REACHED = "SELECT organisation, representative, phone, email FROM producer WHERE code = ?"
