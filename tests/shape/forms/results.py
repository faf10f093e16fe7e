"""What the province writes on results: submission, decision with its list, notice, request, certificates."""

from tests.shape.forms.communes import BASIS, ROUND, SHORT
from tests.shape.forms.paper import BLANK_NUMBER, Page

STARS = "{{ one.stars }} sao"
# The ranks of those recognised.
RANKS = "{% for rank in ranks %}{{ rank }} sao{% if not loop.last %}, {% endif %}{% endfor %}"
LISTED = ("{{ loop.index }}", True)


def submission() -> bytes:
    """Tờ trình của cơ quan tham mưu, điểm đ khoản 3 Điều 7."""
    page = Page()
    page.head("{{ head.province|upper }}", "{{ head.sender|upper }}", "Số:          /TTr-………")
    page.title("TỜ TRÌNH", f"Về việc công nhận kết quả đánh giá, phân hạng sản phẩm OCOP {ROUND}".strip())
    page.line("Kính gửi: Chủ tịch {{ head.province }}", align=1)
    page.text(
        f"{BASIS};",
        "Căn cứ kết quả đánh giá, phân hạng và đề xuất của Hội đồng đánh giá, phân hạng sản phẩm OCOP cấp tỉnh "
        "(kèm biên bản), "
        "{{ head.sender }} tổng hợp kết quả của {{ products|length }} sản phẩm: {{ recognised|length }} sản phẩm "
        f"đề nghị công nhận{{% if recognised %}} ({RANKS}){{% endif %}}, {{{{ approved|length }}}} sản phẩm có tiềm "
        "năng 5 sao (từ 90 điểm trở lên), {{ refused|length }} sản phẩm không đủ điều kiện công nhận.",
    )
    _groups(page)
    page.text(
        "{{ head.sender }} kính trình Chủ tịch {{ head.province }} xem xét"
        f"{{% if recognised %}}, quyết định công nhận kết quả, cấp giấy chứng nhận cho các sản phẩm đạt {RANKS}"
        "{% endif %}{% if approved %}{% if recognised %}; {% else %}, {% endif %}phê duyệt kết quả và đề nghị Bộ Nông "
        "nghiệp và Môi trường đánh giá, phân hạng các sản phẩm có tiềm năng 5 sao{% endif %}./.",
        keep=True,
    )
    page.signature(SHORT, ("QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ", "(Chữ ký, dấu)"))
    return page.bytes()


def _groups(page: Page) -> None:
    for title, name in (
        ("1. Đề nghị công nhận và cấp giấy chứng nhận", "recognised"),
        ("2. Đề nghị phê duyệt kết quả, gửi Bộ Nông nghiệp và Môi trường", "approved"),
        ("3. Không đủ điều kiện công nhận", "refused"),
    ):
        page.tag(f"{{%p if {name} %}}")
        page.heading(title)
        _list(page, name)
        page.tag("{%p endif %}")


def _list(page: Page, name: str) -> None:
    page.grid(
        (11, 44, 42, 33, 18, 17),
        ("TT", "Sản phẩm", "Chủ thể OCOP", "Địa phương", "Điểm", "Hạng"),
        (
            (f"{{%tr for one in {name} %}}",),
            (
                LISTED,
                "{{ one.name }}",
                "{{ one.producer }}",
                "{{ one.commune }}",
                ("{{ one.score or '…' }}", True),
                ("{% if one.stars %}" + STARS + "{% else %}–{% endif %}", True),
            ),
            ("{%tr endfor %}",),
        ),
    )
    page.tag(f"{{%p for one in {name} if one.excluded %}}")
    page.text("{{ one.name }}: {{ one.excluded|join('; ') }}; không xếp hạng.")
    page.tag("{%p endfor %}")


