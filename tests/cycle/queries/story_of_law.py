"""Changes of law: evaluations under 148 that were moved, all taken back, and moved again but for one."""

from cycle.answers import Done
from cycle.law import Back, revert_run, to_return
from tests import laws
from tests.conftest import TestClock
from workflows.verdict import Refusal

CHOSEN = {"accept": True, "note": "Theo gợi ý của kế hoạch", "basis": "1489/QĐ-TTg"}
DOSSIERS = 4
ALONE = "QNG2024-0001.1"


def tell_law(url: str) -> None:
    """Everything that has happened by the seventh of July 2025."""
    scene = laws.set_law_scene(url, TestClock(), DOSSIERS)
    for run, only in (("LAW-1", ()), ("LAW-2", (ALONE,))):
        moved = laws.applied(scene, laws.asked_of(laws.TO_1489, **CHOSEN))
        assert all(isinstance(one.answer, Done) for one in moved)
        back = Back(run, "Nhầm", only)
        codes = to_return(scene.office, laws.SECRETARIAT, back)
        assert not isinstance(codes, Refusal), codes
        answers = [one.answer for one in revert_run(scene.office, laws.SECRETARIAT, back, codes)]
        assert all(isinstance(one, Done) for one in answers), answers
    scene.office.database.close()
