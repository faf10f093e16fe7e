"""The settings of a run, their variables, and what is shown of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL

from cycle.settings.letters import HIDDEN, NAMES, LetterSettings
from cycle.settings.secrets import shown_url
from workflows.problems import Problem

LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")
CHOICES: Mapping[str, tuple[str, ...]] = {"language": ("vi", "en"), "log_level": LOG_LEVELS, "log_format": LOG_FORMATS}
DEFAULTS: Mapping[str, str] = {"language": "vi", "log_level": "warning", "log_format": "text"}
# By which variables each setting is set; of several the first that is set wins.
VARIABLES: Mapping[str, tuple[str, ...]] = {
    "database": ("OCOP_DATABASE", "DATABASE_URL"),
    "data": ("OCOP_DATA",),
    "config": ("OCOP_CONFIG",),
    "language": ("OCOP_LANG",),
    "log_level": ("OCOP_LOG_LEVEL",),
    "log_format": ("OCOP_LOG_FORMAT",),
    **{name: (f"OCOP_{name.upper()}",) for name in NAMES},
}
# A value that is a secret may lie in a file of its own, which the twin of its variable names.
SECRETS = frozenset({"database"}) | HIDDEN
TWIN = "_FILE"
TWINS: Mapping[str, tuple[str, ...]] = {name: tuple(f"{one}{TWIN}" for one in VARIABLES[name]) for name in SECRETS}
# Variables of one run, which no file sets, and those of the machinery.
OF_ONE_RUN = ("OCOP_SETTINGS", "OCOP_AS", "OCOP_NOW", "OCOP_DEBUG", "OCOP_TORTURE")
# Any of these leads a run to another office than the one whose settings lie in its folder.
LEADING_ELSEWHERE = (*VARIABLES["database"], *TWINS["database"], *VARIABLES["data"])


@dataclass(frozen=True)
class Shown:
    """One setting: its value with secrets masked, where that comes from, and the variables that set it."""

    name: str
    value: str
    origin: str
    variables: tuple[str, ...]


def variables_of(name: str) -> tuple[str, ...]:
    """The variables that set a setting, those that name a file with the secret among them."""
    return (
        tuple(one for pair in zip(VARIABLES[name], TWINS[name], strict=True) for one in pair)
        if name in TWINS
        else VARIABLES[name]
    )


@dataclass(frozen=True)
class Settings:
    """What holds for this run. `origins` says of each where its value comes from: `file:line`, a variable, an option,

    or `default`.
    """

    database: URL
    data: Path
    config: Path
    language: str
    log_level: str
    log_format: str
    origins: Mapping[str, str]
    file: Path | None = None
    letters: LetterSettings = field(default_factory=LetterSettings)

    @property
    def database_url(self) -> str:
        """The URL with its password: for connecting, never to be shown."""
        return self.database.render_as_string(hide_password=False)

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return shown_url(self.database)

    @property
    def database_path(self) -> Path | None:
        """The file of an SQLite database; None for a server's."""
        return Path(self.database.database or "") if self.database.get_backend_name() == "sqlite" else None

    @property
    def store_folder(self) -> Path:
        """The folder of the files that papers name."""
        return self.data / "files"

    def shown(self) -> list[Shown]:
        """Every setting as it may be shown: no secret is in it."""
        choices = {name: str(getattr(self, name)) for name in CHOICES}
        places = {"database": self.shown_url, "data": str(self.data), "config": str(self.config)}
        values = {**places, **choices, **self.letters.shown()}
        return [Shown(name, value, self.origins[name], variables_of(name)) for name, value in values.items()]


class SettingsError(Exception):
    """The settings cannot be used; `problems` says all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


class SettingsMissingError(SettingsError):
    """The file that was named is not there."""
