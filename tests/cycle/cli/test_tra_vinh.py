"""The 22 tasks of Trà Vinh's plan 82/KH-UBND of 08/11/2019, as `ocop deadline list` prints them."""

import json
import re
from datetime import date

import pytest
from icalendar import Calendar, Event

from tests.cycle.cli.conftest import Ocop, Province

# The annex of the plan, cell by cell. Misspelt and shortened names are written out, a product named twice once; cells
# of the last column that are merged hold what stands above them. Blank cells are blank.
ANNEX = """
I.1a|Đánh giá thực trạng và khả năng phát triển thị trường của các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ: sản phẩm nông, lâm, thủy sản|Sở Nông nghiệp và Phát triển nông thôn|Sở Khoa học và Công nghệ; UBND các huyện, thị xã, thành phố|Quý II/2020
I.1b|Đánh giá thực trạng và khả năng phát triển thị trường của các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ: sản phẩm thủ công mỹ nghệ (quà tặng, lưu niệm)|Sở Công Thương|Sở Khoa học và Công nghệ; UBND các huyện, thị xã, thành phố|Quý II/2020
I.1c|Đánh giá thực trạng và khả năng phát triển thị trường của các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ: sản phẩm đặc trưng|Sở Công Thương|Sở Khoa học và Công nghệ; UBND các huyện, thị xã, thành phố|Quý II/2020
I.2a|Đề xuất, lựa chọn Danh mục các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ tỉnh Trà Vinh đến năm 2025: sản phẩm nông, lâm, thủy sản|Sở Nông nghiệp và Phát triển nông thôn|Sở Khoa học và Công nghệ; UBND các huyện, thị xã, thành phố|Quý III/2020
I.2b|Đề xuất, lựa chọn Danh mục các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ tỉnh Trà Vinh đến năm 2025: sản phẩm thủ công mỹ nghệ (quà tặng, lưu niệm)|Sở Công Thương|Sở Khoa học và Công nghệ; UBND các huyện, thị xã, thành phố|Quý III/2020
I.2c|Đề xuất, lựa chọn Danh mục các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ tỉnh Trà Vinh đến năm 2025: sản phẩm đặc trưng|Sở Công Thương|Sở Khoa học và Công nghệ; UBND các huyện, thị xã, thành phố|Quý III/2020
I.3|Danh mục các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ tỉnh Trà Vinh đến năm 2025|Sở Công Thương||Quý IV/2020
II.1|Xây dựng Lô gô nhận diện sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ|Sở Khoa học và Công nghệ|Các Sở, Ban, ngành; UBND các huyện, thị xã, thành phố|Quý II/2021
II.2|Đăng ký bảo hộ Lô gô nhận diện sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ|Sở Khoa học và Công nghệ|Sở Công Thương|Quý III/2021
II.3|Xây dựng quy chế quản lý, sử dụng Lô gô nhận diện sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ|Sở Công Thương|Các Sở, Ban, ngành; UBND các huyện, thị xã, thành phố|Quý IV/2021
II.4|Triển khai thực hiện việc cấp, quản lý Lô gô nhận diện sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ||Sở Công Thương|Quý I/2022
III.1|Hỗ trợ doanh nghiệp, cơ sở sản xuất ứng dụng các tiến bộ khoa học kỹ thuật tiên tiến để chế biến các sản phẩm nông, lâm, thủy sản|Sở Nông nghiệp và Phát triển nông thôn|Sở Công Thương; Sở Khoa học và Công nghệ; UBND các huyện, thị xã, thành phố|2020 - 2025
III.2|Hỗ trợ các doanh nghiệp, cơ sở sản xuất sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ phát triển mở rộng sản xuất, nâng cao chất lượng sản phẩm: đầu tư ứng dụng thiết bị công nghệ tiên tiến, đào tạo nghề, thiết kế cải tiến mẫu mã, hội thảo tập huấn,...|Sở Công Thương|Sở Khoa học và Công nghệ; Các Sở, Ban, ngành; UBND các huyện, thị xã, thành phố|2020 - 2025
III.3|Hỗ trợ các đơn vị đăng ký nhãn hiệu, xây dựng nhãn hiệu tập thể cho các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ|Sở Khoa học và Công nghệ|Sở Công Thương; UBND các huyện, thị xã, thành phố|2020 - 2025
III.4|Hướng dẫn hỗ trợ doanh nghiệp, cơ sở sản xuất áp dụng các tiêu chuẩn quản lý chất lượng tiên tiến|Sở Khoa học và Công nghệ|Sở Công Thương; Sở Nông nghiệp và Phát triển nông thôn; UBND các huyện, thị xã, thành phố|2020 - 2025
III.5|Hỗ trợ phát triển thị trường, giới thiệu sản phẩm|Sở Công Thương|Sở Nông nghiệp và Phát triển nông thôn; Sở Văn hóa, Thể thao và Du lịch; UBND các huyện, thị xã, thành phố|2020 - 2025
III.6|Hỗ trợ các đơn vị trưng bày giới thiệu và tìm kiếm thị trường thông qua các hội chợ, triển lãm trong và ngoài nước|Sở Công Thương|Sở Nông nghiệp và Phát triển nông thôn; Sở Văn hóa, Thể thao và Du lịch; UBND các huyện, thị xã, thành phố|2020 - 2025
III.7|Tổ chức kết nối giữa các doanh nghiệp, cơ sở sản xuất và các nhà phân phối nhằm đưa các sản phẩm vào các kênh phân phối|Sở Công Thương|Sở Nông nghiệp và Phát triển nông thôn; Sở Văn hóa, Thể thao và Du lịch; UBND các huyện, thị xã, thành phố|2020 - 2025
III.8|Quảng bá sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ trên các phương tiện thông tin truyền thông và xây dựng website sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ|Sở Công Thương|Sở Nông nghiệp và Phát triển nông thôn; Sở Thông tin và Truyền thông; UBND các huyện, thị xã, thành phố|2020 - 2025
III.9|Tập huấn về nâng cao năng lực quản lý, định hướng chiến lược kinh doanh, phát triển sản phẩm|Sở Công Thương|Sở Nông nghiệp và Phát triển nông thôn; UBND các huyện, thị xã, thành phố|2020 - 2025
III.10|Hỗ trợ xây dựng, hình thành chuỗi cửa hàng giới thiệu và bán các sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ|Sở Công Thương|Sở Nông nghiệp và Phát triển nông thôn; Sở Tài nguyên và Môi trường; Sở Văn hóa, Thể thao và Du lịch; UBND các huyện, thị xã, thành phố|2020 - 2025
III.11|Hỗ trợ các doanh nghiệp, cơ sở sản xuất sản phẩm đặc trưng, sản phẩm OCOP, sản phẩm thủ công mỹ nghệ đổi mới thiết kế bao bì, nhãn hiệu sản phẩm thông qua các cơ quan, đơn vị, doanh nghiệp có kinh nghiệm về thiết kế ứng dụng mỹ thuật|Sở Công Thương; Sở Khoa học và Công nghệ|Sở Nông nghiệp và Phát triển nông thôn; UBND các huyện, thị xã, thành phố|2020 - 2025
"""  # noqa: E501 - a line of the annex is a line here
COMPLETION = ("deadline", "list", "TVH2020", "--deadline", "completion", "--sort", "code", "--size", "100")
AFTER_REFORM = "2025-07-02"


