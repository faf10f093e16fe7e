"""Every shipped workflow read out: what an office declared stands there, in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest

from cycle.explaining import explained, subject_of
from cycle.texts import Texts
from cycle.texts.wording import Wording
from workflows.deadlines.deadline_rules import Period
from workflows.definition import RESERVED_ROLES, Definition
from workflows.naming import Text
from workflows.rules import Rules

WORKFLOWS = ("season", "evaluation_148", "certificate", "certificate_26", "withdrawal", "inspection")
LANGUAGES = ("vi", "en")


def lines(told: Any) -> Iterator[str]:
    yield told["heading"]
    yield from told["lines"]
    for part in told["parts"]:
        yield from lines(part)


@pytest.fixture(params=[(name, language) for name in WORKFLOWS for language in LANGUAGES], ids="-".join)
def read_out(request: pytest.FixtureRequest, shipped_rules: Rules) -> tuple[Definition, str, str]:
    """A workflow, the language, and all that is said of it."""
    name, language = request.param
    definition = shipped_rules.definitions[name]
    told = explained(Texts(language), subject_of(shipped_rules, definition, None, None))
    return definition, language, "\n".join(lines(told))


def shown(rules: Rules, definition: Definition, language: str) -> Wording:
    return Wording(language, rules, definition, Texts(language).word)


def day(value: Any) -> str:
    return f"{value:%d/%m/%Y}"


def test_states_triggers_and_stages_are_said_with_their_titles(read_out: tuple[Definition, str, str]) -> None:
    definition, language, text = read_out
    named: dict[str, Text] = {stage.name: stage.title for stage in definition.stages}
    named |= {name: state.title for name, state in definition.states.items()} | dict(definition.triggers)
    assert [name for name, title in named.items() if f"{getattr(title, language)}" not in text] == []
    assert [name for name in named if f"[{name}]" not in text] == []


def test_everybody_who_may_or_owes_is_said(shipped_rules: Rules, read_out: tuple[Definition, str, str]) -> None:
    definition, language, text = read_out
    who = {one for move in definition.transitions for one in move.by}
    who |= {one for state in definition.states.values() for one in state.owes}
    for rule in definition.deadlines.values():
        who |= {*rule.owes, *rule.expiry.to, *(one for reminder in rule.remind for one in reminder.to)}
        who |= {one for allowed in (rule.pause, rule.extend) if allowed for one in allowed.by}
    who |= {one for move in definition.transitions if move.override for one in move.override.by}
    titles = {getattr(shipped_rules.roles[one.role].title, language) for one in who if one.role not in RESERVED_ROLES}
    assert {title for title in titles if title not in text} == set()


def test_every_paper_window_deadline_and_basis_is_said(
    shipped_rules: Rules, read_out: tuple[Definition, str, str]
) -> None:
    definition, language, text = read_out
    programme = shipped_rules.programmes["QNG2024"]
    wanted = {move.basis for move in definition.transitions if move.basis} | {definition.law.decision}
    wanted |= {rule.basis for rule in definition.deadlines.values()} | set(definition.deadlines)
    for move in definition.transitions:
        for use in move.guards:
            if use.guard == "paper":
                wanted |= {getattr(shipped_rules.papers[name].title, language) for name in use.params["one_of"]}
            if use.guard == "window":
                window = programme.windows[use.params["window"]]
                wanted |= {getattr(window.title, language), day(window.opens), day(window.closes), window.basis}
    assert {one for one in wanted if one not in text} == set()


def test_every_length_and_fixed_day_is_spelled_out(shipped_rules: Rules, read_out: tuple[Definition, str, str]) -> None:
    definition, language, text = read_out
    programme = shipped_rules.programmes["QNG2024"]
    units = {"vi": ("ngày", "tháng"), "en": ("days", "months")}[language]
    wanted = set()
    for rule in definition.deadlines.values():
        if rule.on is not None:
            wanted.add(day(programme.dates[rule.on].on))
            continue
        length = rule.within if isinstance(rule.within, Period) else None
        if isinstance(rule.within, str):
            length = programme.durations[rule.within].period
        elif rule.ends is not None:
            if rule.ends.kind == "law":
                wanted |= {day(one.by) for one in definition.law.finish}
                continue
            length = rule.ends.before
        assert length is not None
        wanted.add(f"{length.days} {units[0]}" if length.days else f"{length.months} {units[1]}")
    assert {one for one in wanted if one not in text} == set()


def test_every_value_is_said_with_its_type(shipped_rules: Rules, read_out: tuple[Definition, str, str]) -> None:
    definition, language, text = read_out
    wording = shown(shipped_rules, definition, language)
    assert [name for name in definition.recorded if wording.declared_value(name) not in text] == []


def test_every_recorded_value_has_a_title(shipped_rules: Rules) -> None:
    for definition in shipped_rules.definitions.values():
        assert set(definition.values) == set(definition.recorded), definition.name


def test_the_hash_stands_at_the_end_with_a_place_to_sign(read_out: tuple[Definition, str, str]) -> None:
    definition, language, text = read_out
    end = text[-900:]
    assert definition.hash in end
    assert {"vi": "Chữ ký", "en": "Signature"}[language] in end
    assert {"vi": "không phải là văn bản hành chính", "en": "it is no official document"}[language] in end


def test_the_season_reads_as_an_official_would_say_it(shipped_rules: Rules) -> None:
    definition = shipped_rules.definitions["season"]
    told = list(lines(explained(Texts("vi"), subject_of(shipped_rules, definition, "QNG2024", None))))
    start = told.index("Việc 4. Nộp phiếu đăng ký ý tưởng [submit]")
    window = (
        "từ ngày 01/03/2024 đến hết ngày 30/04/2024 (69/KH-UBND, III.1.b: tháng 3-4 năm 2024; nguồn: kế hoạch của tỉnh)"
    )
    forms = "Phiếu đăng ký ý tưởng sản phẩm mới (Biểu số 01) [idea_form_new]; Phiếu đăng ký sản phẩm đã có (Biểu số 02)"
    assert told[start + 1 : start + 4] == [
        "Chuyển từ “Đang lập phiếu đăng ký ý tưởng” [idea.drafting] sang “Cấp xã rà soát” [idea.screening].",
        "Người được làm: Chủ thể OCOP đứng tên hồ sơ.",
        f"Chỉ được làm trong khoảng thời gian “Đăng ký ý tưởng sản phẩm”, {window}.",
    ]
    assert told[start + 6 : start + 9] == [
        "Giấy tờ phải có:",
        f"một trong: {forms} [idea_form_existing].",
        "Căn cứ: không nêu riêng, theo 919/QĐ-TTg.",
    ]


def test_what_no_person_does_is_told_by_what_makes_it_happen(shipped_rules: Rules) -> None:
    definition = shipped_rules.definitions["season"]
    told = list(lines(explained(Texts("vi"), subject_of(shipped_rules, definition, "QNG2024", None))))
    fifth = told.index("Việc 27. Được Trung ương công nhận 5 sao [recognise_centre]")
    by_centre = "“Trung ương công nhận 5 sao” [centre.recognised] của quy trình “Đánh giá, phân hạng theo Quyết định số"
    assert told[fifth + 3] == (
        f"Việc này xảy ra khi hồ sơ do hồ sơ này mở ra kết thúc ở: {by_centre} 1048/QĐ-TTg”; {by_centre} 148/QĐ-TTg”; "
        f"{by_centre} 148/QĐ-TTg và 1489/QĐ-TTg”; “Bộ trưởng công nhận 5 sao” [ministry.recognised] của quy trình "
        "“Đánh giá, phân hạng theo Quyết định số 26/2026/QĐ-TTg”."
    )


def test_who_verifies_papers_and_opens_the_season_is_said(shipped_rules: Rules) -> None:
    definition = shipped_rules.definitions["season"]
    told = list(lines(explained(Texts("vi"), subject_of(shipped_rules, definition, "QNG2024", None))))
    officers = (
        "Công chức phụ trách OCOP cấp xã, Công chức phụ trách OCOP cấp huyện, Cơ quan tham mưu quản lý OCOP cấp tỉnh"
    )
    assert f"Người được xác nhận giấy tờ hợp lệ hoặc không hợp lệ: {officers}." in told
    assert f"Người được mở hồ sơ: {officers}." in told
    assert "Người được mở chu trình của chương trình: Cơ quan tham mưu quản lý OCOP cấp tỉnh." in told


def test_what_a_deadline_reminds_of_proposes_and_allows_is_said(shipped_rules: Rules) -> None:
    definition = shipped_rules.definitions["season"]
    told = list(lines(explained(Texts("en"), subject_of(shipped_rules, definition, "QNG2024", None))))
    start = told.index("Deadline T4 “Resubmission of the idea form” [resubmission]: 15 days.")
    assert (
        "Reminders to whoever owes what is due, unless somebody else is named: when 50% of the time is over; "
        in (told[start + 5])
    )
    assert told[start + 6].startswith(
        "When the time is over, the act “Lapse to the next season” [lapse] is proposed to: Secretariat"
    )
    assert told[start + 7].startswith(
        "Who may extend it: Secretariat of the programme (15 days at most in all; at most 1×"
    )
    assert (
        "When the season is closed, the act “Close at the end of the season” [end_season] is done here, and a linked "
        "dossier is opened in the next season with the papers that are still valid."
    ) in told
    assert told.count("When the season is closed, the dossier goes on.") == 2
