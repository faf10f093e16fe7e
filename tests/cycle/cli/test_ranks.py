"""From a session to the steps of its dossiers, and why a product has its rank."""

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cycle.answers import RequestReusedError
from cycle.commands.assessing import Assessment, assess
from cycle.commands.permits import Caller
from cycle.queries.verification import verify
from tests.conftest import TestClock
from tests.cycle.cli.typed import Run, typed_on
from tests.evaluating import PRODUCT, Scene, bring, scene_26
from tests.judged import MEMBERS, best, four_stars, judge, scoring_set
from workflows.verdict import Refusal


@pytest.fixture
def scene(database_url: str, clock: TestClock) -> Iterator[Scene]:
    scene = scene_26(database_url, clock)
    yield scene
    scene.office.database.close()


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    return typed_on(database_url, tmp_path / "data", monkeypatch)


def state_of(scene: Scene, dossier: str) -> tuple[str, dict[str, object]]:
    with scene.office.database.reading() as transaction:
        found = transaction.row("SELECT state, data FROM dossier WHERE code = ?", (dossier,))
    assert found
    return found[0], json.loads(found[1])["values"]


def refused(scene: Scene, dossier: str, trigger: str, **values: str) -> list[str]:
    answer = scene.fire(dossier, trigger, "thu_ky_tinh", values={"minutes": f"{dossier}/council_minutes/1", **values})
    assert isinstance(answer, Refusal), answer
    return [one.code for one in answer.reasons]


