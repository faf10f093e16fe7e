"""Lines of `ocop` that a rehearsal types: the real commands, in the office of the play and at its clock."""

import json
import secrets
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

import click

from cycle.cli.asking.session import Session
from cycle.cli.failures import report
from cycle.cli.telling.answers import DONE
from cycle.demo import Said
from cycle.log import Run


class TypedLines:
    """Types lines for one account after another in the session of the rehearsal."""

    def __init__(self, session: Session, root: click.Context) -> None:
        self._session, self._root = session, root

    def __call__(self, account: str, words: Sequence[str], *, as_json: bool) -> Said:
        """What came of the words; what the command says besides is told only where it ended otherwise than done."""
        session, written, told = self._session, StringIO(), StringIO()
        session.account, session.json, session.run = account, as_json, Run(secrets.token_hex(8))
        with redirect_stdout(written), redirect_stderr(told):
            status = self._type(words)
        session.json = False
        text = written.getvalue().strip("\n")
        return Said(status, text or told.getvalue().strip("\n"), _read(text) if as_json else {})

    def _type(self, words: Sequence[str]) -> int:
        name, *rest = words
        command = self._root.command.get_command(self._root, name)  # type: ignore[attr-defined]  # the root is a group
        if command is None:
            return report(self._session, click.exceptions.NoSuchCommand(name, ctx=self._root))
        try:
            status = command.main(rest, prog_name=f"ocop {name}", standalone_mode=False, obj=self._session)
        except Exception as wrong:  # noqa: BLE001 - told as every run of `ocop` tells it
            return report(self._session, wrong)
        return status or DONE


def _read(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
