"""A turn is opened on a dossier as it stands once whoever acts on its family has done so."""

import threading
from time import monotonic
from typing import Any

from cycle import statements
from cycle.commands import councils
from cycle.commands.councils import OpenTurns, act_in
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from tests.cycle.commands.councils.sitting import SECRETARY, SET, Sitting, codes

WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def wait_at_lock(database: Database, worker: threading.Thread) -> None:
    """Until somebody waits for a row. SQLite's one writer waits before it has read anything, so it may come later."""
    deadline = monotonic() + 30
    while database.url.get_backend_name() == "postgresql":
        with database.reading() as transaction:
            if transaction.rows(WAITING):
                return
        assert worker.is_alive(), "nothing kept the turn from being opened"
        assert monotonic() < deadline
        worker.join(0.01)


def test_a_turn_waits_for_an_act_on_the_dossiers_family(sitting: Sitting, database_url: str) -> None:
    sitting.done(councils.CancelSession, note="Không đủ thành viên")
    asked = OpenTurns(SECRETARY, sitting.open_session(), dossiers={sitting.dossier: SET})
    other, answers = Office(Database(database_url), Rulebook(), sitting.office.clock, rehearsal=True), list[Any]()
    worker = threading.Thread(target=lambda: answers.append(act_in(other, asked)))
    with sitting.office.database.writing() as transaction:
        transaction.lock(statements.LOCK_ROOT, (sitting.dossier,))
        worker.start()
        wait_at_lock(sitting.office.database, worker)
        transaction.run("UPDATE dossier SET state = 'province.in_review' WHERE code = ?", (sitting.dossier,))
    worker.join(30)
    assert [codes(one) for one in answers] == [["dossier_not_heard"]]
    other.database.close()
