"""The rehearsal of Quảng Ngãi's season of 2026, played by `ocop demo` and read back from its database."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from cycle.reading import read_text
from tests.journeys.rehearsed import Rehearsal, ocop

# Whoever asks first plays the season, once where all ask in one process.
pytestmark = [pytest.mark.timeout(600), pytest.mark.xdist_group("rehearsal 2026")]

CONFIG = Path(__file__).parents[2] / "config"
INVENTED = "Ví dụ (tên đặt ra)"
ADVERSE = (
    *("ask_supplement", "withdraw", "withdraw_by_province", "not_recognise", "expire", "evaluate_again", "conclude"),
    *("confirm_stopped", "refile_late"),
)


def workflow(rehearsal: Rehearsal, product: str) -> str:
    ((found,),) = rehearsal.rows("SELECT workflow FROM dossier WHERE product = ? AND family = 'evaluation'", product)
    return str(found)


def certificates(rehearsal: Rehearsal, state: str) -> int:
    statement = "SELECT COUNT(*) FROM dossier WHERE family = 'certificate' AND state = ? AND product LIKE 'GC%'"
    ((found,),) = rehearsal.rows(statement, f"certificate.{state}")
    return int(found)


def declared(path: str) -> dict[str, Any]:
    source, problems = read_text(path, (CONFIG / path).read_bytes())
    assert source is not None, problems
    return dict(source.tree)


def test_it_is_the_default_and_the_old_one_is_there_by_its_name() -> None:
    told = json.loads(ocop("--json", "demo", "--list").stdout)
    assert [(one["name"], one["default"]) for one in told] == [("quang-ngai-2026", True), ("quang-ngai-2024", False)]


def test_it_begins_with_the_programme_of_the_year_but_for_what_the_new_decision_brings() -> None:
    whole, begins = declared("programmes/quang-ngai-2026/programme.yaml"), declared("demo/programme-2026-01.yaml")
    assert set(whole) - set(begins) == {"rounds", "councils"}
    assert [one for one in whole["windows"] if one["window"] != "late_refiling"] == begins["windows"]
    assert [one for one in whole["bases"] if not one["number"].startswith("26/2026")] == begins["bases"]
    same = set(begins) - {"windows", "bases"}
    assert {name: begins[name] for name in same} == {name: whole[name] for name in same}


def test_an_unknown_name_says_which_is_meant() -> None:
    answer = ocop("demo", "quang-ngai-2025")
    assert answer.exit_code == 2
    assert "quang-ngai-202" in answer.stderr


def test_its_history_verifies(rehearsal_2026: Rehearsal) -> None:
    assert rehearsal_2026.ask("history", "verify")["faults"] == []


def test_adverse_outcomes_befall_invented_products_only(rehearsal_2026: Rehearsal) -> None:
    names = dict(rehearsal_2026.rows("SELECT d.code, p.name FROM dossier d JOIN product p ON p.code = d.product"))
    steps = {code: {step["trigger"] for step in rehearsal_2026.steps(code)} for code in names}
    assert all(INVENTED in names[code] for code, done in steps.items() if done & set(ADVERSE))
    assert all(name.endswith("Ví dụ") for (name,) in rehearsal_2026.rows("SELECT name FROM producer"))


def test_the_day_of_filing_chooses_the_law(rehearsal_2026: Rehearsal) -> None:
    filed = {product: rehearsal_2026.step(product, "file")["happened"] for product in ("SP06", "SP07")}
    assert filed == {"SP06": "2026-05-21", "SP07": "2026-05-22"}
    opened = rehearsal_2026.rows(
        "SELECT d.product, r.payload FROM record r JOIN dossier d ON r.stream = 'dossier/' || d.code "
        "WHERE r.kind = 'opened' AND d.family = 'evaluation' AND d.product IN ('SP06', 'SP07') ORDER BY d.product"
    )
    assert [json.loads(payload)["workflow"] for _, payload in opened] == ["evaluation_148_1489", "evaluation_26"]


def test_what_was_not_finished_in_time_is_moved_by_a_person_one_of_them_back_and_anew(
    rehearsal_2026: Rehearsal,
) -> None:
    assert {workflow(rehearsal_2026, one) for one in ("SP04", "SP05", "SP06")} == {"evaluation_26"}
    moves = rehearsal_2026.rows("SELECT run, reverted_seq IS NOT NULL FROM law_move WHERE dossier = 'QNG2026-0046.1'")
    assert sorted(moves) == [("LAW-2", 1), ("LAW-3", 0)]
    assert workflow(rehearsal_2026, "SP01") == "evaluation_148_1489"
    assert rehearsal_2026.dossier("SP01", "evaluation")[2] == "recognised"


def test_over_90_points_with_a_gate_missed_are_four_stars(rehearsal_2026: Rehearsal) -> None:
    turns = {
        product: (score, band, stars)
        for product, score, band, stars in rehearsal_2026.rows(
            "SELECT d.product, t.score, t.band, t.stars FROM turn t JOIN dossier d ON d.code = t.dossier "
            "WHERE t.session = 'QNG2026-PH001'"
        )
    }
    score, band, stars = turns["SP10"]
    assert (float(score) > 90, band, stars) == (True, 5, 4)
    assert [turns[one][2] for one in ("SP07", "SP08", "SP09", "SP11")] == [4, 5, 5, 2]
    assert rehearsal_2026.step("SP10", "record_result", "evaluation")["values"]["stars"] == 4


def test_of_two_sent_to_the_ministry_one_is_given_less_and_the_province_recognises_it(
    rehearsal_2026: Rehearsal,
) -> None:
    assert rehearsal_2026.dossier("SP08", "evaluation")[1] == "ministry.recognised"
    assert rehearsal_2026.dossier("SP09", "evaluation")[1] == "province.recognised"
    data = dict(rehearsal_2026.rows("SELECT product, data FROM dossier WHERE family = 'certificate'"))
    stars = {product: json.loads(data[product])["values"]["stars"] for product in ("SP08", "SP09")}
    assert stars == {"SP08": 5, "SP09": 4}


def test_forty_one_certificates_run_out_and_each_is_accounted_for(rehearsal_2026: Rehearsal) -> None:
    counts = {state: certificates(rehearsal_2026, state) for state in ("replaced", "withdrawn", "expired", "renewing")}
    assert counts == {"replaced": 10, "withdrawn": 1, "expired": 23, "renewing": 2}
    assert certificates(rehearsal_2026, "valid") == 5 + counts["replaced"]


def test_a_proposal_after_the_cut_off_joins_the_next_round(rehearsal_2026: Rehearsal) -> None:
    rounds = {
        one: rehearsal_2026.step(one, "propose", "evaluation")["values"]["round"] for one in ("SP12", "SP14", "SP15")
    }
    assert rounds == {"SP12": "T-02-2026", "SP14": "T-01-2027", "SP15": "T-02-2026"}


def test_one_request_names_all_that_is_lacking(rehearsal_2026: Rehearsal) -> None:
    lacking = json.dumps(rehearsal_2026.step("SP13", "ask_supplement", "evaluation")["values"]["lacking"])
    assert all(paper in lacking for paper in ("test_report", "market_contracts", "quality_declaration"))


def test_a_department_that_does_not_answer_is_silent_on_record(rehearsal_2026: Rehearsal) -> None:
    finals = rehearsal_2026.rows("SELECT final FROM dossier WHERE family = 'opinion' ORDER BY code")
    assert finals == [("answered",), ("silent",)]


def test_as_of_the_end_the_next_days_are_those_of_article_5(rehearsal_2026: Rehearsal) -> None:
    rounds = {one["round"]: one for one in rehearsal_2026.ask("round", "list", "QNG2026", "--year", "2026")}
    assert rounds["T-02-2026"]["held_by"] == "2026-12-29"
    assert rounds["TW-02-2026"]["cut_off"] == "2027-01-29"
    assert rehearsal_2026.clock("SP15", "session", "evaluation")["last_day"] == "2026-12-29"


def test_lines_of_the_year_are_shown_without_codes_of_their_own(rehearsal_2026: Rehearsal) -> None:
    shown = {one["day"]: one["text"] for one in rehearsal_2026.told["shown"]}
    assert "cần người quyết định" in shown["2026-07-22"].lower() or "Bánh nổ" in shown["2026-07-22"]
    assert not any("option_" in text or "error." in text for text in shown.values())


def test_every_command_it_names_works(rehearsal_2026: Rehearsal) -> None:
    for one in rehearsal_2026.told["commands"]:
        answer = ocop(*shlex.split(one["command"])[1:])
        assert answer.exit_code in (0, 1), (one, answer.output)
        assert answer.stdout


def test_the_year_is_drawn_by_the_titles_of_the_workflows(rehearsal_2026: Rehearsal) -> None:
    drawn = (rehearsal_2026.folder / "QNG2026.svg").read_text(encoding="utf-8")
    assert re.findall(r">[^<]*\b[a-z]+_[a-z_]+", drawn) == []
    assert rehearsal_2026.ask("season", "timeline", "QNG2026")["svg"] == drawn
