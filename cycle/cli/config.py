"""`ocop config`: the shipped configuration, copied out for an office to edit, with what its editor needs to help."""

import shutil
from pathlib import Path

import click

from cycle.cli.asking.session import Failure, Session
from cycle.cli.asking.spoken import group
from cycle.cli.asking.types import FOLDER
from cycle.cli.schemas import write_schemas
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import tell, write_json


@group("config")
def config() -> None:
    """Acts on folders of configuration."""


@config.command("export")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.pass_obj
def export(session: Session, folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Failure("folder_not_empty", NOT_FOUND, folder=folder)
    source = session.config_folder()
    shutil.copytree(source, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    write_schemas(session.texts, folder)
    copied = [*folder.rglob("*.yaml"), *(folder / "letters").glob("*"), *(folder / "documents").glob("*")]
    files = sorted(file.relative_to(folder).as_posix() for file in copied)
    if session.json:
        write_json({"result": "done", "folder": str(folder), "files": files})
    else:
        tell(session.texts.say("config.exported", folder=folder, count=len(files)))
