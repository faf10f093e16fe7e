from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cycle.configuration import Configuration, read_configuration
from cycle.texts import Texts
from workflows.problems import Place, Problem
from workflows.rules import Rules
from workflows.verdict import Reason

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="module")
def rules() -> Rules:
    found = read_configuration(CONFIG)
    assert isinstance(found, Configuration)
    return found.rules


def told(rules: Rules, code: str, mend: tuple[str, ...] = (), /, language: str = "vi", **params: object) -> str:
    texts = Texts(language, rules, rules.definitions["season"])
    return texts.reason(Reason(code, params, mend))


def test_a_missing_paper_is_told_by_its_title_and_by_who_can_mend_it(rules: Rules) -> None:
    text = told(
        rules, "paper_missing", ("producer",), paper="production_plan", holder="QNG2024-0001", held_by="dossier"
    )
    assert text == (
        "Thiếu Phương án sản xuất, kinh doanh sản phẩm (Biểu số 03) của hồ sơ QNG2024-0001. Hãy nộp giấy tờ này. "
        "Người có thể khắc phục: Chủ thể OCOP."
    )


def test_days_are_written_as_people_write_them_in_both_languages(rules: Rules) -> None:
    for language in ("vi", "en"):
        text = told(
            rules,
            "window_closed",
            language=language,
            window="ideas",
            opens=date(2024, 3, 1),
            closes="2024-04-30",
            happened=date(2024, 5, 5),
        )
        assert "05/05/2024" in text
        assert "01/03/2024 – 30/04/2024" in text


def test_windows_states_and_triggers_are_told_by_their_titles(rules: Rules) -> None:
    names = {"trigger": "submit", "state": "plan.drafting", "from": ["idea.drafting"]}
    reason = Reason("trigger_not_from_here", {**names, "offered": ["submit_plan", "withdraw"]})
    text = Texts("vi", rules, rules.definitions["season"]).reason(reason)
    assert "“Nộp phiếu đăng ký ý tưởng”" in text
    assert "“Đang lập phương án”" in text
    assert "Nộp phương án (submit_plan), Rút hồ sơ (withdraw)" in text


def test_the_workflow_of_the_dossier_gives_the_title_where_two_share_a_name(rules: Rules) -> None:
    texts = Texts("vi").under(rules)
    titles = {name: texts.under(rules, one).show("trigger", "withdraw") for name, one in rules.definitions.items()}
    assert titles["season"] == "Rút hồ sơ"
    assert titles["evaluation_148"] != titles["season"]
    assert texts.about("plan.drafting").show("trigger", "withdraw") == "Rút hồ sơ"


def test_a_clock_is_told_by_the_states_in_which_it_runs(rules: Rules) -> None:
    text = told(rules, "deadline_not_passed", deadline="resubmission", last_day=date(2024, 5, 2))
    assert text.startswith("Thời hạn “Nộp lại phiếu đã hoàn thiện” còn đến hết ngày 02/05/2024.")


def test_who_may_act_is_told_once(rules: Rules) -> None:
    text = told(rules, "role_not_allowed", ("district",), allowed=["district.of_product"], roles=["district"])
    assert text.count("Công chức phụ trách OCOP cấp huyện") == 1
    assert "of_product" not in text


def test_a_value_is_told_by_its_title_and_the_name_only_where_it_is_to_be_typed(rules: Rules) -> None:
    assert "Điểm đánh giá (score)" in told(rules, "value_missing", value="score", type="score")
    assert told(rules, "value_absent", value="score").startswith("Hồ sơ chưa có Điểm đánh giá.")
    parts = "Quyết định công nhận của cấp huyện (district_decision.number, district_decision.date)"
    assert parts in told(rules, "decision_malformed", value="district_decision")
    asked = "district_decision.number=123/QĐ-UBND và district_decision.date=30/08/2024"
    assert asked in told(rules, "decision_malformed", value="district_decision")
    assert told(rules, "value_missing", language="en", value="stars").startswith("Stars (stars)")


def test_a_value_without_a_title_is_told_by_what_it_is_and_its_name(rules: Rules) -> None:
    older = replace(rules.definitions["evaluation_148"], values={})
    texts = Texts("vi", rules, older)
    assert "Chưa ghi điểm (score)." in texts.reason(Reason("value_missing", {"value": "score"}))
    assert texts.show("value", "stars") == "số sao (stars)", "the title is another workflow's"
    assert texts.show("declared_value", "stars") == "số sao (stars)"
    assert texts.show("value", "never") == "“never”"


