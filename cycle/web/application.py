"""The page on which a letter is answered, as a web application: routes that ask, call and show."""

import logging
from typing import Annotated

from fastapi import FastAPI, Form, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from cycle.commands.letters.answering import answer_letter
from cycle.database import ContentionError, said_by_driver
from cycle.log import log_event
from cycle.office import Office
from cycle.queries.letters.replies import find_letter_page
from cycle.texts import Texts
from cycle.web.guard import Guard
from cycle.web.pages import language_of, letter_page, said_page, style_hash
from workflows.verdict import Refusal

LETTER = "/thu/{token}"
READ, ANSWER = ["GET", "HEAD"], ["POST"]
Language = Annotated[str | None, Query(alias="lang")]


def application(office: Office) -> ASGIApp:
    """Everything that is served: a letter by its token, what this site is, whether it works. Nothing else."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    pages = Pages(office)
    app.add_api_route("/", pages.home, methods=READ, response_class=HTMLResponse)
    app.add_api_route("/health", pages.health, methods=READ, response_class=PlainTextResponse)
    app.add_api_route(LETTER, pages.show, methods=READ, response_class=HTMLResponse)
    app.add_api_route(LETTER, pages.answer, methods=ANSWER, response_class=HTMLResponse)
    app.add_exception_handler(HTTPException, pages.refused)
    app.add_exception_handler(RequestValidationError, pages.unreadable)
    app.add_exception_handler(Exception, pages.failed)
    return Guard(app, _headers(), pages.too_large)


class Pages:
    """The answers to requests."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def home(self, lang: Language = None) -> Response:
        """What this site is."""
        return self._said("home", 200, lang)

    def health(self) -> Response:
        """Whether the database can be asked."""
        with self._office.database.reading() as transaction:
            transaction.row("SELECT 1")
        return PlainTextResponse("ok\n")

    def show(self, token: str, lang: Language = None) -> Response:
        """A letter. Looking at it records nothing: programs that guard mailboxes open every link."""
        language = language_of(lang)
        page = find_letter_page(self._office, token)
        return HTMLResponse(letter_page(page, language)) if page else self._said("missing", 404, lang)

    def answer(self, token: str, name: Annotated[str, Form()] = "", lang: Language = None) -> Response:
        """Confirm that a letter was received; a second time changes nothing."""
        language = language_of(lang)
        answered = answer_letter(self._office, token, name)
        page = find_letter_page(self._office, token)
        if answered is None or page is None:
            return self._said("missing", 404, lang)
        if isinstance(answered, Refusal):
            wrong = " ".join(Texts(language).reason(reason) for reason in answered.reasons)
            return HTMLResponse(letter_page(page, language, typed=name, wrong=wrong), 422)
        return HTMLResponse(letter_page(page, language, thanks=not answered.repeated))

    def refused(self, request: Request, wrong: Exception) -> Response:
        """What is not there, or not done this way."""
        status = wrong.status_code if isinstance(wrong, HTTPException) else 500
        code = {404: "missing", 405: "method"}.get(status, "unreadable")
        answer = self._said(code, status, request.query_params.get("lang"))
        if status == 405:
            methods = [*READ, *(ANSWER if request.url.path.startswith("/thu/") else [])]
            answer.headers["Allow"] = ", ".join(methods)
        return answer

    def unreadable(self, request: Request, _wrong: Exception) -> Response:
        """A form that is none."""
        return self._said("unreadable", 422, request.query_params.get("lang"))

    def failed(self, request: Request, wrong: Exception) -> Response:
        """Something went wrong here: the database is away, or the program is at fault. The log has what."""
        said = said_by_driver(wrong)
        busy = isinstance(wrong, ContentionError) or said is not None
        log_event(logging.ERROR, "request_failed", kind=type(wrong).__name__, detail=said)
        code, status = ("busy", 503) if busy else ("failed", 500)
        return self._said(code, status, request.query_params.get("lang"))

    async def too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        """More was sent than a name can be."""
        await self._said("large", 413, None)(scope, receive, send)

    def _said(self, code: str, status: int, lang: str | None) -> Response:
        return HTMLResponse(said_page(code, language_of(lang), rehearsal=self._office.rehearsal), status)


def _headers() -> dict[str, str]:
    policy = (
        f"default-src 'none'; style-src '{style_hash()}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }
