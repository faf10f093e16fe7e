"""A mail relay: where it is, how the way to it is kept secret, and how long it is waited for."""

import re
import ssl
from dataclasses import dataclass, field

STARTTLS, TLS, NONE = "starttls", "tls", "none"
SECURITIES = (NONE, STARTTLS, TLS)
PORTS = {NONE: 25, STARTTLS: 587, TLS: 465}

_ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")


@dataclass(frozen=True)
class Patience:
    """How many seconds are waited: for a connection and its greeting, for a reply, for that to the whole message."""

    connect: float = 30.0
    command: float = 120.0
    content: float = 600.0


@dataclass(frozen=True)
class Relay:
    """A relay. `security` is none, starttls or tls (from the first byte); neither of the last two ever falls back.

    `ca` names a file of the authorities that are trusted instead of the system's. `connections` are open at most.
    """

    host: str
    port: int
    security: str = STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    connections: int = 2
    patience: Patience = Patience()


def context_of(relay: Relay) -> ssl.SSLContext:
    """How certificates and host names are proven. Raises OSError for a file of authorities that cannot be read."""
    context = ssl.create_default_context(cafile=relay.ca or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def can_stand_in_envelope(address: str) -> bool:
    """Whether an address can be written as it is into a command: printable ASCII, no blanks, no angle brackets."""
    return _ADDRESS.fullmatch(address) is not None


def on_the_wire(content: bytes) -> bytes:
    """A message as it goes after DATA: lines end in CR LF, a leading dot is doubled, a dot alone ends it."""
    breaks = content.count(b"\r\n")
    if content.count(b"\n") != breaks or content.count(b"\r") != breaks:
        content = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    return (b"." if stuffed.startswith(b".") else b"") + stuffed + b".\r\n"
