"""Members who leave a council while it sits."""

import threading
from datetime import date
from typing import Any

from cycle.answers import Done
from cycle.commands import councils
from cycle.commands.councils import Leaving, leave_council
from cycle.commands.permits import Caller
from cycle.database import Database
from cycle.office import Office
from cycle.publication import Rulebook
from tests.cycle.commands.councils.sitting import DECISION, Sitting, codes
from tests.cycle.commands.councils.test_turn_races import wait_at_lock


def test_who_leaves_waits_for_an_act_in_an_open_session(sitting: Sitting, database_url: str) -> None:
    sitting.done(councils.Attend, present={"09": False})
    asked = Leaving(Caller("to_chuc"), sitting.council, "09", date(2026, 6, 7), DECISION)
    other, answers = Office(Database(database_url), Rulebook(), sitting.office.clock, rehearsal=True), list[Any]()
    worker = threading.Thread(target=lambda: answers.append(leave_council(other, asked)))
    with sitting.office.database.writing() as transaction:
        transaction.lock("SELECT code FROM session WHERE code = ? FOR UPDATE", (sitting.session,))
        worker.start()
        wait_at_lock(sitting.office.database, worker)
        transaction.run("UPDATE attendance SET present = 1 WHERE member = '09'")
    worker.join(30)
    assert [codes(one) for one in answers] == [["member_sat_later"]]
    other.database.close()


def test_nobody_waits_for_the_sheet_of_who_is_no_member_any_more(sitting: Sitting) -> None:
    for member in range(1, 9):
        assert isinstance(sitting.enter(member, sitting.answers), Done)
    with sitting.office.database.writing() as transaction:
        transaction.run("UPDATE council_member SET valid_to = '2026-06-07' WHERE member = '09'")
    assert isinstance(sitting.close(), Done)
