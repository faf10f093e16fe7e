"""Documents of the office on paper, from .docx templates that it may change. The only place of docxtpl."""

import importlib
import io
import re
from collections.abc import Mapping
from typing import Any
from zipfile import BadZipFile

from jinja2 import TemplateError

from notifications.characters import cleaned
from notifications.others import ExtraMissingError
from notifications.sandbox import Sandbox

EXTRA = "docs"
# Whatever a file that is no such template, or a wrong placeholder in it, makes the libraries raise.
FAULTS = (TemplateError, BadZipFile, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
LONGEST_PLACE = 120


class DocumentTemplateError(Exception):
    """The template cannot be filled in; `detail` says why, `place` quotes the paragraph where that is known."""

    def __init__(self, detail: str, place: str = "") -> None:
        super().__init__(detail)
        self.detail, self.place = detail, place

    def __str__(self) -> str:
        return f"{self.detail} ({self.place})" if self.place else self.detail


def filled(template: bytes, words: Mapping[str, Any]) -> bytes:
    """The template as a .docx with its placeholders filled in; texts stay texts, whatever they hold.

    Raises DocumentTemplateError, and ExtraMissingError where the extra `docs` is not installed.
    """
    document = _opened(template)
    sandbox = Sandbox({}, escaped=True)
    sandbox.begin()
    written = io.BytesIO()
    try:
        document.render(cleaned(dict(words)), jinja_env=sandbox, autoescape=True)
        document.save(written)
    except FAULTS as error:
        raise DocumentTemplateError(f"{type(error).__name__}: {error}", _place(template, error)) from error
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
        raise DocumentTemplateError(f"{type(error).__name__}: {error}") from error
    return document


def _place(template: bytes, error: Exception) -> str:
    """The paragraph that could not be filled in: the template gives each a line of its own."""
    line = getattr(error, "lineno", None) or _line_of(error)
    document = _opened(template)
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", document.patch_xml(document.get_xml())).splitlines()
    text = re.sub(r"<[^>]+>", "", source[line - 1]).strip() if line and line <= len(source) else ""
    return text[:LONGEST_PLACE] if "{" in text else ""


def _line_of(error: Exception) -> int | None:
    """The line of the template that jinja2 puts among the frames of what was raised while it was filled in."""
    found, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename in {"<template>", "<unknown>"}:
            found = step.tb_lineno
        step = step.tb_next
    return found
