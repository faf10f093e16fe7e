"""What the minutes of a council's session tell of, once there is anything to tell."""

from cycle.database import Transaction
from cycle.sessions.folding import CLOSED, VOID
from workflows.councils import MEETING
from workflows.verdict import Reason

MINUTES = "minutes"


def minuted(transaction: Transaction, session: str) -> tuple[str, ...] | Reason:
    """The dossiers of which the minutes of a session tell, or why there are no minutes yet.

    They are those concluded on, and of opinions in writing all that were gathered: they may differ so much that nothing
    is concluded of them (26/2026/QĐ-TTg, Article 7.6d).
    """
    rows = transaction.rows(_CLOSED, (session,))
    if not rows:
        return Reason("document_no_turn", {"about": session})
    told = (row[0] for row in rows if row[1] != VOID and (row[1] != CLOSED or row[2] != MEETING))
    return tuple(dict.fromkeys(told)) or Reason("document_not_concluded", {"about": session})


_CLOSED = (
    "SELECT t.dossier, t.status, s.form FROM turn t JOIN session s ON s.code = t.session "
    "WHERE t.session = ? AND t.closed_seq IS NOT NULL ORDER BY t.dossier, t.number"
)