@pytest.fixture
def plan(ocop: Ocop) -> Province:
    """The plan on the day after it was signed, each of its tasks a dossier."""
    tra_vinh = Province(ocop.folder)
    signed = ("--now", "2019-11-08T08:00+07:00")
    made = ocop.run(*signed, "init", "--rehearsal", "--admin", "quantri", "--effective", "2019-11-08")
    assert made.exit_code == 0, made.output
    tra_vinh.done("quantri", "account", "add", "tham_muu", "Cơ quan tham mưu", now="2019-11-08")
    tra_vinh.done("quantri", "account", "grant", "tham_muu", "secretariat", "TVH-SCT", now="2019-11-08")
    tra_vinh.done("tham_muu", "season", "open", "TVH2020", now="2019-11-09")
    return tra_vinh


def printed(table: str) -> list[dict[str, str]]:
    """A table as it stands on the screen, its cells put together that were broken into several lines."""
    heading, _, *lines = table.splitlines()
    starts = [found.start() for found in re.finditer(r"(?:^|(?<=   ))\S", heading)]
    ends = [*starts[1:], 1000]
    names = [heading[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    rows: list[list[str]] = []
    for line in lines:
        cells = [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
        if cells[0]:
            rows.append(cells)
        else:
            rows[-1] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)]
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_the_list_is_the_annex_line_by_line(plan: Province) -> None:
    found = printed(plan.done("tham_muu", *COMPLETION, now="2019-11-09"))
    columns = ("Số", "Sản phẩm, nội dung", "Chủ trì", "Phối hợp", "Thời hạn đã giao")
    told = ["|".join(row[name] for name in columns).replace(" tỉnh Trà Vinh;", ";") for row in found]
    assert [re.sub(r" tỉnh Trà Vinh(?=[|;])", "", line) for line in told] == ANNEX.strip().splitlines()


def test_the_last_day_stands_beside_the_words(plan: Province) -> None:
    found = {row["Số"]: row["Ngày cuối"] for row in printed(plan.done("tham_muu", *COMPLETION, now="2019-11-09"))}
    assert (found["I.1b"], found["II.4"], found["III.11"]) == ("30/06/2020", "31/03/2022", "31/12/2025")


def test_a_blank_lead_is_asked_of_the_secretariat_in_words(plan: Province) -> None:
    rows = printed(plan.done("tham_muu", *COMPLETION, now="2019-11-09"))
    beside, asked = [row for row in rows if "hỏi" in row["Tình trạng"]]
    assert (beside["Số"], beside["Phối hợp"]) == ("I.3", "")
    assert beside["Tình trạng"] == "chưa nêu ai phối hợp, hỏi Sở Công Thương tỉnh Trà Vinh"
    assert (asked["Số"], asked["Chủ trì"]) == ("II.4", "")
    assert asked["Tình trạng"] == "chưa nêu ai chủ trì, hỏi Sở Công Thương tỉnh Trà Vinh"


def test_a_yearly_report_is_called_by_its_year(plan: Province) -> None:
    asked = ("deadline", "list", "TVH2020", "--deadline", "year_report")
    found = printed(plan.done("tham_muu", *asked, now="2019-11-09"))
    assert {row["Việc phải làm"] for row in found} == {"Báo cáo năm 2020"}


def test_who_coordinates_finds_its_tasks_only_when_asked_so(plan: Province) -> None:
    def numbers(*words: str) -> set[str]:
        told = plan.told("tham_muu", *COMPLETION, "--organisation", *words, now="2019-11-09")
        return {row["number"] for row in told["rows"]}

    assert numbers("TVH-STTTT") == set()
    # By its name in one task, by the group of the departments in three.
    assert numbers("TVH-STTTT", "--coordinating") == {"II.1", "II.3", "III.2", "III.8"}
    assert numbers("TVH-SNNPTNT") == {"I.1a", "I.2a", "III.1"}
    assert "III.11" in numbers("TVH-SKHCN") & numbers("TVH-SCT")


def test_after_the_reform_the_successors_owe_and_the_old_names_stay(plan: Province) -> None:
    grant = ("account", "grant", "tham_muu", "secretariat", "VLG-SCT", "--from", "01/07/2025")
    plan.done("quantri", *grant, now=AFTER_REFORM)
    asked = (*COMPLETION, "--organisation", "VLG-SNNMT")
    found = printed(plan.done("tham_muu", *asked, now=AFTER_REFORM))
    assert [row["Số"] for row in found] == ["I.1a", "I.2a", "III.1"]
    named = "Sở Nông nghiệp và Phát triển nông thôn tỉnh Trà Vinh (nay là Sở Nông nghiệp và Môi trường tỉnh Vĩnh Long)"
    assert {row["Chủ trì"] for row in found} == {named}
    assert [row["Tình trạng"] for row in found] == ["quá hạn 1828 ngày", "quá hạn 1736 ngày", ""]


def test_the_agenda_of_a_department_has_its_tasks_in_their_weeks(plan: Province) -> None:
    asked = ("agenda", "TVH-SNNPTNT", "--from", "30/06/2020", "--weeks", "1")
    found = json.loads(plan.by("tham_muu", "--json", *asked, now="2020-06-15").stdout)
    (duty,) = [one for one in found["weeks"][0]["duties"] if one["deadline"]["name"] == "completion"]
    assert (duty["deadline"]["number"], duty["deadline"]["last_day"]) == ("I.1a", "2020-06-30")
    assert (found["weeks"][0]["starts"], found["weeks"][0]["ends"]) == ("2020-06-29", "2020-07-05")


def test_an_extension_shows_the_first_day_and_moves_the_day_in_calendars(plan: Province) -> None:
    file = plan.folder / "so.ics"

    def event(now: str) -> Event:
        asked = ("agenda", "TVH-SNNPTNT", "--season", "TVH2020", "--ics", "so.ics")
        plan.done("tham_muu", *asked, now=now)
        read = Calendar.from_ical(file.read_bytes())
        (found,) = [one for one in read.walk("VEVENT") if str(one["uid"]).startswith("TVH2020-0001/completion/")]
        assert isinstance(found, Event)
        return found

    before = event("2020-06-01")
    assert (before["sequence"], before.decoded("dtstart")) == (0, date(2020, 6, 30))
    letter = ("--until", "31/07/2020", "--basis", "Công văn số 15/UBND-KT ngày 01/06/2020")
    plan.done("tham_muu", "deadline", "extend", "TVH2020-0001", "completion", *letter, now="2020-06-02")
    asked = ("deadline", "list", "TVH2020", "--dossier", "TVH2020-0001", "--deadline", "completion")
    (row,) = printed(plan.done("tham_muu", *asked, now="2020-07-01"))
    assert (row["Ngày cuối"], row["Còn (ngày)"]) == ("31/07/2020", "30")
    assert row["Tình trạng"] == "gia hạn, hạn đầu 30/06/2020"
    after = event("2020-06-03")
    assert (after["uid"], after["sequence"], after.decoded("dtstart")) == (before["uid"], 1, date(2020, 7, 31))
    assert after.decoded("last-modified").date() == date(2020, 6, 2)
    assert "hạn đầu 30/06/2020" in str(after["description"])
