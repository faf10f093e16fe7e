"""`ocop deadline list` and `ocop agenda`, as a person at the keyboard sees them."""

from datetime import date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from tests.cycle.cli.conftest import Province
from tests.cycle.cli.test_dossier_fire import DOSSIER, with_form
from tests.scene import COMMUNE, DISTRICT

OTHER = "QNG2024-0002"


@pytest.fixture
def screening(season: Province) -> Province:
    """The first idea waits for the commune, the second for its producer's form."""
    with_form(season)
    season.done("chu_the", "dossier", "fire", DOSSIER, "submit", now="2024-03-10")
    season.done("xa", "dossier", "fire", OTHER, "choose", now="2024-03-10")
    return season


def rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("   ") if cell.strip()] for line in text.splitlines()[2:]]


def test_a_line_says_what_is_owed_by_whom_until_when(screening: Province) -> None:
    told = screening.done("to_chuc", "deadline", "list", "--organisation", COMMUNE, now="2024-03-12")
    ((dossier, *_, owner, until, left),) = rows(told)
    assert (dossier, owner) == (DOSSIER, "Ủy ban nhân dân xã Nghĩa Thắng")
    (row,) = screening.told("to_chuc", "deadline", "list", "--organisation", COMMUNE, now="2024-03-12")["rows"]
    assert until == date.fromisoformat(row["last_day"]).strftime("%d/%m/%Y")
    assert int(left) == row["days_left"] > 0
    assert (row["overdue"], row["name"], row["owed_by"][0]["code"]) == (False, "screening", COMMUNE)


def test_what_is_overdue_is_said_in_words_in_both_languages(screening: Province) -> None:
    asked = ("deadline", "list", "QNG2024", "--family", "season", "--overdue")
    (row,) = screening.told("to_chuc", *asked, now="2024-04-20")["rows"]
    for language, words in (("vi", f"quá hạn {-row['days_left']} ngày"), ("en", f"{-row['days_left']} days overdue")):
        ((*_, status),) = rows(screening.done("to_chuc", "--lang", language, *asked, now="2024-04-20"))
        assert (status, row["days_left"] < 0) == (words, True)


def test_a_deadline_is_asked_for_by_its_title_too(screening: Province) -> None:
    for word in ("screening", "cấp xã  rà soát Ý TƯỞNG", "screening of the idea"):
        found = screening.told("to_chuc", "deadline", "explain", DOSSIER, word, now="2024-03-12")
        assert (found["name"], found["owed_by"][0]["code"]) == ("screening", COMMUNE)


def test_an_empty_list_says_so(screening: Province) -> None:
    asked = ("deadline", "list", "--organisation", COMMUNE, "--overdue")
    assert "Không có việc nào phù hợp." in screening.by("to_chuc", *asked, now="2024-03-12").stderr
    assert "Nothing that fits." in screening.by("to_chuc", "--lang", "en", *asked, now="2024-03-12").stderr


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("QNG20242",), "QNG2024"),
        (("--organisation", "QNG-SNNPTN"), "QNG-SNNPTNT"),
        (("--dossier", "QNG2024-0909"), "QNG2024-0"),
        (("--stage", "ide"), "idea"),
        (("--deadline", "screenin"), "screening"),
        (("--coordinating",), "--organisation"),
        (("--nearing", "-1"), "-1"),
    ],
)
def test_a_wrong_filter_is_named_with_what_is_near(season: Province, wrong: tuple[str, ...], said: str) -> None:
    result = season.by("to_chuc", "deadline", "list", *wrong)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_a_workbook_has_real_days_and_every_column(screening: Province) -> None:
    screening.done("to_chuc", "deadline", "list", "--family", "season", "--xlsx", "hạn.xlsx", now="2024-03-12")
    heading, *lines = load_workbook(screening.folder / "hạn.xlsx").active.iter_rows(values_only=True)  # type: ignore[union-attr]  # a workbook's first sheet holds cells
    assert {"Chủ trì", "Phối hợp", "Thời hạn đã giao", "Ngày cuối", "Còn (ngày)"} <= set(heading)
    assert {line[0] for line in lines} == {DOSSIER, OTHER}
    assert all(isinstance(line[heading.index("Ngày cuối")], datetime) for line in lines)
    assert all(isinstance(line[heading.index("Còn (ngày)")], int) for line in lines)


def test_an_agenda_tells_each_week_with_its_days(screening: Province) -> None:
    (row,) = screening.told("to_chuc", "deadline", "list", "--organisation", COMMUNE, now="2024-03-12")["rows"]
    told = screening.done("xa", "agenda", COMMUNE, "--weeks", "3", now="2024-03-12")
    assert "Lịch công việc của Ủy ban nhân dân xã Nghĩa Thắng, tính đến ngày 12/03/2024" in told
    assert [line for line in told.splitlines() if line.startswith("TUẦN")] == [
        "TUẦN 11/03/2024 – 17/03/2024: không có việc đến hạn.",
        "TUẦN 18/03/2024 – 24/03/2024",
        "TUẦN 25/03/2024 – 31/03/2024: không có việc đến hạn.",
    ]
    found = screening.told("xa", "agenda", COMMUNE, "--weeks", "3", now="2024-03-12")
    (week,) = [one for one in found["weeks"] if one["duties"]]
    assert week["starts"] <= row["last_day"] <= week["ends"]
    later = screening.done("xa", "agenda", COMMUNE, "--weeks", "1", now="2024-04-20")
    assert "QUÁ HẠN (1)" in later
    assert later.index(DOSSIER) < later.index("TUẦN")
    past = screening.done("xa", "agenda", COMMUNE, "--from", "01/01/2024", "--weeks", "3", now="2024-04-20")
    assert "2 TUẦN 08/01/2024 – 21/01/2024: không có việc đến hạn." in past
    assert "còn 0 việc chưa đến hạn" in past


