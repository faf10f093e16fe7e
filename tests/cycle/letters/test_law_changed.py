"""Who a change of law concerns is told once for each run, of all their dossiers together."""

import orjson

from cycle.commands.sequencing import sequence
from cycle.letters.composed import Queued
from cycle.letters.composing.composer import Composer
from cycle.letters.planning.plan import plan
from cycle.queries.verification import verify
from notifications.facts import Notice
from tests import laws
from tests.conftest import TestClock

ALL = {"accept": True, "note": "Theo gợi ý của kế hoạch", "basis": "1489/QĐ-TTg"}


def test_each_recipient_is_told_once_of_all_its_dossiers(database_url: str, clock: TestClock) -> None:
    scene = laws.set_law_scene(database_url, clock, len(laws.STATES))
    laws.applied(scene, laws.asked_of(laws.TO_1489, **ALL))
    for _ in range(2):
        sequence(scene.office)
        plan(scene.office)
    with scene.office.database.reading() as transaction:
        rows = transaction.rows(
            f"SELECT {', '.join(Queued._fields)} FROM letter WHERE name = 'law_changed' ORDER BY recipient"
        )
        letters = [Queued(*row)._replace(about=orjson.loads(row[Queued._fields.index("about")])) for row in rows]
        assert len({one.recipient for one in letters}) == len(letters)
        producer = next(one for one in letters if one.recipient.startswith("producer:"))
        assert len(producer.about["dossiers"]) == len(laws.STATES)
        commune = next(one for one in letters if one.recipient == "organisation:21244-2025")
        composed = Composer(transaction, scene.office).compose(commune)
    body = composed.body  # type: ignore[union-attr]  # another kind of answer fails the test
    assert isinstance(body, Notice)
    assert body.act == "Chuyển hồ sơ theo Quyết định số 148/QĐ-TTg sang Quyết định số 1489/QĐ-TTg"
    assert body.basis == "1489/QĐ-TTg"
    assert "Cấp huyện kiểm tra hồ sơ → Cấp xã kiểm tra và đánh giá một số nội dung" in [went for _, went in body.values]
    assert "Cấp xã kiểm tra hồ sơ" in [line.what for line in body.owed if not line.others]
    assert verify(scene.office).faults == ()
    scene.office.database.close()
