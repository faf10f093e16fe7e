"""A dossier that has ended is begun anew, as one linked to it: its superior asks for the evaluation to be done again.

Article 10.1b of 26/2026/QĐ-TTg. Where there is a certificate, the certificate opens the new evaluation instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cycle import statements
from cycle.answers import Answer, Done, refused, refused_all
from cycle.commands.papers.taking import Taking, take, taking_of
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.seasons import opening
from cycle.currents import current_programme
from cycle.database import Transaction
from cycle.facts import read_family
from cycle.history import Snapshot
from cycle.office import Office
from cycle.verdicts import Claim, grounds
from workflows.definition import Definition, Reopening
from workflows.facts import Facts
from workflows.guards.paper_guard import OWNER, VERIFIER, Need, Shelf, mended_by, paper_reasons
from workflows.rules import Rules
from workflows.scopes import able_here, barred
from workflows.verdict import Reason, Refusal

PERMISSION = "dossier.open"
LINK = "reopens"


@dataclass(frozen=True)
class Reopen:
    """A dossier to begin anew, and why."""

    dossier: str
    note: str


@dataclass(frozen=True)
class _Anew:
    """All that beginning anew will write."""

    old: Snapshot
    ready: opening.Ready
    taking: Taking


def reopen(office: Office, caller: Caller, asked: Reopen) -> Answer:
    """Open the new dossier and take over papers, or refuse and write nothing. Needs `dossier.open`."""
    with office.database.writing() as transaction:
        transaction.lock(statements.LOCK_ROOT, (asked.dossier,))
        transaction.lock(statements.LOCK_PROGRAMMES)
        found = _judged(transaction, office, caller, asked)
        if not isinstance(found, _Anew):
            return found
        done = opening.write(transaction, found.ready)
        papers = take(transaction, found.ready.permit.act, done.target, found.taking)
        return Done(done.target, done.stream, done.seq, _details(found, papers))


def try_reopen(office: Office, caller: Caller, asked: Reopen) -> Answer:
    """The answer that `reopen` would give now, from a snapshot and by the same code; nothing is locked or written."""
    with office.database.reading() as transaction:
        found = _judged(transaction, office, caller, asked)
        if not isinstance(found, _Anew):
            return found
        return Done(asked.dossier, "", 0, _details(found, [row["code"] for row in found.taking.taken]))


def _judged(transaction: Transaction, office: Office, caller: Caller, asked: Reopen) -> _Anew | Refusal:
    permit = permitted(transaction, office, caller, PERMISSION)
    if isinstance(permit, Reason):
        return refused_all([permit])
    family = read_family(transaction, asked.dossier, office.clock)
    if family is None:
        return refused("dossier_unknown", dossier=asked.dossier)
    standing = grounds(transaction, office, family, Claim(asked.dossier, caller.account, caller.on_behalf))
    if isinstance(standing, Reason):
        return refused_all([standing])
    rules, old = permit.published.rules, family.members[asked.dossier]
    definition = rules.member(old.family, permit.today)
    terms = definition.reopens if definition is not None else None
    if definition is None or terms is None or old.state not in terms.sources:
        return refused("not_reopened", dossier=old.code, state=old.state)
    facts = family.facts(old.code, standing.programme, rules)
    reasons = [*barred(terms.by, standing.actor, facts, rules), *_paper_faults(rules, terms, facts, permit.today)]
    reasons += _faults(transaction, asked)
    ready = opening.prepare(transaction, office, caller, _opening(transaction, permit, definition, old, asked))
    if reasons or isinstance(ready, Refusal):
        return refused_all([*reasons, *(ready.reasons if isinstance(ready, Refusal) else ())])
    return _Anew(old, ready, taking_of(transaction, old.code, None, permit.today))


def _faults(transaction: Transaction, asked: Reopen) -> list[Reason]:
    reasons = [] if asked.note.strip() else [Reason("reopen_without_note", {"dossier": asked.dossier})]
    row = transaction.row("SELECT dossier FROM link WHERE target = ? AND name = ?", (asked.dossier, LINK))
    if row is not None:
        reasons.append(Reason("reopened_already", {"dossier": asked.dossier, "by": row[0]}))
    return reasons


def _paper_faults(rules: Rules, terms: Reopening, facts: Facts, today: date) -> list[Reason]:
    """What the papers lack. Whoever may begin it anew has been asked to, and hands the request in."""
    shelf = Shelf(facts.papers, {"dossier": frozenset({facts.dossier})})
    needs = (Need((rules.papers[name],), 1, today, today) for name in terms.papers)
    those = {who.role for who in terms.by}
    adding = tuple(role for role in able_here("paper.add", facts, rules) if role in those)
    people = {OWNER: adding, VERIFIER: able_here("paper.verify", facts, rules)}
    return [reason for need in needs for reason in mended_by(paper_reasons(need, shelf), people)]


def _opening(
    transaction: Transaction, permit: Permit, definition: Definition, old: Snapshot, asked: Reopen
) -> opening.Opening:
    """The new dossier receives what the old one had, and stands in the programme of today."""
    rules = permit.published.rules
    programme = current_programme(transaction, rules, rules.programmes[old.programme], old.family, permit.today)
    handed = {rule.name: old.values.get(rule.name, rule.default) for rule in definition.receives}
    return opening.Opening(
        programme.name,
        str(old.product),
        old.family,
        permit.today,
        {LINK: old.code},
        {name: value for name, value in handed.items() if value is not None},
        again=True,
        note=asked.note,
    )


def _details(found: _Anew, papers: list[str]) -> Mapping[str, Any]:
    about = {"product": found.ready.asked.product, "state": found.ready.definition.initial}
    return {**about, "reopens": found.old.code, "papers": papers, "left": dict(found.taking.left)}
