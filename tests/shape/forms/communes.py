"""What a commune writes: its report on form 03, and its request to the province."""

from tests.shape.forms.paper import BLANK_NUMBER, Page

SHORT = ("Nơi nhận:", "- Như trên;", "- ……………;", "- Lưu: VT, ………")
BASIS = (
    "Căn cứ Quyết định số 26/2026/QĐ-TTg ngày 22 tháng 5 năm 2026 của Thủ tướng Chính phủ ban hành Bộ tiêu chí và "
    "quy "
    "trình đánh giá, phân hạng sản phẩm mỗi xã một sản phẩm"
)
# The title of the round, within a sentence.
ROUND = "{% if head.round %}{{ head.round.title[0]|lower }}{{ head.round.title[1:] }}{% endif %}"
TOPICS = (
    ("1. Về sử dụng nguyên liệu địa phương", "materials", "tình hình sử dụng nguyên liệu thực tế trên địa bàn xã"),
    ("2. Về sử dụng lao động địa phương", "labour", "tình hình sử dụng lao động địa phương thực tế trên địa bàn xã"),
    (
        "3. Nguồn gốc ý tưởng sản phẩm",
        "origin",
        "nguồn gốc sản phẩm (truyền thống, sản phẩm mới) theo thực tế của địa phương",
    ),
    (
        "4. Bản sắc/trí tuệ địa phương",
        "identity",
        (
            "giá trị văn hóa, tri thức bản địa, kinh nghiệm sản xuất của cộng đồng, phương thức sản xuất đặc trưng "
            "tạo nên "
            "sự khác biệt của sản phẩm"
        ),
    ),
)


def report() -> bytes:
    """Mẫu số 03 của Phụ lục III."""
    page = Page()
    page.line("Mẫu số 03", align=2, italic=True, size=11.5)
    page.head("", "{{ head.sender|upper }}", BLANK_NUMBER)
    page.title(
        "BÁO CÁO",
        "Đánh giá một số nội dung của hồ sơ đăng ký tham gia đánh giá, phân hạng sản phẩm OCOP",
    )
    page.heading("I. THÔNG TIN CHUNG VỀ HỒ SƠ SẢN PHẨM")
    page.line("1. Tên chủ thể: {{ product.producer }}")
    page.line("2. Loại hình tổ chức: {{ product.kind or '………' }}")
    page.line("3. Địa chỉ: {{ product.address or product.commune or '………' }}")
    page.line("4. Tên người đại diện pháp luật:")
    page.line("- Họ tên: {{ product.representative or '………' }}")
    page.line("- Giới tính: ……… (Nam/nữ); Dân tộc: ………")
    page.line("- Địa chỉ thường trú: ………")
    page.line("5. Sản phẩm đăng ký đánh giá: {{ product.name }}")
    page.line(
        "(Bộ sản phẩm: {{ product.set_title or '………' }}; mã hồ sơ: {{ product.dossier }})", italic=True, size=12.5
    )
    page.heading("II. ĐÁNH GIÁ MỘT SỐ NỘI DUNG CỦA HỒ SƠ SẢN PHẨM")
    for title, name, about in TOPICS:
        page.heading(f"{title}:")
        page.text(_described(name), f"- Đánh giá của Ủy ban nhân dân cấp xã (nêu rõ {about}): ………………………………")
    page.tag("{%p if papers %}")
    page.text("Các giấy tờ đã xem xét: {{ papers|join('; ') }}.")
    page.tag("{%p endif %}")
    page.text(
        "{{ head.sender }} đề nghị {{ head.province }} đánh giá, phân hạng sản phẩm OCOP cho sản phẩm "
        "{{ product.name }} "
        "của {{ product.producer }}.",
        keep=True,
    )
    page.signature(("",), ("TM. ỦY BAN NHÂN DÂN", "(Ký tên và đóng dấu)"), "")
    return page.bytes()


def _described(name: str) -> str:
    one = f"topics.{name}"
    return (
        f"- Mô tả của chủ thể: {{% if {one}.answer %}}{{{{ {one}.answer }}}} (tiêu chí {{{{ {one}.code }}}} "
        f"“{{{{ {one}.title }}}}”, "
        f"tự đánh giá {{{{ {one}.points }}}}/{{{{ {one}.most }}}} điểm){{% if {one}.evidence %}}; minh chứng: "
        f"{{{{ {one}.evidence }}}}"
        f"{{% endif %}}{{% else %}}………………………………{{% endif %}}"
    )


def request() -> bytes:
    """Văn bản đề nghị của cấp xã, điểm a khoản 2 Điều 6."""
    page = Page()
    about = f"V/v đề nghị đánh giá, phân hạng sản phẩm OCOP{{% if head.round %}}, {ROUND}{{% endif %}}"
    page.head("", "{{ head.sender|upper }}", BLANK_NUMBER, about)
    page.line("Kính gửi: {{ recipient }}", align=1)
    page.text(
        f"{BASIS};",
        "Sau khi tiếp nhận, kiểm tra thành phần hồ sơ và đánh giá một số nội dung của hồ sơ sản phẩm theo khoản 2 "
        "Điều 7 "
        "Quyết định nêu trên, {{ head.sender }} đề nghị {{ recipient }} đánh giá, phân hạng {{ products|length }} "
        "sản phẩm "
        "OCOP sau đây:",
    )
    page.grid(
        (11, 42, 42, 36, 34),
        ("TT", "Sản phẩm", "Chủ thể OCOP", "Bộ sản phẩm; lần đăng ký", "Phiếu số; mã hồ sơ"),
        (
            ("{%tr for one in products %}",),
            (
                ("{{ loop.index }}", True),
                "{{ one.name }}",
                "{{ one.producer }}",
                (
                    "{% if one.set_number %}{{ one.set_number }}. {{ one.set_title }}{% else %}………{% endif %}"
                    "{% if one.purpose %}; {{ one.purpose }}{% endif %}"
                ),
                "{{ one.receipt or '………' }}; {{ one.dossier }}",
            ),
            ("{%tr endfor %}",),
        ),
    )
    page.text(
        "Hồ sơ gửi kèm theo khoản 2 Điều 6 gồm: báo cáo đánh giá một số nội dung của từng hồ sơ (Mẫu số 03); hồ "
        "sơ sản phẩm "
        "(01 bộ hồ sơ giấy và 01 bộ hồ sơ điện tử); 05 sản phẩm mẫu của mỗi sản phẩm (trừ nhóm sản phẩm Dịch vụ "
        "du lịch cộng "
        "đồng, du lịch sinh thái và điểm du lịch).",
    )
    page.text("{{ head.sender }} kính đề nghị {{ recipient }} xem xét./.", keep=True)
    page.signature(SHORT, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Chữ ký, dấu)"))
    return page.bytes()
