import os
from pathlib import Path

import pytest

from cycle.settings import Settings, SettingsError, SettingsMissingError, read_settings, strange_variables
from cycle.settings.letters import NAMES


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "xdg"), "XDG_DATA_HOME": str(tmp_path / "share")}


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def closed(file: Path) -> Path:
    """The file, which nobody but its owner may open now."""
    file.chmod(0o600)
    return file


def read(tmp_path: Path, environ: dict[str, str], asked: Path | None = None) -> Settings:
    return read_settings(asked, environ, tmp_path)


def codes(tmp_path: Path, environ: dict[str, str], asked: Path | None = None) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, environ, asked)
    return [problem.code for problem in refused.value.problems]


def test_with_nothing_set_everything_lies_below_the_users_own_folder(tmp_path: Path, home: dict[str, str]) -> None:
    settings = read(tmp_path, home)
    assert settings.data == tmp_path / "share" / "ocop"
    assert settings.database_path == tmp_path / "share" / "ocop" / "ocop.db"
    assert settings.language == "vi"
    assert set(settings.origins.values()) == {"default"}


def test_the_file_asked_for_wins_over_the_variable_and_over_files_in_known_places(
    tmp_path: Path, home: dict[str, str]
) -> None:
    asked = write(tmp_path / "asked.yaml", "data: asked\n")
    named = write(tmp_path / "named.yaml", "data: named\n")
    write(tmp_path / "ocop.yaml", "data: here\n")
    write(tmp_path / "xdg" / "ocop" / "ocop.yaml", "data: own\n")
    assert read(tmp_path, {**home, "OCOP_SETTINGS": str(named)}, asked).data == tmp_path / "asked"
    assert read(tmp_path, {**home, "OCOP_SETTINGS": str(named)}).data == tmp_path / "named"
    assert read(tmp_path, home).data == tmp_path / "here"
    (tmp_path / "ocop.yaml").unlink()
    assert read(tmp_path, home).data == tmp_path / "xdg" / "ocop" / "own"


def test_variables_win_over_the_file_and_each_origin_is_told(tmp_path: Path, home: dict[str, str]) -> None:
    file = write(tmp_path / "ocop.yaml", "database: sqlite:///file.db\ndata: kept\nlanguage: en\n")
    plain = read(tmp_path, home)
    assert plain.database_path == tmp_path / "file.db"
    told = {"database": f"{file}:1", "data": f"{file}:2", "language": f"{file}:3"}
    assert {name: origin for name, origin in plain.origins.items() if origin != "default"} == told
    changed = read(tmp_path, {**home, "DATABASE_URL": "sqlite:///url.db", "OCOP_DATA": "moved"})
    assert (changed.database_path, changed.data) == (tmp_path / "url.db", tmp_path / "moved")
    told = {"database": "DATABASE_URL", "data": "OCOP_DATA", "language": f"{file}:3"}
    assert {name: origin for name, origin in changed.origins.items() if origin != "default"} == told
    both = {**home, "DATABASE_URL": "sqlite:///url.db", "OCOP_DATABASE": "sqlite:///own.db"}
    assert read(tmp_path, both).database_path == tmp_path / "own.db"


def test_relative_places_of_a_file_are_meant_from_where_it_lies(tmp_path: Path, home: dict[str, str]) -> None:
    asked = write(tmp_path / "office" / "ocop.yaml", "database: sqlite:///db/ocop.db\ndata: ../files\n")
    settings = read(tmp_path, home, asked)
    assert settings.database_path == tmp_path / "office" / "db" / "ocop.db"
    assert settings.data == tmp_path / "office" / ".." / "files"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_servers_are_reached_by_our_driver_whatever_the_url_calls_them(
    tmp_path: Path, home: dict[str, str], scheme: str
) -> None:
    settings = read(tmp_path, {**home, "DATABASE_URL": f"{scheme}://u:secret@host/ocop"})
    assert settings.database_url == "postgresql+psycopg://u:secret@host/ocop"
    assert "secret" not in settings.shown_url
    assert settings.database_path is None


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path, home: dict[str, str]) -> None:
    secret = closed(write(tmp_path / "secret", "postgresql://u:p@host/ocop\n"))
    settings = read(tmp_path, {**home, "OCOP_DATABASE_FILE": str(secret)})
    assert settings.database.host == "host"
    assert settings.origins["database"] == "OCOP_DATABASE_FILE"


def test_a_secret_that_is_not_there_or_given_twice_is_refused(tmp_path: Path, home: dict[str, str]) -> None:
    lost = {**home, "OCOP_DATABASE_FILE": str(tmp_path / "nowhere")}
    assert codes(tmp_path, lost) == ["settings_secret"]
    assert codes(tmp_path, {**lost, "OCOP_DATABASE": "sqlite:///x.db"}) == ["settings_both", "settings_secret"]


@pytest.mark.parametrize("place", ["asked", "variable"])
def test_a_named_file_that_is_not_there_is_refused(tmp_path: Path, home: dict[str, str], place: str) -> None:
    lost = tmp_path / "lost.yaml"
    environ = {**home, "OCOP_SETTINGS": str(lost)} if place == "variable" else home
    with pytest.raises(SettingsMissingError):
        read(tmp_path, environ, lost if place == "asked" else None)


def test_every_problem_of_the_file_is_told_at_once_with_its_place(tmp_path: Path, home: dict[str, str]) -> None:
    write(tmp_path / "ocop.yaml", "databse: x\nlanguage: vn\ndata: 5\n")
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, home)
    told = {(p.code, p.place.line, p.nearest) for p in refused.value.problems}
    assert told == {("settings_key", 1, "database"), ("settings_choice", 2, None), ("settings_text", 3, None)}


def test_a_file_that_is_no_mapping_or_no_yaml_is_refused(tmp_path: Path, home: dict[str, str]) -> None:
    write(tmp_path / "ocop.yaml", "- data\n")
    assert codes(tmp_path, home) == ["settings_shape"]
    write(tmp_path / "ocop.yaml", "data: [\n")
    assert codes(tmp_path, home) == ["yaml_syntax"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("just words", "settings_url"),
        ("mysql://host/ocop", "settings_backend"),
        ("sqlite://", "settings_sqlite_file"),
        ("sqlite:///:memory:", "settings_sqlite_file"),
    ],
)
def test_a_url_that_cannot_serve_is_refused_without_showing_it(
    tmp_path: Path, home: dict[str, str], url: str, code: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, {**home, "OCOP_DATABASE": url})
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.file) == (code, "OCOP_DATABASE")
    assert url not in str(problem.params)


def test_an_option_wins_over_the_variable_and_that_over_the_file(tmp_path: Path, home: dict[str, str]) -> None:
    file = write(tmp_path / "ocop.yaml", "language: en\nlog_level: info\nlog_format: json\nconfig: own\n")
    environ = {**home, "OCOP_LANG": "vi", "OCOP_LOG_LEVEL": "debug", "OCOP_CONFIG": "theirs"}
    settings = read_settings(None, environ, tmp_path, {"language": "en"})
    assert (settings.language, settings.log_level, settings.log_format) == ("en", "debug", "json")
    assert settings.config == tmp_path / "theirs"
    told = {"language": "--lang", "log_level": "OCOP_LOG_LEVEL", "log_format": f"{file}:3", "config": "OCOP_CONFIG"}
    assert {name: settings.origins[name] for name in told} == told
    assert read(tmp_path, home).config == tmp_path / "own"


@pytest.mark.parametrize("variable", ["OCOP_LANG", "OCOP_LOG_LEVEL", "OCOP_LOG_FORMAT"])
def test_a_variable_that_is_no_choice_is_refused_by_its_name(
    tmp_path: Path, home: dict[str, str], variable: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, {**home, variable: "debgu"})
    (problem,) = refused.value.problems
    assert (str(problem.place), problem.code) == (variable, "settings_choice")


def test_a_variable_that_is_set_to_nothing_is_not_set(tmp_path: Path, home: dict[str, str]) -> None:
    empty = dict.fromkeys(("OCOP_LANG", "OCOP_DATA", "OCOP_DATABASE", "OCOP_DATABASE_FILE", "OCOP_SETTINGS"), "")
    assert read(tmp_path, {**home, **empty}) == read(tmp_path, home)