def decision() -> bytes:
    """Dự thảo quyết định của Chủ tịch Ủy ban nhân dân cấp tỉnh, kèm danh sách, điểm e khoản 3 Điều 7."""
    page = Page()
    page.head("", "{{ head.province|upper }}", "Số:          /QĐ-UBND")
    page.title("QUYẾT ĐỊNH", f"Công nhận kết quả đánh giá, phân hạng sản phẩm OCOP {ROUND}".strip())
    page.line("CHỦ TỊCH {{ head.province|upper }}", align=1, bold=True)
    page.text(
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        f"{BASIS};",
        "Xét đề nghị của {{ head.secretariat }} tại Tờ trình số ……… ngày …… tháng …… năm ………",
    )
    page.line("QUYẾT ĐỊNH:", align=1, bold=True)
    page.text(
        f"Điều 1. Công nhận {{{{ recognised|length }}}} sản phẩm OCOP đạt {RANKS} (danh sách kèm theo). Giấy chứng "
        "nhận có thời hạn {{ months }} tháng kể từ ngày cấp.",
        "Điều 2. {{ head.secretariat }} tổ chức cấp giấy chứng nhận, công bố kết quả và thông báo cho Ủy ban nhân "
        "dân cấp xã, "
        "chủ thể OCOP theo quy định.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng {{ head.province }}, "
        "{{ head.secretariat }}, Chủ tịch "
        "Ủy ban nhân dân các xã, phường, đặc khu có sản phẩm và các chủ thể OCOP có tên trong danh sách chịu "
        "trách nhiệm thi "
        "hành Quyết định này./.",
        keep=True,
    )
    page.signature(("Nơi nhận:", "- Như Điều 3;", "- ……………;", "- Lưu: VT, ………"), ("CHỦ TỊCH", "(Chữ ký, dấu)"))
    page.document.add_page_break()
    page.title("DANH SÁCH", "Sản phẩm OCOP được công nhận")
    page.line(
        "(Kèm theo Quyết định số          /QĐ-UBND ngày …… tháng …… năm ……… của Chủ tịch {{ head.province }})",
        align=1,
        italic=True,
    )
    page.grid(
        (10, 38, 38, 32, 29, 18),
        ("TT", "Sản phẩm", "Chủ thể OCOP", "Địa phương", "Bộ sản phẩm", "Hạng"),
        (
            ("{%tr for one in recognised %}",),
            (
                LISTED,
                "{{ one.name }}{% if one.code %} ({{ one.code }}){% endif %}",
                "{{ one.producer }}",
                "{{ one.commune }}",
                "{{ one.set_title or one.group or one.sector }}",
                (STARS, True),
            ),
            ("{%tr endfor %}",),
        ),
    )
    return page.bytes()


def notice() -> bytes:
    """Thông báo kết quả cho Ủy ban nhân dân cấp xã và chủ thể OCOP, điểm g khoản 3 Điều 7."""
    page = Page()
    about = f"V/v thông báo kết quả đánh giá, phân hạng sản phẩm OCOP {ROUND}".strip()
    page.head("{{ head.province|upper }}", "{{ head.sender|upper }}", BLANK_NUMBER, about)
    page.line(
        "Kính gửi: {% if recipient %}{{ recipient }}{% else %}Ủy ban nhân dân các xã, phường, đặc khu có sản "
        "phẩm{% endif %} "
        "và {% if products|length == 1 %}{{ products[0].producer }}{% else %}các chủ thể OCOP{% endif %}",
        align=1,
    )
    page.text(
        f"{BASIS}, {{{{ head.sender }}}} thông báo kết quả đánh giá, phân hạng {{{{ products|length }}}} sản phẩm "
        f"như sau:",
    )
    _list(page, "products")
    page.tag("{%p for one in products if one.own_score and one.own_score != one.score %}")
    page.text(
        "{{ one.name }}: Hội đồng cấp tỉnh đánh giá {{ one.own_score }} điểm, {{ one.own_stars }} sao; kết quả của Bộ "
        "Nông nghiệp và Môi trường là {{ one.score }} điểm, {{ one.stars }} sao.",
    )
    page.tag("{%p endfor %}")
    page.tag("{%p for one in products if one.raising %}")
    page.text(
        "{{ one.name }} ({{ one.dossier }}) – để đạt hạng cao hơn cần có: {{ one.raising|join('; ') }}.",
    )
    page.tag("{%p endfor %}")
    page.text(
        "{% if refused %}Sản phẩm dưới 3 sao không được công nhận và không được cấp giấy chứng nhận (điểm a khoản 1 "
        "Điều 4); chủ thể OCOP có thể hoàn thiện và đăng ký ở đợt sau. {% endif %}Nếu có vướng mắc, đề nghị liên hệ "
        "{{ head.secretariat }}./.",
        keep=True,
    )
    page.signature(SHORT, ("QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ", "(Chữ ký, dấu)"))
    return page.bytes()


