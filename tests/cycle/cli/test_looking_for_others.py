"""In a database for work `--as` looks through another's eyes only for whoever may enter for others."""

from tests.cycle.cli.conftest import Ocop


def test_an_account_that_may_not_enter_for_others_sees_nothing_as_them(office: Ocop) -> None:
    for words in (("account", "list"), ("organisation", "list"), ("dossier", "list"), ("history", "verify")):
        result = office.run("--lang", "en", "--as", "khong_co", *words)
        assert result.exit_code in (2, 3), (words, result.output)
        assert "khong_co" in result.stderr, (words, result.stderr)
