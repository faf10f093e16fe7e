"""A dossier that leaves the council while its turn is open holds up nobody: its turn is void at the close."""

from cycle.answers import Done
from cycle.commands import councils
from cycle.commands.fire import Fire, fire
from cycle.queries.verification import verify
from tests.cycle.commands.councils.sitting import Sitting, codes


def test_the_turn_of_a_withdrawn_dossier_is_void_when_the_session_closes(sitting: Sitting) -> None:
    assert codes(sitting.act(councils.CloseSession)) == ["turns_left"]
    withdrawn = fire(sitting.office, Fire(sitting.dossier, "withdraw_evaluation", "chu_the", note="Không còn sản xuất"))
    assert isinstance(withdrawn, Done), withdrawn
    assert isinstance(sitting.act(councils.CloseSession), Done)
    with sitting.office.database.reading() as transaction:
        assert transaction.rows("SELECT status FROM turn") == [("void",)]
    assert verify(sitting.office).faults == ()