def test_decimals_of_values_are_told_with_the_mark_of_the_language(rules: Rules) -> None:
    below = told(rules, "value_not_at_least", value="score", found="69.5", wanted="70")
    assert "69,5" in below


def test_decimals_keep_their_point_in_english(rules: Rules) -> None:
    assert "69.5" in told(rules, "value_not_at_least", language="en", value="score", found="69.5", wanted="70")


def test_an_unknown_trigger_asks_whether_another_was_meant(rules: Rules) -> None:
    near = told(rules, "trigger_unknown", trigger="submitt", nearest="submit", offered=["submit"])
    assert "Có phải ý là “submit”?" in near
    far = told(rules, "trigger_unknown", trigger="xyz", nearest=None, offered=[])
    assert "Có phải" not in far
    assert "Lúc này có thể: không có." in far


def test_kinds_of_producers_and_sectors_are_words(rules: Rules) -> None:
    text = told(rules, "producer_not_eligible", kind="household", admitted=["cooperative", "farm"])
    assert "Hợp tác xã, Trang trại" in text


def test_without_rules_codes_stand_for_themselves() -> None:
    assert "production_plan" in Texts("vi").reason(
        Reason("paper_too_large", {"paper": "production_plan", "max_mb": 20})
    )


def test_a_code_without_a_text_and_a_value_that_is_missing_are_still_told() -> None:
    texts = Texts("en")
    assert texts.reason(Reason("never_heard_of", {"a": 1})) == "never_heard_of (a=1)"
    assert "?" in texts.reason(Reason("dossier_unknown"))


def test_values_are_never_read_as_placeholders() -> None:
    assert "{who:who}" in Texts("en").reason(Reason("dossier_unknown", {"dossier": "{who:who}"}))


def test_a_problem_has_its_place_first_and_the_nearest_name_last() -> None:
    problem = Problem(Place("roles.yaml", 4, 7), "folder_missing", {}, "commune")
    assert Texts("en").problem(problem).startswith("roles.yaml:4:7: ")
    assert Texts("en").problem(problem).endswith("Did you mean “commune”?")


def test_instants_are_shown_in_the_zone_of_the_programmes() -> None:
    assert Texts("vi").show("instant", "2024-03-01T17:30:00.000000Z") == "02/03/2024 00:30:00"


def test_roles_are_told_with_their_scope(rules: Rules) -> None:
    texts = Texts("en").under(rules)
    assert texts.role("else district.of_product") == "District officer (of the product's place)"
    assert texts.role("secretariat") == "Secretariat"
    assert texts.role("verifier") == "whoever verifies papers"


def test_whom_somebody_may_not_act_for_is_told_in_words(rules: Rules) -> None:
    for party, words in (("account:vanphong", "tài khoản vanphong"), ("producer:CT-001", "chủ thể CT-001")):
        text = told(rules, "may_not_act_for", account="may", on_behalf=party)
        assert f"không được làm thay {words}." in text
    assert "act for organisation QNG." in told(rules, "may_not_act_for", language="en", on_behalf="organisation:QNG")


def test_a_message_about_a_dossier_tells_state_and_family_as_its_own_workflow_calls_them(rules: Rules) -> None:
    own = rules.definitions["evaluation_26"]
    texts = Texts("vi", rules, pinned={"QNG2026-0048.1": own}.get)
    told_of = {"dossier": "QNG2026-0048.1", "state": "ministry.evaluating", "family": "evaluation"}
    text = texts.reason(Reason("child_open", told_of))
    assert text.startswith(
        f"Hồ sơ QNG2026-0048.1 ({own.title.vi}) còn ở “{own.states['ministry.evaluating'].title.vi}”."
    )
    other = texts.reason(Reason("child_open", {**told_of, "dossier": "QNG2026-0049.1"}))
    assert own.title.vi not in other


def test_a_message_that_names_a_workflow_tells_the_titles_of_that_one(rules: Rules) -> None:
    state, texts = "province.in_council", Texts("vi", rules)
    titles = [one.states[state].title.vi for one in rules.definitions.values() if state in one.states]
    own = rules.definitions["evaluation_26"].states[state].title.vi
    assert titles[0] != own
    named = {"state": state, "value": "product_code", "workflow": "evaluation_26"}
    assert f"“{own}”" in texts.reason(Reason("value_not_entered", named))
