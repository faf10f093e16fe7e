"""Facts to try templates on: everything there, next to nothing there, and what hostile hands would write."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from notifications.facts import (
    Body,
    Call,
    Contact,
    Counted,
    Facts,
    Footer,
    Head,
    Line,
    Notice,
    PhoneList,
    Reminder,
    Report,
)

TODAY = date(2024, 10, 14)
BASE = "https://ocop.example.vn"
HOSTILE = (
    'Tổ <b>hợp</b> tác & "Sa Huỳnh" {{ head }} {% raw %} =?utf-8?q?a=0D=0ABcc:=20x?='
    "\r\n.\r\nBcc: a@example.vn\x00\u2028\u202e"
)
KINDS = ("reminder", "notice", "report", "phone_list")


def samples(kind: str, language: str) -> Iterator[Facts]:
    """Facts for every letter of a kind: full, sparse, hostile, of one thing only, and in a rehearsal or preview."""
    full, sparse = _bodies(kind)
    yield Facts(head(language), "Thư nhắc việc", full, footer())
    yield Facts(replace(head(language), rehearsal=True, base=""), "Thư nhắc việc", sparse, None)
    bare = replace(head(language), secretariat=Contact("Văn phòng điều phối"), rehearsal=True)
    yield Facts(bare, "Thư nhắc việc", sparse, replace(footer(), number=1, previous=None, previous_day=None, link=""))
    odd = replace(head(language), recipient=HOSTILE, programme=HOSTILE, sender=HOSTILE, secretariat=Contact(HOSTILE))
    yield Facts(odd, HOSTILE, _hostile(full), footer())
    if isinstance(full, Reminder):
        yield Facts(head(language), "Thư nhắc việc", replace(full, daily=True), footer())
        yield from (Facts(head(language), "Thư nhắc việc", one, footer()) for one in _alone(full))


def head(language: str) -> Head:
    """What stands above and below a sample."""
    secretariat = Contact("Nguyễn Thị Lan, Chi cục Phát triển nông thôn", "0255 3822 123", "ocop@example.vn")
    programme, sender = "Chu trình OCOP tỉnh Quảng Ngãi năm 2024", "Văn phòng điều phối OCOP tỉnh Quảng Ngãi"
    return Head(language, programme, sender, "UBND huyện Bình Sơn", TODAY, secretariat, base=BASE)


def footer() -> Footer:
    """The footer of a sealed sample."""
    root = "5b1f8c0e7a94d2336f0ce1be8f3f5a1d9c4e62a7b0d8f1437e2c95ab60d3f418"
    return Footer(17, 2024, 16, date(2024, 10, 7), 48213, root, f"{BASE}/letters/7Q2M5KX4")


def _bodies(kind: str) -> tuple[Body, Body]:
    full: Body
    sparse: Body
    if kind == "reminder":
        full, sparse = _reminder(), Reminder(overdue=(_bare(),), settled=(_bare(),))
    elif kind == "notice":
        full, sparse = _notice(), Notice("Trả lại hồ sơ", "QN-2024-0007", "", "", TODAY, "", "")
    elif kind == "report":
        full, sparse = _report(), Report(TODAY, ())
    elif kind == "phone_list":
        full, sparse = _calls(), PhoneList((Call("Hộ ông Trần Văn Bảy", "", "", ""),))
    else:
        raise ValueError(f"no samples for letters of the kind {kind!r}")
    return full, sparse


def _line(number: int, days: int | None, **more: object) -> Line:
    last_day = TODAY + timedelta(days=30 if days is None else days)
    dossier, link = f"QN-2024-{number:04}", f"{BASE}/dossiers/QN-2024-{number:04}"
    about, basis = f"Hành tím Lý Sơn sấy khô số {number}", "Điều 6 khoản 2 Quyết định 148/QĐ-TTg ngày 24/02/2023"
    line = Line(dossier, about, "Tổ chức đánh giá cấp huyện và gửi hồ sơ lên tỉnh", last_day, days, basis, link=link)
    producer = "Hợp tác xã Nông nghiệp Bình Chánh"
    return replace(line, state="Đang đánh giá cấp huyện", producer=producer, **more)  # type: ignore[arg-type]


def _bare() -> Line:
    return Line("QN-2024-0001", "", "Trả lời", TODAY, None, "")


def _reminder() -> Reminder:
    papers = ("Giấy chứng nhận đủ điều kiện an toàn thực phẩm", "Phiếu kết quả kiểm nghiệm chỉ tiêu an toàn thực phẩm")
    proposal = "Chuyển sang chu trình năm 2025"
    return Reminder(
        overdue=(_line(1, -12, missing=papers, owed_by="UBND huyện Bình Sơn"), _line(2, -1, missing=papers[:1])),
        nearing=(_line(3, 0), _line(4, 1), _line(5, 9)),
        new=(_line(6, 20, provisional=(2025,)), _line(7, None)),
        later=(_line(8, 45),),
        settled=(_line(9, -3, settled_on=TODAY - timedelta(days=2)), _line(10, 5)),
        proposals=(_line(11, -20, proposal=proposal),),
        papers=(_line(12, 25, missing=papers[:1]),),
    )


def _alone(full: Reminder) -> Iterator[Reminder]:
    for name in ("overdue", "nearing", "new", "later", "settled", "proposals", "papers"):
        yield Reminder(**{name: getattr(full, name)[:1]})
    yield Reminder()


def _notice() -> Notice:
    reasons = ("Thiếu phiếu kết quả kiểm nghiệm chỉ tiêu an toàn thực phẩm", "Bản giới thiệu sản phẩm chưa có chữ ký")
    values = (("Số sao", "4"), ("Tổng điểm", "82,5"), ("Quyết định", "123/QĐ-UBND ngày 11/10/2024"))
    act, about, producer = "Trả lại hồ sơ", "Hành tím Lý Sơn sấy khô", "Hợp tác xã Nông nghiệp Bình Chánh"
    day = TODAY - timedelta(days=1)
    notice = Notice(act, "QN-2024-0007", about, producer, day, "UBND huyện Bình Sơn", "Chờ bổ sung hồ sơ")
    note, basis = "Đề nghị bổ sung bản gốc.", "Điều 7 khoản 1 Quyết định 148/QĐ-TTg"
    owed, link = (_line(7, 9, missing=reasons[:1]),), f"{BASE}/dossiers/QN-2024-0007"
    return replace(notice, note=note, values=values, reasons=reasons, owed=owed, basis=basis, link=link)


def _report() -> Report:
    rows = ("TH-4Q2M5KX7AB3CD – UBND huyện Bình Sơn", "TH-ABCD5KX7AB3CD – Hợp tác xã Nông nghiệp Bình Chánh")
    figures = (Counted("Thư đã chuyển", 42), Counted("Thư không chuyển được", 2, rows), Counted("Thời hạn đã lỡ", 0))
    return Report(TODAY, figures)


def _calls() -> PhoneList:
    text = f"Hồ sơ QN-2024-0007 bị trả lại: thiếu phiếu kiểm nghiệm. Bổ sung trước 23/10/2024. {BASE}/dossiers/7"
    calls = (
        Call("Hợp tác xã Nông nghiệp Bình Chánh", "0905 123 456", "Trần Văn Bảy", text, TODAY + timedelta(days=9)),
        Call("Hộ bà Lê Thị Sáu", "0914 654 321", "Lê Thị Sáu", text),
    )
    return PhoneList(calls)


def _hostile(body: Body) -> Body:
    if isinstance(body, Reminder):
        line = replace(body.overdue[0], about=HOSTILE, what=HOSTILE, missing=(HOSTILE,), producer=HOSTILE)
        return replace(body, overdue=(line,), nearing=(replace(line, dossier=HOSTILE, basis=HOSTILE, days_left=1),))
    if isinstance(body, Notice):
        return replace(body, act=HOSTILE, about=HOSTILE, note=HOSTILE, reasons=(HOSTILE,), by=HOSTILE)
    if isinstance(body, Report):
        return replace(body, figures=(Counted(HOSTILE, 1, (HOSTILE,)),))
    return PhoneList((replace(body.calls[0], producer=HOSTILE, representative=HOSTILE, text=HOSTILE),))
