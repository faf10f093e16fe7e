"""What `ocop doctor` says of the store, of versions and of settings."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cycle.cli.conftest import Ocop, Province

FORM = ("paper", "add", "dossier", "QNG2024-0001", "idea_form_new", "--received", "05/03/2024")


def findings(ocop: Ocop) -> dict[str, Any]:
    return {one["code"]: one for one in json.loads(ocop.run("--json", "doctor").stdout)}


def test_files_that_papers_name_are_counted_and_those_that_none_names(season: Province) -> None:
    season.done("chu_the", *FORM, "--file", season.form())
    files = season.folder / "data" / "files"
    found = findings(season)
    assert found["files"]["params"]["count"] == 1
    assert not {"files_unnamed", "files_lost", "files_half"} & found.keys()
    (files / "ab").mkdir(exist_ok=True)
    (files / "ab" / ("c" * 62)).write_bytes(b"orphan")
    (files / "incoming-x").write_bytes(b"half")
    found = findings(season)
    assert (found["files_unnamed"]["state"], found["files_unnamed"]["params"]["count"]) == ("notice", 1)
    assert found["files_half"]["params"]["count"] == 1
    assert season.run("doctor").exit_code == 0


def test_a_file_that_is_lost_is_bad_and_its_paper_is_named(season: Province) -> None:
    season.done("chu_the", *FORM, "--file", season.form())
    (kept,) = [file for file in (season.folder / "data" / "files").rglob("*") if file.is_file()]
    kept.unlink()
    found = findings(season)["files_lost"]
    assert (found["state"], found["params"]["papers"]) == ("bad", ["QNG2024-0001/idea_form_new/1"])
    assert season.run("doctor").exit_code == 1


def test_versions_are_told(office: Ocop) -> None:
    found = findings(office)
    assert found["versions"]["params"].keys() == {"ocop", "python"}
    assert ("driver" in found) != ("driver_standard" in found)


def test_settings_are_shown_with_their_origin_and_without_a_database(
    ocop: Ocop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ocop.folder / "ocop.yaml").write_text("\nlanguage: en\n", encoding="utf-8")
    monkeypatch.setenv("OCOP_DATABASE", "postgresql://ocop:s3cret@nowhere/ocop")
    monkeypatch.setenv("OCOP_AS", "xa")
    monkeypatch.setenv("OCOP_DATBASE", "x")
    result = ocop.run("--json", "--log-level", "error", "doctor", "--settings")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    shown = {one["name"]: (one["value"], one["origin"]) for one in told["settings"]}
    file = ocop.folder / "ocop.yaml"
    assert shown["database"] == ("postgresql+psycopg://ocop:***@nowhere/ocop", "OCOP_DATABASE")
    assert shown["data"] == (str(ocop.folder / "data"), "OCOP_DATA")
    assert shown["language"] == ("en", f"{file}:2")
    assert shown["log_level"] == ("error", "--log-level")
    assert shown["log_format"] == ("text", "default")
    assert shown["settings"] == (str(file), "found")
    assert shown["as"] == ("xa", "OCOP_AS")
    assert told["strange"] == [{"variable": "OCOP_DATBASE", "nearest": "OCOP_DATABASE"}]
    said = ocop.run("doctor", "--settings")
    assert "s3cret" not in said.output + result.output
    assert "OCOP_DATBASE" in said.stderr
    assert not (ocop.folder / "data").exists()


def test_a_configuration_folder_of_the_settings_is_the_one_that_is_checked(ocop: Ocop, config: Path) -> None:
    (config / "roles.yaml").write_text("roles: 5\n", encoding="utf-8")
    assert ocop.run("check").exit_code == 0
    (ocop.folder / "ocop.yaml").write_text("config: config\n", encoding="utf-8")
    assert ocop.run("check").exit_code == 4
