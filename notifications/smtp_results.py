"""What replies of a relay mean for the letter on its way, by the phase in which they come."""

import re

from notifications.port import HANDED, LATER, REFUSED, UNCERTAIN, Result

# In the order in which they come.
CONNECT, GREETING, EHLO, STARTTLS, TLS, AUTH = "connect", "greeting", "ehlo", "starttls", "tls", "auth"
MAIL, RCPT, DATA, CONTENT = "mail", "rcpt", "data", "content"
# Of the session and not of a letter: what comes here would come to every other letter too.
OF_SESSION = frozenset({CONNECT, GREETING, EHLO, STARTTLS, TLS, AUTH})
ADDRESS = "address"

CLOSING = 421
CONTINUE = 354
# What a relay says to MAIL where it wants something of the session: a name, TLS, another order.
_WANTS_MORE = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})
LONGEST = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

# Why nothing came back that can be read; they stand where a reply's text would.
TIMEOUT, LOST, GARBLED = "timeout", "connection_lost", "reply_unreadable"
UNREACHABLE, NO_STARTTLS, NO_AUTH, NEEDS_TLS = (
    "unreachable",
    "starttls_not_offered",
    "auth_not_offered",
    "auth_needs_tls",
)
HANDSHAKE, CERTIFICATE, AUTHORITIES, UNWRITABLE = (
    "tls_failed",
    "certificate_not_trusted",
    "ca_unreadable",
    "address_unwritable",
)
# Of a letter whose sender died while it was on its way.
DIED = "worker_died"
FAULTS = (
    DIED,
    *(TIMEOUT, LOST, GARBLED, UNREACHABLE, NO_STARTTLS, NO_AUTH, NEEDS_TLS),
    *(HANDSHAKE, CERTIFICATE, AUTHORITIES, UNWRITABLE),
)


class BrokenError(Exception):
    """The connection can no longer be used; `result` is what that means for a letter in this phase."""

    def __init__(self, result: Result) -> None:
        super().__init__(result)
        self.result = result


def broken(phase: str, why: str, code: int | None = None) -> BrokenError:
    """A connection that ended, or speaks nonsense: once content is on its way, nobody knows whether it was taken."""
    return BrokenError(Result(UNCERTAIN if phase == CONTENT and code is None else LATER, phase, code, one_line(why)))


def meaning(phase: str, code: int, text: str) -> Result:
    """What a readable reply means."""
    return Result(_outcome(phase, code), phase, code, one_line(text))


def one_line(text: str) -> str:
    """A reply as it is kept: one line of at most 500 characters, without control characters."""
    readable = text.encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub(" ", readable).strip()[:LONGEST]


def _outcome(phase: str, code: int) -> str:
    if 200 <= code < 300:
        return HANDED
    if code >= 500:
        wanting = phase in OF_SESSION or (phase == MAIL and code in _WANTS_MORE)
        return LATER if wanting else REFUSED
    if code >= 400:
        return LATER
    return UNCERTAIN if phase == CONTENT else LATER
