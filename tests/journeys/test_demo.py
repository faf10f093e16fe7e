"""The rehearsal of Quảng Ngãi's season of 2024, played by `ocop demo` and read back from its database."""

import json
import shlex

import pytest

from cycle.store import Store
from tests.journeys.rehearsed import Rehearsal, ocop

# Whoever asks first plays the season, once where all ask in one process.
pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("rehearsal")]

INVENTED = "Ví dụ (tên đặt ra)"
ADVERSE = ("return", "return_plan", "lapse", "leave_out", "defer", "carry_over", "withdraw", "not_recognise")


def test_it_has_27_products_of_all_six_sectors_in_all_thirteen_localities(rehearsal: Rehearsal) -> None:
    assert rehearsal.rows("SELECT COUNT(*), COUNT(DISTINCT sector) FROM product") == [(27, 6)]
    places = rehearsal.rows(
        "SELECT DISTINCT CASE o.level WHEN 'district' THEN o.code ELSE o.parent END FROM product_area a "
        "JOIN organisation o ON o.code = a.organisation"
    )
    assert len(places) == 13


def test_the_ten_tasks_of_the_plan_are_listed_with_their_last_days(rehearsal: Rehearsal) -> None:
    rows = rehearsal.ask("deadline", "list", "QNG2024", "--family", "plan_task")["rows"]
    assert [row["number"] for row in rows] == [f"TT.{number:02d}" for number in range(1, 11)]
    assert (rows[0]["last_day"], rows[-1]["last_day"]) == ("2024-03-31", "2024-12-31")


def test_every_producer_says_that_it_is_invented(rehearsal: Rehearsal) -> None:
    assert all(name.endswith("Ví dụ") for (name,) in rehearsal.rows("SELECT name FROM producer"))


def test_adverse_outcomes_befall_invented_products_only(rehearsal: Rehearsal) -> None:
    names = dict(rehearsal.rows("SELECT d.code, p.name FROM dossier d JOIN product p ON p.code = d.product"))
    befallen = {names[code] for code in names for step in rehearsal.steps(code) if step["trigger"] in ADVERSE}
    declined = {name for _, name in rehearsal.rows("SELECT code, name FROM product") if INVENTED in name}
    assert len(befallen) == 7
    assert all(INVENTED in name for name in befallen)
    products = dict(rehearsal.rows("SELECT code, name FROM product"))
    assert {products[one["product"]] for one in rehearsal.told["declined"]} <= declined


def test_ten_products_are_recognised_nine_of_them_with_three_stars(rehearsal: Rehearsal) -> None:
    rows = rehearsal.rows("SELECT product, data FROM dossier WHERE family = 'certificate' ORDER BY product")
    stars = {product: json.loads(data)["values"]["stars"] for product, data in rows}
    three = ["SP02", "SP03", "SP04", "SP05", "SP06", "SP07", "SP08", "SP10", "SP11"]
    assert stars == {**dict.fromkeys(three, 3), "SP09": 4}
    assert rehearsal.dossier("SP03")[1:] == ("promotion.recognised", None)


def test_four_stars_are_recognised_by_the_province(rehearsal: Rehearsal) -> None:
    step = rehearsal.step("SP09", "recognise_4", "evaluation")
    assert step["actor"] == "chu_tich_tinh"
    assert step["values"]["province_decision"]["by"] == "province_chair"


def test_one_product_waits_for_the_centre_with_its_potential_approved(rehearsal: Rehearsal) -> None:
    assert rehearsal.dossier("SP01", "evaluation")[1:] == ("centre.evaluating", None)
    assert rehearsal.dossier("SP01")[1:] == ("evaluation.under_evaluation", None)
    assert rehearsal.step("SP01", "approve_result", "evaluation")["values"]["approval"]["by"] == "province_chair"


def test_an_idea_that_was_returned_is_resubmitted_in_time(rehearsal: Rehearsal) -> None:
    triggers = [step["trigger"] for step in rehearsal.steps(rehearsal.dossier("SP24")[0])]
    assert triggers[1:5] == ["submit", "return", "resubmit", "accept"]


def test_an_idea_resubmitted_too_late_lapses_by_an_officer_and_not_before(rehearsal: Rehearsal) -> None:
    assert rehearsal.codes("SP21") == [["deadline_not_passed"], ["deadline_passed"]]
    lapse = rehearsal.step("SP21", "lapse")
    assert (lapse["actor"], lapse["happened"]) == ("van_phong", "2024-04-24")
    assert rehearsal.dossier("SP21")[1:] == ("idea.next_season", "carried_over")


def test_a_plan_is_returned_and_accepted_when_it_comes_again(rehearsal: Rehearsal) -> None:
    triggers = [step["trigger"] for step in rehearsal.steps(rehearsal.dossier("SP18")[0])]
    planned = triggers[triggers.index("submit_plan") :]
    assert planned[:4] == ["submit_plan", "return_plan", "resubmit_plan", "accept_plan"]


