"""How pictures are handed over: into new files, or one on stdout."""

from collections.abc import Mapping
from pathlib import Path

from cycle.cli.asking.session import Failure, Session
from cycle.cli.telling.answers import NOT_FOUND
from cycle.cli.telling.output import talk, tell, write_json


def give_picture(session: Session, svg: str, file: Path | None) -> None:
    """The picture in a file where one is named, else on stdout. Raises Failure where the file is there already."""
    if file is not None:
        give_pictures(session, {file: svg})
    elif session.json:
        write_json({"svg": svg})
    else:
        tell(svg.rstrip("\n"))


def give_pictures(session: Session, pictures: Mapping[Path, str]) -> None:
    """Each picture in its file. Raises Failure where one is there already, before any is written."""
    for file in pictures:
        _refuse_known(file)
    for file, svg in pictures.items():
        file.write_text(svg, encoding="utf-8", newline="\n")
        if not session.json:
            talk(session.texts.say("draw.written", file=file))
    if session.json:
        write_json({"result": "done", "files": [str(file) for file in pictures]})


def _refuse_known(file: Path) -> None:
    """What somebody keeps is not written over; a folder that is not there is not made."""
    if file.exists():
        raise Failure("file_exists", NOT_FOUND, file=file)
    if not file.parent.is_dir():
        raise Failure("folder_missing", NOT_FOUND, folder=file.parent)
