"""The settings file: where it is looked for, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cycle.reading import read_text
from cycle.settings.letters import CHOSEN
from cycle.settings.values import CHOICES, SettingsMissingError
from workflows.problems import Place, Problem, nearest_name
from workflows.source import Source

FILE_NAME = "ocop.yaml"


class SettingsFile(BaseModel):
    """The keys of a settings file; relative folders and database files are meant from where the file lies."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    database: str | None = Field(default=None, min_length=1)
    data: str | None = Field(default=None, min_length=1)
    config: str | None = Field(default=None, min_length=1)
    language: Literal["vi", "en"] | None = None
    log_level: Literal["debug", "info", "warning", "error"] | None = None
    log_format: Literal["text", "json"] | None = None
    mail_transport: Literal["none", "smtp", "files"] | None = None
    mail_host: str | None = Field(default=None, min_length=1)
    mail_port: int | None = None
    mail_security: Literal["none", "starttls", "tls"] | None = None
    mail_user: str | None = Field(default=None, min_length=1)
    mail_password: str | None = Field(default=None, min_length=1)
    mail_ca: str | None = Field(default=None, min_length=1)
    mail_from: str | None = Field(default=None, min_length=1)
    mail_bounce_address: str | None = Field(default=None, min_length=1)
    mail_connections: int | None = None
    mail_folder: str | None = Field(default=None, min_length=1)
    mail_log: str | None = Field(default=None, min_length=1)
    mail_bounces: str | None = Field(default=None, min_length=1)
    link_base: str | None = Field(default=None, min_length=1)
    webhook_url: str | None = Field(default=None, min_length=1)
    webhook_secret: str | None = Field(default=None, min_length=1)
    webhook_private: bool | None = None
    notify_urls: str | None = Field(default=None, min_length=1)


@dataclass(frozen=True)
class Written:
    """What a file says, and where each of its keys stands."""

    values: Mapping[str, str]
    places: Mapping[str, Place]


def find_file(asked: Path | None, environ: Mapping[str, str], here: Path) -> Path | None:
    """The file asked for, else that of $OCOP_SETTINGS, else the first there is. Raises SettingsMissingError."""
    named = asked or (Path(environ["OCOP_SETTINGS"]) if environ.get("OCOP_SETTINGS") else None)
    if named is not None:
        if not named.is_file():
            raise SettingsMissingError([Problem(Place(str(named)), "settings_missing")])
        return named
    home = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    places = (here / FILE_NAME, home / "ocop" / FILE_NAME, Path("/etc/ocop") / FILE_NAME)
    return next((place for place in places if place.is_file()), None)


def read_file(file: Path, problems: list[Problem]) -> Written:
    """What a settings file says; all that is wrong with it is added to the problems."""
    source = _source(file, problems)
    if source is None:
        return Written({}, {})
    try:
        values = SettingsFile.model_validate(source.tree)
    except ValidationError as wrong:
        problems += [_problem(source, error) for error in wrong.errors()]
        return Written({}, {})
    said = {name: str(value) for name, value in values if value is not None}
    return Written(said, {name: source.place((name,)) for name in said})


def _source(file: Path, problems: list[Problem]) -> Source | None:
    try:
        source, wrong = read_text(str(file), file.read_bytes())
    except OSError:
        problems.append(Problem(Place(str(file)), "file_unreadable"))
        return None
    problems += wrong
    if source is None or wrong:
        return None
    if not isinstance(source.tree, dict):
        problems.append(Problem(source.place(), "settings_shape"))
        return None
    return source


def _problem(source: Source, error: Any) -> Problem:
    key = str(error["loc"][0])
    known = tuple(SettingsFile.model_fields)
    if error["type"] == "extra_forbidden":
        told = {"key": key, "known": ", ".join(known)}
        return Problem(source.key_place((key,)), "settings_key", told, nearest_name(key, known))
    if error["type"] == "literal_error":
        return choice_problem(source.place((key,)), key, str(error["input"]))
    code = _WRONG_TYPE.get(error["type"], "settings_text")
    return Problem(source.place((key,)), code, {"key": key})


_WRONG_TYPE = {"int_type": "settings_whole", "bool_type": "settings_bool"}


def choice_problem(place: Place, key: str, value: str) -> Problem:
    """A value that is none of those of its setting."""
    choices = {**CHOICES, **CHOSEN}[key]
    told = {"key": key, "value": value, "known": ", ".join(choices)}
    return Problem(place, "settings_choice", told, nearest_name(value, choices))
