"""What is set for letters: where each value comes from, what does not go together, and what is never shown."""

from pathlib import Path

import pytest

from cycle.settings import Settings, SettingsError, read_settings
from cycle.settings.letters import HIDDEN, LetterSettings

SMTP = {"OCOP_MAIL_TRANSPORT": "smtp", "OCOP_MAIL_HOST": "mx.so.vn", "OCOP_MAIL_FROM": "ocop@so.vn"}


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(tmp_path / "xdg"), "XDG_DATA_HOME": str(tmp_path / "share")}


def read(tmp_path: Path, environ: dict[str, str]) -> Settings:
    return read_settings(None, environ, tmp_path)


def codes(tmp_path: Path, environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, environ)
    return sorted(problem.code for problem in refused.value.problems)


def test_with_nothing_set_no_letter_goes_anywhere(tmp_path: Path, home: dict[str, str]) -> None:
    letters = read(tmp_path, home).letters
    assert letters == LetterSettings(mail_port=587, mail_folder=str(tmp_path / "share" / "ocop" / "letters"))


@pytest.mark.parametrize(("security", "port"), [("none", 25), ("starttls", 587), ("tls", 465)])
def test_the_port_follows_the_security_unless_it_is_set(
    tmp_path: Path, home: dict[str, str], security: str, port: int
) -> None:
    environ = {**home, **SMTP, "OCOP_MAIL_SECURITY": security}
    assert read(tmp_path, environ).letters.mail_port == port
    assert read(tmp_path, {**environ, "OCOP_MAIL_PORT": "2525"}).letters.mail_port == 2525


def test_a_file_sets_all_of_it_and_its_paths_are_meant_from_where_it_lies(tmp_path: Path, home: dict[str, str]) -> None:
    file = tmp_path / "ocop.yaml"
    file.write_text(
        "mail_transport: smtp\nmail_host: mx.so.vn\nmail_from: ocop@so.vn\nmail_port: 2525\nmail_connections: 4\n"
        "mail_log: log/mail.log\nmail_user: so\nmail_password: geheim\nwebhook_private: true\n"
        "webhook_url: https://so.vn/nhan\nwebhook_secret: geheim2\n",
        encoding="utf-8",
    )
    assert codes(tmp_path, home) == ["settings_open", "settings_open"]
    file.chmod(0o600)
    settings = read(tmp_path, home)
    letters = settings.letters
    assert (letters.mail_port, letters.mail_connections, letters.webhook_private) == (2525, 4, "yes")
    assert letters.mail_log == str(tmp_path / "log" / "mail.log")
    assert (letters.mail_password, letters.webhook_secret) == ("geheim", "geheim2")
    assert "geheim" not in f"{settings.shown()} {letters!r}"
    assert {one.name: one.value for one in settings.shown()}["mail_password"] == "***"
    assert settings.origins["mail_port"] == f"{file}:4"


def test_a_secret_comes_from_a_variable_or_the_file_that_its_twin_names(tmp_path: Path, home: dict[str, str]) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim\n", encoding="utf-8")
    environ = {**home, **SMTP, "OCOP_MAIL_USER": "so", "OCOP_MAIL_PASSWORD_FILE": str(secret)}
    secret.chmod(0o644)
    assert codes(tmp_path, environ) == ["settings_open", "settings_password_missing"]
    secret.chmod(0o600)
    assert read(tmp_path, environ).letters.mail_password == "geheim"
    assert read(tmp_path, environ).origins["mail_password"] == "OCOP_MAIL_PASSWORD_FILE"
    shown = {one.name: one.variables for one in read(tmp_path, environ).shown()}
    assert all(shown[name] == (f"OCOP_{name.upper()}", f"OCOP_{name.upper()}_FILE") for name in HIDDEN)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"OCOP_MAIL_HOST": ""}, ["settings_smtp_needs"]),
        ({"OCOP_MAIL_HOST": "", "OCOP_MAIL_FROM": ""}, ["settings_smtp_needs", "settings_smtp_needs"]),
        ({"OCOP_MAIL_FROM": "khong phai"}, ["settings_address"]),
        ({"OCOP_MAIL_FROM": "a@b.vn\r\nBcc: c@d.vn"}, ["settings_address"]),
        ({"OCOP_MAIL_BOUNCE_ADDRESS": "tra lai"}, ["settings_address"]),
        ({"OCOP_MAIL_PORT": "70000"}, ["settings_number"]),
        ({"OCOP_MAIL_PORT": "-1"}, ["settings_number"]),
        ({"OCOP_MAIL_CONNECTIONS": "9"}, ["settings_number"]),
        ({"OCOP_MAIL_SECURITY": "startls"}, ["settings_choice"]),
        ({"OCOP_MAIL_TRANSPORT": "smpt"}, ["settings_choice"]),
        ({"OCOP_MAIL_USER": "so"}, ["settings_password_missing"]),
        (
            {"OCOP_MAIL_USER": "so", "OCOP_MAIL_PASSWORD": "x", "OCOP_MAIL_SECURITY": "none"},
            ["settings_password_in_clear"],
        ),
        ({"OCOP_LINK_BASE": "http://so.vn"}, ["settings_https"]),
        ({"OCOP_LINK_BASE": "ftp://so.vn"}, ["settings_https"]),
        ({"OCOP_LINK_BASE": "https://a:b@so.vn"}, ["settings_https"]),
        ({"OCOP_WEBHOOK_URL": "https://so.vn/nhan"}, ["settings_password_missing"]),
    ],
)
def test_what_cannot_serve_is_refused_with_every_reason(
    tmp_path: Path, home: dict[str, str], wrong: dict[str, str], told: list[str]
) -> None:
    assert codes(tmp_path, {**home, **SMTP, **wrong}) == told


@pytest.mark.parametrize("base", ["https://ocop.so.vn", "http://127.0.0.1:8000", "http://localhost:8000/ocop"])
def test_links_lead_to_https_or_to_this_machine(tmp_path: Path, home: dict[str, str], base: str) -> None:
    assert read(tmp_path, {**home, "OCOP_LINK_BASE": base}).letters.link_base == base
