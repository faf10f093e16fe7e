import pytest

from tests.cycle.cli.conftest import Province
from tests.scene import COMMUNE, PRODUCER


def test_an_organisation_is_entered_found_by_folded_text_and_shown_with_its_contacts(province: Province) -> None:
    add = ("organisation", "add", "QNG-HTX", "Liên minh Hợp tác xã", "department", "--parent", "QNG")
    province.done("quan_tri", *add, "--from", "01/03/2024")
    contact = ("organisation", "contact", "QNG-HTX", "LM-1", "Phòng Chính sách", "--email", "ocop@example.vn")
    province.done("quan_tri", *contact)
    assert "QNG-HTX" in province.done("to_chuc", "organisation", "list", "--text", "lien minh")
    assert "ocop@example.vn" in province.done("to_chuc", "organisation", "show", "QNG-HTX")
    assert province.by("quan_tri", *add).exit_code == 3
    assert province.by("to_chuc", "organisation", "show", "QNG-X").exit_code == 2


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("add", "A", "Tên", "village"), 2),
        (("add", "A", "Tên", "department", "--parent", "NOWHERE"), 2),
        (("add", "A", "Tên", "department", "--from", "2/3"), 2),
        (("add", "A", " ", "department"), 2),
        (("add", "A", "Tên", "department", "--from", "02/03/2024", "--to", "01/03/2024"), 3),
        (("contact", "528", "C", "Tên"), 3),
    ],
)
def test_an_organisation_must_fit(province: Province, words: tuple[str, ...], status: int) -> None:
    result = province.by("quan_tri", "organisation", *words)
    assert result.exit_code == status, result.output


def test_only_who_may_writes_the_register(province: Province) -> None:
    assert province.by("xa", "organisation", "add", "A", "Tên", "department").exit_code == 3
    assert province.by("xa", "account", "add", "a", "Tên").exit_code == 3
    assert province.by("xa", "account", "list").exit_code == 3


def test_a_role_is_given_listed_by_its_title_and_ended(province: Province) -> None:
    province.done("quan_tri", "account", "add", "lan", "Nguyễn Thị Lan")
    told = province.done("quan_tri", "account", "grant", "lan", "commune", COMMUNE, "--from", "01/03/2024")
    assert "Công chức phụ trách OCOP cấp xã" in told
    province.done("quan_tri", "account", "end", "lan", "commune", COMMUNE, "--last-day", "31/03/2024")
    told = province.done("quan_tri", "account", "list", "--text", "thi lan")
    assert "Công chức phụ trách OCOP cấp xã (21244) đến hết 31/03/2024" in told
    end = ("account", "end", "lan", "commune", COMMUNE)
    assert province.by("quan_tri", *end, "--last-day", "31/03/2024").exit_code == 2
    province.done("quan_tri", *end, "--last-day", "15/03/2024")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("lan", "commune", COMMUNE), 2),
        (("xa", "communes", COMMUNE), 2),
        (("xa", "commune", "1"), 2),
        (("xa", "commune", "528"), 3),
        (("xa", "auditor", "528"), 3),
    ],
)
def test_a_role_must_fit_its_account_and_holder(province: Province, words: tuple[str, ...], status: int) -> None:
    assert province.by("quan_tri", "account", "grant", *words).exit_code == status


def test_a_producer_with_its_establishments_and_products_is_entered_and_shown(province: Province) -> None:
    add = (
        "producer",
        "add",
        "4300999999",
        "Tổ hợp tác Sa Kỳ",
        "--kind",
        "cooperative_group",
        "--organisation",
        COMMUNE,
    )
    assert "CT-4300999999" in province.done("xa", *add)
    assert province.by("xa", *add).exit_code == 3
    province.done("xa", "establishment", "add", "CS9", "CT-4300999999", "Xưởng Sa Kỳ", "--organisation", COMMUNE)
    product = ("product", "add", "SP9", "CT-4300999999", "Cá bống sông Trà", "--sector", "food", "--area", COMMUNE)
    province.done("xa", *product, "--establishment", "CS9", "--set", "3")
    told = province.done("xa", "producer", "show", "CT-4300999999")
    assert all(text in told for text in ("Tổ hợp tác", "Xưởng Sa Kỳ", "Cá bống sông Trà", "Thực phẩm"))
    assert "CS9" in province.done("xa", "establishment", "list", "--producer", "CT-4300999999")
    assert "SP9" in province.done("xa", "product", "list", "--text", "ca bong")
    assert "Cá bống sông Trà" in province.done("xa", "product", "show", "SP9")
    province.done("xa", "establishment", "add", "CS10", "CT-4300999999", "Xưởng hai", "--organisation", COMMUNE)
    assert "CS10" in province.done("xa", "product", "made-at", "SP9", "CS10")
    assert province.by("xa", "product", "made-at", "SP9", "CS10").exit_code == 3
    assert "CS10" in province.done("xa", "product", "show", "SP9")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("producer", "add", "1", "Tên", "--kind", "shop", "--organisation", COMMUNE), 2),
        (("producer", "add", "1", "Tên", "--kind", "company", "--organisation", "1"), 2),
        (("producer", "add", "1", "Tên", "--kind", "company", "--organisation", "524"), 3),
        (("establishment", "add", "C", "CT-1", "Tên", "--organisation", COMMUNE), 2),
        (("product", "add", "P", PRODUCER, "Tên", "--sector", "fod", "--area", COMMUNE), 2),
        (("product", "add", "P", PRODUCER, "Tên", "--sector", "food"), 2),
        (("product", "add", "P", PRODUCER, "a\x00b", "--sector", "food", "--area", COMMUNE), 2),
        (("product", "add", "P", PRODUCER, "x" * 501, "--sector", "food", "--area", COMMUNE), 2),
        (("product", "add", "P", PRODUCER, "Tên", "--sector", "food", "--area", COMMUNE, "--set", "27"), 2),
        (("product", "add", "P", PRODUCER, "Tên", "--sector", "food", "--area", COMMUNE, "--establishment", "C"), 3),
        (("product", "add", "SP001", PRODUCER, "Tên", "--sector", "food", "--area", COMMUNE), 3),
        (("product", "show", "P"), 2),
        (("producer", "show", "CT-1"), 2),
    ],
)
def test_producers_and_products_must_fit(province: Province, words: tuple[str, ...], status: int) -> None:
    result = province.by("xa", *words)
    assert result.exit_code == status, result.output


def test_lists_show_what_lies_in_the_area(province: Province) -> None:
    for kind in ("producer", "establishment", "product"):
        assert province.told("xa", kind, "list")["total"] == 1
        assert province.told("huyen_khac", kind, "list")["total"] == 0
        assert province.by("quan_tri", kind, "list").exit_code == 3