def request() -> bytes:
    """Văn bản của Ủy ban nhân dân cấp tỉnh gửi Bộ, khoản 3 Điều 6."""
    page = Page()
    again = "đánh giá, phân hạng{% if reassessed %} lại{% endif %} sản phẩm OCOP 5 sao"
    page.head("", "{{ head.province|upper }}", "Số:          /UBND-………", f"V/v đề nghị {again}")
    page.line("Kính gửi: Bộ Nông nghiệp và Môi trường", align=1)
    page.text(
        f"{BASIS};",
        "Hội đồng đánh giá, phân hạng sản phẩm OCOP cấp tỉnh đã đánh giá sản phẩm {{ product.name }} của "
        "{{ product.producer }} "
        "({{ product.commune }}), mã hồ sơ {{ product.dossier }}, bộ sản phẩm {{ product.set_title or '………' }}"
        "{% if product.own_score %}, đạt {{ product.own_score }} điểm{% endif %}"
        "{% if product.approval %}; kết quả được phê duyệt tại Quyết định số {{ product.approval }} ngày "
        "{{ product.approved|day }}"
        "{% endif %}.",
        f"{{{{ head.province }}}} đề nghị Bộ Nông nghiệp và Môi trường {again} đối với sản phẩm nêu trên.",
    )
    page.heading("Hồ sơ gửi kèm (01 bộ hồ sơ giấy, 01 bộ hồ sơ điện tử):")
    page.tag("{%p for one in papers %}")
    page.line("{{ loop.index }}. {{ one }}")
    page.tag("{%p endfor %}")
    page.text(
        "Sản phẩm mẫu: 05 sản phẩm do chủ thể OCOP cung cấp (trừ nhóm sản phẩm Dịch vụ du lịch cộng đồng, du lịch "
        "sinh thái và "
        "điểm du lịch).",
        "Trân trọng./.",
        keep=True,
    )
    page.signature(SHORT, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Chữ ký, dấu)"))
    return page.bytes()


def certificate() -> bytes:
    """Giấy chứng nhận sản phẩm OCOP."""
    page = Page(landscape=True)
    page.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", align=1, bold=True, size=14)
    page.line("Độc lập - Tự do - Hạnh phúc", align=1, bold=True, size=14, underline=True)
    page.line("CHỦ TỊCH {{ head.province|upper }}", align=1, bold=True, size=15)
    page.line("GIẤY CHỨNG NHẬN", align=1, bold=True, size=28, colour=(0xC0, 0x00, 0x00))
    page.line("SẢN PHẨM OCOP ĐẠT {{ product.stars }} SAO", align=1, bold=True, size=18)
    page.line("{% for n in range(product.stars) %}★{% endfor %}", align=1, size=26, colour=(0xC0, 0x8A, 0x00))
    page.line("Sản phẩm: {{ product.name }}", align=1, bold=True, size=20)
    page.line("{% if product.code %}Mã sản phẩm: {{ product.code }}{% endif %}", align=1, size=14)
    page.line("Chủ thể: {{ product.producer }}", align=1, size=16)
    page.line("Địa chỉ: {{ product.address or product.commune or '………' }}", align=1, size=14)
    page.line(
        "Quyết định công nhận số: {{ product.decision or '………/QĐ-UBND' }} "
        "ngày {% if product.decided %}{{ product.decided|day }}{% else %}……/……/………{% endif %}",
        align=1,
        size=14,
    )
    page.line(
        "Giấy chứng nhận có thời hạn 36 tháng kể từ ngày cấp"
        "{% if product.until %}, đến hết ngày {{ product.until|day }}{% endif %}.",
        align=1,
        size=14,
    )
    page.signature(
        ("", "Số giấy chứng nhận: {{ product.certificate or '……………' }}"),
        ("……………, ngày …… tháng …… năm ………", "CHỦ TỊCH", "(Chữ ký, dấu)"),
    )
    return page.bytes()
