"""What a score sheet is filled in by: the dossier and its set, for a session or for the producer's own assessment."""

from dataclasses import dataclass

from cycle.office import Office
from cycle.queries.dossiers.snapshots import snapshot_seen
from cycle.queries.evaluation.sessions import session_seen
from cycle.queries.viewing import View
from cycle.sessions.scored import scored_by
from workflows.scoring.criteria import Criteria, CriteriaSet
from workflows.verdict import Reason


@dataclass(frozen=True)
class Scored:
    """A dossier with the set that it is scored by; `session` is empty, `turn` 0 where no council asks."""

    session: str
    dossier: str
    criteria: Criteria
    given: CriteriaSet
    turn: int = 0


def list_open_turns(office: Office, view: View, session: str) -> tuple[Scored, ...] | Reason:
    """The dossiers of a session on which sheets may be entered now."""
    with office.database.reading() as transaction:
        if not session_seen(transaction, view, session):
            return Reason("session_unknown", {"session": session})
        found = []
        for dossier, turn, name, number, publication in transaction.rows(_OPEN, (session,)):
            criteria = office.rulebook.load(transaction, publication).rules.criteria[name]
            found.append(Scored(session, dossier, criteria, criteria.sets[number], turn))
        return tuple(found)


def find_own_assessment(office: Office, view: View, dossier: str, number: int | None = None) -> Scored | Reason:
    """What a producer assesses its product by: a set by its number, else that of the product."""
    with office.database.reading() as transaction:
        snapshot = snapshot_seen(transaction, view, dossier)
        if snapshot is None:
            return Reason("dossier_unknown", {"dossier": dossier})
        published = office.rulebook.on(transaction, view.today)
        if published is None:
            return Reason("no_publication", {"day": view.today})
        definition = office.rulebook.definition(transaction, snapshot.definition, published)
        (known,) = transaction.row("SELECT set_number FROM product WHERE code = ?", (snapshot.product,)) or (None,)
        found = scored_by(published.rules, definition, dossier, number if number is not None else known)
        return found if isinstance(found, Reason) else Scored("", dossier, *found)


_OPEN = (
    "SELECT t.dossier, t.number, t.criteria, t.set_number, s.publication "
    "FROM turn t JOIN session s ON s.code = t.session WHERE t.session = ? AND t.status = 'open' ORDER BY t.dossier"
)
