"""What a council writes: members' sheets on paper, and the minutes."""

from tests.shape.forms.communes import BASIS, ROUND
from tests.shape.forms.paper import Page

ENDING = (
    "{% if session.meeting %}Biên bản được thông qua vào hồi ….. giờ ….. cùng ngày{% else %}Biên bản lập ngày "
    "……/……/………{% endif %}"
)


def sheet() -> bytes:
    """Phiếu đánh giá, phân hạng của thành viên Hội đồng, in ra để chấm."""
    page = Page()
    page.head("", "HỘI ĐỒNG ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP")
    page.title(
        "PHIẾU ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP", "Bộ sản phẩm số {{ product.set_number }}: {{ product.set_title }}"
    )
    page.line("Sản phẩm: {{ product.name }}{% if product.code %} – mã sản phẩm {{ product.code }}{% endif %}")
    page.line("Chủ thể OCOP: {{ product.producer }}; mã hồ sơ: {{ product.dossier }}")
    page.line("Thành viên Hội đồng: ……………………………………; cơ quan: ……………………………………")
    page.tag("{%p if short_wording %}")
    page.line(
        "Nhãn rút gọn, không phải nguyên văn Bộ tiêu chí: chỉ dùng để diễn tập.",
        bold=True,
        size=12,
        colour=(0xC0, 0, 0),
    )
    page.tag("{%p endif %}")
    page.line("Mỗi tiêu chí chỉ chọn một ô. Cột cuối là điểm chủ thể tự đánh giá.", italic=True, size=12)
    page.grid(
        (14, 95, 16, 20, 20),
        ("Mã", "Tiêu chí và mức đạt", "Điểm", "Chọn", "Tự đánh giá"),
        (
            ("{%tr for one in criteria %}",),
            (
                ("{{ one.code }}", True),
                "{{ one.title }} (tối đa {{ one.most }} điểm)",
                "",
                "{% if not one.options %}□ Có{% endif %}",
                ("{% if one.points is not none %}{{ one.points }}{% endif %}", True),
            ),
            ("{%tr for option in one.options %}",),
            (
                "",
                (
                    "– {{ option.wording }}{% if option.stars %} "
                    "({% for n in range(option.stars) %}*{% endfor %}){% endif %}"
                ),
                ("{{ option.points }}", True),
                ("□", True),
                ("{% if option.chosen %}x{% endif %}", True),
            ),
            ("{%tr endfor %}",),
            ("{%tr endfor %}",),
        ),
    )
    page.line("Tổng điểm: ………/100. Lý do loại, dừng hoặc ý kiến khác (nếu có): ………………………………")
    page.signature(("",), ("THÀNH VIÊN HỘI ĐỒNG", "(Ký, ghi rõ họ tên)"), "")
    return page.bytes()


def minutes() -> bytes:
    """Biên bản họp Hội đồng, hoặc tổng hợp ý kiến bằng văn bản."""
    page = Page()
    page.head("{{ head.province|upper }}", "HỘI ĐỒNG ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP", "Số:          /BB-HĐ")
    page.title(
        "{% if session.meeting %}BIÊN BẢN HỌP HỘI ĐỒNG{% else %}BIÊN BẢN TỔNG HỢP Ý KIẾN HỘI ĐỒNG{% endif %}",
        f"Đánh giá, phân hạng sản phẩm OCOP {ROUND}".strip(),
    )
    page.text(
        f"{BASIS}; Quyết định số {{{{ session.decision }}}} ngày {{{{ session.decided|day }}}} về việc thành lập "
        f"Hội đồng"
        "{% if session.regulation %}; Quy chế hoạt động của Hội đồng số {{ session.regulation }}{% endif %}, ngày "
        "{{ session.day|day }}, {{ session.council }} "
        "{% if session.meeting %}họp đánh giá, phân hạng{% else %}lấy ý kiến bằng văn bản về{% endif %} "
        "{{ session.judged }} sản phẩm.",
    )
    page.heading("I. THÀNH PHẦN")
    page.text(
        "{% if session.meeting %}Có mặt{% else %}Gửi ý kiến bằng văn bản:{% endif %} "
        "{{ session.present }}/{{ session.entitled }} thành viên{% if session.meeting %}:{% else %}.{% endif %}"
    )
    page.grid(
        (11, 46, 46, 42, 20),
        ("TT", "Họ và tên", "Thành phần", "Cơ quan", "{% if session.meeting %}Có mặt{% else %}Gửi ý kiến{% endif %}"),
        (
            ("{%tr for one in members %}",),
            (
                ("{{ loop.index }}", True),
                "{{ one.name }}",
                "{{ one.seat }}",
                "{{ one.organisation }}",
                ("{% if one.present %}x{% elif session.meeting %}vắng{% else %}chưa gửi{% endif %}", True),
            ),
            ("{%tr endfor %}",),
        ),
    )
    page.heading("II. KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG")
    page.grid(
        (10, 50, 20, 20, 20, 20, 25),
        ("TT", "Sản phẩm (chủ thể OCOP)", "Số phiếu; lượt", "Điểm TB", "Chênh lệch", "Hạng", "Kết luận"),
        (
            ("{%tr for one in turns %}",),
            (
                ("{{ loop.index }}", True),
                "{{ one.product.name }} ({{ one.product.producer }}); {{ one.product.dossier }}",
                ("{{ one.sheets }}; {{ one.number }}", True),
                ("{{ one.score }}", True),
                ("{{ one.spread }}", True),
                ("{% if one.stars %}{{ one.stars }} sao{% else %}–{% endif %}", True),
                "{{ one.outcome }}",
            ),
            ("{%tr endfor %}",),
        ),
    )
    page.heading("III. NỘI DUNG HỘI ĐỒNG THỐNG NHẤT")
    page.tag("{%p for one in turns if one.agreed or one.conflicts or one.findings %}")
    page.text(
        "{{ one.product.name }}:{% if one.conflicts %} không tham gia chấm vì có xung đột lợi ích: "
        "{{ one.conflicts|join(', ') }}."
        "{% endif %}{% if one.agreed %} Mức đạt thống nhất: {{ one.agreed|join('; ') }}.{% endif %}"
        "{% if one.findings %} Căn cứ loại hoặc dừng: {{ one.findings|join('; ') }}.{% endif %}",
    )
    page.tag("{%p endfor %}")
    page.text("Ý kiến khác: ………………………………", f"{ENDING}./.", keep=True)
    page.signatures(("THƯ KÝ HỘI ĐỒNG", "(Ký, ghi rõ họ tên)"), ("CHỦ TỊCH HỘI ĐỒNG", "(Ký, ghi rõ họ tên)"))
    return page.bytes()
