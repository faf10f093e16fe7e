"""An office's own templates, tried on sample facts before anybody needs them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from cycle.commands.documents.kinds import KINDS
from cycle.documents.samples import samples
from cycle.documents.templates import FOLDER, fill
from cycle.shipped import shipped_config
from notifications.others import ExtraMissingError
from workflows.problems import Place, Problem, nearest_name
from workflows.verdict import Reason

OF: Mapping[str, str] = {template: one.name for one in KINDS.values() for template in one.templates}


def template_problems(folder: Path) -> list[Problem]:
    """What is wrong with the templates of a folder that are not the shipped ones, which are tried before a release.

    A .docx is tried where the extra `docs` is installed.
    """
    return [problem for file in sorted((folder / FOLDER).glob("*.*")) for problem in _problems(file)]


def _problems(file: Path) -> Iterator[Problem]:
    place = f"{FOLDER}/{file.name}"
    if file.name not in OF:
        yield Problem(Place(place), "template_unknown", {"name": file.name}, nearest_name(file.name, set(OF)))
        return
    shipped = shipped_config() / FOLDER / file.name
    if shipped.is_file() and shipped.read_bytes() == file.read_bytes():
        return
    wrong = _tried(file)
    if wrong is not None:
        told = {"place": str(wrong.params["place"]), "detail": str(wrong.params["detail"])}
        yield Problem(Place(place), "template_unfit", told)


def _tried(file: Path) -> Reason | None:
    """The first reason why a template cannot be filled in."""
    for facts in samples(OF[file.name]):
        try:
            answer = fill(file, facts)
        except ExtraMissingError:
            return None
        if isinstance(answer, Reason):
            return answer
    return None
