import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cycle.answers import Done
from cycle.app import App, open_app
from cycle.commands.permits import Caller
from cycle.commands.register import register
from cycle.settings import read_settings
from cycle.texts import Texts
from tests.cycle.cli.conftest import CONFIG, SEEDS, Ocop, published_files, texts_of_letters


@pytest.fixture
def publisher(office: Ocop) -> Ocop:
    """An office whose administrator also belongs to the secretariat, so that this machine's user may publish."""
    app = opened(office)
    try:
        second = register.Account("quantri2", "Quản trị thứ hai")
        assert isinstance(register.add_account(app.office, Caller("quantri"), second), Done)
        also = register.Holding("quantri2", "administrator", "", date(2024, 1, 1))
        assert isinstance(register.grant_role(app.office, Caller("quantri"), also), Done)
        holding = register.Holding("quantri", "secretariat", "QNG-SNNMT", date(2025, 3, 1))
        answer = register.grant_role(app.office, Caller("quantri2"), holding)
        assert isinstance(answer, Done), answer
    finally:
        app.close()
    return office


def opened(ocop: Ocop) -> App:
    settings = read_settings(None, {"OCOP_DATA": str(ocop.folder / "data")}, ocop.folder)
    return open_app(settings, Texts("en"))


def test_the_shipped_configuration_is_sound(ocop: Ocop) -> None:
    result = ocop.run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    seeds = [file for folder in SEEDS for file in (CONFIG / folder).iterdir()]
    assert f"{len(published_files()) + len(seeds)} tệp" in result.stderr


def test_check_tells_how_many_no_letter_reaches_where_there_is_an_office(office: Ocop) -> None:
    said = office.run("--lang", "en", "check")
    assert (said.exit_code, said.stdout) == (0, "")
    assert re.search(r"No e-mail reaches [1-9][0-9]* organisations and 0 producers", said.stderr)
    assert "ocop letter contacts" in said.stderr


def test_check_tells_every_problem_of_every_file_with_place_and_nearest_name(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("workflows/season.yaml", "by: producer.own", "by: produser.own")
    edit("papers.yaml", "held_by: producer", "held_by: producers")
    result = ocop.run("--lang", "en", "check", "--config", str(config))
    assert result.exit_code == 4
    lines = result.stdout.splitlines()
    assert any(line.startswith("papers.yaml:") for line in lines)
    named = [line for line in lines if line.startswith("workflows/season.yaml:")]
    assert any("Did you mean “producer”?" in line for line in named)
    assert all(len(line.split(":")) > 3 for line in lines)


def test_check_tells_of_trials_too_also_where_the_rules_do_not_read(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("papers.yaml", "held_by: producer", "held_by: producers")
    edit("trials/season.yaml", "trials:", "trails:")
    lines = ocop.run("check", "--config", str(config)).stdout.splitlines()
    assert {line.split(":")[0] for line in lines} >= {"papers.yaml", "trials/season.yaml"}


def test_a_programme_of_an_organisation_that_is_nowhere_is_told_and_not_founded(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("programmes/quang-ngai-2024/programme.yaml", "organisation: QNG", "organisation: XNG")
    checked = ocop.run("--lang", "en", "check", "--config", str(config))
    assert (checked.exit_code, "an organisation with the code “XNG" in checked.stdout) == (4, True)
    founded = ocop.run("--lang", "en", "init", "--config", str(config))
    assert (founded.exit_code, "there is no such organisation" in founded.stderr) == (3, True)


def test_check_speaks_vietnamese_unless_told_otherwise(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("workflows/season.yaml", "by: producer.own", "by: produser.own")
    assert "Có phải ý là “producer”?" in ocop.run("check", "--config", str(config)).stdout


def test_problems_come_in_json_with_their_places(
    ocop: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("roles.yaml", "level: commune", "level: comune")
    answer = ocop.json("check", "--config", str(config))
    assert answer["result"] == "invalid"
    first = answer["problems"][0]
    assert set(first) == {"file", "line", "column", "code", "params", "nearest", "text"}
    assert first["file"] == "roles.yaml"


def test_a_sound_configuration_is_valid_in_json(ocop: Ocop) -> None:
    assert ocop.json("check") == {"result": "valid", "problems": []}


def test_a_folder_that_is_not_there_is_a_problem(ocop: Ocop) -> None:
    result = ocop.run("check", "--config", "nowhere")
    assert result.exit_code == 4
    assert result.stdout.count("\n") == 1


def test_the_common_config_option_serves_check_too(ocop: Ocop, config: Path) -> None:
    (config / "papers.yaml").write_text("papers: []\n", encoding="utf-8")
    assert ocop.run("--config", str(config), "check").exit_code == 4


def test_every_kind_of_seed_is_checked_too(ocop: Ocop, config: Path) -> None:
    (config / "organisations" / "quang-ngai.yaml").write_text("organisations: [", encoding="utf-8")
    assert ocop.run("check", "--config", str(config)).exit_code == 4


def test_publishing_the_same_again_is_refused(publisher: Ocop) -> None:
    result = publisher.run("--lang", "en", "publish")
    assert result.exit_code == 3
    assert "is the same as the one published" in result.stderr


def test_a_changed_configuration_is_published_and_listed(
    publisher: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("programmes/quang-ngai-2024/programme.yaml", "entry_limit_days: 30", "entry_limit_days: 45")
    dry = publisher.json("publish", "--config", str(config), "--dry-run")
    assert dry["result"] == "done"
    assert len(publisher.json("publication", "list")) == 1
    done = publisher.json("publish", "--config", str(config))
    assert done["target"] == dry["target"]
    assert [one["hash"] for one in publisher.json("publication", "list")][1] == done["target"]
    assert "45" in publisher.run("publication", "diff", "1").stdout


def test_a_day_in_the_past_is_refused(publisher: Ocop) -> None:
    result = publisher.run("--lang", "en", "publish", "--effective", "01/02/2024")
    assert result.exit_code == 3
    assert "The effective day 01/02/2024 is past" in result.stderr


def test_publishing_a_bad_configuration_is_exit_4_and_publishes_nothing(
    publisher: Ocop, config: Path, edit: Callable[[str, str, str], None]
) -> None:
    edit("roles.yaml", "level: commune", "level: comune")
    assert publisher.run("publish", "--config", str(config)).exit_code == 4
    assert len(publisher.json("publication", "list")) == 1


def test_whoever_may_not_publish_is_told_who_may(office: Ocop) -> None:
    answer = office.json("publish")
    assert answer["result"] == "refused"
    assert [reason["code"] for reason in answer["reasons"]] == ["not_permitted"]
    assert answer["reasons"][0]["mend"] == ["secretariat"]
    assert "Cơ quan tham mưu" in answer["reasons"][0]["text"]


def test_a_publication_is_shown_with_the_hash_of_each_file(office: Ocop) -> None:
    shown = office.json("publication", "show")
    assert shown["number"] == 1
    assert set(shown["paths"]) == published_files() > texts_of_letters()
    assert office.run("publication", "show", shown["hash"][:8]).exit_code == 0


def test_a_published_file_is_printed_as_it_was_written(office: Ocop) -> None:
    printed = office.run("publication", "show", "1", "--file", "roles.yaml").stdout
    assert printed == (CONFIG / "roles.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("publication", "show", "9"),
        ("publication", "show", "1", "--file", "nothing.yaml"),
        ("publication", "diff", "1", "7"),
    ],
)
def test_what_was_not_published_is_not_found(office: Ocop, words: tuple[str, ...]) -> None:
    assert office.run(*words).exit_code == 2
