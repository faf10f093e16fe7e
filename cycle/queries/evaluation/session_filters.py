"""Whether what a list of sessions is filtered by exists: a wrong code is named, never answered by an empty list."""

from sqlalchemy import select

from cycle.office import Office
from cycle.queries.choices import wrong_programme
from cycle.queries.evaluation.councils import councils_seen
from cycle.queries.evaluation.rounds import wrong_round
from cycle.queries.evaluation.sessions import SessionFilter
from cycle.queries.viewing import View
from cycle.tables import council
from workflows.verdict import Reason


def wrong_session_filter(office: Office, view: View, wanted: SessionFilter) -> tuple[Reason, ...]:
    """What a filter of sessions names that is not there: a programme, a council, a round."""
    with office.database.reading() as transaction:
        published = office.rulebook.on(transaction, view.today)
        found = [wrong_programme(transaction, published, wanted.programme)]
        if wanted.council is not None:
            known = select(council.c.code).where(council.c.code == wanted.council, councils_seen(view))
            if transaction.connection.execute(known).first() is None:
                found.append(Reason("council_unknown", {"council": wanted.council}))
        if wanted.round is not None:
            found.append(wrong_round(published, wanted.round, view.today))
    return tuple(reason for reason in found if reason is not None)
