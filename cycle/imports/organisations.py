"""Importing organisations with their contacts; parents and successors may stand anywhere in the same workbook."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from cycle import statements
from cycle.commands.letters.releasing import lock_waiting
from cycle.commands.register.contacts import Contact, Known, contact_faults, contacts_of, write_contact
from cycle.commands.register.register import PARENTS, Organisation, levels_of, organisation_faults, write_organisation
from cycle.commands.register.registered import taken
from cycle.commands.spelling import clean_code, clean_text, code_faults
from cycle.database import Transaction
from cycle.imports.running import Import, Offered, Writing
from cycle.imports.stored.organisations import stored_contacts, stored_organisations
from cycle.imports.survey import Ground, Item
from cycle.sheets import ORGANISATIONS_BOOK, ContactRow, OrganisationRow, Row
from cycle.texts import Texts
from cycle.vietnamese import normal
from workflows.rules import Rules
from workflows.verdict import Reason

ORGANISATION, CONTACT = "organisation", "contact"


def offered(_rules: Rules | None = None) -> Offered:
    """The levels an organisation may be of."""
    return {"level": {level: Texts("vi").word(f"level.{level}") for level in PARENTS}}


def _check(ground: Ground) -> None:
    checks = _Checks(ground)
    checks.organisations(ground.listed.of(OrganisationRow))
    checks.contacts(ground.listed.of(ContactRow))


class _Checks:
    """Resolves each row against the register and the rows of the workbook."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._organisations = {row.code: row for row in stored_organisations(ground.transaction)}
        self._contacts = {row.code: row for row in stored_contacts(ground.transaction)}
        self._levels = {code: row.level for code, row in self._organisations.items()}
        self._reached = {code: Known(row.organisation, row.alternate_of) for code, row in self._contacts.items()}

    def organisations(self, rows: Sequence[OrganisationRow]) -> None:
        bodies = {row: _body(row) for row in rows}
        good = [row for row in rows if not self._ground.faults(row, _misspelt(_codes_of(bodies[row])))]
        known = {row for row in good if bodies[row].code in self._organisations}
        for row in known:
            self._compare(ORGANISATION, row, self._organisations[bodies[row].code])
        new = {bodies[row].code: row for row in good if row not in known}
        named = {code: _named(bodies[row]) for code, row in new.items()}
        for code in _ordered(named, lambda codes: self._circle(codes, new, "parent", "organisations_in_circle")):
            self._organisation(new[code], bodies[new[code]])

    def contacts(self, rows: Sequence[ContactRow]) -> None:
        """Those who stand in for others after them."""
        new: dict[str, ContactRow] = {}
        for row in rows:
            code = clean_code(row.code)
            if self._ground.faults(row, _misspelt(_reach_codes(row))):
                continue
            if code in self._contacts:
                self._compare(CONTACT, row, self._contacts[code])
            else:
                new[code] = row
        named = {code: (clean_code(row.alternate_of),) if row.alternate_of else () for code, row in new.items()}
        told = {code: one for code, one in named.items() if code not in one}
        ordered = _ordered(told, lambda codes: self._circle(codes, new, "alternate_of", "contacts_in_circle"))
        for code in [*ordered, *(one for one in named if one not in told)]:
            self._contact(new[code])

    def _contact(self, row: ContactRow) -> None:
        days = (row.valid_from, row.valid_to)
        what = Contact(row.code, row.organisation, row.name, row.phone, row.email, *days, row.alternate_of).cleaned()
        reasons = contact_faults(what, self._levels.get, self._reached.get)
        if not self._ground.faults(row, ((_column(one), one) for one in reasons)):
            self._reached[what.code] = Known(what.organisation, what.alternate_of)
            self._ground.survey.items.append(Item((row,), CONTACT, what.code, what))

    def _organisation(self, row: OrganisationRow, body: Organisation) -> None:
        reasons = organisation_faults(body, self._levels.get)
        if not self._ground.faults(row, ((_named_in(body, one), one) for one in reasons)):
            self._levels[body.code] = body.level
            self._ground.survey.items.append(Item((row,), ORGANISATION, body.code, body))

    def _circle(self, codes: Sequence[str], rows: Mapping[str, Row], column: str, fault: str) -> None:
        for code in codes:
            self._ground.fault(rows[code], column, fault, {"codes": ", ".join(sorted(codes))})

    def _compare(self, kind: str, row: OrganisationRow | ContactRow, stored: OrganisationRow | ContactRow) -> None:
        column, told = self._ground.differences(row, _content(stored), _content(row))
        if column:
            self._ground.fault(row, column, "differs_from_register", {"code": row.code, "differences": told})
        else:
            self._ground.know(kind, (row,))


