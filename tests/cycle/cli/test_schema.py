"""`ocop workflow schema`, and the schemas that an exported configuration brings along for its editor."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from cycle.reading import read_text
from tests.cycle.cli.conftest import Ocop
from workflows.model.schema import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_printed_in_the_language_of_the_run(ocop: Ocop, kind: str) -> None:
    printed = {
        lang: json.loads(ocop.run("--lang", lang, "workflow", "schema", "--kind", kind).stdout) for lang in ("vi", "en")
    }
    for schema in printed.values():
        Draft7Validator.check_schema(schema)
    assert printed["vi"]["description"] != printed["en"]["description"]
    assert printed["vi"].keys() == printed["en"].keys()


def test_a_schema_says_what_a_key_means(ocop: Ocop) -> None:
    schema = json.loads(ocop.run("--lang", "en", "workflow", "schema").stdout)
    state = schema["definitions"]["StateItem"]["properties"]
    assert state["owes"]["description"].startswith("Who has to act while a dossier is here.")
    within = schema["definitions"]["DeadlineItem"]["properties"]["within"]
    assert "{days: 15}" in within["description"]


def test_a_schema_is_written_into_a_new_file_and_over_none(ocop: Ocop) -> None:
    assert ocop.run("workflow", "schema", "--kind", "roles", "--out", "roles.json").exit_code == 0
    assert json.loads(Path("roles.json").read_text(encoding="utf-8")) == ocop.json(
        "workflow", "schema", "--kind", "roles"
    )
    before = Path("roles.json").read_bytes()
    again = ocop.run("--lang", "en", "workflow", "schema", "--kind", "papers", "--out", "roles.json")
    assert again.exit_code == 2
    assert "roles.json" in again.stderr
    assert Path("roles.json").read_bytes() == before


def test_a_kind_that_there_is_not_is_told_with_the_nearest(ocop: Ocop) -> None:
    wrong = ocop.run("--lang", "en", "workflow", "schema", "--kind", "role")
    assert wrong.exit_code == 2
    assert "“roles”" in wrong.stderr


def test_an_exported_configuration_has_the_schemas_beside_it_and_is_sound_with_them(ocop: Ocop) -> None:
    assert ocop.run("config", "export", "mine").exit_code == 0
    written = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in Path("mine/schema").iterdir()}
    assert written == {kind: ocop.json("workflow", "schema", "--kind", kind) for kind in KINDS}
    assert ocop.run("check", "--config", "mine").exit_code == 0
    source, _ = read_text("roles.yaml", Path("mine/roles.yaml").read_bytes())
    assert source is not None
    assert Draft7Validator(written["roles"]).is_valid(source.tree)


def test_what_is_no_schema_does_not_belong_among_them(ocop: Ocop) -> None:
    ocop.run("config", "export", "mine")
    Path("mine/schema/notes.txt").write_text("x", encoding="utf-8")
    refused = ocop.run("--lang", "en", "check", "--config", "mine")
    assert refused.exit_code == 4
    assert "notes.txt" in refused.output


def test_a_configuration_that_was_exported_before_is_exported_again_with_schemas_of_this_release(ocop: Ocop) -> None:
    ocop.run("config", "export", "mine")
    Path("mine/schema/roles.json").write_text("{}", encoding="utf-8")
    assert ocop.run("--config", "mine", "config", "export", "again").exit_code == 0
    assert Path("again/schema/roles.json").read_text(encoding="utf-8") != "{}"