def test_whoever_does_not_see_everything_is_told_so(screening: Province) -> None:
    note = "Chỉ gồm việc của những hồ sơ mà tài khoản này được xem"
    assert note in screening.done("huyen_khac", "agenda", COMMUNE, now="2024-04-20")
    assert note not in screening.done("to_chuc", "agenda", COMMUNE, now="2024-04-20")
    asked = ("deadline", "list", "--organisation", COMMUNE, "--overdue")
    assert note in screening.by("huyen_khac", *asked, now="2024-04-20").stderr
    assert note not in screening.by("to_chuc", *asked, now="2024-04-20").stderr
    seen = [screening.told(one, "agenda", COMMUNE, now="2024-04-20")["whole"] for one in ("to_chuc", "huyen_khac")]
    assert seen == [True, False]


def test_an_agenda_takes_in_what_an_office_is_only_named_in(screening: Province) -> None:
    found = screening.told("to_chuc", "agenda", COMMUNE, "--coordinating", now="2024-03-12")
    own = screening.told("to_chuc", "agenda", COMMUNE, now="2024-03-12")
    duties = [[duty for week in one["weeks"] for duty in week["duties"]] for one in (found, own)]
    assert len(duties[0]) >= len(duties[1]) > 0


def test_a_window_that_closes_stands_in_its_week(screening: Province) -> None:
    told = screening.done("xa", "agenda", COMMUNE, "--from", "30/04/2024", "--weeks", "1", now="2024-03-12")
    assert "30/04/2024" in told
    assert "Đóng: " in told


def calendar(file: Path) -> dict[str, object]:
    read = Calendar.from_ical(file.read_bytes())
    return {str(one["uid"]): one for one in read.walk("VEVENT")}


def ics(screening: Province, *more: str, now: str) -> str:
    asked = ("agenda", COMMUNE, "--season", "QNG2024", "--ics", "xã.ics", *more)
    result = screening.by("xa", *asked, now=now)
    assert result.exit_code == 0, result.output
    return result.stderr


def test_a_calendar_is_written_anew_and_what_is_done_is_taken_out(screening: Province) -> None:
    assert "1 thời hạn còn mở" in ics(screening, now="2024-03-12")
    file = screening.folder / "xã.ics"
    first = file.read_bytes()
    ((uid, event),) = calendar(file).items()
    assert uid.startswith(f"{DOSSIER}/screening/")
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)  # type: ignore[index]  # an event of the calendar
    read = Calendar.from_ical(first)
    assert "2024" in str(read["x-wr-calname"])
    assert "QNG2024" not in str(read["x-wr-calname"])
    assert b"COMMENT" not in first
    ics(screening, now="2024-03-13")
    assert file.read_bytes() == first
    screening.done("xa", "dossier", "fire", DOSSIER, "accept", now="2024-03-14")
    assert "0 thời hạn còn mở, 1 thời hạn đã xong" in ics(screening, now="2024-03-14")
    ((again, event),) = calendar(file).items()
    assert again == uid
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)  # type: ignore[index]  # an event of the calendar
    assert event.decoded("last-modified").date() == date(2024, 3, 14)  # type: ignore[attr-defined]  # an event of the calendar


def test_a_calendar_speaks_the_language_asked_for(screening: Province) -> None:
    asked = ("agenda", COMMUNE, "--season", "QNG2024", "--ics", "commune.ics")
    screening.done("xa", "--lang", "en", *asked, now="2024-03-12")
    (event,) = calendar(screening.folder / "commune.ics").values()
    assert str(event["summary"]).startswith("Screening of the idea")  # type: ignore[index]  # an event of the calendar


def test_no_other_file_is_written_over(screening: Province) -> None:
    file = screening.folder / "xã.ics"
    for content in (b"Ghi ch\xc3\xba c\xe1\xbb\xa7a t\xc3\xb4i", b""):
        file.write_bytes(content)
        result = screening.by("xa", "agenda", COMMUNE, "--season", "QNG2024", "--ics", "xã.ics")
        assert (result.exit_code, "không ghi đè" in result.stderr) == (2, True)
        assert file.read_bytes() == content
    file.unlink()
    ics(screening, now="2024-03-12")
    other = screening.by("to_chuc", "agenda", DISTRICT, "--season", "QNG2024", "--ics", "xã.ics")
    assert other.exit_code == 2
    assert screening.by("xa", "agenda", COMMUNE, "--season", "QNG2024", "--ics", "không/xã.ics").exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--ics", "xã.ics"), "--season"), (("--ics", "xã.ics", "--season", "QNG2024", "--xlsx", "x.xlsx"), "--xlsx")],
)
def test_a_calendar_is_of_one_season_and_no_workbook(screening: Province, words: tuple[str, ...], said: str) -> None:
    result = screening.by("xa", "agenda", COMMUNE, *words)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert not (screening.folder / "xã.ics").exists()