def _ordered(named: Mapping[str, Sequence[str]], circle: Callable[[Sequence[str]], None]) -> list[str]:
    """Those that others name first; those that wait for one another in a circle are told, and left out."""
    left = dict(named)
    while True:
        graph = {code: [one for one in others if one in left] for code, others in left.items()}
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as found:
            codes = list(dict.fromkeys(found.args[1]))
            circle(codes)
            for code in codes:
                del left[code]


def _body(row: OrganisationRow) -> Organisation:
    days = (row.valid_from, row.parent, row.valid_to)
    return Organisation(row.code, row.name, row.level, *days, row.successors).cleaned()


def _named(body: Organisation) -> tuple[str, ...]:
    return (*((body.parent,) if body.parent else ()), *body.successors)


def _codes_of(body: Organisation) -> Mapping[str, Any]:
    return {"code": body.code, "parent": body.parent, "successors": body.successors}


def _reach_codes(row: ContactRow) -> Mapping[str, Any]:
    other = clean_code(row.alternate_of) if row.alternate_of else None
    return {"code": clean_code(row.code), "organisation": clean_code(row.organisation), "alternate_of": other}


def _misspelt(codes: Mapping[str, Any]) -> Iterator[tuple[str, Reason]]:
    return ((reason.params["field"], reason) for reason in code_faults(codes))


def _named_in(body: Organisation, reason: Reason) -> str:
    """The column in which a reason against an organisation is to be mended."""
    if reason.code != "organisation_unknown":
        return _column(reason)
    return "parent" if reason.params["code"] == body.parent else "successors"


def _column(reason: Reason) -> str:
    """The column in which any other reason is to be mended."""
    return str(reason.params.get("field", "")) or _COLUMNS.get(reason.code, "code")


_COLUMNS = {
    "organisation_unknown": "organisation",
    "parent_of_other_level": "parent",
    "dates_out_of_order": "valid_to",
    "phone_malformed": "phone",
    "email_malformed": "email",
    "email_not_ascii": "email",
    "email_too_long": "email",
    "contact_unreachable": "phone",
    "contact_unknown": "alternate_of",
    "alternate_of_itself": "alternate_of",
    "alternate_elsewhere": "alternate_of",
    "alternates_in_circle": "alternate_of",
}


def _content(row: Row) -> Mapping[str, Any]:
    """What a row says, as the register keeps it."""
    own = {name: getattr(row, name) for name in row.__dataclass_fields__ if name not in ("sheet", "row")}
    told = {name: normal(value) if name == "name" else clean_text(value) for name, value in own.items() if _text(value)}
    return own | told | ({"successors": sorted(own["successors"])} if "successors" in own else {})


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _lock(transaction: Transaction, batch: Sequence[Item]) -> None:
    transaction.row(statements.LOCK_REGISTER)
    lock_waiting(transaction, {item.what.organisation for item in batch if isinstance(item.what, Contact)})


def _write(writing: Writing, item: Item) -> list[Reason]:
    level_of = levels_of(writing.transaction)
    if isinstance(item.what, Organisation):
        reasons = organisation_faults(item.what, level_of)
        if not reasons:
            write_organisation(writing.transaction, writing.permit, item.what)
        return reasons
    reasons = taken(writing.transaction, CONTACT, item.code)
    reasons += contact_faults(item.what, level_of, contacts_of(writing.transaction))
    if not reasons:
        write_contact(writing.transaction, writing.permit, item.what)
    return reasons


ORGANISATIONS = Import(
    ORGANISATIONS_BOOK, ("organisation.write",), (ORGANISATION, CONTACT), _check, _lock, _write, offered
)
