"""What a run of `ocop` writes into its log."""

import json
from typing import Any

import pytest

from tests.cycle.cli.conftest import Ocop, Province

DOSSIER = "QNG2024-0001"
LOGGED = ("--log-level", "info", "--log-format", "json")


def lines(stderr: str) -> list[Any]:
    return [json.loads(line) for line in stderr.splitlines() if line.startswith("{")]


def records(season: Province) -> list[Any]:
    return list(season.told("to_chuc", "history", "show", f"dossier/{DOSSIER}"))


def test_the_terminal_stays_quiet_where_nothing_is_asked(season: Province) -> None:
    assert season.by("xa", "dossier", "fire", DOSSIER, "choose").stderr == ""


def test_a_run_ends_with_its_command_account_status_and_duration(season: Province) -> None:
    result = season.by("xa", *LOGGED, "dossier", "fire", DOSSIER, "choose")
    (ended,) = lines(result.stderr)
    assert (ended["event"], ended["level"], ended["status"]) == ("ended", "info", 0)
    assert (ended["command"], ended["account"]) == ("dossier.fire", "xa")
    assert ended["duration_ms"] >= 0


@pytest.mark.parametrize("given", [(), ("--request-id", "r-77")])
def test_the_request_id_of_the_log_stands_in_history(season: Province, given: tuple[str, ...]) -> None:
    result = season.by("xa", *LOGGED, "dossier", "fire", DOSSIER, "choose", *given)
    (ended,) = lines(result.stderr)
    assert records(season)[-1]["request"] == ended["request"]
    assert given == () or ended["request"] == "r-77"
    assert season.by("to_chuc", "history", "verify").exit_code == 0


def test_acts_on_papers_and_many_dossiers_carry_the_request_id_too(season: Province) -> None:
    (season.folder / "codes").write_text(DOSSIER)
    many = season.by("xa", *LOGGED, "dossier", "fire-many", "choose", "codes", "--yes")
    assert many.exit_code == 0, many.output
    assert records(season)[-1]["request"] == lines(many.stderr)[-1]["request"]
    words = ("paper", "add", "dossier", DOSSIER, "idea_form_new", "--file", season.form(), "--received", "05/03/2024")
    added = season.by("chu_the", *LOGGED, *words)
    assert records(season)[-1]["request"] == lines(added.stderr)[-1]["request"]
    assert season.by("to_chuc", "history", "verify").exit_code == 0


def test_a_refusal_is_told_by_its_reasons_and_nothing_personal_is(season: Province) -> None:
    words = ("dossier", "fire", DOSSIER, "submit", "--note", "Bà Lê Thị Bí Mật")
    result = season.by("chu_the", *LOGGED, *words)
    assert result.exit_code == 3
    refused, ended = lines(result.stderr)
    assert (refused["event"], refused["level"], ended["status"]) == ("refused", "info", 3)
    assert refused["reasons"]
    assert refused["request"] == ended["request"]
    logged = json.dumps(lines(result.stderr), ensure_ascii=False)
    assert "Bí Mật" not in logged
    assert "Người chu_the" not in logged


def test_wrong_usage_and_what_is_not_there_are_no_errors(ocop: Ocop) -> None:
    for words in (("programme", "list"), ("nothing",), ("check", "--nothing")):
        told = lines(ocop.run(*LOGGED, *words).stderr)
        assert {one["level"] for one in told} == {"info"}
        assert told[-1]["status"] == 2


def test_a_failure_is_an_error_with_what_hindered_and_no_password(ocop: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCOP_DATABASE", "postgresql://ocop:s3cret@127.0.0.1:1/ocop?connect_timeout=1")
    result = ocop.run("--log-format", "json", "programme", "list")
    (failed,) = lines(result.stderr)
    assert (failed["level"], failed["event"], failed["code"]) == ("error", "failed", "unreachable")
    assert "127.0.0.1" in failed["detail"]
    assert "s3cret" not in result.output


def test_wrong_settings_are_logged_as_the_line_asks(ocop: Ocop) -> None:
    (ocop.folder / "ocop.yaml").write_text("languag: vi\n", encoding="utf-8")
    told = lines(ocop.run(*LOGGED, "doctor").stderr)
    assert told[0]["problems"] == [f"settings_key {ocop.folder / 'ocop.yaml'}:1:1"]
    assert told[-1]["status"] == 4


def test_the_log_is_set_by_variables_and_by_the_settings_file_too(ocop: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    (ocop.folder / "ocop.yaml").write_text("log_level: info\n", encoding="utf-8")
    assert " info ended " in ocop.run("version").stderr
    monkeypatch.setenv("OCOP_LOG_FORMAT", "json")
    assert lines(ocop.run("version").stderr)[0]["command"] == "version"
    assert ocop.run("--log-level", "loud", "version").exit_code == 2