def test_over_90_points_with_a_gate_of_five_stars_missed_are_four_stars(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    assert refused(scene, dossier, "record_result") == ["session_absent"]
    typed = refused(scene, dossier, "record_result", score="95", stars="5")
    assert typed == ["value_computed", "value_computed", "session_absent"]
    session = judge(scene, dossier, four_stars(scoring_set(scene.office)))
    offered = run("thu_ky_tinh", "--json", "dossier", "why", dossier)
    told = {one["trigger"]: one for one in json.loads(offered.output)["offers"]}
    assert told["record_result"]["reasons"] == []
    assert [one["code"] for one in told["record_exclusion"]["reasons"]] == ["council_otherwise"]
    tried = run("thu_ky_tinh", "session", "record", session, "--dry-run")
    assert tried.exit_code == 0
    assert state_of(scene, dossier)[0] == "province.in_council"
    done = run("thu_ky_tinh", "session", "record", session)
    assert done.exit_code == 0, done.output
    state, values = state_of(scene, dossier)
    assert (state, values["stars"]) == ("province.concluded", 4)
    assert float(str(values["score"])) > 90
    assert values["council"]["session"] == session  # type: ignore[index]  # a value taken from a council is a mapping
    again = run("thu_ky_tinh", "session", "record", session)
    assert "đã được ghi vào hồ sơ" in again.stderr
    shown = run("kiem_tra", "dossier", "show", dossier)
    assert f"phiên {session}, lượt chấm 1" in shown.output
    assert verify(scene.office).faults == ()


def test_what_the_council_excludes_is_not_recognised(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    found = next(one for one in scoring_set(scene.office).findings if one.effect == "reject")
    session = judge(scene, dossier, best(scoring_set(scene.office)), ((found.ground, found.at),))
    assert refused(scene, dossier, "record_result") == ["council_excluded"]
    done = run("thu_ky_tinh", "session", "record", session)
    assert done.exit_code == 0, done.output
    assert state_of(scene, dossier)[0] == "province.not_recognised"
    told = json.loads(run("kiem_tra", "--json", "rank", "explain", dossier).output)
    assert told["stars"] is None
    assert told["excluded"] == [{"ground": found.ground, "at": found.at}]
    assert told["raised_by"] == []


def test_a_council_that_meets_again_gives_a_new_turn(scene: Scene) -> None:
    dossier = bring(scene, PRODUCT, "province.concluded")
    scene.done(dossier, "reconvene", "chu_tich_hoi_dong", note="Minh chứng không rõ")
    assert "council_used" in refused(scene, dossier, "record_result")
    judge(scene, dossier, best(scoring_set(scene.office)))
    assert "council_used" not in refused(scene, dossier, "record_result")


def test_a_rank_is_explained_criterion_by_criterion(scene: Scene, run: Run, tmp_path: Path) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    answers, given = four_stars(scoring_set(scene.office)), scoring_set(scene.office)
    missed = next(code for code, number in answers.items() if number != best(given)[code])
    judge(scene, dossier, answers)
    told = json.loads(run("kiem_tra", "--json", "rank", "explain", dossier).output)
    assert (told["band"], told["gate"], told["stars"]) == (5, 4, 4)
    [line] = [one for one in told["lines"] if one["misses"]]
    assert (line["criterion"], line["agreed"], line["misses"]) == (missed, answers[missed], [5])
    assert [(one["stars"], one["criterion"], one["gain"]) for one in told["raised_by"]] == [(5, missed, None)]
    assert len(told["members"]) == len(MEMBERS)
    shown = run("kiem_tra", "rank", "explain", dossier)
    assert "4 sao: hạng thấp hơn giữa mức điểm (5 sao) và điều kiện từng sao (4 sao)" in " ".join(shown.output.split())
    path = tmp_path / "giai-thich.xlsx"
    assert run("kiem_tra", "rank", "explain", dossier, "--xlsx", str(path)).exit_code == 0
    about, lines, rises, members = load_workbook(path).worksheets
    pairs = {str(name): value for name, value in about.iter_rows(min_row=2, values_only=True)}
    assert (pairs["Điểm trung bình"], pairs["Chênh lệch"], pairs["Phần A"]) == (
        float(told["score"]),
        0,
        float(told["parts"]["A"]),
    )
    cells = {str(row[0]): row for row in lines.iter_rows(min_row=2, values_only=True)}
    assert cells[missed][2:7] == (
        line["most"],
        f"{answers[missed]} ×{len(MEMBERS)}",
        line["points"],
        float(line["mean"]),
        answers[missed],
    )
    assert rises["B2"].value == 0
    assert [row[3] for row in members.iter_rows(min_row=2, values_only=True)] == [float(told["score"])] * len(MEMBERS)
    assert told["score"].replace(".", ",") in shown.output


def test_what_the_parts_show_adds_up_and_the_rounding_is_told(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    judge(scene, dossier, four_stars(scoring_set(scene.office)))
    told = json.loads(run("kiem_tra", "--json", "rank", "explain", dossier).output)
    points, sheets = sum(told["points"].values()), told["sheets"]
    assert Fraction(told["exact"]) == Fraction(points, sheets)
    assert sum(one["points"] for one in told["lines"]) == points
    assert (told["rounding"]["places"], told["rounding"]["mode"]) == (2, "down")
    shown = " ".join(run("kiem_tra", "rank", "explain", dossier).output.split())
    for words in (f"{points} điểm : {sheets} phiếu = ", "bỏ phần còn lại, không làm tròn lên", "giả định"):
        assert words in shown, words
    for part in told["points"].values():
        assert f"{part} điểm : {sheets} phiếu" in shown


def test_a_producer_sees_its_own_result_and_no_names(scene: Scene, run: Run) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    assert "rank_unknown" in run("chu_the", "--json", "rank", "explain", dossier).output
    judge(scene, dossier)
    answer = run("chu_the", "--json", "rank", "explain", dossier)
    told = json.loads(answer.output)
    assert (told["stars"], told["members"]) == (4, [])
    assert not any(name in answer.output for name in ("Người", *MEMBERS))


def test_a_producer_assesses_its_product_and_the_rank_shows_it_beside(scene: Scene, run: Run, tmp_path: Path) -> None:
    dossier = bring(scene, PRODUCT, "province.in_council")
    path = tmp_path / "tu-danh-gia.xlsx"
    written = run("chu_the", "dossier", "assess", dossier, str(path), "--set", "1", "--template")
    assert written.exit_code == 0, written.output
    given = scoring_set(scene.office)
    book = load_workbook(path)
    sheet, answers = book[dossier], best(given)
    for row in range(2, sheet.max_row + 1):
        code, _, number = str(sheet.cell(row, 1).value).partition("=")
        if code in answers and number == str(answers[code]):
            sheet.cell(row, 9).value = "x"
    book.save(path)
    other = run("xa_khac", "dossier", "assess", dossier, str(path), "--set", "1")
    assert other.exit_code != 0
    words = ("dossier", "assess", dossier, str(path), "--set", "1", "--request-id", "tu-cham-1")
    done, again = run("chu_the", *words), run("chu_the", *words)
    assert done.exit_code == again.exit_code == 0, done.output
    assert "100 điểm" in done.output
    assert "Đã ghi từ lần yêu cầu trước" in again.output
    with scene.office.database.reading() as transaction:
        assert transaction.rows("SELECT COUNT(*) FROM record WHERE kind = 'assessed'") == [(1,)]
    fewer = dict.fromkeys(answers, 0)
    asked = Assessment(Caller("chu_the", request="tu-cham-1"), dossier, fewer, set_number=1)
    with pytest.raises(RequestReusedError):
        assess(scene.office, asked)
    judge(scene, dossier)
    told = json.loads(run("chu_the", "--json", "rank", "explain", dossier).output)
    assert {one["criterion"]: one["own"] for one in told["lines"]} == answers
    late = run("chu_the", "--json", "dossier", "assess", dossier, str(path), "--set", "1")
    assert "assessed_too_late" in late.output
    assert verify(scene.office).faults == ()
    with scene.office.database.writing() as transaction:
        transaction.run("UPDATE self_assessment SET total = 99", ())
    assert [one.code for one in verify(scene.office).faults] == ["row_changed"]
