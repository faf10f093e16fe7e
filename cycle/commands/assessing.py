"""A producer's own assessment of its product, part of form 02: it stands beside what the council says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cycle.answers import Answer, Done, refused_all
from cycle.commands.papers.owners import lock_owners
from cycle.commands.permits import Caller, Permit, permitted, reaches
from cycle.commands.requests import asked_hash, earlier, keep_request
from cycle.database import Transaction
from cycle.history import Entry, append
from cycle.office import Office
from cycle.sessions import keep
from cycle.sessions.assessed import ASSESSED, fold_assessed
from cycle.sessions.scored import scored_by
from cycle.shelves import unknown_papers
from workflows.scoring.criteria import CriteriaSet
from workflows.scoring.sheets import sheet_reasons, total
from workflows.verdict import Reason

PERMISSION = "dossier.assess"


@dataclass(frozen=True)
class Assessment:
    """An answer to every criterion, and the papers that show it. `set_number` None: the set of the product."""

    caller: Caller
    dossier: str
    answers: Mapping[str, int]
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    set_number: int | None = None


def assess(office: Office, asked: Assessment) -> Answer:
    """Record the assessment of a dossier in place of an earlier one. Needs `dossier.assess` for its producer.

    Raises RequestReusedError when a request id comes with another assessment.
    """
    about = asked.dossier, asked_hash(asked)
    with office.database.writing() as transaction:
        lock_owners(transaction, [("dossier", asked.dossier)])
        if before := earlier(transaction, asked.caller, *about):
            return Done(asked.dossier, *before, repeated=True)
        judged = _judge(transaction, office, asked)
        if isinstance(judged, list):
            return refused_all(judged)
        permit, payload = judged
        entry = Entry(f"dossier/{asked.dossier}", ASSESSED, permit.today, payload, {})
        recorded = append(transaction, permit.act, entry)
        keep(transaction, [fold_assessed(asked.dossier, recorded.seq, payload)])
        keep_request(transaction, asked.caller, about, recorded)
        return Done(asked.dossier, recorded.stream, recorded.seq, _details(payload))


def try_assess(office: Office, asked: Assessment) -> Answer:
    """The answer that `assess` would give now, by the same code; nothing is written."""
    with office.database.reading() as transaction:
        judged = _judge(transaction, office, asked)
        return refused_all(judged) if isinstance(judged, list) else Done(asked.dossier, "", 0, _details(judged[1]))


def _judge(
    transaction: Transaction, office: Office, asked: Assessment
) -> tuple[Permit, Mapping[str, Any]] | list[Reason]:
    owner = lock_owners(transaction, [("dossier", asked.dossier)])["dossier", asked.dossier]
    permit = permitted(transaction, office, asked.caller, PERMISSION)
    if owner is None or isinstance(permit, Reason):
        return [permit if isinstance(permit, Reason) else Reason("dossier_unknown", {"dossier": asked.dossier})]
    if not reaches(transaction, permit, PERMISSION, owner.producer, owner.places):
        return [Reason("out_of_reach", {"permission": PERMISSION, "places": list(owner.places)})]
    state, final, pinned, known = transaction.row(_DOSSIER, (asked.dossier,)) or ("", None, "", None)
    if final is not None:
        return [Reason("dossier_closed", {"state": state, "outcome": final})]
    if begun := transaction.row(_BEGUN, (asked.dossier,)):
        return [Reason("assessed_too_late", {"dossier": asked.dossier, "session": begun[0]})]
    definition = office.rulebook.definition(transaction, pinned, permit.published)
    found = scored_by(permit.published.rules, definition, asked.dossier, asked.set_number or known)
    if isinstance(found, Reason):
        return [found]
    criteria, given = found
    reasons = [*sheet_reasons(given, asked.answers), *unknown_papers(transaction, asked.dossier, asked.papers)]
    return reasons or (permit, _payload(criteria.name, given, asked))


def _payload(criteria: str, given: CriteriaSet, asked: Assessment) -> Mapping[str, Any]:
    evidence = {code: list(papers) for code, papers in asked.papers.items()}
    said = {"answers": dict(asked.answers), "evidence": evidence, "total": total(given, asked.answers)}
    return {"criteria": criteria, "set": given.number, **said}


def _details(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"set": payload["set"], "total": payload["total"]}


_DOSSIER = (
    "SELECT d.state, d.final, d.definition, p.set_number FROM dossier d LEFT JOIN product p ON p.code = d.product "
    "WHERE d.code = ?"
)
_BEGUN = "SELECT session FROM turn WHERE dossier = ? AND status <> 'void' ORDER BY session DESC"
