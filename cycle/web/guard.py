"""What stands before and around every route: the size of what is sent, the headers of what is answered, the log."""

import logging
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cycle.log import log_event

# Bytes of a request's body: a name of 200 characters, percent-encoded, is a quarter of it.
LARGEST = 8 * 1024


class TooLargeError(Exception):
    """More was sent than a name can be."""


class Guard:
    """Reads a body whole, up to its limit, before a route sees it, and sets the same headers on every answer.

    What is too large is answered by the handler of TooLargeError. Only the route's pattern is logged: a path opens a
    letter.
    """

    def __init__(self, app: ASGIApp, headers: Mapping[str, str], too_large: ASGIApp) -> None:
        self._app, self._too_large = app, too_large
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, told = perf_counter(), dict[str, Any]()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
            await send(message)

        try:
            await self._app(scope, await _whole(scope, receive), answer)
        except TooLargeError:
            await self._too_large(scope, receive, answer)
        finally:
            route = getattr(scope.get("route"), "path", None)
            spent = round((perf_counter() - began) * 1000)
            log_event(logging.INFO, "request", method=scope["method"], route=route, **told, duration_ms=spent)


async def _whole(scope: Scope, receive: Receive) -> Receive:
    """The same request with its body read. Raises TooLargeError, at once where the head says so."""
    sizes = [value for name, value in scope["headers"] if name == b"content-length"]
    if any(not size.isdigit() or int(size) > LARGEST for size in sizes):
        raise TooLargeError
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return _replayed([message], receive)
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > LARGEST:
            raise TooLargeError
    return _replayed([{"type": "http.request", "body": body, "more_body": False}], receive)


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return again
