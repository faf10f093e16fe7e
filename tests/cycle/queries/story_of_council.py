"""An evaluation of 2026 that a council has judged, with every kind of row that a session leaves, and its decision."""

import tempfile
from pathlib import Path

from cycle.answers import Done
from cycle.commands import councils
from cycle.commands.assessing import Assessment, assess
from cycle.commands.councils import Settled
from cycle.commands.documents.abouts import AskedAbout
from cycle.commands.documents.documents import SignedDocument, file_document
from cycle.commands.permits import Caller
from tests.conftest import TestClock
from tests.cycle.commands.councils.sitting import MEMBERS, SECRETARY, SET, TODAY, Sitting, gated, sit
from tests.evaluating import bring

ROUND = "T-02-2026"


def tell_council(url: str) -> None:
    """Everything that has happened by the end of a session of June 2026; another one was called off."""
    with tempfile.TemporaryDirectory() as folder:
        sitting = sit(url, TestClock(), Path(folder))
        _assess(sitting)
        _enter(sitting)
        _settle(sitting)
        minutes = f"{sitting.dossier}/council_minutes/1"
        sitting.scene.done(sitting.dossier, "record_result", "thu_ky_tinh", values={"minutes": minutes})
        sitting.done(councils.CancelSession, session=sitting.open_session(), note="Chưa đủ thành viên")
        _file(sitting)
        sitting.office.database.close()


def _assess(sitting: Sitting) -> None:
    """Another product's evaluation is filed, and its producer says what it deserves."""
    dossier = bring(sitting.scene, sitting.scene.add_product(2), "commune.checking")
    asked = Assessment(Caller("chu_the"), dossier, sitting.answers, {"1.1": (f"{dossier}/samples/1",)}, SET)
    answer = assess(sitting.office, asked)
    assert isinstance(answer, Done), answer


def _enter(sitting: Sitting) -> None:
    """A member kept out, one who took a sheet back, one on paper, one who found a ground that the others did not."""
    sitting.done(councils.DeclareConflict, member="09", dossier=sitting.dossier, note="Người nhà")
    assert isinstance(sitting.enter(2, sitting.answers), Done)
    sitting.done(councils.WithdrawSheet, Caller(MEMBERS[1]), dossier=sitting.dossier, note="Ghi nhầm")
    code, other = gated(sitting.given, sitting.answers)
    ground = sitting.given.findings[0]
    for member in (1, 2, 5, 6, 7, 8):
        assert isinstance(sitting.enter(member, sitting.answers), Done)
    assert isinstance(sitting.enter(3, {**sitting.answers, code: other}, SECRETARY, scan=sitting.scan()), Done)
    last = sitting.enter(4, sitting.answers, findings=((ground.ground, ground.at),))
    assert isinstance(last, Done), last


def _settle(sitting: Sitting) -> None:
    assert isinstance(sitting.close(), Done)
    code, _ = gated(sitting.given, sitting.answers)
    ground = sitting.given.findings[0]
    dropped = Settled(ground.ground, ground.at, stands=False)
    options = {code: sitting.answers[code]}
    sitting.done(councils.Agree, dossier=sitting.dossier, options=options, findings=(dropped,), note="Không có căn cứ")
    assert isinstance(sitting.conclude(), Done)
    sitting.done(councils.CloseSession)


def _file(sitting: Sitting) -> None:
    """The minutes of the session, and the decision on the round."""
    for kind, about, number in (("minutes", sitting.session, "02/BB"), ("decision", ROUND, "15/QĐ-UBND")):
        signer, scan = ("Nguyễn Văn A", "Chủ tịch"), sitting.scan()
        asked = SignedDocument(Caller("to_chuc"), kind, AskedAbout(about), number, TODAY, *signer, scan)
        answer = file_document(sitting.office, sitting.store, asked)
        assert isinstance(answer, Done), answer
