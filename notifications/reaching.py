"""Where a webhook goes: its URL, the one address that its host's name means, and whether that may be reached."""

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from notifications.port import LATER, REFUSED

_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


@dataclass(frozen=True)
class Target:
    """A webhook's URL taken apart. `path` has the query with it."""

    secure: bool
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str, *, allow_private: bool) -> "Target":
        """Raises ValueError with the code of `url_fault`."""
        wrong = url_fault(url, allow_private=allow_private)
        if wrong is not None:
            raise ValueError(wrong)
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(secure, str(parts.hostname), parts.port or (443 if secure else 80), path)


@dataclass(frozen=True)
class Address:
    """What a name was resolved to, and what is connected to: no second look at the name."""

    family: int
    place: tuple[str, int] | tuple[str, int, int, int]


@dataclass(frozen=True)
class NoAddress:
    """Why a host is not connected to, and whether that may be otherwise later."""

    outcome: str
    reason: str


def url_fault(url: str, *, allow_private: bool) -> str | None:
    """Why a URL cannot be a webhook's: `url_unreadable`, `url_not_https`, `url_without_host`, `url_with_password`.

    Plain HTTP is for this machine alone, where private addresses are allowed.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "url_unreadable"
    if parts.scheme != "https" and not (parts.scheme == "http" and allow_private):
        return "url_not_https"
    if not host:
        return "url_without_host"
    if parts.username or parts.password:
        return "url_with_password"
    readable = url.isascii() and url.isprintable() and " " not in url and not parts.fragment
    return None if readable else "url_unreadable"


def reach(target: Target, *, allow_private: bool) -> Address | NoAddress:
    """The address of a host, looked up once. Over plain HTTP only this machine is reached.

    Refused where any of its addresses is not one of the open Internet and that is not allowed.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        return NoAddress(LATER, f"{type(wrong).__name__}: {wrong}")
    places = [str(place[0]) for *_, place in found]
    if not allow_private and not all(map(is_open, places)):
        return NoAddress(REFUSED, "private address")
    if not target.secure and not all(_loopback(one) for one in places):
        return NoAddress(REFUSED, "not this machine")
    family, _, _, _, place = found[0]
    return Address(family, place)  # type: ignore[arg-type]  # of the two families only


def is_open(place: str) -> bool:
    """Whether an IP address is one of the open Internet, and so is any that is hidden in it."""
    address = ip_address(place.partition("%")[0])
    if isinstance(address, IPv6Address):
        if any(address in network for network in _TRANSLATED):
            return _TRANSLATED[0].supernet_of(IPv6Network(address)) and _open(IPv4Address(int(address) & 0xFFFFFFFF))
        hidden = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if not all(_open(one) for one in hidden if one is not None):
            return False
        if address.ipv4_mapped is not None:
            return True
    return _open(address)


def _open(address: IPv4Address | IPv6Address) -> bool:
    closed = address.is_multicast or address.is_reserved or address.is_link_local or address.is_unspecified
    # fec0::/10, which the standard library takes for global.
    of_site = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not closed and not of_site


def _loopback(place: str) -> bool:
    return ip_address(place.partition("%")[0]).is_loopback


class PinnedHTTP(HTTPConnection):
    """A connection to an address that was checked, for the name that it was resolved from."""

    def __init__(self, target: Target, address: Address, timeout: float) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        self.sock = dialled(self._address, self.timeout)


class PinnedHTTPS(HTTPSConnection):
    """The same under TLS; the certificate must be the name's."""

    def __init__(self, target: Target, address: Address, timeout: float, trust: str | None) -> None:
        context = ssl.create_default_context(cafile=trust)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        super().__init__(target.host, target.port, timeout=timeout, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        plain = dialled(self._address, self.timeout)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def dialled(address: Address, timeout: float | None) -> socket.socket:
    """A socket connected to an address. Raises OSError."""
    held = socket.socket(address.family, socket.SOCK_STREAM)
    try:
        held.settimeout(timeout)
        held.connect(address.place)
    except BaseException:
        held.close()
        raise
    return held