def test_an_expired_food_safety_certificate_blocks_and_its_renewal_frees(rehearsal: Rehearsal) -> None:
    assert rehearsal.codes("SP11") == [["paper_expired"]]
    expires = rehearsal.rows("SELECT expires FROM paper WHERE holder = 'CS-TB-02' AND type = 'food_safety'")
    assert expires == [("2024-05-15",), ("2027-06-04",)]
    relied = [paper["paper"] for paper in rehearsal.step("SP11", "confirm_complete", "evaluation")["papers"]]
    assert "CS-TB-02/food_safety/2" in relied


def test_one_food_safety_certificate_serves_three_products(rehearsal: Rehearsal) -> None:
    relied = rehearsal.rows(
        "SELECT DISTINCT d.product FROM reliance r JOIN dossier d ON 'dossier/' || d.code = r.stream "
        "WHERE r.paper = 'CS-LS-01/food_safety/1' ORDER BY d.product"
    )
    assert relied == [("SP01",), ("SP02",), ("SP03",)]


def test_a_withdrawal_closes_the_open_evaluation(rehearsal: Rehearsal) -> None:
    assert rehearsal.dossier("SP19")[1:] == ("closed.withdrawn", "withdrawn")
    assert rehearsal.dossier("SP19", "evaluation")[1:] == ("closed.withdrawn", "withdrawn")
    assert rehearsal.step("SP19", "withdraw", "evaluation")["cause"]["stream"] == "dossier/QNG2024-0019"


def test_the_wrong_role_is_refused(rehearsal: Rehearsal) -> None:
    assert rehearsal.codes("SP27") == [["role_not_allowed"]]
    assert rehearsal.declined("SP27")[0]["account"] == "ba_thanh"


def test_a_form_stamped_in_april_and_entered_in_may_is_in_time(rehearsal: Rehearsal) -> None:
    assert rehearsal.codes("SP25") == [["window_closed"]]
    submitted = rehearsal.step("SP25", "submit")
    assert (submitted["happened"], submitted["recorded"][:10]) == ("2024-04-29", "2024-05-05")
    ((received, judged),) = rehearsal.rows("SELECT received, judged FROM paper WHERE holder = 'QNG2024-0025' LIMIT 1")
    assert (received, judged[:10]) == ("2024-04-29", "2024-05-02")


def test_the_second_of_two_officers_is_told_what_the_first_has_done(rehearsal: Rehearsal) -> None:
    (declined,) = rehearsal.declined("SP26")
    assert declined["answer"]["result"] == "conflict"
    assert [change["trigger"] for change in declined["answer"]["changes"]] == ["select"]


def test_an_override_stands_in_history_with_its_note_and_what_was_set_aside(rehearsal: Rehearsal) -> None:
    step = rehearsal.step("SP23", "submit_plan")
    assert step["override"] is True
    assert [guard["guard"] for guard in step["guards"] if guard["result"] == "overridden"] == ["window"]
    notes = rehearsal.rows(
        "SELECT plain FROM personal WHERE stream = ? AND seq = ? AND field = 'note'",
        "dossier/QNG2024-0023",
        step["seq"],
    )
    assert notes == [("Mưa lũ chia cắt xã từ ngày 28/7 đến ngày 04/8",)]


def test_in_ly_son_which_has_no_communes_the_district_acts(rehearsal: Rehearsal) -> None:
    assert {rehearsal.step(one, "accept")["actor"] for one in ("SP01", "SP02", "SP03")} == {"huyen_ly_son"}


def test_acts_are_entered_for_producers_by_offices(rehearsal: Rehearsal) -> None:
    step = rehearsal.step("SP25", "submit")
    assert (step["actor"], step["on_behalf"]) == ("son_dung", "producer:CT-34P8000124")


def test_the_files_of_the_papers_are_real(rehearsal: Rehearsal) -> None:
    store = Store(rehearsal.folder / "files")
    hashes = [one for (one,) in rehearsal.rows("SELECT DISTINCT file FROM paper WHERE file IS NOT NULL")]
    assert len(hashes) > 200
    assert all(store.has(one) for one in hashes)


def test_every_command_it_names_works(rehearsal: Rehearsal) -> None:
    for one in rehearsal.told["commands"]:
        answer = ocop(*shlex.split(one["command"])[1:])
        assert answer.exit_code == 0, (one, answer.output)


def test_the_board_shows_three_of_thirteen_localities_evaluated_by_the_end_of_august(rehearsal: Rehearsal) -> None:
    line = next(one["command"] for one in rehearsal.told["commands"] if " board " in one["command"])
    board = json.loads(ocop("--json", *shlex.split(line)[1:]).stdout)
    evaluated = [row["code"] for row in board["localities"] if row["evaluated"]]
    assert sorted(evaluated) == ["525", "534", "536"]
    assert (len(board["localities"]), board["on"]) == (13, "2024-08-31")


def test_a_replay_by_what_was_recorded_differs_from_one_by_what_had_happened(rehearsal: Rehearsal) -> None:
    lines = [one["command"] for one in rehearsal.told["commands"] if " --by " in one["command"]]
    told = {line.rpartition(" ")[2]: json.loads(ocop("--json", *shlex.split(line)[1:]).stdout) for line in lines}
    assert told["happened"]["snapshot"]["state"] == "idea.screening"
    assert told["recorded"]["snapshot"]["state"] == "idea.drafting"
