"""The pages as HTML: fixed templates of the program, texts of the catalogue, values escaped."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cycle.clock import read_instant
from cycle.commands.letters.answering import LONGEST_NAME
from cycle.queries.letters.replies import LetterPage
from cycle.texts import LANGUAGES, Texts
from notifications.sandbox import Sandbox

FOLDER = Path(__file__).parent / "pages"
NAMES = ("name", "other", "rehearsal", "number", "recipient", "text", "about", "label", "button")


def letter_page(page: LetterPage, language: str, *, typed: str = "", wrong: str = "", thanks: bool = False) -> str:
    """A letter with the form that answers it, or with what became of it: `thanks` right after it was answered.

    `wrong` is why what was `typed` was not taken.
    """
    texts = Texts(language)
    code = "page.thanks" if thanks else "page.answered"
    said = texts.say(code, **_when(page)) if page.answered else ""
    about = {"letter": page, "thanks": said if thanks else "", "answered": "" if thanks else said}
    form = {"typed": typed[:LONGEST_NAME], "wrong": wrong, "longest": LONGEST_NAME}
    return _rendered("letter.html", language, {**about, **form}, rehearsal=page.rehearsal)


def said_page(code: str, language: str, *, rehearsal: bool) -> str:
    """A page that says one thing: texts `page_heading.CODE` and `page_text.CODE`."""
    texts = Texts(language)
    told = {"heading": texts.say(f"page_heading.{code}"), "text": texts.say(f"page_text.{code}")}
    return _rendered("said.html", language, told, rehearsal=rehearsal)


def language_of(asked: str | None) -> str:
    """The language asked for; Vietnamese where there is no such one."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


@cache
def style_hash() -> str:
    """What a Content-Security-Policy calls the style of the pages."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()


def _when(page: LetterPage) -> Mapping[str, Any]:
    answered = read_instant(str(page.answered)).astimezone(ZoneInfo(page.zone))
    return {"at": answered.strftime("%H:%M"), "day": answered.date()}


def _rendered(name: str, language: str, values: Mapping[str, Any], *, rehearsal: bool) -> str:
    texts = Texts(language)
    told = {one: texts.say(f"page.{one}") for one in NAMES}
    other = next(one for one in LANGUAGES if one != language)
    sandbox = _sandbox()
    sandbox.begin()
    about = {"t": told, "language": language, "other": other, "rehearsal": rehearsal}
    return sandbox.get_template(name).render(**about, **values)


@cache
def _sandbox() -> Sandbox:
    texts = {file.name: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.html"))}
    # Put in before it is a template: between the tags of a style nothing may be escaped.
    return Sandbox({name: text.replace("{{ style }}", _style()) for name, text in texts.items()})


@cache
def _style() -> str:
    return (FOLDER / "page.css").read_text("utf-8")
