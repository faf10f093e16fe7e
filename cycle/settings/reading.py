"""Which value of each setting holds: that of an option, then of a variable, then of the file, then the default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from cycle.settings.file import Written, choice_problem, find_file, read_file
from cycle.settings.letters import read_letters
from cycle.settings.secrets import holds_secret, open_to_others, read_secret
from cycle.settings.values import (
    CHOICES,
    DEFAULTS,
    OF_ONE_RUN,
    TWINS,
    VARIABLES,
    Settings,
    SettingsError,
)
from cycle.shipped import shipped_config
from workflows.problems import Place, Problem, nearest_name

DATABASE_FILE_NAME = "ocop.db"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
DEFAULT = "default"


def read_settings(
    asked: Path | None, environ: Mapping[str, str], here: Path, options: Mapping[str, str] | None = None
) -> Settings:
    """The settings of a run started in folder `here`; `options` are those of the command line. Raises SettingsError."""
    file = find_file(asked, environ, here)
    problems: list[Problem] = []
    written = read_file(file, problems) if file else Written({}, {})
    found = _Found(options or {}, environ, written, (here, file.parent.absolute() if file else here), problems)
    data = found.path("data", default_data(environ))
    chosen = {name: found.choice(name) for name in CHOICES}
    config = found.path("config", shipped_config())
    letters = read_letters(found, data)
    database = found.database() or URL.create("sqlite", database=str(data / DATABASE_FILE_NAME))
    if problems:
        raise SettingsError(problems)
    return Settings(database, data, config, **chosen, origins=found.origins, file=file, letters=letters)


def default_data(environ: Mapping[str, str]) -> Path:
    """The data folder where none is set: below the user's own."""
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ocop"


def strange_variables(environ: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Variables that begin as ours do and mean nothing, each with the one that was probably meant."""
    known = {*OF_ONE_RUN, *(one for names in (*VARIABLES.values(), *TWINS.values()) for one in names)}
    strange = [name for name in sorted(environ) if name.startswith("OCOP_") and name not in known]
    return [(name, nearest_name(name, known)) for name in strange]


@dataclass
class _Found:
    """Looks each setting up, in order, and remembers where it was found."""

    options: Mapping[str, str]
    environ: Mapping[str, str]
    written: Written
    bases: tuple[Path, Path]
    problems: list[Problem]
    origins: dict[str, str] = field(default_factory=dict)
    of_file: set[str] = field(default_factory=set)

    def path(self, name: str, otherwise: Path) -> Path:
        """A folder; one of the file is meant from where that lies, others from where the run was started."""
        text = self.text(name)
        return otherwise if text is None else self._base(name) / Path(text).expanduser()

    def choice(self, name: str) -> str:
        """One of a few words."""
        text = self.text(name)
        if text is not None and text not in CHOICES[name]:
            self.problems.append(choice_problem(Place(self.origins[name]), name, text))
        return DEFAULTS[name] if text is None else text

    def database(self) -> URL | None:
        """The URL that is set; None where there is none, or none that can serve."""
        self._twins("database")
        text = self.text("database")
        url = _url(text, self._base("database"), self.place_of("database"), self.problems) if text else None
        place = self.place_of("database")
        if url is not None and "database" in self.of_file and holds_secret(url) and open_to_others(Path(place.file)):
            self.problems.append(Problem(place, "settings_open", {"file": place.file}))
        return url

    def secret(self, name: str) -> str | None:
        """What nobody else may read: from a file only where others cannot open that."""
        self._twins(name)
        text = self.text(name)
        place = self.place_of(name)
        if text and name in self.of_file and open_to_others(Path(place.file)):
            self.problems.append(Problem(place, "settings_open", {"file": place.file}))
        return text

    def text(self, name: str) -> str | None:
        """What is set, as it was written; None where nothing is."""
        if name in self.options:
            self.origins[name] = "--" + {"language": "lang"}.get(name, name).replace("_", "-")
            return self.options[name]
        variable = next((one for one in VARIABLES[name] if self.environ.get(one)), None)
        if variable is not None:
            self.origins.setdefault(name, variable)
            return self.environ[variable].strip()
        if name in self.written.values:
            place = self.written.places[name]
            self.origins[name] = f"{place.file}:{place.line}"
            self.of_file.add(name)
            return self.written.values[name]
        self.origins[name] = DEFAULT
        return None

    def _twins(self, name: str) -> None:
        """Take a secret out of the file that the twin of its variable names, as if it stood in the variable."""
        for variable, twin in zip(VARIABLES[name], TWINS[name], strict=True):
            plain, file = self.environ.get(variable), self.environ.get(twin)
            if plain and file:
                self.problems.append(Problem(Place(twin), "settings_both", {"other": variable}))
            if file and (secret := read_secret(twin, Path(file), self.problems)):
                self.environ = {**self.environ, variable: secret}
                self.origins[name] = twin
            if plain or file:
                return

    def _base(self, name: str) -> Path:
        here, beside_file = self.bases
        return beside_file if name in self.of_file else here

    def place_of(self, name: str) -> Place:
        """Where what is set stands."""
        return self.written.places[name] if name in self.of_file else Place(self.origins[name])


def _url(text: str, base: Path, place: Place, problems: list[Problem]) -> URL | None:
    """The URL with our drivers, a relative SQLite file taken from `base`. It may hold a password: never shown."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        problems.append(Problem(place, "settings_url"))
        return None
    backend = url.drivername.partition("+")[0]
    if backend not in DRIVERS:
        problems.append(Problem(place, "settings_backend", {"backend": backend}))
        return None
    if backend != "sqlite":
        return url.set(drivername=DRIVERS[backend])
    if not url.database or url.database == ":memory:":
        problems.append(Problem(place, "settings_sqlite_file"))
        return None
    return url.set(drivername="sqlite", database=str(base / Path(url.database).expanduser()))
