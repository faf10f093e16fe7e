"""Which existing certificates may be entered, and how their workflow holds what stands on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cycle import statements
from cycle.commands.entering import Desk, Law, OnPaper, Ready, Wrong, day_faults, lock_desk, prepared, product_faults
from cycle.database import Transaction
from workflows.definition import Definition
from workflows.verdict import Reason

FAMILY = "certificate"
# The values of the workflow, by what stands on a certificate.
VALUES: Mapping[str, str] = {
    "stars": "stars",
    "number": "certificate",
    "issued": "issued",
    "decision_number": "decision_number",
    "decision_date": "decision_date",
    "issuer": "issuer",
}


@dataclass(frozen=True)
class Certificate:
    """A certificate as it was issued. `state` is empty while it is valid, else `ended` is the day it ceased to be."""

    product: str
    number: str
    decision_number: str
    decision_date: date
    issued: date
    stars: int
    issuer: str
    state: str | None = None
    ended: date | None = None


def certificate_ready(desk: Desk, asked: Certificate) -> Ready | list[Wrong]:
    """The certificate ready to be written, or everything that is wrong with it."""
    law = _law(desk, asked)
    if isinstance(law, Reason):
        return [("issued", law)]
    paper = _on_paper(law.definition, asked)
    wrong = [
        *product_faults(desk, asked.product),
        *((_FIELDS[name], reason) for name, reason in day_faults(desk, paper) if name == "began" or asked.ended),
        *_order_faults(law.definition, paper, asked),
        *_held_already(desk, law.definition, paper),
    ]
    if wrong:
        return wrong
    ready = prepared(desk, law, paper, {})
    if isinstance(ready, list):
        return [(_COLUMNS.get(reason.params.get("value", ""), "number"), reason) for _, reason in ready]
    return ready


def certificate_workflow(desk: Desk, issued: date, state: str | None = None) -> Definition | None:
    """The workflow under which a certificate is entered: one still valid lives on under today's (Article 12.1 of

    26/2026/QĐ-TTg), one that has ended in `state` ended under that of its day of issue, if there was one.
    """
    rules = desk.permit.published.rules
    now, then = rules.member(FAMILY, desk.permit.today), rules.member(FAMILY, issued)
    if then is not None and state in then.states and then.states[str(state)].final is not None:
        return then
    return now or then


def lock_numbers(transaction: Transaction, programme: str) -> None:
    """The locks under which certificates are entered: into whatever programme, by one at a time.

    The register before the programme, as publishing takes them.
    """
    transaction.row(statements.LOCK_REGISTER)
    lock_desk(transaction, programme)


def _law(desk: Desk, asked: Certificate) -> Law | Reason:
    published = desk.permit.published
    programme = published.rules.programmes[desk.programme]
    definition = certificate_workflow(desk, asked.issued, asked.state)
    if FAMILY not in programme.families:
        return Reason("family_not_entered", {"family": FAMILY})
    if definition is None:
        return Reason("no_regime", {"family": FAMILY, "happened": asked.issued})
    return Law(published.hash, published.rules, programme, definition)


def _on_paper(definition: Definition, asked: Certificate) -> OnPaper:
    told = {value: getattr(asked, name) for name, value in VALUES.items() if value in definition.recorded}
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
    since = asked.ended or asked.issued
    state = asked.state or definition.initial
    return OnPaper(asked.product, definition.name, state, asked.issued, since, asked.decision_number, values)


def _order_faults(definition: Definition, paper: OnPaper, asked: Certificate) -> Iterator[Wrong]:
    if asked.decision_date > asked.issued:
        told = {"issued": asked.issued, "decided": asked.decision_date}
        yield "issued", Reason("issued_before_decision", told)
    ended = definition.states[paper.state].final is not None
    if ended and asked.ended is None:
        yield "ended", Reason("ended_day_missing", {"state": paper.state})
    if asked.ended is not None and not ended:
        yield "ended", Reason("ended_while_valid", {"state": paper.state})


def _held_already(desk: Desk, definition: Definition, paper: OnPaper) -> Iterator[Wrong]:
    """A product holds one valid certificate at a time: an upgrade or a new evaluation replaces the one before."""
    found = desk.transaction.row(
        "SELECT code FROM dossier WHERE product = ? AND family = ? AND final IS NULL", (paper.product, FAMILY)
    )
    if found is not None and definition.states[paper.state].final is None:
        yield "product", Reason("certificate_held", {"product": paper.product, "dossier": found[0]})


_COLUMNS = {value: name for name, value in VALUES.items()}
# What a certificate calls the days of `OnPaper`.
_FIELDS = {"began": "issued", "since": "ended"}
