"""What would raise a product's rank is told alike everywhere, by the rules under which its council met."""

import shutil
from datetime import date
from pathlib import Path

from cycle.answers import Done
from cycle.queries.evaluation.raising import way_up
from cycle.queries.evaluation.ranking import RankTold, find_rank
from tests.cycle.commands.councils.sitting import lowered
from tests.cycle.commands.test_publishing import edit, publish
from tests.cycle.documents.conftest import Desk
from tests.cycle.documents.test_drafting import drafted, told
from tests.evaluating import PRODUCT, add_papers, bring
from tests.judged import best, judge, scoring_set, two_stars
from tests.scene import CONFIG

CRITERIA = "criteria/qd26-2026/criteria.yaml"


def test_the_way_up_is_that_of_the_session_s_publication(file_desk: Desk, tmp_path: Path) -> None:
    scene = file_desk.scene
    dossier = bring(scene, PRODUCT, "province.in_council")
    session = judge(scene, dossier, two_stars(scoring_set(scene.office)))
    config = Path(shutil.copytree(CONFIG, tmp_path / "config"))
    edit(config, CRITERIA, "recognised_from: 3", "recognised_from: 5")
    published = publish(scene, config, date(2026, 6, 8))
    assert isinstance(published, Done), published
    found = find_rank(scene.office, file_desk.view("to_chuc"), dossier)
    with scene.office.database.reading() as transaction:
        way = way_up(transaction, scene.office.rulebook, (session, dossier, 1))
    assert isinstance(found, RankTold), found
    assert way is not None
    assert way.stars == 3
    wanted = [one.criterion for one in (*way.gates, *way.steps)]
    assert wanted == [one.criterion for one in found.raised_by if one.stars == way.stars]


def test_a_notice_tells_the_points_that_are_short_before_what_brings_them(file_desk: Desk) -> None:
    scene = file_desk.scene
    dossier = bring(scene, PRODUCT, "province.in_council")
    given = scoring_set(scene.office)
    judge(scene, dossier, lowered(given, best(given), 25))
    (minutes,) = add_papers(scene, dossier, PRODUCT, "council_minutes")
    scene.done(dossier, "record_result", "thu_ky_tinh", values={"minutes": minutes})
    notice = told(drafted(file_desk, "notice", dossier))
    assert "để đạt hạng cao hơn cần có: đủ 90 điểm (còn thiếu 15,00 điểm); " in notice


def test_a_notice_tells_no_points_where_none_are_short(file_desk: Desk) -> None:
    dossier = bring(file_desk.scene, PRODUCT, "province.concluded")
    notice = told(drafted(file_desk, "notice", dossier))
    assert "để đạt hạng cao hơn cần có: " in notice
    assert "còn thiếu" not in notice
