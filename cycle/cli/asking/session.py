"""One run of `ocop`: the common options, and the office opened when a command first needs it."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cycle.app import App, open_app, os_user
from cycle.commands.permits import Caller
from cycle.log import Run, close_log
from cycle.office import Office
from cycle.queries.dossiers.pinned import pinned_definition
from cycle.settings import Settings, SettingsError, read_settings
from cycle.texts import LANGUAGES, Texts
from workflows.definition import Definition
from workflows.rules import Rules

USAGE, REFUSED = 2, 3


class Failure(Exception):
    """What the user asked for cannot be done. `code` names the message `error.<code>`, `status` is the exit status."""

    def __init__(self, code: str, status: int = USAGE, **params: Any) -> None:
        super().__init__(code, params)
        self.code, self.status, self.params = code, status, params


@dataclass
class Session:
    """The common options as given, and what was opened with them."""

    settings_file: Path | None = None
    config: Path | None = None
    language: str | None = None
    account: str | None = None
    instant: datetime | None = None
    json: bool = False
    xlsx: Path | None = None
    log_level: str | None = None
    log_format: str | None = None
    run: Run = field(default_factory=lambda: Run(secrets.token_hex(8)))
    _settings: Settings | None = field(default=None, repr=False)
    _read_for: object = field(default=None, repr=False)
    _app: App | None = field(default=None, repr=False)

    @property
    def texts(self) -> Texts:
        """Messages in the language of the settings; while those cannot be read, in that asked for, else Vietnamese."""
        try:
            return Texts(self.settings().language, pinned=self._pinned)
        except SettingsError:
            asked = (self.language, os.environ.get("OCOP_LANG"))
            return Texts(next((one for one in asked if one in LANGUAGES), LANGUAGES[0]))

    def settings(self) -> Settings:
        """The settings of this run. Raises SettingsError."""
        # Messages are wanted before the options are known: what was read for them may not be what is asked for.
        asked = (self.settings_file, self._options())
        if self._settings is None or self._read_for != asked:
            self._settings = read_settings(self.settings_file, os.environ, Path.cwd(), self._options())
            self._read_for = asked
        return self._settings

    def app(self) -> App:
        """The office, opened once. Raises SettingsError and CannotStartError."""
        if self._app is None:
            self._app = open_app(self.settings(), self.texts, self.instant)
        return self._app

    def work_in(self, office: Office) -> None:
        """Ask and act in an office that is open already, at its clock."""
        self._app = replace(self.app(), office=office)

    def rules(self) -> Rules | None:
        """The rules in force today."""
        return self.app().rules()

    def rules_or_none(self) -> Rules | None:
        """The rules for showing titles; None where no office was opened."""
        return self._app.rules() if self._app else None

    def caller(self, on_behalf: str | None = None) -> Caller:
        """Who acts, and for whom (`producer:CODE`, `organisation:CODE`). Raises Failure where nobody does.

        In a rehearsal `--as` names the actor. In a work database it is the account bound to the operating system's
        user, and `--as` names the account acted for.
        """
        caller = replace(self._caller(on_behalf), request=self.run.request)
        self.run.account = caller.account
        return caller

    def request(self, given: str | None) -> str:
        """The request id of this run: the one given, else its own."""
        self.run.request = given or self.run.request
        return self.run.request

    def _pinned(self, dossier: str) -> Definition | None:
        return pinned_definition(self._app.office, dossier) if self._app else None

    def _caller(self, on_behalf: str | None) -> Caller:
        app = self.app()
        user = os_user()
        bound = app.account_of(user)
        if app.office.rehearsal:
            actor = self.account or bound
            if actor is None:
                raise Failure("as_missing")
            return Caller(actor, on_behalf)
        if bound is None:
            raise Failure("user_unbound", REFUSED, user=user)
        if self.account and on_behalf:
            raise Failure("as_twice")
        acts_for_other = self.account is not None and self.account != bound
        return Caller(bound, f"account:{self.account}" if acts_for_other else on_behalf)

    def config_folder(self, chosen: Path | None = None) -> Path:
        """The folder of configuration: the command's own option, else that of the settings. Raises SettingsError."""
        return chosen or self.settings().config

    def close(self) -> None:
        """Close what was opened."""
        if self._app is not None:
            self._app.close()
            self._app = None
        close_log()

    def _options(self) -> Mapping[str, str]:
        """The settings that the command line sets."""
        config = str(self.config) if self.config else None
        asked = {"config": config, "language": self.language}
        asked |= {"log_level": self.log_level, "log_format": self.log_format}
        return {name: value for name, value in asked.items() if value is not None}
