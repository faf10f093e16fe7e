"""The draft of an official reminder on paper (văn bản đôn đốc), from a .docx that an office may change."""

import importlib
import io
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from jinja2 import TemplateError

from notifications.characters import cleaned
from notifications.facts import Head, Line
from notifications.others import ExtraMissingError
from notifications.sandbox import Sandbox

EXTRA = "docs"
# Whatever a file that is no such template, or a wrong placeholder in it, makes the libraries raise.
FAULTS = (TemplateError, BadZipFile, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class Formal:
    """What the draft is about: whose it is and to whom, the body above the sender (may be empty), what is overdue."""

    head: Head
    above: str
    lines: tuple[Line, ...]


class FormalTemplateError(Exception):
    """The template cannot be filled in; `detail` says why."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def formal_draft(template: bytes, formal: Formal) -> bytes:
    """The draft as a .docx. Number, day, signature and whom it goes to besides are left to the office.

    Placeholders: `above`, `sender`, `recipient`, `programme`, `today`, `secretariat`, `lines`. Raises
    FormalTemplateError, and ExtraMissingError where the extra `docs` is not installed.
    """
    document = _opened(template)
    given: Formal = cleaned(formal)
    head = given.head
    words = {"above": given.above, "sender": head.sender, "recipient": head.recipient, "programme": head.programme}
    sandbox = Sandbox({}, escaped=True)
    sandbox.begin()
    written = io.BytesIO()
    try:
        more = {"today": head.today, "secretariat": head.secretariat, "lines": given.lines}
        document.render({**words, **more}, jinja_env=sandbox, autoescape=True)
        document.save(written)
    except FAULTS as error:
        raise FormalTemplateError(f"{type(error).__name__}: {error}") from error
    return written.getvalue()


def _opened(template: bytes) -> Any:
    try:
        library = importlib.import_module("docxtpl")
    except ModuleNotFoundError:
        raise ExtraMissingError(EXTRA) from None
    try:
        document = library.DocxTemplate(io.BytesIO(template))
        document.init_docx()
    except FAULTS as error:
        raise FormalTemplateError(f"{type(error).__name__}: {error}") from error
    return document
