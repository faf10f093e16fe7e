"""What the chairman of the province approves: results of 90 points and more, which go to the Ministry."""

from tests.shape.forms.communes import BASIS, ROUND
from tests.shape.forms.paper import Page
from tests.shape.forms.results import LISTED


def approval() -> bytes:
    """Dự thảo quyết định phê duyệt kết quả đạt từ 90 điểm trở lên, kèm danh sách, điểm e khoản 3 Điều 7."""
    page = Page()
    page.head("", "{{ head.province|upper }}", "Số:          /QĐ-UBND")
    page.title(
        "QUYẾT ĐỊNH",
        f"Phê duyệt kết quả đánh giá, phân hạng sản phẩm OCOP đạt từ 90 điểm trở lên {ROUND}".strip(),
    )
    page.line("CHỦ TỊCH {{ head.province|upper }}", align=1, bold=True)
    page.text(
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        f"{BASIS};",
        "Xét đề nghị của {{ head.secretariat }} tại Tờ trình số ……… ngày …… tháng …… năm ………",
    )
    page.line("QUYẾT ĐỊNH:", align=1, bold=True)
    page.text(
        "Điều 1. Phê duyệt kết quả đánh giá, phân hạng {{ approved|length }} sản phẩm OCOP có tiềm năng 5 sao, đạt từ "
        "90 điểm trở lên (danh sách kèm theo).",
        "Điều 2. {{ head.secretariat }} hoàn thiện hồ sơ, trình {{ head.province }} gửi Bộ Nông nghiệp và Môi trường "
        "đề nghị đánh giá, phân hạng các sản phẩm tại Điều 1 theo khoản 3 Điều 6 Quyết định số 26/2026/QĐ-TTg.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng {{ head.province }}, "
        "{{ head.secretariat }}, Chủ tịch Ủy ban nhân dân các xã, phường, đặc khu có sản phẩm và các chủ thể OCOP có "
        "tên trong danh sách chịu trách nhiệm thi hành Quyết định này./.",
        keep=True,
    )
    page.signature(("Nơi nhận:", "- Như Điều 3;", "- ……………;", "- Lưu: VT, ………"), ("CHỦ TỊCH", "(Chữ ký, dấu)"))
    page.document.add_page_break()
    _listed(page)
    return page.bytes()


def _listed(page: Page) -> None:
    page.title("DANH SÁCH", "Sản phẩm OCOP có tiềm năng 5 sao được phê duyệt kết quả")
    page.line(
        "(Kèm theo Quyết định số          /QĐ-UBND ngày …… tháng …… năm ……… của Chủ tịch {{ head.province }})",
        align=1,
        italic=True,
    )
    page.grid(
        (10, 40, 40, 32, 27, 16),
        ("TT", "Sản phẩm", "Chủ thể OCOP", "Địa phương", "Bộ sản phẩm", "Điểm"),
        (
            ("{%tr for one in approved %}",),
            (
                LISTED,
                "{{ one.name }}{% if one.code %} ({{ one.code }}){% endif %}",
                "{{ one.producer }}",
                "{{ one.commune }}",
                "{{ one.set_title or one.group or one.sector }}",
                ("{{ one.score or '…' }}", True),
            ),
            ("{%tr endfor %}",),
        ),
    )
