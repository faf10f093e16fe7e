from pathlib import Path

import pytest

from tests.cycle.cli.conftest import CONFIG, Ocop


def test_a_programme_is_shown_with_the_origin_of_each_date(office: Ocop) -> None:
    shown = office.run("programme", "show", "QNG2024").stdout
    line = " ".join(shown.split())
    told = ("69/KH-UBND", "GIẢ ĐỊNH", "ít nhất 70 sản phẩm")
    for expected in (*told, "01/03/2024 30/04/2024", "đến hết ngày 31/12/2024"):
        assert expected in line
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_a_programme_in_json_has_windows_durations_dates_and_targets(office: Ocop) -> None:
    shown = office.json("programme", "show", "QNG2024")
    window = next(one for one in shown["windows"] if one["name"] == "ideas")
    assert (window["opens"], window["origin"]) == ("2024-03-01", "plan")
    assert {"durations", "dates", "targets", "bases"} <= set(shown)


def test_a_programme_can_be_looked_at_before_it_is_published(ocop: Ocop) -> None:
    assert "QNG2024" in ocop.run("programme", "list", "--config", str(CONFIG)).stdout
    assert ocop.run("programme", "show", "QNG2024", "--config", str(CONFIG), "--lang", "en").exit_code == 0
    assert not ocop.database.exists()


def test_an_unknown_programme_names_the_nearest(office: Ocop) -> None:
    result = office.run("programme", "show", "QNG20242")
    assert result.exit_code == 2
    assert "QNG2024" in result.stderr


def test_a_programme_is_looked_at_as_of_a_day(office: Ocop) -> None:
    assert office.run("programme", "list", "--at", "31/12/2023").exit_code == 2
    assert office.run("programme", "list", "--at", "01/01/2024").exit_code == 0


@pytest.mark.parametrize("workflow", ["season", "evaluation_148", "certificate"])
def test_every_shipped_workflow_is_drawn_in_both_languages(ocop: Ocop, workflow: str) -> None:
    drawn = [ocop.run("--lang", lang, "diagram", workflow, "--config", str(CONFIG)).stdout for lang in ("vi", "en")]
    assert all("stateDiagram-v2" in text for text in drawn)
    assert drawn[0] != drawn[1]


def test_an_unknown_workflow_is_not_found(office: Ocop) -> None:
    result = office.run("diagram", "sesson")
    assert result.exit_code == 2
    assert "season" in result.stderr


def test_the_configuration_is_exported_and_passes_the_check(ocop: Ocop) -> None:
    assert ocop.run("config", "export", "mine").exit_code == 0
    assert ocop.run("check", "--config", "mine").exit_code == 0
    assert (ocop.folder / "mine" / "papers.yaml").read_bytes() == (CONFIG / "papers.yaml").read_bytes()


def test_exporting_never_writes_over_what_is_there(ocop: Ocop) -> None:
    (ocop.folder / "mine").mkdir()
    (ocop.folder / "mine" / "notes.txt").write_text("mine")
    assert ocop.run("config", "export", "mine").exit_code == 2
    assert [file.name for file in (ocop.folder / "mine").iterdir()] == ["notes.txt"]


def test_doctor_finds_everything_well_after_init(office: Ocop) -> None:
    result = office.run("--json", "doctor")
    assert result.exit_code == 0
    codes = {one["code"]: one for one in office.json("doctor")}
    assert {"setting", "driver", "journal", "schema", "kind", "rules", "store"} <= set(codes)
    assert codes["journal"]["params"]["mode"] == "wal"
    assert codes["kind"]["params"]["kind"] == "work"


def test_doctor_works_where_nothing_is_set_up_and_makes_nothing(ocop: Ocop) -> None:
    result = ocop.run("doctor")
    assert result.exit_code == 1
    assert "ocop init" in result.stdout
    assert not (ocop.folder / "data").exists()


def test_doctor_never_shows_a_password(ocop: Ocop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OCOP_DATABASE", "postgresql://ocop:s3cret@127.0.0.1:1/ocop?connect_timeout=1")
    result = ocop.run("doctor")
    assert result.exit_code == 1
    assert "s3cret" not in result.output


def test_doctor_tells_a_folder_that_cannot_be_written_to(office: Ocop) -> None:
    files = office.folder / "data" / "files"
    files.rmdir()
    files.write_text("a file where a folder should be")
    assert any(one["code"] == "store_unwritable" for one in office.json("doctor"))


def test_a_server_that_does_not_answer_is_told_without_its_password(
    ocop: Ocop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql://ocop:s3cret@127.0.0.1:1/ocop?connect_timeout=1\n")
    secret.chmod(0o600)
    monkeypatch.setenv("OCOP_DATABASE_FILE", str(secret))
    result = ocop.run("--lang", "en", "programme", "list")
    assert result.exit_code == 1
    assert "cannot be reached" in result.stderr
    assert "s3cret" not in result.output
