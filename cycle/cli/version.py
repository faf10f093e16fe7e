"""`ocop version`."""

import platform
from importlib.metadata import version as version_of

import click

from cycle.cli.asking.session import Session
from cycle.cli.asking.spoken import command
from cycle.cli.telling.output import tell, write_json
from cycle.database import sqlite_driver


@command("version")
@click.pass_obj
def version(session: Session) -> None:
    driver, _ = sqlite_driver()
    told = {"ocop": version_of("ocop-cycle"), "python": platform.python_version(), "sqlite": driver.sqlite_version}
    if session.json:
        write_json(told)
    else:
        tell(" ".join(f"{name} {number}" for name, number in told.items()))
