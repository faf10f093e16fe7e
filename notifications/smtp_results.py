"""What replies of a relay mean for the letter on its way, by the phase in which they come."""

import re
from collections.abc import Iterable

from notifications.port import HANDED, LATER, REFUSED, UNCERTAIN, Result

# In the order in which they come.
CONNECT, GREETING, EHLO, STARTTLS, TLS, AUTH = "connect", "greeting", "ehlo", "starttls", "tls", "auth"
MAIL, RCPT, DATA, CONTENT = "mail", "rcpt", "data", "content"
# Of the session and not of a letter: what comes here would come to every other letter too.
OF_SESSION = frozenset({CONNECT, GREETING, EHLO, STARTTLS, TLS, AUTH})
ADDRESS = "address"

CLOSING = 421
CONTINUE = 354
# What a relay says where it wants something of the session: a name, TLS, another order.
_WANTS_MORE = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})
NO_SERVICE = 554
# A reply's own class of reason (RFC 3463). Of addresses, 5.1.7 and 5.1.8 are the sender's.
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
_OF_SENDER = frozenset({"5.1.7", "5.1.8"})
_NO_MAILBOX, _DISABLED, _POLICY = "5.1.", "5.2.1", "5.7."
_OF_ADDRESS = frozenset({550, 551, 553})
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
# Of one that waited for a channel by which nothing is sent any more.
GONE = "channel_gone"
FAULTS = (
    *(DIED, GONE),
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
    said = one_line(text)
    return Result(_outcome(phase, code, said), phase, code, said)


def of_session(result: Result) -> bool:
    """Whether every other letter would be told the same now: the relay does not want us, whatever we bring."""
    return result.phase in OF_SESSION or (result.outcome == LATER and result.code is not None and result.code >= 500)


def refusal_of_session(results: Iterable[Result]) -> Result | None:
    """What a relay said that does not want us, where it took a letter for no address at all."""
    found = list(results)
    refused = (one for one in found if of_session(one))
    return None if any(one.outcome == HANDED for one in found) else next(refused, None)


def names_bad_address(result: Result) -> bool:
    """Whether a refusal is of the address itself: by its enhanced code, or without one by 550, 551 and 553."""
    if result.outcome != REFUSED or result.phase != RCPT:
        return False
    enhanced = _enhanced(result.reply)
    return _of_address(enhanced) if enhanced else result.code in _OF_ADDRESS


def one_line(text: str) -> str:
    """A reply as it is kept: one line of at most 500 characters, without control characters."""
    readable = text.encode("utf-8", "replace").decode("utf-8")
    return _CONTROL.sub(" ", readable).strip()[:LONGEST]


def _outcome(phase: str, code: int, text: str) -> str:
    if 200 <= code < 300:
        return HANDED
    if code >= 500:
        return LATER if _wants_other_session(phase, code, text) else REFUSED
    if code >= 400:
        return LATER
    return UNCERTAIN if phase == CONTENT else LATER


def _wants_other_session(phase: str, code: int, text: str) -> bool:
    """Whether a refusal is of us and not of a letter. Relays put what they have against a client, its name or the

    sender off until RCPT (Postfix: smtpd_delay_reject).
    """
    if phase in OF_SESSION or phase == MAIL:
        return True
    enhanced = _enhanced(text)
    if phase != RCPT or _of_address(enhanced):
        return False
    return enhanced.startswith(_POLICY) or enhanced in _OF_SENDER or code in {*_WANTS_MORE, NO_SERVICE}


def _of_address(enhanced: str) -> bool:
    return enhanced == _DISABLED or (enhanced.startswith(_NO_MAILBOX) and enhanced not in _OF_SENDER)


def _enhanced(text: str) -> str:
    """The enhanced code with which a reply begins, empty where there is none."""
    found = _ENHANCED.match(text)
    return found[1] if found else ""
