"""What becomes of the open dossiers of a programme when its season closes: as the state of each declares."""

from collections.abc import Iterable
from dataclasses import dataclass

from cycle.database import Transaction
from cycle.office import Office
from cycle.publication import Published
from workflows.definition import AtClose

CONTINUE, END, CARRY_OVER = "continue", "end", "carry_over"
OUTCOMES = (CONTINUE, END, CARRY_OVER)

ROOTS = (
    "SELECT code, product, family, workflow, definition, state, version FROM dossier "
    "WHERE programme = ? AND parent IS NULL AND final IS NULL ORDER BY code"
)


@dataclass(frozen=True)
class Root:
    """An open dossier that no other one opened, as of `version`; `definition` is the workflow that it pins."""

    code: str
    product: str | None
    family: str
    workflow: str
    definition: str
    state: str
    version: int


@dataclass(frozen=True)
class Ending:
    """What becomes of it: it goes on, `trigger` ends it, or `trigger` ends it here for the next season."""

    root: Root
    outcome: str
    trigger: str | None


def read_roots(transaction: Transaction, programme: str) -> list[Root]:
    """The open dossiers of a programme that no other one opened, in the order of their codes."""
    return [Root(*row) for row in transaction.rows(ROOTS, (programme,))]


def endings_of(
    transaction: Transaction, office: Office, published: Published, roots: Iterable[Root]
) -> tuple[Ending, ...]:
    """What each of some dossiers' own workflow declares; a state that declares nothing lets it go on."""
    found = []
    for root in roots:
        states = office.rulebook.definition(transaction, root.definition, published).states
        found.append(_ending(root, states[root.state].at_close or AtClose()))
    return tuple(found)


def _ending(root: Root, declared: AtClose) -> Ending:
    if declared.do is None:
        return Ending(root, CONTINUE, None)
    return Ending(root, CARRY_OVER if declared.carried_over else END, declared.do)
