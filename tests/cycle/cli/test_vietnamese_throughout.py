import pytest

from tests.cycle.cli.conftest import Ocop


def test_help_has_no_english_placeholders(ocop: Ocop) -> None:
    assert "[TÙY CHỌN] LỆNH" in ocop.run("--help").stdout
    shown = ocop.run("dossier", "fire", "--help").stdout
    assert "[TÙY CHỌN] HỒ_SƠ THAO_TÁC" in shown
    assert "--note NỘI_DUNG" in shown
    assert "OPTIONS" not in shown
    assert "[OPTIONS] DOSSIER TRIGGER" in ocop.run("--lang", "en", "dossier", "fire", "--help").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("version", "x", "y"), "thừa: x y"),
        (("check", "--config", "file.txt"), "là tệp"),
        (("import", "template", "."), "là thư mục"),
        (("dossier", "fire"), "Thiếu HỒ_SƠ"),
        (("version", "--json=1"), "--json"),
        (("programme", "list", "--at"), "thiếu giá trị"),
    ],
)
def test_wrong_usage_is_told_in_vietnamese(ocop: Ocop, words: tuple[str, ...], told: str) -> None:
    (ocop.folder / "file.txt").write_text("x")
    result = ocop.run(*words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not any(word in result.stderr for word in ("unexpected", "directory", "requires", "does not"))


def test_the_operating_system_is_quoted_in_vietnamese(ocop: Ocop) -> None:
    (ocop.folder / "file.txt").write_text("x")
    result = ocop.run("import", "template", "file.txt/list.xlsx")
    assert "directory" not in result.output
