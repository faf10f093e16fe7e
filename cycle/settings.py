"""Where an office keeps its database and files, and its language: from a file, from variables, or by default."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from cycle.reading import read_text
from workflows.problems import Place, Problem, nearest_name
from workflows.source import Source

FILE_NAME = "ocop.yaml"
DATABASE_FILE_NAME = "ocop.db"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
# The first of these that is set wins over the file.
DATABASE_VARIABLES = ("OCOP_DATABASE", "DATABASE_URL")
SECRET_VARIABLE = "OCOP_DATABASE_FILE"  # noqa: S105 - names a variable, holds no secret


class SettingsFile(BaseModel):
    """The keys of a settings file; relative folders and database files are meant from where the file lies."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    database: str | None = Field(default=None, min_length=1)
    data: str | None = Field(default=None, min_length=1)
    language: Literal["vi", "en"] | None = None


@dataclass(frozen=True)
class Settings:
    """What holds for this run. `origins` says of each key where its value comes from: a file, a variable, `default`."""

    database: URL
    data: Path
    language: Literal["vi", "en"]
    origins: Mapping[str, str]

    @property
    def database_url(self) -> str:
        """The URL with its password: for connecting, never to be shown."""
        return self.database.render_as_string(hide_password=False)

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return self.database.render_as_string(hide_password=True)

    @property
    def database_path(self) -> Path | None:
        """The file of an SQLite database; None for a server's."""
        return Path(self.database.database or "") if self.database.get_backend_name() == "sqlite" else None

    @property
    def store_folder(self) -> Path:
        """The folder of the files that papers name."""
        return self.data / "files"


class SettingsError(Exception):
    """The settings cannot be used; `problems` says all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


class SettingsMissingError(SettingsError):
    """The file that was named is not there."""


def read_settings(asked: Path | None, environ: Mapping[str, str], here: Path) -> Settings:
    """The settings of a run started in folder `here`. Raises SettingsError."""
    file = find_file(asked, environ, here)
    values, problems = _read(file) if file else (SettingsFile(), [])
    origins = {"database": "default", "data": "default", "language": "default"}
    origins |= {name: str(file) for name, value in values if value is not None}
    base = file.parent.absolute() if file else here
    folder = _absolute(base, values.data) if values.data else default_data(environ)
    if environ.get("OCOP_DATA"):
        folder, origins["data"] = _absolute(here, environ["OCOP_DATA"]), "OCOP_DATA"
    url = URL.create("sqlite", database=str(folder / DATABASE_FILE_NAME))
    written = _of_variables(environ, problems) or (values.database and (values.database, str(file)))
    if written:
        text, origins["database"] = written
        url = _url(text, base if text is values.database else here, origins["database"], problems) or url
    if problems:
        raise SettingsError(problems)
    return Settings(url, folder, values.language or "vi", origins)


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


def default_data(environ: Mapping[str, str]) -> Path:
    """The data folder where none is set: below the user's own."""
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ocop"


def _read(file: Path) -> tuple[SettingsFile, list[Problem]]:
    try:
        source, problems = read_text(str(file), file.read_bytes())
    except OSError:
        return SettingsFile(), [Problem(Place(str(file)), "file_unreadable")]
    if source is None or problems:
        return SettingsFile(), problems
    if not isinstance(source.tree, dict):
        return SettingsFile(), [Problem(source.place(), "settings_shape")]
    try:
        return SettingsFile.model_validate(source.tree), []
    except ValidationError as wrong:
        return SettingsFile(), [_problem(source, error) for error in wrong.errors()]


def _problem(source: Source, error: Any) -> Problem:
    key = str(error["loc"][0])
    known = tuple(SettingsFile.model_fields)
    if error["type"] == "extra_forbidden":
        told = {"key": key, "known": ", ".join(known)}
        return Problem(source.key_place((key,)), "settings_key", told, nearest_name(key, known))
    if error["type"] == "literal_error":
        told = {"value": str(error["input"])}
        return Problem(source.place((key,)), "settings_language", told, nearest_name(str(error["input"]), ("vi", "en")))
    return Problem(source.place((key,)), "settings_text", {"key": key})


def _of_variables(environ: Mapping[str, str], problems: list[Problem]) -> tuple[str, str] | None:
    """The URL of the database as a variable, or the file that one names, gives it; and which variable that is."""
    variable = next((name for name in DATABASE_VARIABLES if environ.get(name)), None)
    secret = environ.get(SECRET_VARIABLE)
    if not secret:
        return (environ[variable].strip(), variable) if variable else None
    if environ.get(DATABASE_VARIABLES[0]):
        problems.append(Problem(Place(SECRET_VARIABLE), "settings_both", {"other": DATABASE_VARIABLES[0]}))
    try:
        return Path(secret).read_text(encoding="utf-8").strip(), SECRET_VARIABLE
    except (OSError, UnicodeDecodeError):
        problems.append(Problem(Place(SECRET_VARIABLE), "settings_secret", {"file": secret}))
        return None


def _url(text: str, base: Path, origin: str, problems: list[Problem]) -> URL | None:
    """The URL with our drivers, a relative SQLite file taken from `base`. It may hold a password: never shown."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        problems.append(Problem(Place(origin), "settings_url"))
        return None
    backend = url.drivername.partition("+")[0]
    if backend not in DRIVERS:
        problems.append(Problem(Place(origin), "settings_backend", {"backend": backend}))
        return None
    if backend != "sqlite":
        return url.set(drivername=DRIVERS[backend])
    if not url.database or url.database == ":memory:":
        problems.append(Problem(Place(origin), "settings_sqlite_file"))
        return None
    return url.set(drivername="sqlite", database=str(_absolute(base, url.database)))


def _absolute(base: Path, written: str) -> Path:
    return base / Path(written).expanduser()
