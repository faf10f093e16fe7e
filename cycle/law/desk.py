"""All that dossiers are judged by in one run of a plan, read once: rules, plan, organisations, who decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cycle.clock import instant_text
from cycle.commands.permits import Caller, Permit, permitted
from cycle.commands.spelling import spelling_faults
from cycle.database import Transaction
from cycle.history import Snapshot
from cycle.law.asking import Asked
from cycle.office import Office
from cycle.publication import Published, lasting
from cycle.queries.law import Wanted
from cycle.queries.register.bodies import Bodies, read_bodies
from workflows.definition import Definition
from workflows.problems import Problem
from workflows.transfer.cases import Ground
from workflows.transfer.plan import Plan, Transfer
from workflows.verdict import Reason


@dataclass(frozen=True)
class Desk:
    """A plan on the rules in force on its day."""

    office: Office
    caller: Caller
    asked: Asked
    permit: Permit
    published: Published
    plan: Plan
    bodies: Bodies
    day: date
    lasts: Mapping[str, bool]
    _grounds: dict[str, Ground] = field(default_factory=dict, compare=False, repr=False)

    @property
    def roles(self) -> frozenset[str]:
        """The roles of whoever asks."""
        return frozenset(grant.role for grant in self.permit.grants)

    @cached_property
    def wanted(self) -> Wanted:
        """The dossiers that the plan is about."""
        texts = {one.source: self.target(one).hash for one in self.plan.transfers}
        return Wanted(texts, self.asked.programme, self.asked.only)

    def target(self, transfer: Transfer) -> Definition:
        """The workflow that a move of the plan leads to."""
        return self.published.rules.definitions[transfer.target]

    def ground(self, transaction: Transaction, snapshot: Snapshot) -> Ground:
        """What a dossier is judged by: the same for all that pin one text."""
        pinned = snapshot.definition
        if pinned not in self._grounds:
            transfer = next(one for one in self.plan.transfers if one.source == snapshot.workflow)
            source = self.definition(transaction, pinned)
            self._grounds[pinned] = Ground(
                rules=self.published.rules,
                transfer=transfer,
                source=source,
                target=self.target(transfer),
                basis=self.plan.basis,
                effective=self.plan.effective,
                day=self.day,
                now=instant_text(self.permit.act.now),
                lasting=self.lasts[transfer.target],
            )
        return self._grounds[pinned]

    def definition(self, transaction: Transaction, pinned: str) -> Definition:
        """The workflow that a dossier pins. Raises UnreadablePublicationError."""
        return self.office.rulebook.definition(transaction, pinned, self.published)


def desk_of(
    transaction: Transaction, office: Office, caller: Caller, asked: Asked, permission: str
) -> Desk | list[Reason] | list[Problem]:
    """The desk of a run, every reason why there is none, or what is wrong with the plan."""
    permit = permitted(transaction, office, caller, permission)
    if isinstance(permit, Reason):
        return [permit]
    day = asked.happened or permit.today
    published = office.rulebook.on(transaction, day)
    if published is None:
        return [Reason("no_publication", {"day": day})]
    if reasons := _faults(asked, permit, day):
        return reasons
    plan, problems = asked.plan.read(published.rules)
    if plan is None:
        return problems
    rules = published.rules
    lasts = {
        one.target: lasting(transaction, office.rulebook, rules.definitions[one.target], day) for one in plan.transfers
    }
    return Desk(office, caller, asked, permit, published, plan, read_bodies(transaction, day), day, lasts)


def _faults(asked: Asked, permit: Permit, day: date) -> list[Reason]:
    reasons = spelling_faults({"note": asked.note, "basis": asked.basis})
    if day > permit.today:
        reasons.append(Reason("happened_in_future", {"happened": day, "today": permit.today}))
    programmes = permit.published.rules.programmes
    if asked.programme is not None and asked.programme not in programmes:
        reasons.append(Reason("programme_unknown", {"programme": asked.programme, "known": sorted(programmes)}))
    if asked.accept and not (asked.note or "").strip():
        reasons.append(Reason("law_accept_without_note"))
    return reasons
