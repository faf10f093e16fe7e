"""For which dossiers a choice may be made, and in which workflow it names a state."""

from collections.abc import Collection, Mapping

from cycle.database import Transaction
from cycle.law.desk import Desk
from cycle.queries.law import Standing, standing_of
from workflows.definition import Definition
from workflows.verdict import Reason


def choosable(desk: Desk, dossiers: Collection[str]) -> Mapping[str, Definition | Reason]:
    """The workflow in which a choice for each dossier names a state, or why none can be made for it."""
    with desk.office.database.reading() as transaction:
        return choosable_in(transaction, desk, dossiers)


def choosable_in(transaction: Transaction, desk: Desk, dossiers: Collection[str]) -> Mapping[str, Definition | Reason]:
    """The same in a transaction. A dossier that the plan has moved already may be named: a sheet is applied again."""
    standing = standing_of(transaction, dossiers)
    return {code: _choosable(desk, code, standing.get(code)) for code in dossiers}


def _choosable(desk: Desk, code: str, one: Standing | None) -> Definition | Reason:
    if one is None:
        return Reason("dossier_unknown", {"dossier": code})
    targets = {transfer.source: desk.target(transfer) for transfer in desk.plan.transfers}
    moved = {target.name: target for target in targets.values()}
    source = targets.get(one.workflow)
    if source is None:
        return moved.get(one.workflow) or Reason("law_choice_beyond", {"dossier": code})
    if one.ended and one.definition != source.hash:
        return Reason("law_choice_late", {"dossier": code})
    return source
