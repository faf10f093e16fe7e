"""Who may settle many letters at once."""

from cycle.app import os_user
from cycle.cli.asking.seeing import view
from cycle.cli.asking.session import Session

MANAGES = frozenset({"letter.manage"})


def must_manage(session: Session) -> None:
    """Raises Refused where the person who runs this may not manage letters.

    A user of the machine whom no account is bound to is the worker's own, and needs nothing; a rehearsal neither.
    """
    app = session.app()
    if not app.office.rehearsal and app.account_of(os_user()) is not None:
        view(session, MANAGES)
