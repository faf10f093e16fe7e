"""The shipped letters: whole in both languages, said rightly, and readable."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from notifications.facts import Call, Facts, Line, Notice, PhoneList, Reminder
from notifications.plain import COLUMNS, width
from notifications.sample import HOSTILE, footer, head, samples
from notifications.short import LIMIT, shortened
from notifications.templates import check_template
from tests.notifications.letters import LANGUAGES, LETTERS, TEXTS, renderer

DAY = date(2024, 10, 14)
VOID = {"meta", "br"}


class Page(HTMLParser):
    """What a page holds: its tags in order, what it would fetch, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open += [] if tag in VOID else [tag]
        given = dict(attrs)
        self.fetched += [name for name in ("src", "srcset", "background", "onload", "onclick") if name in given]
        self.fetched += ["url("] if "url(" in (given.get("style") or "") else []
        self.links += [given["href"] or ""] if "href" in given else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("letter", "kind"), LETTERS)
def test_a_shipped_letter_renders_on_every_sample(letter: str, kind: str, language: str) -> None:
    assert [str(one) for one in check_template(TEXTS, letter, kind, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("letter", "kind"), LETTERS)
def test_a_letter_can_be_read(letter: str, kind: str, language: str) -> None:
    for facts in samples(kind, language):
        text = renderer().render(letter, facts)
        assert "\n" not in text.subject
        assert len(text.subject) <= 200
        assert 0 < len(text.short) <= LIMIT
        long = [line for line in text.plain.splitlines() if width(line) > COLUMNS and " " in line.strip()]
        assert long == []
        assert "\n\n\n" not in text.plain
        page = Page(text.html)
        assert (page.open, page.fetched) == ([], [])
        assert not {"script", "img", "link", "style", "table", "form", "iframe", "b"} & set(page.tags)
        assert page.tags.count("h1") == 1
        assert f'<html lang="{language}">' in text.html
        assert all(one.removeprefix("mailto:") in page.words for one in page.links)


@pytest.mark.parametrize(("letter", "kind"), LETTERS)
def test_a_letter_says_what_it_is_and_no_more(letter: str, kind: str) -> None:
    text = renderer().render(letter, next(iter(samples(kind, "vi"))))
    nature = "thư nhắc việc" if kind == "reminder" else "thông báo của hệ thống"
    for words in (text.plain.replace("\n", " "), text.html):
        assert f"Đây là {nature}, được lập tự động, không phải văn bản hành chính" in words
        assert "Kính gửi" in words
        assert "Trân trọng" in words
        assert "District of the North; thư trước là thư thứ 16, ngày 07/10/2024." in words
        assert "Thư thứ 17 năm 2024 gửi" in words
        assert "vị trí 48213" in words
        assert footer().root in words
        assert "ocop@example.vn" in words
        assert "https://ocop.example.vn/letters/7Q2M5KX4" in words
        for official in ("CỘNG HÒA", "Độc lập", "Số:", "Ký tên", "KT.", "Nơi nhận"):
            assert official not in words


@pytest.mark.parametrize(("letter", "kind"), LETTERS)
def test_a_rehearsal_says_so_everywhere(letter: str, kind: str) -> None:
    for language, mark in (("vi", "[DIỄN TẬP]"), ("en", "[REHEARSAL]")):
        facts = next(iter(samples(kind, language)))
        text = renderer().render(letter, replace(facts, head=replace(facts.head, rehearsal=True)))
        assert text.subject.startswith(mark)
        assert text.short.startswith(mark)
        assert mark in text.plain
        assert mark in text.html


@pytest.mark.parametrize(("letter", "kind"), LETTERS)
def test_the_first_letter_of_a_year_and_a_preview_say_so(letter: str, kind: str) -> None:
    facts = next(iter(samples(kind, "vi")))
    first = replace(facts, footer=replace(footer(), number=1, previous=None, previous_day=None))
    assert "đây là thư đầu tiên trong năm" in renderer().render(letter, first).plain.replace("\n", " ")
    assert "chưa được đánh số" in renderer().render(letter, replace(facts, footer=None)).plain


def owed(**lines: Any) -> Facts:
    return Facts(head("vi"), "Thư nhắc việc", Reminder(**lines), footer())


def line(days: int | None) -> Line:
    return Line("QN-1", "Hành tím", "Gửi hồ sơ", DAY + timedelta(days or 0), days, "Điều 6", missing=("Phiếu",))


@pytest.mark.parametrize(
    ("days", "vietnamese", "english"),
    [
        (-12, "02/10/2024 (quá hạn 12 ngày)", "02/10/2024 (12 days overdue)"),
        (-1, "13/10/2024 (quá hạn 1 ngày)", "13/10/2024 (1 day overdue)"),
        (0, "14/10/2024 (hôm nay)", "14/10/2024 (today)"),
        (1, "15/10/2024 (còn 1 ngày)", "15/10/2024 (1 day left)"),
        (9, "23/10/2024 (còn 9 ngày)", "23/10/2024 (9 days left)"),
        (None, "14/10/2024 (đang tạm dừng)", "14/10/2024 (paused)"),
    ],
)
def test_days_are_worded(days: int | None, vietnamese: str, english: str) -> None:
    facts = owed(nearing=(line(days),))
    assert f"Thời hạn: {vietnamese}" in renderer().render("owed", facts).plain
    told = renderer().render("owed", replace(facts, head=head("en"))).plain
    assert f"Due: {english}" in told
    assert "1 item is owed" in told


def test_a_reminder_tells_each_thing_under_its_heading() -> None:
    facts = next(iter(samples("reminder", "vi")))
    text = renderer().render("owed", facts)
    headings = re.findall(r"^([A-ZĐ].+) \((\d+) VIỆC\)$", text.plain, re.MULTILINE)
    expected = (
        "QUÁ HẠN 2, SẮP ĐẾN HẠN 3, VIỆC MỚI 2, CHỜ QUÝ ĐƠN VỊ XÁC NHẬN 1, GIẤY TỜ SẮP HẾT HẠN 1, VIỆC ĐẾN HẠN SAU 1"
    )
    assert [f"{name} {count}" for name, count in headings] == [*expected.split(", "), "ĐÃ XONG TỪ THƯ TRƯỚC 2"]
    assert text.subject == "Letter ngày 14/10/2024: 10 việc, 2 quá hạn – District of the North"
    for told in (
        "Còn thiếu: Certificate",
        "Căn cứ: Article 6.2",
        "Xem: https://ocop.example.vn/letters/7Q2M5KX4#QN-2024-0001",
    ):
        assert told in text.plain
    assert "Đề nghị xác nhận: Carry over to 2025" in text.plain


def test_thousands_of_things_still_make_a_letter() -> None:
    many = tuple(replace(line(-3), dossier=f"QN-{number}", about="Hành tím " * 12) for number in range(3_000))
    lists = dict.fromkeys(("overdue", "nearing", "new", "later", "settled", "proposals", "papers"), many)
    text = renderer().render("owed", owed(**lists))
    assert len(text.html) <= 200_000
    assert "18000 việc" in text.plain
    assert "… và 2940 việc khác" in text.plain


def test_names_from_outside_stay_text() -> None:
    for kind, letter in (("notice", "returned"), ("reminder", "owed")):
        texts = [renderer().render(letter, one) for one in samples(kind, "vi")]
        hostile = next(one for one in texts if "{% raw %}" in one.plain)
        assert "<b>" not in hostile.html
        assert "&lt;b&gt;" in hostile.html
        assert not re.search("[\x00\r\u2028\u202e]", hostile.plain + hostile.html + hostile.short + hostile.subject)


def test_a_list_of_calls_without_a_number_says_so() -> None:
    facts = list(samples("phone_list", "vi"))
    assert isinstance(facts[1].body, PhoneList)
    assert "Điện thoại: chưa có số" in renderer().render("phone_list", facts[1]).plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_list_of_calls_each_thing_that_happened_has_a_line_of_its_own(language: str) -> None:
    facts = next(iter(samples("phone_list", language)))
    happened = tuple(Notice(act, "QN-1", "Tiêu", "HTX", DAY, "", "") for act in ("Trả lại", "Nhận"))
    call = Call("HTX", "0905", "", "", letters=("TH-1", "TH-2"), happened=happened)
    plain = renderer().render("phone_list", replace(facts, body=PhoneList((call,)))).plain
    first, second, codes = [line.strip() for line in plain.splitlines() if "(Tiêu)" in line or "TH-1" in line]
    assert "Trả lại" in first
    assert "Nhận" in second
    assert codes.endswith("TH-1, TH-2")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("ngắn", 10, "ngắn"),
        ("a  b\nc", 10, "a b c"),
        ("một hai ba bốn", 10, "một hai…"),
        ("một hai https://a.vn/x", 14, "một hai…"),
        ("một hai ba https://a.vn/x", 20, "một… https://a.vn/x"),
        ("xem https://a.vn/rat-dai nhé", 16, "xem…"),
        ("https://a.vn/rat-dai-qua", 10, "…"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("một hai ba", 10, "một hai ba"),
    ],
)
def test_a_short_message_is_cut_between_words_and_never_in_a_link(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected
    assert len(shortened(text, limit)) <= limit


def test_the_hostile_sample_is_hostile() -> None:
    assert "\r\n.\r\nBcc:" in HOSTILE


def test_a_link_to_a_dossier_is_the_letters_own_page_and_stands_in_it_once() -> None:
    twice = owed(overdue=(line(-1), line(-2)), nearing=(line(3),))
    for kind in ("plain", "html"):
        text = getattr(renderer().render("owed", twice), kind)
        assert text.count(f"{footer().link}#QN-1") == (1 if kind == "plain" else 2)
        assert "#QN-1" not in getattr(renderer().render("owed", replace(twice, footer=None)), kind)
    told = renderer().render("returned", next(iter(samples("notice", "vi"))))
    assert told.plain.count("#QN-2024-0007") == 1


def test_a_notice_says_what_the_reader_has_to_do_and_what_others_do_next() -> None:
    full = next(iter(samples("notice", "vi")))
    assert isinstance(full.body, Notice)
    own, other = line(9), replace(line(4), what="Đánh giá", owed_by="UBND huyện", others=True)
    text = renderer().render("decided", replace(full, body=replace(full.body, owed=(other, own))))
    assert "VIỆC CẦN LÀM (thời hạn tính đến ngày 14/10/2024)" in text.plain
    assert text.plain.index("Gửi hồ sơ") < text.plain.index("BƯỚC TIẾP THEO") < text.plain.index("Đánh giá")
    assert "Cần làm: Gửi hồ sơ, hạn 23/10/2024 (còn 9 ngày tính đến ngày 14/10/2024)" in text.short
    waits = renderer().render("decided", replace(full, body=replace(full.body, owed=(other,))))
    assert "Cần làm" not in waits.short + waits.plain
    assert "Bước tiếp theo: Đánh giá (cơ quan thực hiện: UBND huyện)" in waits.short
    above = renderer().render("escalated", replace(full, body=replace(full.body, owed=(other,)))).plain
    assert "Cơ quan chuyển: District of the North" in above
    assert "Đơn vị phải thực hiện: UBND huyện" in above


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("letter", "kind"), LETTERS)
def test_a_subject_says_no_word_twice(letter: str, kind: str, language: str) -> None:
    titles = {"daily_report": "Báo cáo hằng ngày", "decided": "Thông báo kết quả xử lý hồ sơ", "owed": "Thư nhắc việc"}
    facts = replace(next(iter(samples(kind, language))), title=titles.get(letter, "Dossier"))
    subject = renderer().render(letter, facts).subject.lower()
    assert subject.count("ngày") <= 1
    assert subject.count("hồ sơ") + subject.count("dossier") <= 1