def test_our_own_variables_for_the_database_win_over_the_usual_one(tmp_path: Path, home: dict[str, str]) -> None:
    own = closed(write(tmp_path / "own", "sqlite:///own.db"))
    usual = closed(write(tmp_path / "usual", "sqlite:///usual.db"))
    environ = {**home, "DATABASE_URL_FILE": str(usual)}
    assert read(tmp_path, environ).origins["database"] == "DATABASE_URL_FILE"
    environ["OCOP_DATABASE_FILE"] = str(own)
    assert read(tmp_path, environ).database_path == tmp_path / "own.db"
    environ = {**home, "DATABASE_URL_FILE": str(usual), "OCOP_DATABASE": "sqlite:///plain.db"}
    settings = read(tmp_path, environ)
    assert (settings.database_path, settings.origins["database"]) == (tmp_path / "plain.db", "OCOP_DATABASE")


UNIX = pytest.mark.skipif(os.name == "nt", reason="no such permissions there")


@UNIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o602])
def test_a_secret_that_others_may_open_is_refused(tmp_path: Path, home: dict[str, str], mode: int) -> None:
    secret = write(tmp_path / "secret", "postgresql://u:p@host/ocop\n")
    secret.chmod(mode)
    assert codes(tmp_path, {**home, "OCOP_DATABASE_FILE": str(secret)}) == ["settings_open"]


@UNIX
@pytest.mark.parametrize(
    "url", ["postgresql://u:geheim@host/ocop", "postgresql://host/ocop?password=geheim", "postgresql://u:@host/ocop"]
)
def test_a_password_stands_only_in_a_settings_file_that_nobody_else_can_read(
    tmp_path: Path, home: dict[str, str], url: str
) -> None:
    file = write(tmp_path / "ocop.yaml", f"language: en\ndatabase: {url}\n")
    file.chmod(0o640)
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, home)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.line) == ("settings_open", 2)
    assert "geheim" not in str(problem)
    assert read(tmp_path, {**home, "OCOP_DATABASE": "sqlite:///x.db"}).language == "en"
    closed(file)
    assert "geheim" not in read(tmp_path, home).shown_url
    write(file, "database: postgresql://u@host/ocop\n").chmod(0o644)
    assert read(tmp_path, home).database.host == "host"


def test_an_empty_secret_is_refused(tmp_path: Path, home: dict[str, str]) -> None:
    secret = closed(write(tmp_path / "secret", "\n"))
    assert codes(tmp_path, {**home, "OCOP_DATABASE_FILE": str(secret)}) == ["settings_secret"]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:geheim@host/ocop",
        "postgresql://u@host/ocop?password=geheim&connect_timeout=1",
        "postgresql://u@host/ocop?sslpassword=geheim",
    ],
)
def test_no_secret_is_ever_shown(tmp_path: Path, home: dict[str, str], url: str) -> None:
    settings = read(tmp_path, {**home, "OCOP_DATABASE": url})
    assert "geheim" in settings.database_url
    assert "geheim" not in str(settings.shown())
    assert "***" in settings.shown_url


def test_every_setting_has_a_variable_and_says_which(tmp_path: Path, home: dict[str, str]) -> None:
    shown = {one.name: one.variables for one in read(tmp_path, home).shown()}
    assert shown.keys() == {"database", "data", "config", "language", "log_level", "log_format", *NAMES}
    assert all(names[0].startswith("OCOP_") for names in shown.values())
    assert shown["database"] == ("OCOP_DATABASE", "OCOP_DATABASE_FILE", "DATABASE_URL", "DATABASE_URL_FILE")


def test_variables_that_set_nothing_are_found_with_what_was_probably_meant() -> None:
    known = {"OCOP_DATA": "x", "OCOP_DATABASE_FILE": "x", "OCOP_AS": "x", "OCOP_DEBUG": "1", "PATH": "x"}
    assert strange_variables({**known, "OCOP_DATABSE": "x"}) == [("OCOP_DATABSE", "OCOP_DATABASE")]
